"""Figures: what several articles report of one thing, side by side, concluded anew at each call.

Facts report one figure when measure, unit, index, component, subject, period, baseline, scope and
modality are the same; a fact without index, subject or period reports none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby
from operator import itemgetter

from sqlalchemy import and_, case, func, select

from ..extractors.types import Subject
from . import models
from .rows import Stored, read_subject, read_value
from .store import Store

_FACT = models.Fact
# An index out of 100 is printed in points or in percent; a change of it in one is not the other.
_UNIT = case(
    (and_(_FACT.measure == "value", _FACT.unit.in_(("%", "điểm", "điểm %"))), "%"),
    else_=_FACT.unit,
).label("unit")
_KEY = (
    _FACT.index_code,
    _FACT.component,
    _FACT.subject_type,
    _FACT.subject_system,
    _FACT.subject_code,
    _FACT.subject_name,
    _FACT.period,
    _FACT.measure,
    _UNIT,
    _FACT.baseline,
    _FACT.scope,
    _FACT.modality,
)
_VALUE = (_FACT.value, _FACT.number, _FACT.value_to, _FACT.direction, _FACT.qualifier)
_same_thing = itemgetter(*(column.name for column in _KEY))
_PLAIN = ("component", "period", "measure", "unit", "baseline", "scope", "modality")
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value reported for a figure, with the ids of its facts and who prints it.

    `articles` are ids of article versions, `publishers` the known publishers of these.
    """

    value: Decimal | str
    value_to: Decimal | None
    direction: str | None
    qualifier: str
    facts: tuple[str, ...]
    articles: tuple[str, ...]
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing with every value reported for it, the value of most articles first.

    `unit` is as printed, `%` for the value of an index in points or percent.
    """

    index: str
    component: str | None
    subject: Subject
    period: str
    measure: str
    unit: str | None
    baseline: str | None
    scope: str | None
    modality: str
    candidates: tuple[Candidate, ...]

    @property
    def witnesses(self) -> tuple[str, ...]:
        """The ids of the articles that report the figure."""
        return tuple(sorted({name for one in self.candidates for name in one.articles}))

    @property
    def publishers(self) -> tuple[str, ...]:
        """The known publishers of these articles."""
        return tuple(sorted({name for one in self.candidates for name in one.publishers}))

    @property
    def in_conflict(self) -> bool:
        """Whether two of the reported values cannot both be right."""
        return not all(agree(*pair, self.measure) for pair in combinations(self.candidates, 2))


def figures(store: Store, minimum_witnesses: int = 1) -> list[Figure]:
    """Return the figures that at least so many articles report, in a fixed order."""
    article = models.Article
    gathered = (_FACT.id, _FACT.article_id, article.publisher)
    lists = [func.aggregate_strings(column, _SEPARATOR).label(column.name) for column in gathered]
    query = (
        select(*_KEY, *_VALUE, *lists)
        .join(article, _FACT.article_id == article.id)
        .where(article.current, _FACT.index_code.is_not(None), _FACT.subject_type.is_not(None))
        .where(_FACT.period.is_not(None))
        .group_by(*_KEY, *_VALUE)
        .order_by(*_KEY)
    )
    with store.reading() as connection:
        rows = connection.execute(query).mappings()
        found = [_figure(list(members)) for _, members in groupby(rows, key=_same_thing)]
    enough = [figure for figure in found if len(figure.witnesses) >= minimum_witnesses]
    return sorted(enough, key=_order)


def conflicts(store: Store) -> list[Figure]:
    """Return the figures with values that cannot both be right, in a fixed order."""
    return [figure for figure in figures(store) if figure.in_conflict]


def agree(one: Candidate, other: Candidate, measure: str) -> bool:
    """Whether two values reported for one figure can both be right.

    A coarser value agrees with a finer one that rounds to it (86,7 and 86,67), a bound or a range
    with what lies inside, a tier only with itself.
    """
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value == other.value
    if one.direction != other.direction and one.value and other.value:
        return False
    if _is_bound(one) or _is_bound(other):
        return _overlap(_limits(one), _limits(other))
    steps = sorted(_step(candidate, measure) for candidate in (one, other))
    margin = steps[1] / 2 if steps[0] != steps[1] else Decimal(0)
    return abs(one.value - other.value) <= margin


def _is_bound(candidate: Candidate) -> bool:
    return candidate.value_to is not None or candidate.qualifier not in ("exact", "about")


def _limits(candidate: Candidate) -> tuple[Decimal, Decimal]:
    low = Decimal(candidate.value)
    high = low if candidate.value_to is None else candidate.value_to
    if candidate.qualifier in ("over", "at_least"):
        high = Decimal("Infinity")
    if candidate.qualifier in ("under", "at_most"):
        low = Decimal("-Infinity")
    return low, high


def _overlap(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _step(candidate: Candidate, measure: str) -> Decimal:
    """Return the size of the last digit that was meant: 0,1 for 86,7 and a million for 79 triệu."""
    value = Decimal(candidate.value)
    if value and (measure in ("amount", "count") or candidate.qualifier == "about"):
        value = value.normalize()
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _figure(rows: Sequence[Stored]) -> Figure:
    first = rows[0]
    subject = read_subject(first)
    assert subject is not None  # the query asks for facts with a subject only
    candidates = sorted((_candidate(row) for row in rows), key=_weight)
    return Figure(
        index=first["index_code"],
        subject=subject,
        candidates=tuple(candidates),
        **{name: first[name] for name in _PLAIN},
    )


def _candidate(row: Stored) -> Candidate:
    return Candidate(
        value=read_value(row),
        value_to=None if row["value_to"] is None else Decimal(row["value_to"]),
        direction=row["direction"],
        qualifier=row["qualifier"],
        facts=_distinct(row["id"]),
        articles=_distinct(row["article_id"]),
        publishers=_distinct(row["publisher"]),
    )


def _distinct(gathered: str | None) -> tuple[str, ...]:
    return tuple(sorted(set(gathered.split(_SEPARATOR)))) if gathered else ()


def _weight(candidate: Candidate) -> tuple[int, str]:
    return -len(candidate.articles), repr(candidate)


def _order(figure: Figure) -> tuple[str, str, str]:
    return figure.index, figure.period, repr(figure)
