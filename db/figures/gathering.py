"""What is reported of figures, gathered: what each of them is, and every value printed for it.

Rows come from the database one for each fact, in the order of figures, and are counted here: to
group them there means to sort them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from ..conclusions import FigureFact
from ..models import Article, Fact
from ..rows import Row
from .identity import figure_parts, independent_source
from .printed import COLUMNS, NAMES

Printed = tuple[Row, Sequence[Row]]  # what a figure is, and the values printed for it

_PRINTED = slice(0, len(COLUMNS))  # of a report: key, source, day and name come behind
_ONCE = {"mentions": 1, "witnesses": 1, "independent": 1}
_KEY, _SOURCE, _DAY, _NAME = range(len(COLUMNS), len(COLUMNS) + 4)


def gather(connection: Connection, listed: Select[Any]) -> list[Printed]:
    """Return what the listed figures are and the values printed for them, in the order of ids."""
    told = connection.execute(_what_they_are(listed))
    names = tuple(told.keys())
    reports = groupby(connection.execute(_reports(listed)).all(), key=itemgetter(-1))
    return [
        _printed(dict(zip(names, what, strict=True)), list(rows))
        for what, (_, rows) in zip(told.all(), reports, strict=True)
    ]


def _printed(figure: Row, reports: Sequence[Sequence[Any]]) -> Printed:
    days: list[date] = [row[_DAY] for row in reports if row[_DAY]]
    figure["subject_name"] = min([row[_NAME] for row in reports])
    figure["first_seen"] = min(days, default=None)
    figure["last_seen"] = max(days, default=None)
    figure |= _counts(reports)
    if len(reports) == 1:
        return figure, [dict(zip(NAMES, reports[0], strict=False)) | _ONCE]
    by_value: dict[tuple[Any, ...], list[Sequence[Any]]] = {}
    for row in reports:
        by_value.setdefault(tuple(row[_PRINTED]), []).append(row)
    values = sorted(by_value, key=_nulls_first) if len(by_value) > 1 else by_value
    return figure, [
        dict(zip(NAMES, value, strict=True)) | _counts(by_value[value]) for value in values
    ]


def _counts(reports: Sequence[Sequence[Any]]) -> Row:
    if len(reports) == 1:
        return _ONCE
    return {
        "mentions": len(reports),
        "witnesses": len({row[_KEY] for row in reports}),
        "independent": len({row[_SOURCE] for row in reports}),
    }


def _nulls_first(values: Iterable[Any]) -> list[tuple[bool, Any]]:
    return [(value is not None, value) for value in values]


def _what_they_are(listed: Select[Any]) -> Select[Any]:
    """Select the parts of each figure: the first of its facts says them like all others."""
    turn, tied = listed.subquery(), aliased(FigureFact)
    of_figure = tied.figure_id == turn.c.figure_id
    first = select(func.min(tied.fact_id)).where(of_figure).correlate(turn).scalar_subquery()
    return (
        select(turn.c.figure_id.label("id"), *figure_parts(), Fact.period_start, Fact.period_end)
        .join_from(turn, Fact, Fact.id == first)
        .order_by(turn.c.figure_id)
    )


def _reports(listed: Select[Any]) -> Select[Any]:
    turn = listed.subquery()
    told = (Article.key, independent_source(), Article.published, Fact.subject_name)
    return (
        select(*COLUMNS, *told, turn.c.figure_id)
        .join_from(turn, FigureFact, turn.c.figure_id == FigureFact.figure_id)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
        .order_by(turn.c.figure_id)
    )
