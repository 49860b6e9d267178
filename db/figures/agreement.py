"""Whether values printed for one figure can all be right, and which of them decide it.

The values of finest precision are the candidates. A coarser value witnesses every candidate it
rounds from and decides none: 86,7 fits 86,67 and 86,74, which contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

INFINITE = Decimal("Infinity")
ROUNDED = ("amount", "count")  # measures whose last zeros are rounding: 79 triệu


@dataclass(frozen=True)
class Value:
    """A number as printed, or the label of a tier, and what was said about it."""

    value: Decimal | str
    value_to: Decimal | None = None
    direction: str | None = None
    qualifier: str = "exact"

    @cached_property
    def meant(self) -> _Meant:
        """What it may stand for, to its last digit."""
        return _Meant(self, self._place(rounded=False))

    @cached_property
    def meant_rounded(self) -> _Meant:
        """What it may stand for where its last zeros are rounding."""
        return _Meant(self, self._place(rounded=True))

    def _place(self, *, rounded: bool) -> int:
        if isinstance(self.value, str):
            return 0
        return _last_place(self.value, rounded=rounded)


def deciding(values: Sequence[Value], measure: str) -> list[bool]:
    """Tell of each value whether it is a candidate; the others are coarser than one they fit."""
    meant = [_meant(value, measure) for value in values]
    return [
        not any(_is_coarser(one, other) for other in meant if other is not one) for one in meant
    ]


def contradictory(candidates: Sequence[Value], measure: str) -> bool:
    """Whether two of the candidates cannot both be right."""
    meant = [_meant(value, measure) for value in candidates]
    return any(not _agree(one, other) for one, other in combinations(meant, 2))


def agree(one: Value, other: Value, measure: str) -> bool:
    """Whether two values printed for one figure can both be right.

    A coarser value agrees with a finer one that rounds to it, "hơn N" with what is above N by at
    most one unit of its last digit that is not zero, a bound or a range with what lies inside, a
    tier only with itself.
    """
    return _agree(_meant(one, measure), _meant(other, measure))


def fitting(values: Sequence[Value], candidates: Sequence[Value], measure: str) -> list[list[int]]:
    """Return for each value the places of the candidates that it agrees with."""
    meant = [_meant(candidate, measure) for candidate in candidates]
    return [
        [at for at, candidate in enumerate(meant) if _agree(_meant(value, measure), candidate)]
        for value in values
    ]


def _meant(value: Value, measure: str) -> _Meant:
    return value.meant_rounded if measure in ROUNDED else value.meant


@dataclass
class _Meant:
    """A value with the place of the last digit that was meant, -1 for 86,7; of a label only itself.

    What follows from them is worked out once: papers print the same values again and again.
    """

    value: Value
    last: int

    @cached_property
    def plain(self) -> bool:
        """Whether it is a number without any words."""
        value = self.value
        return value.value_to is None and value.qualifier == "exact"

    @cached_property
    def range(self) -> tuple[Decimal, Decimal]:
        """The least and the greatest number that it may stand for."""
        return _range(self.value, self.last)

    @cached_property
    def width(self) -> Decimal:
        """How little the value says."""
        step = Decimal(1).scaleb(self.last)
        if self.plain:
            return step
        low, high = self.range
        # What is bounded or rounded by its own words says less than a plain number so precise.
        return max(high - low, step) + step


def _agree(one: _Meant, other: _Meant) -> bool:
    mine, its = one.value, other.value
    if isinstance(mine.value, str) or isinstance(its.value, str):
        return mine.value == its.value
    if mine.direction != its.direction and mine.value and its.value:
        return False
    if not (one.plain and other.plain):
        (low, high), (least, most) = one.range, other.range
        return low <= most and least <= high
    if one.last == other.last:
        return mine.value == its.value
    coarse, fine = (one, other) if one.last > other.last else (other, one)
    low, high = coarse.range
    return low <= Decimal(fine.value.value) <= high


def _is_coarser(value: _Meant, other: _Meant) -> bool:
    """Whether a value says less than another one that it agrees with."""
    if isinstance(value.value.value, str) or not _agree(value, other):
        return False
    return value.width > other.width


def _range(value: Value, last: int) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that a report may stand for."""
    low = Decimal(value.value)
    high = low if value.value_to is None else value.value_to
    match value.qualifier:
        case "exact":
            margin = Decimal(0) if value.value_to is not None else Decimal(5).scaleb(last - 1)
            return low - margin, high + margin
        case "at_least":
            return low, INFINITE
        case "at_most":
            return -INFINITE, high
    digit = Decimal(1).scaleb(_last_digit(low))
    if value.qualifier == "over":
        return low, high + digit
    if value.qualifier == "under":
        return low - digit, high
    return low - digit / 2, high + digit / 2


def step(value: Value, measure: str) -> Decimal:
    """Return the size of the last digit that was meant: 0,1 for 86,7 and a million for 79 triệu."""
    return Decimal(1).scaleb(_meant(value, measure).last)


def _last_place(number: Decimal, *, rounded: bool) -> int:
    if rounded and number:
        return _last_digit(number)
    return int(number.as_tuple().exponent)


def _last_digit(number: Decimal) -> int:
    """Return the place of the last digit that is not zero: 1 for 90, -1 for 0,5."""
    return int((number.normalize() if number else number).as_tuple().exponent)
