"""How much a store holds, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from . import models, queries
from .conclusions import Figure
from .store import Store


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What is held of one index, or of no index (`index` is None); periods by their last day."""

    index: str | None
    figures: int
    facts: int
    conflicts: int
    subjects: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a store holds; `statuses` counts figures, `publishers` the articles of each."""

    counts: queries.StoreCounts
    statuses: dict[str, int]
    publishers: dict[str, int]
    indices: tuple[IndexStats, ...]


def stats(store: Store) -> Stats:
    """Return how much a store holds, the most first; figures as they were last formed."""
    article = models.Article
    name = func.coalesce(article.publisher, "").label("name")
    publishers = select(name, func.count()).where(article.current).group_by(name)
    statuses = select(Figure.status, func.count()).group_by(Figure.status)
    with store.reading() as connection:
        return Stats(
            counts=queries.counts(store),
            statuses=_counted(connection, statuses),
            publishers=_counted(connection, publishers),
            indices=_indices(connection),
        )


def _counted(connection: Connection, query: Any) -> dict[str, int]:
    rows = [(name, count) for name, count in connection.execute(query)]
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def _indices(connection: Connection) -> tuple[IndexStats, ...]:
    query = select(
        Figure.index_code,
        func.count(),
        func.sum(Figure.mentions),
        func.sum(case((Figure.status == "in_conflict", 1), else_=0)),
        func.count(Figure.subject_code.distinct()),
        func.min(Figure.period_end),
        func.max(Figure.period_end),
    ).group_by(Figure.index_code)
    found = [
        IndexStats(index, int(count), int(facts), int(conflicts), int(subjects), first, last)
        for index, count, facts, conflicts, subjects, first, last in connection.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (-one.facts, one.index or "")))
