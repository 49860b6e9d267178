"""Folded text: what patterns are matched on, and what a search without diacritics sees."""

import re
import unicodedata
from functools import lru_cache

MOST = 50_000  # words whose search forms are kept
SHORT = 200  # characters up to which one search for any of several is faster than one for each

# "hoà" and "hòa" are one syllable; in "hoàn" and "quý" the mark has one place only. One pattern a
# first letter: a pattern that opens with a literal is searched twenty times faster.
_NEW_STYLE = tuple(
    re.compile(rf"{first}(?<![qQ]{first})[{seconds}](?![^\W\d_])")
    for first, seconds in (
        ("o", "àáảãạèéẻẽẹ"),
        ("O", "àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ"),
        ("u", "ỳýỷỹỵ"),
        ("U", "ỳýỷỹỵỲÝỶỸỴ"),
    )
)


def _moved(syllable: str) -> str:
    """Return a pair of vowels with its tone mark on the first one."""
    vowel = unicodedata.normalize("NFD", syllable[1])
    return unicodedata.normalize("NFC", syllable[0] + vowel[1]) + vowel[0]


_PAIRS = {"oO": "àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ", "uU": "ỳýỷỹỵỲÝỶỸỴ"}
_PAIR = re.compile("|".join(f"[{first}][{seconds}]" for first, seconds in _PAIRS.items()))
_OLD_STYLE = {
    pair: _moved(pair)
    for first, seconds in _PAIRS.items()
    for pair in (one + two for one in first for two in seconds)
}

# Characters as the press types them, and the plain one that patterns are written with.
_PLAIN = {
    **dict.fromkeys(
        "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " "
    ),
    **{chr(code): " " for code in range(0x2000, 0x200C)},
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **{chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("ðɖ", "đ"),  # Icelandic and African letters typed for the Vietnamese one
}
_TYPED = re.compile(f"[{''.join(map(re.escape, _PLAIN))}]")
# The only character whose lower case is longer; it is kept as it is.
_DOTTED = "\u0130"


def fold_tones(text: str) -> str:
    """Return NFC text of the same length with tone marks in the old place: `hoà` as `hòa`.

    Only where a syllable ends in the two vowels; `hoàn` and `quý` stay.
    """
    if len(text) <= SHORT and not _PAIR.search(text):
        return text
    for pattern in _NEW_STYLE:
        text = pattern.sub(lambda found: _OLD_STYLE[found[0]], text)
    return text


def fold_case(text: str) -> str:
    """Return NFC text of the same length as patterns see it.

    Lower case, tone marks in the old place, every blank but the line end a space, every dash a
    hyphen, quotes and full-width characters as in ASCII. Offsets stay those of the text.
    """
    parts = text.split(_DOTTED) if _DOTTED in text else [text]
    folded = _DOTTED.join(part.lower() for part in parts)
    if len(folded) > SHORT or _TYPED.search(folded):
        # Most of these are in no text: looking for each is five times faster than str.translate.
        for typed, plain in _PLAIN.items():
            if typed in folded:
                folded = folded.replace(typed, plain)
    return fold_tones(folded)


@lru_cache(maxsize=128)
def fold_text(text: str) -> str:
    """Return `fold_case` of an article's text, kept a while: it is read, then compared with others.

    As many are kept as a batch has.
    """
    return fold_case(text)


class _Bare(dict[int, str]):
    """Each character met so far without its diacritics, by its code."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code))
        bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        self[code] = bare
        return bare


_BARE = _Bare()


class _BareWords(dict[str, str]):
    """Each word met so far in its search form: the words of names come again and again."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST:
            self.clear()
        bare = unicodedata.normalize("NFC", fold_case(word).lower().translate(_BARE))
        found = self[word] = " ".join(bare.replace("đ", "d").split())
        return found


_BARE_WORDS = _BareWords()


def strip_marks(text: str) -> str:
    """Return the search form of a text: lower case, no diacritics, `d` for `đ`, single blanks.

    The length may change.
    """
    return " ".join(filter(None, map(_BARE_WORDS.__getitem__, text.split())))
