"""Checking: findings of changed articles and figures are dropped and found anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, Select, delete, select

from ..bulk import among, execute_for, first
from ..turns import ARTICLES, FIGURES, Turn
from .counts import parts_findings, share_findings
from .found import Found, write_findings
from .limits import limit_findings
from .schema import Finding, FindingFact
from .years import change_findings, impossible_findings, self_findings, shared_findings

Check = Callable[[Connection, Turn], Iterator[Found]]

WITHIN_ARTICLES: tuple[Check, ...] = (
    limit_findings,
    share_findings,
    parts_findings,
    impossible_findings,
)
ACROSS_ARTICLES: tuple[Check, ...] = (change_findings, shared_findings, self_findings)

_STALE = select(FindingFact.finding_id)
_ARTICLES, _FIGURES = first(ARTICLES), first(FIGURES)
_OF_ARTICLES = _STALE.join(_ARTICLES, FindingFact.article_id == _ARTICLES.c.article_id)
_OF_FIGURES = _STALE.join(_FIGURES, FindingFact.figure_id == _FIGURES.c.figure_id)
_DROP_FACTS = delete(FindingFact).where(among(FindingFact.finding_id))
_DROP = delete(Finding).where(among(Finding.id))


def check_articles(connection: Connection, turn: Turn) -> None:
    """Look again at what each article of a turn says.

    What was found of them together with others is found anew with the figures that they report.
    """
    _find_anew(connection, turn, _OF_ARTICLES, WITHIN_ARTICLES)


def check_figures(connection: Connection, turn: Turn) -> None:
    """Look again at the figures of a turn, which are being formed, beside all others."""
    _find_anew(connection, turn, _OF_FIGURES, ACROSS_ARTICLES)


def _find_anew(
    connection: Connection, turn: Turn, stale: Select[str], checks: Sequence[Check]
) -> None:
    dropped = sorted(set(connection.execute(stale, turn.ids).scalars()))
    execute_for(connection, _DROP_FACTS, dropped)
    execute_for(connection, _DROP, dropped)
    write_findings(connection, (found for check in checks for found in check(connection, turn)))
