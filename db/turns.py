"""Turns: of the articles and figures that changed some at a time, in the order of their ids.

Statements about a turn are built once, with `ARTICLES` or `FIGURES` in them, and executed with the
turn as their parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Select, bindparam, func, select

from .conclusions import ArticleToGroup, FigureToForm
from .connection import one_at_a_time

if TYPE_CHECKING:
    from .store import Store

Turn = dict[str, str]  # the parameter of its statements: the id of the last one

ARTICLES = select(ArticleToGroup.article_id).where(ArticleToGroup.article_id <= bindparam("last"))
FIGURES = select(FigureToForm.figure_id).where(FigureToForm.figure_id <= bindparam("last"))

MOST = 40_000  # articles or figures in one transaction
_LOCK = 7_310_654  # PostgreSQL's lock while figures are formed: one process at a time has a turn


def by_turns(store: Store, work: Callable[[Connection], int], most: int = MOST) -> int:
    """Work in transactions of `most` at most until one is not full; return how many these were."""
    done = some = store.write(work)
    while some == most:
        some = store.write(work)
        done += some
    return done


def next_articles(connection: Connection) -> Turn | None:
    """Return the turn of the articles that are listed first, None if there are none."""
    return _turn(connection, _LAST_ARTICLE)


def next_figures(connection: Connection) -> Turn | None:
    """Return the turn of the figures that are listed first, None if there are none."""
    return _turn(connection, _LAST_FIGURE)


def _turn(connection: Connection, query: Select[str | None]) -> Turn | None:
    """Only one process at a time has a turn."""
    one_at_a_time(connection, _LOCK)
    last = connection.execute(query).scalar_one()
    return None if last is None else {"last": last}


def _last(table: type[ArticleToGroup] | type[FigureToForm]) -> Select[str | None]:
    (column,) = table.__table__.primary_key
    turn = select(column.label("id")).order_by(column).limit(MOST).subquery()
    return select(func.max(turn.c.id))


_LAST_ARTICLE, _LAST_FIGURE = _last(ArticleToGroup), _last(FigureToForm)
