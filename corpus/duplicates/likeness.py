"""Whether two texts tell the same story: most of one stands in the other, with the same figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .shingles import Shingles, shingles, words

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


@dataclass(frozen=True, slots=True)
class Content:
    """What of a text is compared: its shingles, and its numbers with the words around them.

    `about` counts those words, `times` and `about_times` are the same of years and months.
    """

    shingles: Shingles
    numbers: Counter[Told]
    about: Counter[Context]
    times: Counter[Told]
    about_times: Counter[Context]

    @classmethod
    def of(cls, text: str) -> Content:
        """Return what is compared of a text."""
        found = words(text)
        numbers = _numbers(found)
        times = Counter({told: n for told, n in numbers.items() if _TIME.fullmatch(told[1])})
        return cls(shingles(found), numbers, _contexts(numbers), times, _contexts(times))


def compare(one: Content, other: Content) -> Likeness:
    """Compare two texts; the same for both orders."""
    sizes = len(one.shingles), len(other.shingles)
    shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    compared = (one.about & other.about).total()
    times = (one.about_times & other.about_times).total()
    return Likeness(
        resemblance=shared / max(1, sum(sizes) - shared),
        held=shared / max(1, min(sizes)),
        compared=compared,
        changed=compared - (one.numbers & other.numbers).total(),
        times_changed=times - (one.times & other.times).total(),
    )


def _numbers(text: Sequence[str]) -> Counter[Told]:
    """Count the numbers of a text in words with the words around them, digits left out of these.

    `05` is `5`: papers differ in that.
    """
    padded = [*[""] * AROUND, *text, *[""] * AROUND]
    places = (at for at, word in enumerate(text, AROUND) if word[0].isdigit())
    return Counter((_around(padded, at), padded[at].lstrip("0")) for at in places)


def _around(text: Sequence[str], at: int) -> Context:
    words_around = (*text[at - AROUND : at], *text[at + 1 : at + 1 + AROUND])
    return tuple("#" if word[:1].isdigit() else word for word in words_around)


def _contexts(numbers: Counter[Told]) -> Counter[Context]:
    contexts: Counter[Context] = Counter()
    for (context, _), count in numbers.items():
        contexts[context] += count
    return contexts
