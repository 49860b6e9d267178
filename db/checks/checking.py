"""Checking: findings of changed articles and figures are dropped and found anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, delete, or_, select

from ..conclusions import FigureToForm
from .counts import parts_findings, share_findings
from .found import Found, write_findings
from .limits import denominator_findings, range_findings, ranked_findings
from .schema import Finding, FindingFact
from .years import change_findings, impossible_findings, self_findings, shared_findings

Check = Callable[[Connection, Select[Any]], Iterator[Found]]

WITHIN_ARTICLES: tuple[Check, ...] = (
    denominator_findings,
    ranked_findings,
    range_findings,
    share_findings,
    parts_findings,
    impossible_findings,
)
ACROSS_ARTICLES: tuple[Check, ...] = (change_findings, shared_findings, self_findings)


def check(connection: Connection, taken: Select[Any]) -> None:
    """Look again at what the articles taken say, and at the figures that are being formed."""
    formed = select(FigureToForm.figure_id)
    touched = or_(FindingFact.article_id.in_(taken), FindingFact.figure_id.in_(formed))
    stale = connection.execute(select(FindingFact.finding_id).where(touched).distinct()).scalars()
    ids = list(stale)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        connection.execute(delete(FindingFact).where(FindingFact.finding_id.in_(some)))
        connection.execute(delete(Finding).where(Finding.id.in_(some)))
    for run in WITHIN_ARTICLES:
        write_findings(connection, run(connection, taken))
    for run in ACROSS_ARTICLES:
        write_findings(connection, run(connection, formed))
