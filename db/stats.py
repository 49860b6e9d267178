"""How much a store holds, and of what."""

from __future__ import annotations

from collections import Counter, defaultdict
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
    statuses = select(Figure.status, func.count()).group_by(Figure.status)
    with store.reading() as connection:
        versions, publishers = _publishers(connection)
        return Stats(
            counts=queries.count(connection, versions=versions),
            statuses=_counted(connection, statuses),
            publishers=publishers,
            indices=_indices(connection),
        )


def _publishers(connection: Connection) -> tuple[int, dict[str, int]]:
    """Count all articles, and the current ones of each publisher: all but the few superseded."""
    article = models.Article
    query = select(article.publisher, func.count()).group_by(article.publisher)
    found = Counter({name or "": count for name, count in connection.execute(query)})
    versions = found.total()
    for name, count in connection.execute(query.where(article.current.is_(False))):
        found[name or ""] -= count
    return versions, dict(sorted((+found).items(), key=lambda row: (-row[1], row[0])))


def _counted(connection: Connection, query: Any) -> dict[str, int]:
    rows = [(name, count) for name, count in connection.execute(query)]
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def _indices(connection: Connection) -> tuple[IndexStats, ...]:
    query = select(
        Figure.index_code,
        Figure.subject_code,
        func.count(),
        func.sum(Figure.mentions),
        func.sum(case((Figure.status == "in_conflict", 1), else_=0)),
        func.min(Figure.period_end),
        func.max(Figure.period_end),
    ).group_by(Figure.index_code, Figure.subject_code)
    by_index: dict[str | None, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        by_index[row.index_code].append(tuple(row)[1:])
    found = [_index_stats(index, rows) for index, rows in by_index.items()]
    return tuple(sorted(found, key=lambda one: (-one.facts, one.index or "")))


def _index_stats(index: str | None, rows: list[Any]) -> IndexStats:
    """Sum up what is held of an index over its subjects."""
    subjects, figures, facts, conflicts, first, last = zip(*rows, strict=True)
    return IndexStats(
        index=index,
        figures=sum(figures),
        facts=int(sum(facts)),
        conflicts=int(sum(conflicts)),
        subjects=sum(subject is not None for subject in subjects),
        first=min(first),
        last=max(last),
    )
