"""Whether values printed for one figure can all be right, and which of them decide it.

The values of finest precision are the candidates. A coarser value witnesses every candidate it
rounds from and decides none: 86,7 fits 86,67 and 86,74, which contradict each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

INFINITE = Decimal("Infinity")
ROUNDED = ("amount", "count")  # measures whose last zeros are rounding: 79 triệu


@dataclass(frozen=True, slots=True)
class Value:
    """A number as printed, or the label of a tier, and what was said about it."""

    value: Decimal | str
    value_to: Decimal | None = None
    direction: str | None = None
    qualifier: str = "exact"


def deciding(values: Sequence[Value], measure: str) -> list[bool]:
    """Tell of each value whether it is a candidate; the others are coarser than one they fit."""
    return [
        not any(_is_coarser(value, other, measure) for other in values if other is not value)
        for value in values
    ]


def contradictory(candidates: Sequence[Value], measure: str) -> bool:
    """Whether two of the candidates cannot both be right."""
    return any(not agree(one, other, measure) for one, other in combinations(candidates, 2))


def agree(one: Value, other: Value, measure: str) -> bool:
    """Whether two values printed for one figure can both be right.

    A coarser value agrees with a finer one that rounds to it, "hơn N" with what is above N by at
    most one unit of its last digit that is not zero, a bound or a range with what lies inside, a
    tier only with itself.
    """
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value == other.value
    if one.direction != other.direction and one.value and other.value:
        return False
    if _is_plain(one) and _is_plain(other) and step(one, measure) == step(other, measure):
        return one.value == other.value
    if _is_plain(one) and _is_plain(other):
        coarse, fine = sorted((one, other), key=lambda value: -step(value, measure))
        return _contains(_meant(coarse, measure), _point(fine))
    return _overlap(_meant(one, measure), _meant(other, measure))


def _is_coarser(value: Value, other: Value, measure: str) -> bool:
    """Whether a value says less than another one that it agrees with."""
    if isinstance(value.value, str) or not agree(value, other, measure):
        return False
    return _width(value, measure) > _width(other, measure)


def _width(value: Value, measure: str) -> Decimal:
    if _is_plain(value):
        return step(value, measure)
    low, high = _meant(value, measure)
    # What is bounded or rounded by its own words says less than a plain number of that precision.
    return max(high - low, step(value, measure)) + step(value, measure)


def _is_plain(value: Value) -> bool:
    return value.value_to is None and value.qualifier == "exact"


def _point(value: Value) -> tuple[Decimal, Decimal]:
    return Decimal(value.value), Decimal(value.value)


def _meant(value: Value, measure: str) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that a report may stand for."""
    low = Decimal(value.value)
    high = low if value.value_to is None else value.value_to
    last = _last_digit(low)
    match value.qualifier:
        case "at_least":
            return low, INFINITE
        case "at_most":
            return -INFINITE, high
        case "over":
            return low, high + last
        case "under":
            return low - last, high
        case "about":
            return low - last / 2, high + last / 2
    margin = Decimal(0) if value.value_to is not None else step(value, measure) / 2
    return low - margin, high + margin


def _contains(outer: tuple[Decimal, Decimal], inner: tuple[Decimal, Decimal]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def step(value: Value, measure: str) -> Decimal:
    """Return the size of the last digit that was meant: 0,1 for 86,7 and a million for 79 triệu."""
    number = Decimal(value.value)
    if measure in ROUNDED and number:
        return _last_digit(number)
    return Decimal(1).scaleb(int(number.as_tuple().exponent))


def _last_digit(number: Decimal) -> Decimal:
    """Return one unit of the last digit that is not zero: 10 for 90, 0,5 gives 0,1."""
    exponent = number.normalize().as_tuple().exponent if number else number.as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))
