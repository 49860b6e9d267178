"""The words that a pattern can begin or end with, told from its spelling.

A rule with "xếp thứ" before its number need not be tried at a number behind any other word.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Literal

import regex

LIMIT = 3000  # words of one pattern; one with more is tried everywhere
BLANK = " "
SPACE = r"\x20"
END = "\0"  # stands for either end of the text
LETTERS = "\1"  # stands for any word
DIGIT = "0"  # stands for any digit
LOOKS: dict[str, Literal["ahead", "behind"]] = {"(?=": "ahead", "(?<=": "behind"}
AROUND = ("(?!", "(?<!")
OPENING = regex.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
CLASS = regex.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
TOKEN = regex.compile(rf"\\.|{CLASS.pattern}|[()]")
TIMES = regex.compile(r"(?:[?*+]|\{[\d,]*\})[?+]?")
REACH = 30  # characters that a word and the blanks behind it rarely exceed


class _OpenError(Exception):
    """The pattern may end with anything."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A character or a group of alternatives; `least` and `often` tell how many times.

    Neither means anything at all. A look ahead or behind tells what stands there and takes nothing.
    """

    character: str = ""
    group: "tuple[tuple[_Part, ...], ...] | None" = None
    least: int = 1
    often: bool = False
    look: Literal["ahead", "behind"] | None = None


LINE = ((_Part("\n"),), (_Part(END),))  # what stands beside the first and last words of a line


def endings(pattern: str) -> frozenset[str] | None:
    """Return the last words, or marks, of all that a pattern with its tables filled in can match.

    Blanks at the end do not count. None when it may end with anything.
    """
    return _edges(pattern, forward=False)


def beginnings(pattern: str) -> frozenset[str] | None:
    """Return the first words, or marks, of all that a pattern with its tables can match.

    Blanks before them do not count; a word ends where the pattern does. None when it may begin with
    anything.
    """
    return _edges(pattern, forward=True)


def _edges(pattern: str, *, forward: bool) -> frozenset[str] | None:
    try:
        alternatives, at = _parse(pattern, 0)
        if at != len(pattern):
            return None
        return frozenset(_closed(tail) for tail in _beyond(alternatives, {""}, forward))
    except _OpenError:
        return None


def fits(words: frozenset[str] | None, found: Set[str]) -> bool:
    """Whether one of the words found is among those that `endings` or `beginnings` told."""
    if words is None or not words.isdisjoint(found):
        return True
    return LETTERS in words and any(word.isalpha() or word == LETTERS for word in found)


class Sieve:
    """Which of many patterns may stand beside a word, each a bit of a number: the first the lowest.

    It is made of what `endings` or `beginnings` told of each.
    """

    def __init__(self, edges: Iterable[frozenset[str] | None]) -> None:
        self._any = 0
        self._beside: dict[str, int] = {}
        for at, words in enumerate(edges):
            if words is None:
                self._any |= 1 << at
            for word in words or ():
                self._beside[word] = self._beside.get(word, 0) | 1 << at
        self._letters = self._beside.get(LETTERS, 0)

    def passing(self, word: str) -> int:
        """Return those patterns that may stand beside a word or mark."""
        beside = self._any | self._beside.get(word, 0)
        return beside | self._letters if word.isalpha() else beside


def last_word(text: str, position: int) -> str:
    """Return the word or mark right before a place in folded text, as `endings` names it."""
    near = text[max(0, position - REACH) : position].rstrip(BLANK)
    near = near or text[:position].rstrip(BLANK)[-REACH:]
    if not near or not near[-1].isalpha():
        return DIGIT if near[-1:].isdecimal() else near[-1:] or END
    start = len(near) - 1
    while start and near[start - 1].isalpha():
        start -= 1
    return near[start:]


def next_word(text: str, position: int) -> str:
    """Return the word or mark right behind a place in folded text, as `beginnings` names it."""
    near = text[position : position + REACH].lstrip(BLANK)
    near = near or text[position:].lstrip(BLANK)[:REACH]
    if not near or not near[0].isalpha():
        return DIGIT if near[:1].isdecimal() else near[:1] or END
    end = 1
    while end < len(near) and near[end].isalpha():
        end += 1
    return near[:end]


def _closed(tail: str) -> str:
    """Return a tail that nothing can be added to, which is a word of its own."""
    word = tail.removeprefix(BLANK)
    if not word:
        raise _OpenError
    return word


def _beyond(alternatives: Sequence[Sequence[_Part]], tails: set[str], forward: bool) -> set[str]:
    """Return these tails with all that can stand before or behind them; a leading blank closes."""
    found: set[str] = set()
    for parts in alternatives:
        now = tails
        for part in parts if forward else reversed(parts):
            now = {t for tail in now for t in _grown(part, tail, forward)}
            if len(now) > LIMIT:
                raise _OpenError
        found |= now
    return found


def _grown(part: _Part, tail: str, forward: bool) -> set[str]:
    if tail.startswith(BLANK):
        return {tail}
    if part.look and (part.look == "ahead") != forward:
        return {tail}
    if part.group is not None:
        grown = _beyond(part.group, {tail}, forward)
        if part.look:
            grown = {BLANK + _closed(t) for t in grown}
    elif not part.character:
        raise _OpenError
    elif part.character == BLANK:
        grown = {BLANK + tail} if tail else {""}
    elif part.character == LETTERS:
        grown = {BLANK + LETTERS}
    elif part.character.isalpha():
        grown = {tail + part.character if forward else part.character + tail}
    else:
        grown = {BLANK + (tail or part.character)}
    if part.often and not all(t == "" or t.startswith(BLANK) for t in grown):
        raise _OpenError
    return grown | {tail} if part.least == 0 else grown


def _parse(pattern: str, at: int) -> tuple[list[tuple[_Part, ...]], int]:
    """Read alternatives up to a closing bracket or the end; return them with the place."""
    alternatives: list[tuple[_Part, ...]] = []
    parts: list[_Part] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            alternatives.append(tuple(parts))
            parts = []
            at += 1
            continue
        part, at = _parse_part(pattern, at)
        least, often, at = _parse_times(pattern, at)
        if part is not None:
            parts.append(_Part(part.character, part.group, least, often, part.look))
    return [*alternatives, tuple(parts)], at


def _parse_part(pattern: str, at: int) -> tuple[_Part | None, int]:
    """Read one part; None for what takes no characters, such as a look ahead."""
    character = pattern[at]
    for spelled, look in LOOKS.items():
        if pattern.startswith(spelled, at):
            alternatives, end = _parse(pattern, at + len(spelled))
            return _Part(group=tuple(alternatives), look=look), end + 1
    if pattern.startswith(AROUND, at):
        return None, _closing(pattern, at)
    if character == "(":
        opening = OPENING.match(pattern, at)
        if opening is None:
            raise _OpenError
        alternatives, end = _parse(pattern, opening.end())
        return _Part(group=tuple(alternatives)), end + 1
    if character in "^$":
        return _Part(group=LINE, look="ahead" if character == "$" else "behind"), at + 1
    if character == "[":
        end = CLASS.match(pattern, at).end()  # type: ignore[union-attr]
        return _class(pattern[at + 1 : end - 1]), end
    if character == "\\":
        return _escaped(pattern, at)
    return _Part("" if character == "." else character), at + 1


def _escaped(pattern: str, at: int) -> tuple[_Part | None, int]:
    if pattern[at + 1] == "d":
        return _Part(DIGIT), at + 2
    if pattern.startswith(SPACE, at):
        return _Part(BLANK), at + len(SPACE)
    if pattern.startswith(r"\p{L}", at):
        return _Part(LETTERS), at + len(r"\p{L}")
    if pattern[at + 1] == "p":
        return _Part(), pattern.index("}", at) + 1
    if pattern[at + 1] in "bB":
        return None, at + 2
    if pattern[at + 1] == "n":
        return _Part("\n"), at + 2
    return _Part("" if pattern[at + 1].isalnum() else pattern[at + 1]), at + 2


def _class(inside: str) -> _Part:
    told = inside.replace(SPACE, BLANK).replace(r"\d", DIGIT).replace(r"\n", "\n")
    marks = told.replace(r"\p{L}", LETTERS).replace("\\", "")
    if marks.startswith("^") or "-" in marks[1:-1] or any(mark.isalpha() for mark in marks):
        return _Part()
    return _Part(group=tuple((_Part(mark),) for mark in marks))


def _closing(pattern: str, at: int) -> int:
    """Return the place behind the group that opens at a place."""
    depth = 0
    for token in TOKEN.finditer(pattern, at):
        depth += (token[0] == "(") - (token[0] == ")")
        if depth == 0:
            return token.end()
    raise _OpenError


def _parse_times(pattern: str, at: int) -> tuple[int, bool, int]:
    """Return the least number of times, whether more than once, and the place behind."""
    times = TIMES.match(pattern, at)
    if times is None:
        return 1, False, at
    spelled = times[0]
    optional = spelled[0] in "?*" or spelled.startswith("{0")
    return int(not optional), spelled[0] != "?", times.end()
