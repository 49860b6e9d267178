"""Telling the encoding of a text, and undoing one that was taken for another.

UTF-8 that decodes is UTF-8. For anything else the text is read in each encoding, and the one in
which most marked words are Vietnamese syllables is taken, where the others leave no doubt.
"""

import codecs
from typing import NamedTuple

import regex

from .charsets import CHARSETS, shown, unshown
from .vietnamese import Evidence, evidence

ENCODINGS = ("utf-8", "utf-16", *CHARSETS, "cp1252")
WRONGLY = " as cp1252"  # behind the name of an encoding that was taken for that one
HEAD = 30_000  # characters that are enough to tell
SHARE, LEAD = 0.75, 4  # what the best must reach, and its lead over the next in syllables

_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Letters of Vietnamese that cp1252 has not: text with one of them was read rightly.
_BEYOND_CP1252 = regex.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u0323\u1ea0-\u1ef9]")


class Decoded(NamedTuple):
    """A text, the encoding it was found in, and how sure that is, from 0 to 1."""

    text: str
    encoding: str = "utf-8"
    confidence: float = 1.0


def decode(data: bytes, encoding: str | None = None) -> Decoded | None:
    """Return bytes as text, in the encoding given or found; None where none is certain.

    `encoding` is one of ENCODINGS. What decodes is not looked at further: see `mended`.
    """
    if encoding:
        return _forced(data, encoding)
    nul = b"\0" in data
    if (nul or data[:2] in _BOMS) and (name := _utf16(data)):
        return _forced(data, name)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None if nul else _told(shown(data))


def sniff(head: bytes) -> str | None:
    """Return the encoding of a stream by its first bytes, None for UTF-8 or where it is open."""
    if name := _utf16(head):
        return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return None
    except UnicodeDecodeError:
        told = None if b"\0" in head else _told(shown(head))
        return told.encoding if told else None


def mended(text: str) -> Decoded:
    """Return text that was decoded as cp1252 but is none as it was meant; else untouched."""
    if text.isascii():
        return Decoded(text)
    if not _BEYOND_CP1252.search(text):
        return _meant(text)
    # What nearly all Vietnamese letters of UTF-8 begin with; the second signs are rare, and to look
    # for one character is far quicker than for two.
    if ("»" in text and "á»" in text) or ("º" in text and "áº" in text):
        return _unscrambled(text) or Decoded(text)
    return Decoded(text)


def mended_like(text: str, encoding: str | None) -> str:
    """Return a short text as one beside it was mended: it is too short to tell by itself."""
    name = (encoding or "").removesuffix(WRONGLY)
    if name == encoding or not name or text.isascii() or _BEYOND_CP1252.search(text):
        return text
    if name == "utf-8":
        found = _unscrambled(text)
        return found.text if found else text
    return text if unshown(text) is None else CHARSETS[name](text) or text


def _forced(data: bytes, encoding: str) -> Decoded | None:
    if encoding in CHARSETS:
        text = CHARSETS[encoding](shown(data))
        return None if text is None else Decoded(text, encoding)
    try:
        return Decoded(shown(data) if encoding == "cp1252" else data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """Return which UTF-16 the bytes are in, by their mark or by where their zero bytes stand."""
    if name := _BOMS.get(data[:2]):
        return name
    head = data[:4096]
    if b"\0" not in head:
        return None
    odd, even = head[1::2].count(0), head[::2].count(0)
    # Half of Vietnamese and all digits and blanks are ASCII, and no character is zero.
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if not others and zeros * 5 > len(head) // 2:
            return name
    return None


def _told(text: str) -> Decoded | None:
    """Return what a text shown in cp1252 says in the encoding that stands out, if one does."""
    found = _readings(text)
    if all(reading == text[:HEAD] for _, _, reading in found) and not _has_marked_letter(text):
        return Decoded(text, "cp1252")  # only quotation marks and the like
    (best, name, reading), (second, *_) = found[:2]
    if best.share < SHARE or best.syllables - second.syllables < LEAD:
        return None
    whole = reading if len(text) <= HEAD else CHARSETS[name](text)
    return None if whole is None else Decoded(whole, name, _confidence(best, second))


def _has_marked_letter(text: str) -> bool:
    return any(letter.isalpha() for letter in text if letter > "\x7f")


def _readings(text: str) -> list[tuple[Evidence, str, str]]:
    """Return the readings of a text shown in cp1252, the most Vietnamese first."""
    head = text[:HEAD]
    read = [(name, convert(head)) for name, convert in CHARSETS.items()]
    found = [(evidence(text), name, text) for name, text in read if text is not None]
    return sorted(found, key=lambda item: item[0].syllables, reverse=True)


def _meant(text: str) -> Decoded:
    """Return what a text without any letter beyond cp1252 was meant to say."""
    if better := _unscrambled(text):
        return better
    data = unshown(text)
    if data is None:
        return Decoded(text)
    told = _told(text)
    if told is None or told.text == text:
        return Decoded(text)
    if evidence(text[:HEAD]).syllables + LEAD > evidence(told.text[:HEAD]).syllables:
        return Decoded(text)
    return told._replace(encoding=f"{told.encoding}{WRONGLY}")


def _unscrambled(text: str) -> Decoded | None:
    """Return the UTF-8 that was read as cp1252, wholly or in parts, if that is Vietnamese."""
    # Imported at the first text that needs it.
    from ftfy import fix_encoding

    fixed = fix_encoding(text)
    if fixed == text:
        return None
    before, after = evidence(text), evidence(fixed)
    if after.share <= before.share or after.share < SHARE:
        return None
    return Decoded(fixed, f"utf-8{WRONGLY}", _confidence(after, before))


def _confidence(best: Evidence, second: Evidence) -> float:
    """Return the share of words that the best explains, less what the next one explains."""
    return round(best.share - second.share * (second.syllables / max(best.syllables, 1)), 3)
