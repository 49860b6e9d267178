"""Patterns by the words they open with: each is tried where one of its words stands, no more.

Searching a page for each of a hundred patterns takes longer than all the rest of its reading.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

import regex

from ..patterns.compiling import Match, Pattern, Timed
from .concordance import Concordance
from .page import Page

R = TypeVar("R")
LITERAL = regex.compile(r"\p{L}+(?![?*{\p{L}])(?: \p{L}+(?=[(]| (?!\?)|$))?")
GLUED = regex.compile(r"\p{L}+(?: \?\p{L}+)+(?![?*{\p{L}])")
CLASS = regex.compile(r"\\.|\[(?:\\.|[^\]])*\]")
GROUP = regex.compile(r"\([^()]*\)")


def opening_words(pattern: str, opens: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the words that a pattern opens with: those told, else the literal ones it begins with.

    Of several literal words the first two count. Empty when it begins with something else.
    """
    literal = LITERAL.match(pattern)
    if opens or literal is None:
        return tuple(opens)
    bare = CLASS.sub("", pattern)
    while (outer := GROUP.sub("", bare)) != bare:
        bare = outer
    if "|" in bare:
        return ()
    if glued := GLUED.match(pattern):  # "par ?index" opens with "par" or with "parindex"
        return tuple(accumulate(glued[0].lower().split(" ?")))
    return (literal[0].lower(),)


@dataclass(frozen=True, slots=True)
class Opening(Generic[R]):
    """A pattern with what it stands for, the words it opens with and those its sentence needs.

    `opens` are single words or the first two ("công ty"); without any it may begin anywhere. A
    `printed` one reads the text and not its folded form.
    """

    of: R
    pattern: Pattern | Timed
    opens: tuple[str, ...]
    needs: tuple[str, ...] = ()
    printed: bool = False


class Openings(Generic[R]):
    """Patterns that are tried together, by the words they open with."""

    def __init__(self, openings: Iterable[Opening[R]]) -> None:
        self.all = tuple(openings)
        self._at: dict[str, dict[str, list[Opening[R]]]] = {}
        self._anywhere: list[Opening[R]] = []
        for opening in self.all:
            if not opening.opens:
                self._anywhere.append(opening)
            for words in opening.opens:
                first, _, second = words.partition(" ")
                self._at.setdefault(first, {"": []}).setdefault(second, []).append(opening)

    def matches(self, page: Page, late: set[R] | None = None) -> Iterator[tuple[R, Match]]:
        """Yield what the patterns match in the sentences of a page; matches may overlap.

        What a timed pattern takes too long for is added to `late`, and what stands there already
        is not tried.
        """
        late = set() if late is None else late
        known, text, folded = page.concordance, page.text, page.folded
        for at, opening in self._tries(known):
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

    def _tries(self, known: Concordance) -> Iterator[tuple[int, Opening[R]]]:
        """Yield each pattern with each place where its words stand."""
        for first in filter(known.places.__contains__, self._at):
            places = [at for at in known.places[first] if known.ends[at]]
            by_second = self._at[first]
            beside: dict[str, list[int]] = {}
            for at in places if len(by_second) > 1 else ():
                beside.setdefault(known.word(at + 1), []).append(at)
            beside[""] = places
            for second in filter(beside.__contains__, by_second):
                for opening in by_second[second]:
                    among = known.sentences(opening.needs) if opening.needs else None
                    for at in beside[second]:
                        if among is None or known.numbers[at] in among:
                            yield at, opening


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
