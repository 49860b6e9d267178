"""Patterns by the words they open with: each is tried where one of its words stands, no more.

Searching a page for each of a hundred patterns takes longer than all the rest of its reading.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate, product, takewhile
from typing import Generic, TypeVar

import regex

from ..patterns.compiling import Match, Pattern, Timed
from ..patterns.fold import fold_case
from .concordance import NUMBER, Concordance
from .edges import BLANK, END, LETTERS, beginnings
from .page import Page

R = TypeVar("R")
LITERAL = regex.compile(r"\p{L}+(?![?*{\p{L}])(?: \p{L}+(?=[(]| (?!\?)|$))?")
GLUED = regex.compile(r"\p{L}+(?: \?\p{L}+)+(?![?*{\p{L}])")
CLASS = regex.compile(r"\\.|\[(?:\\.|[^\]])*\]")
DEEPEST = 4  # words in a row by which patterns are told apart
GROUP = regex.compile(r"\([^()]*\)")


def opening_words(
    pattern: str, opens: Sequence[str] = (), *, whole: bool = False
) -> tuple[str, ...]:
    """Return the words that a pattern with its tables filled in opens with, folded.

    They are those told, else the literal ones it begins with, and as many more behind them as its
    spelling tells; it may be matched up to the end of a `whole` word only. Empty when it begins
    with anything.
    """
    told = tuple(map(_in_a_line, opens)) or literal_words(pattern)
    spelling = rf"(?:{pattern})(?!\p{{L}})" if whole else pattern
    found = beginnings(spelling, DEEPEST)
    if found is None:
        return told
    spelled = {_in_a_line(fold_case(one)) for one in found}
    if "" in spelled or LETTERS in spelled:
        return told
    return _narrowed(told, spelled) if told else _shortest(spelled)


def literal_words(pattern: str) -> tuple[str, ...]:
    """Return the first two literal words of a pattern, or the one it begins with."""
    literal = LITERAL.match(pattern)
    if literal is None:
        return ()
    bare = CLASS.sub("", pattern)
    while (outer := GROUP.sub("", bare)) != bare:
        bare = outer
    if "|" in bare:
        return ()
    if glued := GLUED.match(pattern):  # "par ?index" opens with "par" or with "parindex"
        return tuple(accumulate(glued[0].lower().split(" ?")))
    return (literal[0].lower(),)


def _in_a_line(words: str) -> str:
    """Return words as a concordance has them, up to what may end a line, where any may follow."""
    kept = takewhile(lambda word: word not in (END, "\n"), words.split(BLANK))
    return BLANK.join(NUMBER if word.isdecimal() else word for word in kept)


def _narrowed(told: Iterable[str], spelled: Iterable[str]) -> tuple[str, ...]:
    """Return the words told with those behind them that are spelled out, and no others."""
    found = set()
    for one, other in product(told, spelled):
        first, second = one.split(BLANK), other.split(BLANK)
        both = zip(first, second, strict=False)
        if all(a == b or (a[0] == "{" and b == NUMBER) for a, b in both):
            found.add(BLANK.join(first + second[len(first) :]))
    return _shortest(found)


def _shortest(found: Set[str]) -> tuple[str, ...]:
    """Return words without those that others of them begin."""
    starts = {one: accumulate(one.split(BLANK)[:-1], lambda a, b: f"{a} {b}") for one in found}
    return tuple(sorted(one for one in found if found.isdisjoint(starts[one])))


@dataclass(frozen=True, slots=True)
class Opening(Generic[R]):
    """A pattern with what it stands for, the words it opens with and those its sentence needs.

    `opens` are single words or several ("công ty"), of which none begins another; without any it
    may begin anywhere. A `printed` one reads the text and not its folded form.
    """

    of: R
    pattern: Pattern | Timed
    opens: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    printed: bool = False


@dataclass(slots=True)
class _Node(Generic[R]):
    """The patterns to try behind some words in a row, in their order, and further words."""

    patterns: "list[Opening[R]]" = field(default_factory=list)
    further: "dict[str, _Node[R]]" = field(default_factory=dict)

    def at(self, words: Sequence[str]) -> "_Node[R]":
        """Return the node behind further words."""
        node = self
        for word in words:
            node = node.further.setdefault(word, _Node([*node.patterns]))
        return node

    def add(self, opening: Opening[R]) -> None:
        """Add a pattern that opens with the words of this node, whatever follows them."""
        self.patterns.append(opening)
        for node in self.further.values():
            node.add(opening)


class Openings(Generic[R]):
    """Patterns that are tried together, by the words they open with."""

    def __init__(self, openings: Iterable[Opening[R]]) -> None:
        self.all = tuple(openings)
        self._at: dict[str, _Node[R]] = {}
        self._anywhere = [opening for opening in self.all if not opening.opens]
        for opening in self.all:
            for words in opening.opens:
                first, *others = words.split(BLANK)
                self._at.setdefault(first, _Node()).at(others).add(opening)

    def matches(self, page: Page, late: set[R] | None = None) -> Iterator[tuple[R, Match]]:
        """Yield what the patterns match in the sentences of a page; matches may overlap.

        What a timed pattern takes too long for is added to `late`, and what stands there already
        is not tried.
        """
        late = set() if late is None else late
        known, text, folded = page.concordance, page.text, page.folded
        for at, patterns in self._tries(known):
            for opening in patterns:
                if opening.needs and known.numbers[at] not in known.sentences(opening.needs):
                    continue
                if late and opening.of in late:
                    continue
                source = text if opening.printed else folded
                try:
                    found = opening.pattern.match(source, known.starts[at], known.ends[at])
                except TimeoutError:
                    late.add(opening.of)
                else:
                    if found:
                        yield opening.of, found
        for opening in self._anywhere:
            if opening.of not in late:
                yield from _searched(page, opening, late)

    def _tries(self, known: Concordance) -> Iterator[tuple[int, list[Opening[R]]]]:
        """Yield each place where words stand that patterns open with, with these patterns."""
        forms = known.forms
        for first in filter(known.places.__contains__, self._at):
            for at in known.places[first]:
                node, place = self._at[first], at + 1
                while further := node.further.get(forms[place]):
                    node = further
                    place += 1
                if node.patterns and known.ends[at]:
                    yield at, node.patterns


def _searched(page: Page, opening: Opening[R], late: set[R]) -> Iterator[tuple[R, Match]]:
    source = page.text if opening.printed else page.folded
    among = page.concordance.sentences(opening.needs) if opening.needs else None
    try:
        for number, sentence in enumerate(page.sentences):
            if among is None or number in among:
                for found in opening.pattern.finditer(source, sentence.start, sentence.end):
                    yield opening.of, found
    except TimeoutError:
        late.add(opening.of)
