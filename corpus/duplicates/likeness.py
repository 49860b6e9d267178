"""Whether two texts tell the same story: most of one stands in the other, with the same figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from .shingles import Shingles, shingles, words

T = TypeVar("T")

ALIKE = 0.7  # of the smaller text's shingles, in the other one
FIGURES_CHANGED = 0.2  # of those told in the same words, at most: papers misprint and correct
AROUND = 2  # words on each side that tell what a number is about
_TIME = re.compile(r"(?:\d{1,2}[/.-])?(?:19|20)\d\d")  # 2022, 3/2022; not the day of a dateline

Context = tuple[str, ...]
Told = tuple[Context, str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common.

    `resemblance` is the share of shingles that both have, `held` that of the smaller text's which
    the other has, from 0 to 1. Of the `compared` numbers that both tell in the same words,
    `changed` are not the same, and `times_changed` of these are years or months.
    """

    resemblance: float
    held: float
    compared: int
    changed: int
    times_changed: int

    @property
    def same_story(self) -> bool:
        """Whether one is a copy or an update of the other, not the same template told anew."""
        few = self.changed <= FIGURES_CHANGED * self.compared
        return self.held >= ALIKE and few and not self.times_changed


class Content:
    """What of a text is compared: its shingles, and its numbers with the words around them."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = _numbers(words(text))
        self.numbers = Numbers.of(found)
        self.times = Numbers.of([told for told in found if _TIME.fullmatch(told[1])])

    @cached_property
    def shingles(self) -> Shingles:
        """Its shingles, which are asked for where the times it tells are the same."""
        return shingles(self._text)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text in the words around them, and these words, told apart where alike."""

    told: frozenset[tuple[Told, int]]
    about: frozenset[tuple[Context, int]]

    @classmethod
    def of(cls, found: Sequence[Told]) -> Numbers:
        """Return the numbers of a text, given in the order in which they stand."""
        return cls(frozenset(_numbered(found)), frozenset(_numbered([told[0] for told in found])))

    def compared(self, other: Numbers) -> tuple[int, int]:
        """Return how many numbers two texts tell in the same words, and how many are not equal."""
        both = len(self.about & other.about)
        return both, both - len(self.told & other.told)


def compare(one: Content, other: Content) -> Likeness:
    """Compare two texts; the same for both orders."""
    sizes = len(one.shingles), len(other.shingles)
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    compared, changed = one.numbers.compared(other.numbers)
    return Likeness(
        resemblance=shared / max(1, sum(sizes) - shared),
        held=shared / max(1, min(sizes)),
        compared=compared,
        changed=changed,
        times_changed=one.times.compared(other.times)[1],
    )


def same_story(one: Content, other: Content) -> bool:
    """Whether two texts tell the same story; reports of two years are told apart at a glance."""
    return not one.times.compared(other.times)[1] and compare(one, other).same_story


def _numbered(found: Sequence[T]) -> Iterator[tuple[T, int]]:
    """Yield what was found, each with how many of its like there were until then.

    Two sets of these share as many as there are in both texts.
    """
    counts: Counter[T] = Counter()
    for one in found:
        counts[one] += 1
        yield one, counts[one]


def _numbers(text: Sequence[str]) -> list[Told]:
    """Return the numbers of a text in words with the words around them, digits left out of these.

    `05` is `5`: papers differ in that.
    """
    padded = [*[""] * AROUND, *text, *[""] * AROUND]
    places = (at for at, word in enumerate(text, AROUND) if word[0].isdigit())
    return [(_around(padded, at), padded[at].lstrip("0")) for at in places]


def _around(text: Sequence[str], at: int) -> Context:
    words_around = (*text[at - AROUND : at], *text[at + 1 : at + 1 + AROUND])
    return tuple("#" if word[:1].isdigit() else word for word in words_around)
