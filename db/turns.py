"""Turns: of the articles and figures that changed some at a time, in the order of their ids.

Statements about a turn are built once, with `ARTICLES` or `FIGURES` in them, and executed with the
turn as their parameters.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from .conclusions import ArticleToGroup, FigureToForm
from .connection import one_at_a_time

if TYPE_CHECKING:
    from .store import Store

Turn = dict[str, str]  # parameters: the id `after` which it begins, and its `last` one

ARTICLES = select(ArticleToGroup.article_id).where(
    ArticleToGroup.article_id > bindparam("after"), ArticleToGroup.article_id <= bindparam("last")
)
FIGURES = select(FigureToForm.figure_id).where(
    FigureToForm.figure_id > bindparam("after"), FigureToForm.figure_id <= bindparam("last")
)

MOST = 100_000  # articles or figures in one transaction: each writes anew much of the indices
PART = 10_000  # figures that are held in memory
_LOCK = 7_310_654  # PostgreSQL's lock while figures are formed: one process at a time has a turn


def by_turns(store: Store, work: Callable[[Connection], int], most: int | None = None) -> int:
    """Work in transactions of `most`, or `MOST`, until one is not full; return how many it were."""
    with _uncollected():
        done = some = store.write(work)
        while some == (most or MOST):
            some = store.write(work)
            done += some
    return done


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no rings of objects: a sixth of the time went into looking through rows for them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def next_articles(connection: Connection) -> Turn | None:
    """Return the turn of the articles that are listed first, None if there are none."""
    return _turn(connection, _LAST_ARTICLE)


def next_figures(connection: Connection) -> Turn | None:
    """Return the turn of the figures that are listed first, None if there are none."""
    return _turn(connection, _LAST_FIGURE)


def parts(connection: Connection, turn: Turn) -> Iterator[Turn]:
    """Cut a turn of figures into some that fit into memory."""
    after, last = turn["after"], ""
    while last != turn["last"]:
        given = {"after": after, "last": turn["last"], "most": PART}
        last = connection.execute(_LAST_OF_PART, given).scalar_one()
        yield {"after": after, "last": last}
        after = last


def _turn(connection: Connection, query: Select[str]) -> Turn | None:
    """Only one process at a time has a turn."""
    one_at_a_time(connection, _LOCK)
    last = connection.execute(query, {"most": MOST}).scalar_one()
    return None if last is None else {"after": "", "last": last}


def _last(listed: Select[str]) -> Select[str]:
    """Select the last of the first `most` in a list."""
    (column,) = listed.selected_columns
    first_ones = listed.order_by(column).limit(bindparam("most", type_=Integer)).subquery()
    return select(func.max(first_ones.c[0]))


_LAST_ARTICLE = _last(select(ArticleToGroup.article_id))
_LAST_FIGURE = _last(select(FigureToForm.figure_id))
_LAST_OF_PART = _last(FIGURES)
