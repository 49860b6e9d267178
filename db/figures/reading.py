"""Figures read back, by what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Unpack

from sqlalchemy import ColumnElement, Connection, select

from ...extractors.types import Subject
from ..asking import Asked
from ..conclusions import Candidate as CandidateRow
from ..conclusions import Figure as FigureRow
from ..connection import StoreError
from ..rows import Stored, read_subject
from .agreement import Value, agree
from .conditions import conditions
from .printed import read_printed
from .witnesses import Witness, find_witnesses

if TYPE_CHECKING:
    from ..store import Store

CHUNK = 500  # values of an IN list
_COPIED = (
    "id",
    "component",
    "indicator",
    "period",
    "measure",
    "unit",
    "out_of",
    "baseline",
    "scope",
    "modality",
    "mentions",
    "witnesses",
    "independent",
    "status",
    "first_seen",
    "last_seen",
    "official_source",
    "official_status",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value printed for a figure, and by how many facts, articles and independent articles.

    A value that does not decide is coarser than one it agrees with. `reasons` say, of a value in
    conflict, what speaks for it.
    """

    printed: Value
    decides: bool
    recommended: bool
    mentions: int
    witnesses: int
    independent: int
    reasons: tuple[str, ...]

    @property
    def value(self) -> Decimal | str:
        """The number as printed, or the label of a tier."""
        return self.printed.value


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing with every value printed for it, the recommended one first.

    `index` is None for a figure of no index, which its `indicator` names. `unit` is `%` for the
    value of an index in points or percent. `status` is `single` (one witness), `agreed`,
    `several` (values that only one and the same article tells apart), `in_conflict`, or `settled`
    by a verdict. `official` is the value that an official table gives,
    None where none covers it, and `official_status` whether the first candidate is `confirmed` or
    `contradicted` by it.
    """

    id: str
    index: str | None
    component: str | None
    indicator: str | None
    subject: Subject
    period: str
    measure: str
    unit: str | None
    out_of: str | None
    baseline: str | None
    scope: str | None
    modality: str
    mentions: int
    witnesses: int
    independent: int
    status: str
    first_seen: date | None
    last_seen: date | None
    official: Decimal | None
    official_source: str | None
    official_status: str | None
    candidates: tuple[Candidate, ...]

    @property
    def in_conflict(self) -> bool:
        """Whether two of the printed values cannot both be right."""
        return self.status == "in_conflict"

    def confirmed(self, candidate: Candidate) -> bool | None:
        """Whether a value printed for it fits the official one; None where there is none."""
        if self.official is None:
            return None
        return agree(candidate.printed, Value(self.official), self.measure)

    def difference(self, candidate: Candidate) -> Decimal | None:
        """By how much a printed number is above the official one."""
        if self.official is None or isinstance(candidate.value, str):
            return None
        return candidate.value - self.official


def figures(store: Store, *, limit: int | None = None, **asked: Unpack[Asked]) -> list[Figure]:
    """Return the figures that meet all conditions, in a fixed order, as they were last formed."""
    with store.reading() as connection:
        return _read(connection, conditions(asked), limit, rare=_is_rare(asked))


def _is_rare(asked: Asked) -> bool:
    """Whether few figures may fit and no index leads to them: all are then read, and sorted."""
    told = {name for name, value in asked.items() if value is not None}
    return bool(told & {"search", "measure"}) and not told & {"index", "provinces"}


def conflicts(store: Store, *, limit: int | None = None, **asked: Unpack[Asked]) -> list[Figure]:
    """Return the figures with values that cannot both be right, among those asked for."""
    asked["status"] = "in_conflict"
    return figures(store, limit=limit, **asked)


def exists(store: Store, asked: Asked) -> bool:
    """Whether any figure meets all conditions."""
    query = select(FigureRow.id).where(*conditions(asked)).limit(1)
    with store.reading() as connection:
        return connection.execute(query).first() is not None


def find_figure(store: Store, start_of_id: str) -> Figure:
    """Return the figure whose id starts so; raise StoreError for none or several."""
    start = start_of_id.lower()
    wanted = [FigureRow.id >= start, FigureRow.id < f"{start}~"]  # behind all hexadecimal digits
    with store.reading() as connection:
        found = _read(connection, wanted, 2)
    if len(found) != 1:
        raise StoreError(
            f"{start_of_id}: {'several figures start' if found else 'no figure starts'} so"
        )
    return found[0]


def witnesses(store: Store, figure_ids: Sequence[str]) -> list[Witness]:
    """Return the facts that report these figures, and the articles that say them, oldest first."""
    with store.reading() as connection:
        return [
            witness
            for start in range(0, len(figure_ids), CHUNK)
            for witness in find_witnesses(connection, figure_ids[start : start + CHUNK])
        ]


def _read(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    limit: int | None,
    *,
    rare: bool = False,
) -> list[Figure]:
    told = (FigureRow.index_code.nulls_last(), FigureRow.period, FigureRow.id)
    # The same order, which no index has.
    order = (FigureRow.index_code.is_(None), *told) if rare else told
    query = select(*FigureRow.__table__.columns).where(*conditions).order_by(*order).limit(limit)
    rows = connection.execute(query).mappings().all()
    printed: dict[str, tuple[Candidate, ...]] = {}
    for start in range(0, len(rows), CHUNK):
        printed |= _candidates(connection, [row["id"] for row in rows[start : start + CHUNK]])
    return [_figure(row, printed[row["id"]]) for row in rows]


def _candidates(
    connection: Connection, figure_ids: Sequence[str]
) -> dict[str, tuple[Candidate, ...]]:
    table = CandidateRow.__table__
    query = select(*table.columns).where(CandidateRow.figure_id.in_(figure_ids))
    rows = connection.execute(query.order_by(CandidateRow.figure_id, CandidateRow.position))
    grouped = groupby(rows.mappings(), key=itemgetter("figure_id"))
    return {figure: tuple(map(_candidate, members)) for figure, members in grouped}


def _candidate(row: Stored) -> Candidate:
    return Candidate(
        printed=read_printed(row),
        decides=row["standing"] == "candidate",
        recommended=row["recommended"],
        mentions=row["mentions"],
        witnesses=row["witnesses"],
        independent=row["independent"],
        reasons=tuple(json.loads(row["reasons"])),
    )


def _figure(row: Stored, candidates: tuple[Candidate, ...]) -> Figure:
    subject = read_subject(row)
    assert subject is not None  # the table has no figure without one
    copied = {name: row[name] for name in _COPIED}
    told = row["official_value"]
    return Figure(
        index=row["index_code"],
        subject=subject,
        official=None if told is None else Decimal(told),
        candidates=candidates,
        **copied,
    )
