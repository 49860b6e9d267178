"""Bytes of a web page in, characters out."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
HEAD = 8192  # bytes in which a declaration is looked for; browsers read the first 1024
# They join words or letters, and stand for nothing: no pattern expects them inside a word.
INVISIBLE = ("\0", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\xad")


def decoded(page: bytes, told: str | None = None) -> str:
    """Return a page as text: by its byte order mark, what the server told, what it declares.

    UTF-8 is tried first of all but for the mark: what is valid UTF-8 by chance is hardly ever
    anything else, and servers are often wrong. Invisible characters are left out.
    """
    text = page.decode(charset_of(page, told), "replace")
    for character in INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    return text


def charset_of(page: bytes, told: str | None = None) -> str:
    """Return the name of a page's encoding, one that Python can decode."""
    for mark, name in MARKS:
        if page.startswith(mark):
            return name
    if _is_utf8(page):
        return "utf-8"
    declared = DECLARED.search(page, 0, HEAD)
    written = declared[1].decode("ascii", "replace") if declared else None
    known = [codec for codec in map(_known, (told, written)) if codec not in (None, "utf-8")]
    if known and known[0]:
        return known[0]
    return detected(page)


def detected(page: bytes) -> str:
    """Return the encoding of a page that tells none, or a wrong one."""
    return "utf-8"


def _is_utf8(page: bytes) -> bool:
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    # "rot13" and "zip" are codecs as well, but none of characters.
    return str(codec.name) if codec._is_text_encoding else None
