"""Forming figures: in SQL, and only those that some changed article reports or reported.

The same facts give the same rows, in whatever order the articles came.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache, partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Insert, Select, delete, func, insert, select, text

from ..bulk import insert_values, upsert
from ..conclusions import ArticleToGroup, Candidate, Figure, FigureFact, FigureToForm
from ..filling import filling
from ..models import Article, Fact
from ..turns import ARTICLES, FIGURES, Turn, by_turns, next_articles, next_figures, of_articles
from ..verdicts.attaching import attach
from ..verdicts.standing import stands
from .identity import figure_id, reports_a_figure

if TYPE_CHECKING:
    from ..store import Store

GROWN = 1_000  # articles after which tables are of another size
_TABLES = (
    "article, article_to_group, band, candidate, fact, figure, figure_fact, figure_to_form,"
    " finding, finding_fact, text"
)
_WAITING = [
    select(func.count()).select_from(listed.__table__) for listed in (ArticleToGroup, FigureToForm)
]
_UNTIE = delete(FigureFact).where(FigureFact.article_id.in_(ARTICLES))
_GROUPED = delete(ArticleToGroup).where(ArticleToGroup.article_id.in_(ARTICLES))
_DROP = [
    delete(Candidate).where(Candidate.figure_id.in_(FIGURES)),
    delete(Figure).where(Figure.id.in_(FIGURES)),
]
_FORMED = delete(FigureToForm).where(FigureToForm.figure_id.in_(FIGURES))


def waiting(store: Store) -> int:
    """Return how many articles and figures changed since figures were last formed."""
    with store.reading() as connection:
        return sum(int(connection.execute(count).scalar_one()) for count in _WAITING)


def form(store: Store) -> int:
    """Form anew the figures of all articles that changed; return how many articles these were.

    Figures that an official table or a verdict touches are formed anew as well. Copies are told
    apart before, so that they count as one independent witness, and all articles are grouped, since
    one figure may have witnesses among any of them. It may be interrupted at any time: what was not
    formed waits for the next call.
    """
    from ..copies import group  # numpy is slow to import

    if group(store) >= GROWN:
        _tell_sizes(store, "ANALYZE")
    done = by_turns(store, partial(_some, next_articles, _group))
    if done >= GROWN:
        _tell_sizes(store, "ANALYZE")
    by_turns(store, partial(_some, next_figures, _form))
    if done >= GROWN:
        _tell_sizes(store, "VACUUM (ANALYZE)")
    return done


def _tell_sizes(store: Store, command: str) -> None:
    """Let PostgreSQL know how large the tables have become: it plans joins by that.

    Vacuumed, they are also counted without a look at each row.
    """
    if store.engine.dialect.name == "postgresql":
        with store.reading() as connection:
            at_once = connection.execution_options(isolation_level="AUTOCOMMIT")
            at_once.execute(text(f"{command} {_TABLES}"))


def _some(
    take: Callable[[Connection], Turn | None],
    work: Callable[[Connection, Turn], int],
    connection: Connection,
) -> int:
    """Take the next turn and work on it, if there is one; return how many are done."""
    turn = take(connection)
    return 0 if turn is None else work(connection, turn)


def _group(connection: Connection, turn: Turn) -> int:
    """Tie the facts of some articles to figures; return how many articles these were."""
    from ..checks.checking import check_articles, looking  # checks rest on figures and their parts
    from ..checks.deriving import derive

    judged = attach(connection, turn)
    with looking(connection, turn, judged=judged) as found:
        _assign(connection, turn)
        derive(connection, turn)
        check_articles(connection, turn, found)
    return connection.execute(_GROUPED, turn.ids).rowcount


def _form(connection: Connection, turn: Turn) -> int:
    """Form some of the listed figures; return how many these were."""
    from ..checks.checking import check_figures

    _write(connection, turn)
    check_figures(connection, turn)
    return connection.execute(_FORMED, turn.ids).rowcount


def _assign(connection: Connection, turn: Turn) -> None:
    """Tie each fact of the articles to its figure, and list the figures that gain or lose one."""
    list_touched = _list_touched(connection.dialect.name, turn.wide)
    connection.execute(list_touched, turn.ids)
    connection.execute(_UNTIE, turn.ids)
    with filling(connection, FigureFact) if turn.wide else nullcontext():
        connection.execute(_tie(turn.wide), turn.ids)
    connection.execute(list_touched, turn.ids)


@cache
def _list_touched(dialect: str, wide: bool) -> Insert:
    tied = of_articles(FigureFact.article_id, wide)
    touched = select(FigureFact.figure_id).where(tied).distinct().order_by(FigureFact.figure_id)
    listing = upsert(dialect, FigureToForm).from_select(["figure_id"], touched)
    return listing.on_conflict_do_nothing()


@cache
def _tie(wide: bool) -> Insert:
    facts: Select[str, str, str] = (
        select(Fact.id, figure_id(), Fact.article_id)
        .join(Article, Fact.article_id == Article.id)
        .where(of_articles(Fact.article_id, wide), Article.current, reports_a_figure(), stands())
        .order_by(Fact.article_id, Fact.id)  # a table is written in its order far faster
    )
    return insert(FigureFact).from_select(["fact_id", "figure_id", "article_id"], facts)


def _write(connection: Connection, turn: Turn) -> None:
    """Write the figures of a turn, and their candidates, anew."""
    from .sharing import judged  # verdicts rest on figures, and are read there

    for drop in _DROP:
        connection.execute(drop, turn.ids)
    all_at_once = filling(connection, Figure) if turn.wide else nullcontext()
    with all_at_once, judged(connection, turn) as parts:
        for figures, candidates in parts:
            insert_values(connection, Figure, figures)
            insert_values(connection, Candidate, candidates)
