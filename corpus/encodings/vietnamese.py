"""How Vietnamese a text is: how many of its marked words are syllables of the language."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

from ...patterns.charsets import plain_syllables

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_STOPS = ("c", "ch", "k", "p", "t")
# What stands between blanks, digits and the marks that all encodings share.
_WORD = regex.compile(r"[^\s\d\x00-@\[-`{-\x7f\u2010-\u203a\u20ac\u2122]+")


class Evidence(NamedTuple):
    """Words with a letter beyond ASCII, and how many of them are Vietnamese syllables."""

    words: int
    syllables: int

    @property
    def share(self) -> float:
        """The part of the words that are syllables, 0 where there are no words."""
        return self.syllables / self.words if self.words else 0.0


def evidence(text: str) -> Evidence:
    """Count the marked words of a text and the syllables among them."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return Evidence(len(words), sum(map(is_syllable, words)))


@lru_cache(1 << 15)
def is_syllable(word: str) -> bool:
    """Return whether a word is spelt as a Vietnamese syllable, with a tone that it can bear."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    marked = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", marked.translate(_TONES))
    if plain not in plain_syllables():
        return False
    tones = [mark for mark in marked if ord(mark) in _TONES]
    if plain.endswith(_STOPS):
        return tones in (["\u0301"], ["\u0323"])
    return len(tones) <= 1
