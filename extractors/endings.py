"""The words that a pattern can end with, told from its spelling.

A rule that ends with "xếp thứ" need not be tried at a number behind any other word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

LIMIT = 500  # endings of one pattern; one with more is tried everywhere
BLANK = " "
DIGIT = "0"  # stands for any digit
AROUND = ("(?=", "(?!", "(?<=", "(?<!")
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

    Neither means anything at all.
    """

    character: str = ""
    group: "tuple[tuple[_Part, ...], ...] | None" = None
    least: int = 1
    often: bool = False


def endings(pattern: str) -> frozenset[str] | None:
    """Return the last words, or marks, of all that a pattern with its tables filled in can match.

    Blanks at the end do not count. None when it may end with anything.
    """
    try:
        alternatives, at = _parse(pattern, 0)
        if at != len(pattern):
            return None
        found = {_closed(tail) for tail in _before(alternatives, {""})}
    except _OpenError:
        return None
    return frozenset(found)


def last_word(text: str, position: int) -> str:
    """Return the word or mark right before a place in folded text, as `endings` names it."""
    near = text[max(0, position - REACH) : position].rstrip(BLANK)
    near = near or text[:position].rstrip(BLANK)[-REACH:]
    if not near or not near[-1].isalpha():
        return DIGIT if near[-1:].isdecimal() else near[-1:]
    start = len(near) - 1
    while start and near[start - 1].isalpha():
        start -= 1
    return near[start:]


def _closed(tail: str) -> str:
    """Return a tail that nothing can stand before, which is a word of its own."""
    word = tail.removeprefix(BLANK)
    if not word:
        raise _OpenError
    return word


def _before(alternatives: Sequence[Sequence[_Part]], tails: set[str]) -> set[str]:
    """Return these tails with all that can stand before them; one that opens with a blank ends."""
    found: set[str] = set()
    for parts in alternatives:
        now = tails
        for part in reversed(parts):
            now = {t for tail in now for t in _grown(part, tail)}
            if len(now) > LIMIT:
                raise _OpenError
        found |= now
    return found


def _grown(part: _Part, tail: str) -> set[str]:
    if tail.startswith(BLANK):
        return {tail}
    if part.group is not None:
        grown = _before(part.group, {tail})
    elif not part.character:
        raise _OpenError
    elif part.character == BLANK:
        grown = {BLANK + tail} if tail else {""}
    elif part.character.isalpha():
        grown = {part.character + tail}
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
            parts.append(_Part(part.character, part.group, least, often))
    return [*alternatives, tuple(parts)], at


def _parse_part(pattern: str, at: int) -> tuple[_Part | None, int]:
    """Read one part; None for what takes no characters, such as a look ahead."""
    character = pattern[at]
    if pattern.startswith(AROUND, at):
        return None, _closing(pattern, at)
    if character == "(":
        opening = OPENING.match(pattern, at)
        if opening is None:
            raise _OpenError
        alternatives, end = _parse(pattern, opening.end())
        return _Part(group=tuple(alternatives)), end + 1
    if character in "^$":
        return None, at + 1
    if character == "[":
        end = CLASS.match(pattern, at).end()  # type: ignore[union-attr]
        return _class(pattern[at + 1 : end - 1]), end
    if character == "\\":
        return _escaped(pattern, at)
    return _Part("" if character == "." else character), at + 1


def _escaped(pattern: str, at: int) -> tuple[_Part, int]:
    if pattern[at + 1] == "d":
        return _Part(DIGIT), at + 2
    if pattern[at + 1] == "p":
        return _Part(), pattern.index("}", at) + 1
    return _Part("" if pattern[at + 1].isalnum() else pattern[at + 1]), at + 2


def _class(inside: str) -> _Part:
    marks = inside.replace("\\d", DIGIT).replace("\\", "")
    if any(mark.isalpha() or mark in "^- " for mark in marks):
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
