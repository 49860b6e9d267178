"""Turns: of the articles and figures that changed some at a time, in the order of their ids.

Statements about a turn are built once, with `ARTICLES` or `FIGURES` in them, and executed with the
ids of the turn as their parameters. Those that go through facts are built twice (`of_articles`):
to look up the few facts of a turn, and to go through the whole table where the turn is much of it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from .bulk import unindexed
from .conclusions import ArticleToGroup, FigureFact, FigureToForm
from .connection import look_up, one_at_a_time
from .models import Article, Fact

if TYPE_CHECKING:
    from .store import Store

MOST = 100_000  # articles or figures in one transaction: each writes anew much of the indices
WIDE = 1_000  # articles or figures from which on a turn may be wide
MOST_FACTS = 1_500_000  # of a wide turn of more than `MOST`
ROWS = 10_000  # that are held in memory
SHARE = 4  # a wide turn is at least this part of all: one in four
Ids = InstrumentedAttribute[str]
_LOCK = 7_310_654  # PostgreSQL's lock while figures are formed: one process at a time has a turn

_FIRST: ColumnElement[str] = bindparam("first")
_LAST: ColumnElement[str] = bindparam("last")


@dataclass(frozen=True, slots=True)
class Turn:
    """What is listed from the id `first` to the id `last`, `size` articles or figures.

    A `wide` turn leaves out nothing that is stored between these, and is much of the store.
    """

    first: str
    last: str
    size: int
    wide: bool = False

    @property
    def ids(self) -> dict[str, str]:
        """The parameters of statements about it."""
        return {"first": self.first, "last": self.last}

    @property
    def options(self) -> dict[str, Any]:
        """How to execute a query that answers with many rows for each article or figure."""
        return {"yield_per": ROWS} if self.size > WIDE else {}


def within(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that an id is between the ends of a turn."""
    return and_(column >= _FIRST, column <= _LAST)


ARTICLES = select(ArticleToGroup.article_id).where(within(ArticleToGroup.article_id))
FIGURES = select(FigureToForm.figure_id).where(within(FigureToForm.figure_id))


def of_articles(column: Ids, wide: bool) -> ColumnElement[bool]:
    """Return the condition that a row of a large table is about an article of a turn."""
    return within(unindexed(column)) if wide else column.in_(ARTICLES)


def by_turns(store: Store, work: Callable[[Connection], int], most: int | None = None) -> int:
    """Work in transactions of `most`, or `MOST`, until one is not full; return how many it were."""
    with _uncollected():
        done = some = store.write(work)
        while some >= (most or MOST):
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
    return _turn(connection, ArticleToGroup.article_id, Article.id, Fact.id)


def next_figures(connection: Connection) -> Turn | None:
    """Return the turn of the figures that are listed first, None if there are none."""
    return _turn(connection, FigureToForm.figure_id, FigureFact.figure_id, FigureFact.fact_id)


def divided(connection: Connection, turn: Turn, first_ones: int) -> tuple[Turn, Turn]:
    """Cut a turn of figures in two: so many of them, and the others."""
    middle = select(FigureToForm.figure_id).where(within(FigureToForm.figure_id))
    ends = middle.order_by(FigureToForm.figure_id).offset(first_ones - 1).limit(2)
    last, first = connection.execute(ends, turn.ids).scalars()
    return (
        replace(turn, last=last, size=first_ones),
        replace(turn, first=first, size=turn.size - first_ones),
    )


def _turn(connection: Connection, listed: Ids, stored: Ids, facts: Ids) -> Turn | None:
    """Only one process at a time has a turn."""
    one_at_a_time(connection, _LOCK)
    turn = _of(connection, listed, MOST)
    if turn is None:
        return None
    if turn.size < WIDE:
        look_up(connection)
        return turn
    total = connection.execute(select(func.count(stored.distinct()))).scalar_one()
    rows = connection.execute(select(func.count(facts))).scalar_one()
    wide = _of(connection, listed, max(MOST, MOST_FACTS * total // max(1, rows)))
    if wide and wide.size * SHARE >= total and _is_whole(connection, wide, listed, stored):
        return replace(wide, wide=True)
    return turn


def _of(connection: Connection, listed: Ids, most: int) -> Turn | None:
    first, last, size = connection.execute(_ends(listed), {"most": most}).one()
    return Turn(first, last, size) if size else None


def _is_whole(connection: Connection, turn: Turn, listed: Ids, stored: Ids) -> bool:
    """Whether all that is stored between the ends of a turn is listed."""
    here = select(listed).where(listed == stored)
    others = select(stored).where(within(stored), ~here.exists()).limit(1)
    return connection.execute(others, turn.ids).first() is None


@cache
def _ends(listed: Ids) -> Select[str, str, int]:
    """Select the ends of the first `most` in a list, and how many they are."""
    first_ones = select(listed).order_by(listed).limit(bindparam("most", type_=Integer)).subquery()
    (column,) = first_ones.c
    return select(func.min(column), func.max(column), func.count(column))
