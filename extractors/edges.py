"""The words that a pattern can begin or end with, told from its spelling.

A rule with "xếp thứ" before its number need not be tried at a number behind any other word.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

LIMIT = 3000  # words of one pattern; one with more is tried everywhere
BLANK = " "
SPACE = r"\x20"
END = "\0"  # stands for either end of the text
LETTERS = "\1"  # stands for any word
DIGIT = "0"  # stands for any digit
WORD_END = "\2"  # stands for the end of a word
GUARDS = (r"(?!\p{L})", r"(?![\p{L}])", r"(?!\w)", r"\b")  # behind which no word goes on
LOOKS: dict[str, Literal["ahead", "behind"]] = {"(?=": "ahead", "(?<=": "behind"}
AROUND = ("(?!", "(?<!")
SPECIAL = frozenset("([\\^$.")
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


_plain = cache(_Part)  # a character that stands for itself
LINE = ((_Part("\n"),), (_Part(END),))  # what stands beside the first and last words of a line


def endings(pattern: str) -> frozenset[str] | None:
    """Return the last words, or marks, of all that a pattern with its tables filled in can match.

    Blanks at the end do not count. None when it may end with anything.
    """
    return _edges(pattern, forward=False)


def beginnings(pattern: str, words: int = 1) -> frozenset[str] | None:
    """Return the first words, or marks, of all that a pattern with its tables can match.

    They are so many `words` with blanks between, or fewer: where that would be too many ways to
    begin, where anything may follow, behind a number, and before a word that may go on where the
    pattern ends; but the first one ends there. Blanks before them do not count. None when it may
    begin with anything.
    """
    return _edges(pattern, forward=True, words=words)


def _edges(pattern: str, *, forward: bool, words: int = 1) -> frozenset[str] | None:
    try:
        alternatives, at = _parse(pattern, 0)
    except _OpenError:
        return None
    for known in range(words, 0, -1) if at == len(pattern) else ():
        try:
            tails = _beyond(alternatives, {""}, forward, known)
            return frozenset(_left(tail).removeprefix(BLANK) for tail in tails)
        except _OpenError:
            continue
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
    if (word := near[near.rfind(BLANK) + 1 :]).isalpha():
        return word
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
    if (word := near.partition(BLANK)[0]).isalpha():
        return word
    near = near or text[position:].lstrip(BLANK)[:REACH]
    if not near or not near[0].isalpha():
        return DIGIT if near[:1].isdecimal() else near[:1] or END
    end = 1
    while end < len(near) and near[end].isalpha():
        end += 1
    return near[:end]


def _closed(tail: str) -> str:
    """Return a tail that nothing can be added to: a leading blank tells so."""
    words = tail.strip(BLANK)
    if not words:
        raise _OpenError
    return BLANK + words


def _whole(tail: str) -> str:
    """Return a tail without the word that may go on, closed, as nobody knows what follows."""
    return _closed(tail[: tail.rfind(BLANK) + 1])


def _left(tail: str) -> str:
    """Return what is known of a tail where its pattern ends, closed."""
    return _whole(tail) if BLANK in tail.lstrip(BLANK) and tail[0] != BLANK else _closed(tail)


def _beyond(
    alternatives: Sequence[Sequence[_Part]], tails: set[str], forward: bool, words: int
) -> set[str]:
    """Return these tails with all that can stand before or behind them; a leading blank closes."""
    found: set[str] = set()
    for parts in alternatives:
        now = tails
        for part in parts if forward else reversed(parts):
            now = {t for tail in now for t in _grown(part, tail, forward, words)}
            if len(now) > LIMIT:
                raise _OpenError
        found |= now
    return found


def _grown(part: _Part, tail: str, forward: bool, words: int) -> set[str]:
    if tail.startswith(BLANK):
        return {tail}
    if part.look and (part.look == "ahead") != forward:
        return {tail}
    if part.group is not None:
        grown = _beyond(part.group, {tail}, forward, words)
        if part.look:
            grown = {_left(t) for t in grown}
    else:
        grown = {_with(part.character, tail, forward, words)}
    if part.often:  # what comes again is not known
        grown = {t if t == "" or t.startswith(BLANK) else _whole(t) for t in grown}
    return grown | {tail} if part.least == 0 else grown


def _with(character: str, tail: str, forward: bool, words: int) -> str:
    """Return a tail with one more character; no words are gone through without a blank between."""
    if character == BLANK or (character == WORD_END and forward):
        return _ended(tail, words)
    if character == WORD_END:
        return tail
    if character.isalpha():
        return tail + character if forward else character + tail
    if not character or (character == LETTERS and BLANK in tail):
        return _whole(tail)
    if character == LETTERS:
        return BLANK + LETTERS
    before = _ended(tail, words)
    if before.startswith(BLANK):
        return before
    mark = before + (DIGIT if character.isdecimal() else character)
    return _closed(mark) if mark[-1] == DIGIT else _ended(mark, words)


def _ended(tail: str, words: int) -> str:
    """Return a tail whose last word has ended: with a blank, or closed where it has all words."""
    if not tail or tail.endswith(BLANK):
        return tail
    return _closed(tail) if tail.count(BLANK) + 1 == words else tail + BLANK


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
    if character not in SPECIAL:
        return _plain(character), at + 1
    for spelled, look in LOOKS.items():
        if pattern.startswith(spelled, at):
            alternatives, end = _parse(pattern, at + len(spelled))
            return _Part(group=tuple(alternatives), look=look), end + 1
    if pattern.startswith(GUARDS, at):
        return _Part(WORD_END), at + len(next(g for g in GUARDS if pattern.startswith(g, at)))
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
    return _Part(), at + 1


def _escaped(pattern: str, at: int) -> tuple[_Part | None, int]:
    if pattern[at + 1] == "d":
        return _Part(DIGIT), at + 2
    if pattern.startswith(SPACE, at):
        return _Part(BLANK), at + len(SPACE)
    if pattern.startswith(r"\p{L}", at):
        return _Part(LETTERS), at + len(r"\p{L}")
    if pattern[at + 1] == "p":
        return _Part(), pattern.index("}", at) + 1
    if pattern[at + 1] == "B":
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
