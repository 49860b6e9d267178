"""Checking: findings of changed articles and figures are dropped and found anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, select

from ..bulk import among, chunks
from .counts import parts_findings, share_findings
from .found import Found, write_findings
from .limits import limit_findings
from .schema import Finding, FindingFact
from .years import change_findings, impossible_findings, self_findings, shared_findings

Check = Callable[[Connection, Select[Any]], Iterator[Found]]

WITHIN_ARTICLES: tuple[Check, ...] = (
    limit_findings,
    share_findings,
    parts_findings,
    impossible_findings,
)
ACROSS_ARTICLES: tuple[Check, ...] = (change_findings, shared_findings, self_findings)


def check_articles(connection: Connection, taken: Select[Any]) -> None:
    """Look again at what each of these articles says.

    What was found of them together with others is found anew with the figures that they report.
    """
    _drop(connection, FindingFact.article_id.in_(taken))
    for run in WITHIN_ARTICLES:
        write_findings(connection, run(connection, taken))


def check_figures(connection: Connection, formed: Select[Any]) -> None:
    """Look again at figures that are being formed, beside all others."""
    _drop(connection, FindingFact.figure_id.in_(formed))
    for run in ACROSS_ARTICLES:
        write_findings(connection, run(connection, formed))


def _drop(connection: Connection, stale: ColumnElement[bool]) -> None:
    found = select(FindingFact.finding_id).where(stale).distinct()
    for ids in chunks(connection.execute(found).scalars().all()):
        connection.execute(
            delete(FindingFact).where(among(connection, FindingFact.finding_id, ids))
        )
        connection.execute(delete(Finding).where(among(connection, Finding.id, ids)))
