"""What is reported of figures, gathered: what each of them is, and every value printed for it.

Rows come from the database one for each fact, those of a figure together, and are counted here.
Values stay as the driver gives them, days too, which SQLite keeps as text: most of them are only
handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, select
from sqlalchemy import Row as RowOf

from ..bulk import as_given, first, unindexed
from ..conclusions import FigureFact
from ..models import Article, Fact
from ..rows import Row
from ..turns import FIGURES, Turn, within
from .identity import figure_parts, independent_source
from .printed import COLUMNS

Report = RowOf[Any]  # what a fact prints, and where it stands

VALUE = slice(0, len(COLUMNS))  # of a report; what follows is told apart by its place
_KEY, _SOURCE, _DAY, _NAME = range(len(COLUMNS), len(COLUMNS) + 4)
_PARTS = slice(len(COLUMNS) + 8, None)
_ONCE = (1, 1, 1)
PART = 10_000  # figures that are held in memory


class Printed(NamedTuple):
    """A value as stored, and how many facts, articles and independent sources print it."""

    value: tuple[Any, ...]
    mentions: int = 1
    witnesses: int = 1
    independent: int = 1


class Gathered(NamedTuple):
    """What a figure is, as a row, the values printed for it, and who reports them."""

    figure: Row
    printed: Sequence[Printed]
    reports: Sequence[Report]


def gather(connection: Connection, turn: Turn) -> Iterator[list[Gathered]]:
    """Yield what the figures of a turn are and the values printed for them, in order of ids.

    They come some at a time, as many as fit into memory.
    """
    told = connection.execute(_reports(turn.wide), turn.ids, execution_options=turn.options)
    names = tuple(told.keys())[_PARTS]
    figures = (_gathered(names, list(one)) for _, one in groupby(told, key=itemgetter(-1)))
    while some := list(islice(figures, PART)):
        yield some


def _gathered(names: Sequence[str], reports: Sequence[Report]) -> Gathered:
    first_one = reports[0]
    figure = dict(zip(names, first_one[_PARTS], strict=True))
    if len(reports) == 1:
        name = first_one[_NAME]
        seen = last_seen = first_one[_DAY]
        printed = [Printed(first_one[VALUE])]
        counts = _ONCE
    else:
        name = min([row[_NAME] for row in reports])
        days = [row[_DAY] for row in reports if row[_DAY]]
        seen, last_seen = min(days, default=None), max(days, default=None)
        printed = _values(reports)
        counts = printed[0][1:] if len(printed) == 1 else _counts(reports)
    figure["subject_name"] = name
    figure["first_seen"], figure["last_seen"] = seen, last_seen
    figure["mentions"], figure["witnesses"], figure["independent"] = counts
    return Gathered(figure, printed, reports)


def _values(reports: Sequence[Report]) -> list[Printed]:
    by_value: dict[tuple[Any, ...], list[Report]] = {}
    for row in reports:
        by_value.setdefault(row[VALUE], []).append(row)
    values = sorted(by_value, key=_nulls_first) if len(by_value) > 1 else by_value
    return [Printed(value, *_counts(by_value[value])) for value in values]


def _counts(reports: Sequence[Report]) -> tuple[int, int, int]:
    if len(reports) == 1:
        return _ONCE
    sources = {row[_SOURCE] for row in reports}
    return len(reports), len({row[_KEY] for row in reports}), len(sources)


def _nulls_first(values: Iterable[Any]) -> list[tuple[bool, Any]]:
    return [(value is not None, value) for value in values]


@cache
def _reports(wide: bool) -> Select[*tuple[Any, ...]]:
    """Select the facts of figures, each with all that makes it report its figure.

    Those of a wide turn are found by going through all facts as they are stored, and then sorted:
    to look up each of them by its figure takes three times as long.
    """
    told = (
        *(Article.key, independent_source().label("source"), as_given(Article.published)),
        *(Fact.subject_name, Article.publisher, Fact.article_id, Fact.start),
        Fact.id.label("fact_id"),
    )
    parts = (*figure_parts(), as_given(Fact.period_start), as_given(Fact.period_end))
    figure = FigureFact.figure_id
    reports = select(*COLUMNS, *told, *parts, figure.label("id")).order_by(figure)
    if wide:
        article, fact = unindexed(Fact.article_id), unindexed(Fact.id)
        tied = and_(FigureFact.article_id == article, FigureFact.fact_id == fact)
        return (
            reports.join_from(Fact, FigureFact, tied)
            .join(Article, Article.id == article)
            .where(within(unindexed(figure)))
        )
    turn = first(FIGURES)
    return (
        reports.join_from(turn, FigureFact, turn.c.figure_id == figure)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
    )
