r"""Compiling patterns: `re` runs what it reads as `regex` does, and `regex` the rest.

`re` is two to seven times as fast, but has no `\p{L}`, which is spelled out for it, and no look
behind of any width.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import regex

Match = re.Match[str] | regex.Match[str]


class Pattern(Protocol):
    """A compiled pattern of either engine; positions are those of `re.Pattern`."""

    @property
    def pattern(self) -> str:
        """The pattern as its engine was given it."""

    def match(self, text: str, start: int = ..., end: int = ..., /) -> Match | None:
        """Match at a place."""

    def fullmatch(self, text: str, start: int = ..., end: int = ..., /) -> Match | None:
        """Match a stretch as a whole."""

    def search(self, text: str, start: int = ..., end: int = ..., /) -> Match | None:
        """Return the first match in a stretch."""

    def finditer(self, text: str, start: int = ..., end: int = ..., /) -> Iterator[Match]:
        """Yield the matches in a stretch."""

    def findall(self, text: str, start: int = ..., end: int = ..., /) -> list[Any]:
        """Return the words of the matches in a stretch."""

    def sub(self, by: str | Callable[[Any], str], text: str, /) -> str:
        """Return a text with each match replaced."""


# To `re` these numerals are parts of words; to `regex` and to us they end one.
NUMERALS = "¹²³¼-¾⁰-₉⅐-⅟①-⓿❶-➓"
WORD = rf"[^\W{NUMERALS}]"
LETTER = rf"[^\W\d_{NUMERALS}Ⅰ-ↈ]"
SPELLED = {
    r"\w": WORD,
    r"\W": rf"[\W{NUMERALS}]",
    r"\b": rf"(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))",
}
# The scripts with capitals that a Vietnamese paper may print.
CASED = (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000), *range(0xFF21, 0xFF5B))
MARKS = "\u0300-\u036f"
BLANKS = "\x20\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
PART = re.compile(
    r"\\p\{(?P<category>\w+)\}|\[(?P<not>\^?)(?P<set>\]?(?:\\p\{\w+\}|\\.|[^\]\\])*)\]|\\.|."
)
# What `re` reads otherwise: fuzzy matches; before Python 3.11.5 also groups that are taken whole.
OTHERWISE = re.compile(r"\{e\W|\(\?>|\)(?:[?*+]|\{[\d,]+\})\+")

OPENS_BEHIND = re.compile(r"(?:^|\|)(?:\((?:\?:|\?P<\w+>))*\(\?<[!=]")


@dataclass(frozen=True, slots=True)
class Timed:
    """A pattern that raises TimeoutError where it takes longer than so many seconds at once."""

    pattern: regex.Pattern[str]
    seconds: float

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> Match | None:
        """Match at a place, as `regex.Pattern.match` does."""
        return self.pattern.match(text, start, end, timeout=self.seconds)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Match]:
        """Search a stretch, as `regex.Pattern.finditer` does."""
        return self.pattern.finditer(text, start, end, timeout=self.seconds)


def compiled(pattern: str, *, searched: bool = False) -> Pattern:
    """Compile a pattern in the syntax of `regex` for the faster engine that can run it.

    What is `searched` for behind a look at the letter before it is left to `regex`, which first
    looks for the words that must be there. Raise regex.error where the pattern has a mistake.
    """
    if not OTHERWISE.search(pattern) and not (searched and OPENS_BEHIND.search(pattern)):
        try:
            return re.compile(_spelled(pattern))
        except (re.error, KeyError):  # syntax of `regex` alone, or a mistake that it will tell
            pass
    return regex.compile(pattern)


def _spelled(pattern: str) -> str:
    r"""Return a pattern as `re` reads it; KeyError for a `\p{…}` that it has no spelling of."""
    return PART.sub(_part, pattern)


def _part(found: re.Match[str]) -> str:
    if found["category"] is not None:
        return LETTER if found["category"] == "L" else f"[{_category(found['category'])}]"
    if found["set"] is not None:
        return _set(found["set"], negated=bool(found["not"]))
    return SPELLED.get(found[0], found[0])


def _set(inside: str, *, negated: bool) -> str:
    """Return a set of characters; what holds all letters is two, as `re` cannot nest them."""
    rest = re.sub(r"\\p\{(?!L\})(\w+)\}", lambda m: _category(m[1]), inside)
    for whole, spelled in ((r"\p{L}", LETTER), (r"\w", WORD)):
        others = rest.replace(whole, "")
        if others == rest:
            continue
        if not negated:
            return f"(?:{spelled}|[{others}])" if others else spelled
        return rf"(?:(?!{spelled})[^{others}])" if others else rf"(?:(?!{spelled})[\s\S])"
    return f"[{'^' * negated}{rest}]"


@cache
def _category(name: str) -> str:
    """Return the characters of a Unicode category as ranges; KeyError for an unknown one."""
    if name not in ("Lu", "Ll"):
        return {"M": MARKS, "Zs": BLANKS}[name]
    letters = [code for code in CASED if unicodedata.category(chr(code)) == name]
    ranges: list[list[int]] = []
    for code in letters:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)
