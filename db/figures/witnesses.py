"""The reports behind a figure: which article says which value, where, and how near it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from ...patterns.indices import load_indices
from ...patterns.publishers import home_of, publisher_of
from ..bulk import among, chunks
from ..conclusions import FigureFact
from ..models import Article, Fact
from ..rows import Stored
from .agreement import Value, fitting
from .identity import independent_source
from .printed import COLUMNS, read_printed
from .weighing import Closeness, Report


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
    rows = connection.execute(
        _reports().where(among(connection, FigureFact.figure_id, figure_ids))
    ).mappings()
    found = [_witness(row) for row in rows]
    return sorted(found, key=lambda one: (one.published or date.max, one.source, one.start))


def witnesses_by_figure(
    connection: Connection, figure_ids: Sequence[str]
) -> dict[str, list[Witness]]:
    """Return the reports of any number of figures, by the figure."""
    found: dict[str, list[Witness]] = defaultdict(list)
    for ids in chunks(figure_ids):
        for witness in find_witnesses(connection, ids):
            found[witness.figure_id].append(witness)
    return found


def reports_for(
    witnesses: Sequence[Witness], candidates: Sequence[Value], figure: Stored
) -> list[Report]:
    """Return what each witness says of the candidates; a coarser value speaks for all it fits."""
    fits = fitting([witness.printed for witness in witnesses], candidates, figure["measure"])
    return [
        Report(
            at,
            witness.source,
            witness.publisher,
            witness.published,
            closeness(witness.publisher, figure),
        )
        for witness, places in zip(witnesses, fits, strict=True)
        for at in places
    ]


def closeness(publisher: str | None, figure: Stored) -> Closeness:
    """Tell how near a publisher is to a figure: by its address, its home and whose figure it is."""
    if publisher is None:
        return Closeness.other
    if _issues(publisher, figure["index_code"]):
        return Closeness.issuer
    if figure["subject_type"] == "province":
        home = _home(publisher, figure["period_end"])
        if home == (figure["subject_system"], figure["subject_code"]):
            return Closeness.own
    return Closeness.other


@cache
def _sites() -> dict[str, tuple[str, ...]]:
    return {index.code: index.sites for index in load_indices()}


def _issues(publisher: str, index: str | None) -> bool:
    host = publisher_of(publisher) or ""
    return any(host == site or host.endswith(f".{site}") for site in _sites().get(index or "", ()))


@lru_cache(maxsize=4096)
def _home(publisher: str, on: date | None) -> tuple[str, str] | None:
    place = home_of(publisher, on)
    return (place.system, place.code) if place else None


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
        .where(Article.current)
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
