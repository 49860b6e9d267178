"""The reports behind a figure: which article says which value, where, and how near it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from ...patterns.indices import load_indices
from ...patterns.publishers import home_of, publisher_of
from ..bulk import among, rows_of
from ..conclusions import FigureFact
from ..models import Article, Fact
from ..rows import Stored, as_day
from .agreement import Value
from .identity import independent_source
from .printed import COLUMNS, read_printed
from .weighing import Closeness


@dataclass(frozen=True, slots=True)
class Witness:
    """One fact that reports a figure, and the article that says it.

    `source` is shared by near-copies of one text.
    """

    figure_id: str
    fact_id: str
    article_id: str
    record_id: str
    url: str | None
    publisher: str | None
    published: date | None
    source: str
    printed: Value
    quote: str
    start: int
    end: int


def find_witnesses(connection: Connection, figure_ids: Sequence[str]) -> list[Witness]:
    """Return the reports of these figures, oldest first."""
    found = [_witness(row._mapping) for row in rows_of(connection, _reports(), figure_ids)]
    return sorted(found, key=lambda one: (one.published or date.max, one.source, one.start))


def closeness(publisher: str | None, figure: Stored) -> Closeness:
    """Tell how near a publisher is to a figure: by its address, its home and whose figure it is."""
    if publisher is None:
        return Closeness.other
    if _issues(publisher, figure["index_code"]):
        return Closeness.issuer
    if figure["subject_type"] == "province":
        home = _home(publisher, as_day(figure["period_end"]))
        if home == (figure["subject_system"], figure["subject_code"]):
            return Closeness.own
    return Closeness.other


@cache
def _sites() -> dict[str, tuple[str, ...]]:
    return {index.code: index.sites for index in load_indices()}


@lru_cache(maxsize=4096)
def _issues(publisher: str, index: str | None) -> bool:
    host = publisher_of(publisher) or ""
    return any(host == site or host.endswith(f".{site}") for site in _sites().get(index or "", ()))


@lru_cache(maxsize=4096)
def _home(publisher: str, on: date | None) -> tuple[str, str] | None:
    place = home_of(publisher, on)
    return (place.system, place.code) if place else None


@cache
def _reports() -> Select[*tuple[Any, ...]]:
    return (
        select(
            FigureFact.figure_id,
            Fact.id,
            Fact.article_id,
            *COLUMNS,
            *(Fact.quote, Fact.start, Fact.end),
            *(Article.record_id, Article.url, Article.publisher, Article.published),
            independent_source().label("source"),
        )
        .join(Fact, FigureFact.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
        .where(Article.current, among(FigureFact.figure_id))
    )


def _witness(row: Stored) -> Witness:
    told = ("figure_id", "article_id", "record_id", "url", "publisher", "published", "source")
    return Witness(
        **{name: row[name] for name in told},
        fact_id=row["id"],
        printed=read_printed(row),
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
    )
