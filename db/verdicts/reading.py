"""Verdicts read back: what they judged, whether they hold, and which are orphans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, exists, select

from ..conclusions import Candidate, Figure
from ..figures.agreement import Value
from ..figures.judging import Right
from ..figures.printed import read_printed
from ..models import Fact
from ..turns import FIGURES, Turn
from .schema import Verdict as VerdictRow

if TYPE_CHECKING:
    from ..store import Store

_TABLE = VerdictRow
_RIGHT = (
    select(_TABLE.id, _TABLE.figure_id, _TABLE.value, _TABLE.author, _TABLE.reason)
    .where(_TABLE.kind == "right", _TABLE.ended.is_(None), _TABLE.figure_id.in_(FIGURES))
    .order_by(_TABLE.id)
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What someone concluded; times are UTC, `ended` is None while it holds.

    `orphan` tells that what was judged is not there (any more): no such fact, no such value.
    """

    id: int
    kind: str
    reason: str
    author: str
    made: datetime
    ended: datetime | None
    ended_by: str | None
    ended_reason: str | None
    fact_id: str | None
    figure_id: str | None
    article_key: str | None
    quote: str | None
    value: Value | None
    indicators: tuple[str, str] | None
    judged: dict[str, Any]
    orphan: bool


def verdicts(store: Store, *, ended: bool = False) -> list[Verdict]:
    """Return the verdicts that hold, or all with those that were ended, the oldest first."""
    table = VerdictRow
    there = exists().where(Fact.id == table.fact_id)
    query = select(*table.__table__.columns, there.label("there")).order_by(table.id)
    if not ended:
        query = query.where(table.ended.is_(None))
    with store.reading() as connection:
        return [_verdict(connection, row) for row in connection.execute(query).all()]


def right_values(connection: Connection, turn: Turn) -> dict[str, Right]:
    """Return what is judged right for the figures of a turn; of two verdicts the later one."""
    return {
        row.figure_id: Right(
            row.id,
            read_printed(json.loads(row.value)),
            f"judged right by {row.author}: {row.reason}",
        )
        for row in connection.execute(_RIGHT, turn.ids)
    }


def _verdict(connection: Connection, row: Any) -> Verdict:
    value = read_printed(json.loads(row.value)) if row.value else None
    orphan = not row.there if row.kind == "wrong" else False
    if row.kind == "right":
        orphan = value not in _printed(connection, row.figure_id)
    copied = ("id", "kind", "reason", "author", "made", "ended", "ended_by", "ended_reason")
    about = ("fact_id", "figure_id", "article_key", "quote")
    return Verdict(
        **{name: getattr(row, name) for name in (*copied, *about)},
        value=value,
        indicators=(row.one, row.other) if row.one else None,
        judged=json.loads(row.judged),
        orphan=orphan and row.ended is None,
    )


def _printed(connection: Connection, figure: str) -> list[Value]:
    query = select(Candidate.__table__).join(Figure, Candidate.figure_id == Figure.id)
    rows = connection.execute(query.where(Candidate.figure_id == figure)).mappings()
    return [read_printed(row) for row in rows]
