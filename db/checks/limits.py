"""Checks of one fact by itself: against its denominator, its index and the number of provinces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Float, Row, Select, and_, case, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from ...patterns.indices import load_indices
from ..bulk import unindexed
from ..models import Article, Fact
from ..official.schema import OfficialFigure
from ..turns import Turn, of_articles
from ..verdicts.standing import stands
from .found import Found, Part, plain

SIXTY_THREE = date(2008, 8, 1)  # Hà Tây became part of Hà Nội
THIRTY_FOUR = date(2025, 7, 1)
NEAR = range(55, 71)  # a denominator that means all provinces, or is meant to
LAST_DAY = 31  # x of fewer may be a date that was misread: 29/12, 24/7
SCALE = 10  # indices that end below it are printed in other scales as well
WHOLE_TABLE = 55  # provinces in an official table that leaves none out
_RANKED = select(
    OfficialFigure.index_code, OfficialFigure.year, func.count(OfficialFigure.rank.distinct())
).group_by(OfficialFigure.index_code, OfficialFigure.year, OfficialFigure.table_name)


def limit_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find facts that break a limit by themselves.

    x of y where x is more than y: the 64th of 63. Ranks of a province among all where another
    number of provinces was ranked. Values of an index, or of its components, above its highest.
    """
    rows = connection.execute(_doubtful(turn.wide), turn.ids).all()
    tables = _whole_tables(connection) if any(row.ranked for row in rows) else {}
    for row in rows:
        if row.denominator:
            yield _found("denominator", "figure", row, f"{plain(row.value)} of {plain(row.out_of)}")
        if row.ranked and (message := _wrongly_ranked(row, tables)):
            yield _found("ranked", "rank", row, message)
        if row.range:
            most = _highest()[row.index_code]
            message = f"{plain(row.value)}, where {row.index_code} ends at {most}"
            yield _found("range", "value", row, message)


@cache
def _doubtful(wide: bool) -> Select[*tuple[Any, ...]]:
    """Select the facts that may break a limit, each with which it may be."""
    broken = {"denominator": _more_than_all(), "ranked": _among_all(), "range": _too_high()}
    told = (Fact.id, Fact.article_id, Fact.value, Fact.out_of, Fact.index_code, Fact.period)
    marks = (condition.label(name) for name, condition in broken.items())
    return (
        select(*told, Fact.period_end, *marks)
        .join(Article, Fact.article_id == Article.id)
        .where(of_articles(Fact.article_id, wide), Article.current, stands(), or_(*broken.values()))
        .order_by(unindexed(Fact.article_id), Fact.start, Fact.id)
    )


def _found(kind: str, role: str, row: Row[Any], message: str) -> Found:
    return Found(kind, message, (Part(role, row.id, row.article_id),))


def _more_than_all() -> ColumnElement[bool]:
    whole = cast(Fact.out_of, Float)
    return and_(
        Fact.out_of.is_not(None),
        Fact.kind.in_(("rank", "score", "count")),
        or_(Fact.index_code.is_not(None), whole > LAST_DAY),
        Fact.number > whole,
    )


def _among_all() -> ColumnElement[bool]:
    return and_(
        Fact.out_of.is_not(None),
        Fact.measure == "rank",
        Fact.subject_type == "province",
        Fact.index_code.is_not(None),
        Fact.scope.is_(None),
        Fact.period_end.is_not(None),
        cast(Fact.out_of, Float).between(NEAR.start, NEAR.stop - 1),
    )


def _wrongly_ranked(row: Row[Any], tables: Mapping[tuple[str, str], set[int]]) -> str | None:
    allowed = _provinces(row.period_end) | tables.get((row.index_code, row.period), set())
    if int(row.out_of) in allowed:
        return None
    ranked = " or ".join(map(str, sorted(allowed)))
    return f"among {plain(row.out_of)}, where {ranked} provinces were ranked"


def _provinces(on: date) -> set[int]:
    if on < SIXTY_THREE:
        return {63, 64}
    if on < THIRTY_FOUR:
        return {63}
    return {63, 34} if on.year == THIRTY_FOUR.year else {34}


def _whole_tables(connection: Connection) -> dict[tuple[str, str], set[int]]:
    """Return how many provinces official tables rank, where they leave out a few at most."""
    found: dict[tuple[str, str], set[int]] = {}
    for index, year, ranked in connection.execute(_RANKED):
        if ranked >= WHOLE_TABLE:
            found.setdefault((index, str(year)), set()).add(ranked)
    return found


@cache
def _highest() -> dict[str, int]:
    highest = {index.code: index.maximum or 0 for index in load_indices()}
    return {code: most for code, most in highest.items() if most >= SCALE}


def _too_high() -> ColumnElement[bool]:
    most = case(_highest(), value=Fact.index_code)
    return and_(Fact.measure == "value", Fact.unit.in_(("điểm", "%")), Fact.number > most)
