"""The rows of the views, by what is asked of them: what frames and exports are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Float,
    Integer,
    Select,
    TableClause,
    Text,
    column,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from . import facts, views
from .asking import Asked
from .conclusions import Figure
from .figures.conditions import conditions
from .models import Article, Fact
from .store import Store

AT_ONCE = 5_000  # rows held in memory
_SQL: Mapping[views.Type, type[TypeEngine[Any]]] = {
    "text": Text,
    "number": Float,
    "integer": Integer,
    "date": Date,
    "boolean": Boolean,
}
_COLUMN = {"figure_id": "id"}  # of a figure's table, where it has another name
_ORDER: Mapping[str, tuple[str, ...]] = {
    "v_facts": ("published", "article_id", "quote_start", "quote_end", "fact_id"),
    "v_figures": ("index_code", "period", "figure_id"),
    "v_conflicts": ("index_code", "period", "figure_id", "position"),
    "v_timeline": ("subject_name", "subject_system", "measure", "period_end", "figure_id"),
    "v_sources": ("published", "article_id"),
}


def viewed(
    store: Store, view: views.View, asked: Asked, limit: int | None = None
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a view that are asked for, in a fixed order, as tuples of its columns."""
    rows = _table(view)
    told = [rows.c[name].nulls_last() for name in _ORDER[view.name]]
    met = _conditions(store, view, rows, asked)
    if limit is not None and not met:
        met = _firsts(view, rows, limit)
    query = select(rows).where(*met).order_by(*told).limit(limit)
    with store.reading() as connection:
        streamed = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
        for row in streamed.execute(query):
            yield tuple(row)


def records(
    store: Store, view: views.View, asked: Asked, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a view that are asked for as dicts."""
    names = [one.name for one in view.columns]
    for row in viewed(store, view, asked, limit):
        yield dict(zip(names, row, strict=True))


@cache
def _table(view: views.View) -> TableClause:
    return table(view.name, *(column(one.name, _SQL[one.type]) for one in view.columns))


def _firsts(view: views.View, rows: TableClause, limit: int) -> list[ColumnElement[bool]]:
    """Return the condition that a row is among the first ones, which an index tells in order.

    The planners do not see through a view that its first rows need not all be made.
    """
    if view is views.FACTS:
        order = (Article.published.nulls_last(), Fact.article_id, Fact.start, Fact.end, Fact.id)
        found = facts.joined(Fact.id, in_order=True).order_by(*order).limit(limit)
        return [rows.c.fact_id.in_(found)]
    if view in (views.FIGURES, views.TIMELINE):
        order = tuple(getattr(Figure, _COLUMN.get(n, n)).nulls_last() for n in _ORDER[view.name])
        reached = [Figure.modality == "reported"] if view is views.TIMELINE else []
        return [
            rows.c.figure_id.in_(select(Figure.id).where(*reached).order_by(*order).limit(limit))
        ]
    return []


def _conditions(
    store: Store, view: views.View, rows: TableClause, asked: Asked
) -> list[ColumnElement[bool]]:
    if not any(value is not None for value in asked.values()):
        return []
    if view in (views.FACTS, views.SOURCES):
        wanted = Fact.id if view is views.FACTS else Fact.article_id
        found: Select[Any] = facts.joined(wanted).where(
            *facts.searched(store, asked), *facts.conditions(asked)
        )
        return [rows.c["fact_id" if view is views.FACTS else "article_id"].in_(found)]
    return [rows.c.figure_id.in_(select(Figure.id).where(*conditions(asked)))]
