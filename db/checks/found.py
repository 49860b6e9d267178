"""What a check hands on: the facts that cannot all be right, and why, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from ..bulk import insert_missing
from ..identity import digest
from .schema import Finding, FindingFact

KINDS = {
    "change": "a rank or score and its change do not lead back to what is printed of before",
    "impossible_change": "a rank and its change lead back to a rank that there is not",
    "parts": "the parts do not add up to the total",
    "share": "x of y is not the percentage printed beside it",
    "denominator": "a rank or count beyond its own denominator",
    "ranked": "a rank among more or fewer provinces than were ranked that year",
    "range": "a value beyond the range of its index",
    "shared_rank": "one rank for two provinces",
    "self_contradiction": "one article prints two values for one figure",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A fact and what it is in a finding; `figure_id` where the finding hangs on that figure."""

    role: str
    fact_id: str
    article_id: str
    figure_id: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Facts that cannot all be right, by one check."""

    kind: str
    message: str
    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        """The same for the same facts, whenever they are checked."""
        return digest(self.kind, *(part.fact_id for part in self.parts))


def write_findings(connection: Connection, found: Iterable[Found]) -> None:
    """Insert findings; of two with the same facts the first is kept."""
    by_id: dict[str, Found] = {}
    for one in found:
        by_id.setdefault(one.id, one)
    rows = [{"id": id_, "kind": one.kind, "message": one.message} for id_, one in by_id.items()]
    insert_missing(connection, Finding, rows)
    parts = [
        {
            "finding_id": id_,
            "position": position,
            "role": part.role,
            "fact_id": part.fact_id,
            "article_id": part.article_id,
            "figure_id": part.figure_id,
        }
        for id_, one in by_id.items()
        for position, part in enumerate(one.parts)
    ]
    insert_missing(connection, FindingFact, parts)


def plain(number: Decimal | str) -> str:
    """Return a number as the press prints it: `1.456`, `84,97`."""
    return f"{Decimal(number):,f}".translate(str.maketrans(",.", ".,"))
