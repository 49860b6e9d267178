"""Indicators that may be the same: near in words, and told of one place and time.

They are never merged by rule: `solieu verdict same` or `different` settles the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, select

from ...patterns.fold import fold_case
from ..conclusions import Candidate, Figure
from ..turns import ROWS
from .schema import Verdict

if TYPE_CHECKING:
    from ..store import Store

ALIKE = 0.6  # of the words of two indicators together that both have
ENOUGH = 2  # words of a name that another holds whole
CROWD = 60  # indicators of one place and time beyond which they are a table's rows

_PLACE = (Figure.subject_type, Figure.subject_code, Figure.subject_name)
_TIME = (Figure.period, Figure.baseline, Figure.scope, Figure.modality)
_KEY = (*_PLACE, *_TIME, Figure.measure, Figure.unit)
_TOLD = (
    select(*_KEY, Figure.indicator, Candidate.value)
    .join(Candidate, and_(Candidate.figure_id == Figure.id, Candidate.position == 0))
    .where(Figure.index_code.is_(None), Figure.indicator.is_not(None))
    .order_by(*_KEY, Figure.indicator)
    .execution_options(yield_per=ROWS)
)
_JUDGED = select(Verdict.one, Verdict.other).where(
    Verdict.kind.in_(("same", "different")), Verdict.ended.is_(None)
)


@dataclass(slots=True)
class Near:
    """Two indicators near in words, with how often both are told of one place and time.

    `agree` counts where they have one value, `differ` where they have two; `example` is a place and
    period of the first kind, else of the second.
    """

    one: str
    other: str
    agree: int = 0
    differ: int = 0
    example: str = field(default="")


def near_indicators(store: Store) -> list[Near]:
    """Return the pairs of indicators that wait for a verdict, those that agree most often first."""
    found: dict[tuple[str, str], Near] = {}
    with store.reading() as connection:
        judged = {frozenset((row.one, row.other)) for row in connection.execute(_JUDGED)}
        for place, told in _beside_one_another(connection.execute(_TOLD)):
            for (one, value), (other, other_value) in combinations(told, 2):
                if frozenset((one, other)) in judged or not are_near(one, other):
                    continue
                near = found.setdefault((one, other), Near(one, other))
                if value == other_value:
                    near.agree += 1
                    near.example = place if near.agree == 1 else near.example
                else:
                    near.differ += 1
                    near.example = near.example or place
    return sorted(found.values(), key=lambda one: (-one.agree, one.differ, one.one, one.other))


def _beside_one_another(
    rows: Iterable[Row[*tuple[Any, ...]]],
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the indicators, with their values, that are told of one place and time."""
    for _, some in groupby(rows, key=lambda row: tuple(row[: len(_KEY)])):
        told = list(some)
        if 1 < len(told) <= CROWD:
            place = f"{told[0].subject_name}, {told[0].period}"
            yield place, [(row.indicator, row.value) for row in told]


def are_near(one: str, other: str) -> bool:
    """Whether two indicators have most words in common, or one of them holds the other."""
    first, second = _words(one), _words(other)
    common = first & second
    if len(common) >= ENOUGH and len(common) == min(len(first), len(second)):
        return True
    return len(common) >= ALIKE * len(first | second)


@lru_cache(maxsize=100_000)
def _words(indicator: str) -> frozenset[str]:
    return frozenset(fold_case(indicator).split())
