"""Checking: findings of changed articles and figures are dropped and found anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from sqlalchemy import Connection, Select, delete, select

from ..beside import beside, is_worth_help, or_alone
from ..bulk import among, execute_for, first
from ..turns import ARTICLES, FIGURES, Turn
from .counts import parts_findings, share_findings
from .found import Found, write_findings
from .limits import limit_findings
from .schema import Finding, FindingFact
from .years import change_findings, impossible_findings, self_findings, shared_findings

Check = Callable[[Connection, Turn], Iterator[Found]]

OF_FACTS: tuple[Check, ...] = (limit_findings, share_findings, parts_findings)
ACROSS_ARTICLES: tuple[Check, ...] = (change_findings, shared_findings, self_findings)

_STALE = select(FindingFact.finding_id)
_ARTICLES, _FIGURES = first(ARTICLES), first(FIGURES)
_OF_ARTICLES = _STALE.join(_ARTICLES, FindingFact.article_id == _ARTICLES.c.article_id)
_OF_FIGURES = _STALE.join(_FIGURES, FindingFact.figure_id == _FIGURES.c.figure_id)
_DROP_FACTS = delete(FindingFact).where(among(FindingFact.finding_id))
_DROP = delete(Finding).where(among(Finding.id))


@contextmanager
def looking(connection: Connection, turn: Turn, *, judged: bool) -> Iterator[Iterator[Found]]:
    """Look at the facts of a turn, for `check_articles`: meanwhile, where these are many.

    Another process does not see what was `judged` of them in the same transaction.
    """
    if judged or not is_worth_help(connection, turn):
        yield find_in_facts(connection, turn)
        return
    with beside(connection.engine, find_in_facts, turn) as found:
        yield or_alone(found, connection, find_in_facts, turn)


def find_in_facts(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find what is wrong in the facts that the articles of a turn tell."""
    for check in OF_FACTS:
        yield from check(connection, turn)


def check_articles(connection: Connection, turn: Turn, found: Iterable[Found]) -> None:
    """Look again at what each article of a turn says; `found` is what its facts alone tell.

    What was found of them together with others is found anew with the figures that they report.
    """
    _find_anew(connection, turn, _OF_ARTICLES, chain(found, impossible_findings(connection, turn)))


def check_figures(connection: Connection, turn: Turn) -> None:
    """Look again at the figures of a turn, which are being formed, beside all others."""
    found = chain.from_iterable(check(connection, turn) for check in ACROSS_ARTICLES)
    _find_anew(connection, turn, _OF_FIGURES, found)


def _find_anew(
    connection: Connection, turn: Turn, stale: Select[str], found: Iterable[Found]
) -> None:
    dropped = sorted(set(connection.execute(stale, turn.ids).scalars()))
    execute_for(connection, _DROP_FACTS, dropped)
    execute_for(connection, _DROP, dropped)
    write_findings(connection, found)
