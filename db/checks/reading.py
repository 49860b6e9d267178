"""Findings and derived values read back, by what is asked of the facts in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import ColumnElement, select

from ..asking import Asked
from ..facts import conditions
from ..models import Article, Fact
from . import schema

if TYPE_CHECKING:
    from ..store import Store

CHUNK = 500  # values of an IN list


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact of a finding stands, what it is in it, and its words."""

    role: str
    fact_id: str
    article_id: str
    record_id: str
    url: str | None
    publisher: str | None
    published: date | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Facts that cannot all be right: by which check, why, whose and of what, and their places."""

    id: str
    kind: str
    message: str
    index: str | None
    subject: str | None
    period: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that nobody printed and that follows from the facts `parents`.

    Rounding may carry it `margin` either way. `figure_id` is the figure it is a value of.
    """

    measure: str
    figure_id: str | None
    period: str | None
    value: Decimal
    margin: Decimal
    article_id: str
    parents: tuple[str, ...]


def findings(
    store: Store, *, check: str | None = None, limit: int | None = None, **asked: Unpack[Asked]
) -> list[Finding]:
    """Return what was last found by a check (one of `KINDS`), or by all, in a fixed order.

    What is asked is met by one and the same fact of the finding.
    """
    query = select(schema.Finding.id, schema.Finding.kind, schema.Finding.message)
    query = query.where(*_conditions(check, asked)).order_by(schema.Finding.kind, schema.Finding.id)
    with store.reading() as connection:
        rows = connection.execute(query.limit(limit)).all()
        found: dict[str, list[Any]] = {}
        for start in range(0, len(rows), CHUNK):
            ids = [row.id for row in rows[start : start + CHUNK]]
            parts = connection.execute(_places().where(schema.FindingFact.finding_id.in_(ids)))
            for key, group in groupby(parts, key=attrgetter("finding_id")):
                found[key] = list(group)
    return [_finding(row, found[row.id]) for row in rows if row.id in found]


def derived_values(store: Store, figure_ids: Sequence[str]) -> list[Derived]:
    """Return what follows for these figures from facts about other years."""
    table = schema.DerivedValue
    query = select(*table.__table__.columns).order_by(table.figure_id, table.id)
    with store.reading() as connection:
        return [
            Derived(
                *(row.measure, row.figure_id, row.period, Decimal(row.value), Decimal(row.margin)),
                article_id=row.article_id,
                parents=tuple(filter(None, (row.level_id, row.change_id))),
            )
            for start in range(0, len(figure_ids), CHUNK)
            for row in connection.execute(
                query.where(table.figure_id.in_(figure_ids[start : start + CHUNK]))
            )
        ]


def _conditions(check: str | None, asked: Asked) -> list[ColumnElement[bool]]:
    found = [] if check is None else [schema.Finding.kind == check]
    if of_fact := conditions(asked):
        part = schema.FindingFact
        some = (
            select(part.finding_id)
            .join(Fact, part.fact_id == Fact.id)
            .join(Article, Fact.article_id == Article.id)
        )
        found.append(schema.Finding.id.in_(some.where(*of_fact)))
    return found


def _places() -> Any:
    part = schema.FindingFact
    told = (Fact.index_code, Fact.subject_name, Fact.period, Fact.quote, Fact.start, Fact.end)
    source = (Article.record_id, Article.url, Article.publisher, Article.published)
    return (
        select(part.finding_id, part.role, part.fact_id, part.article_id, *told, *source)
        .join(Fact, part.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
        .order_by(part.finding_id, part.position)
    )


def _finding(row: Any, parts: Sequence[Any]) -> Finding:
    names = tuple(Place.__dataclass_fields__)
    places = tuple(Place(**{name: getattr(part, name) for name in names}) for part in parts)
    first = parts[0]
    subjects = dict.fromkeys(part.subject_name for part in parts if part.subject_name)
    return Finding(
        *(row.id, row.kind, row.message, first.index_code),
        subject=" / ".join(subjects) or None,
        period=first.period,
        places=places,
    )
