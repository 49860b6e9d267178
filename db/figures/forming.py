"""Forming figures: in SQL, and only those that some changed article reports or reported.

The same facts give the same rows, in whatever order the articles came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, delete, func, insert, select, text

from ..bulk import insert_missing, upsert
from ..conclusions import ArticleToGroup, Candidate, Figure, FigureFact, FigureToForm
from ..connection import one_at_a_time
from ..models import Article, Fact
from ..verdicts.attaching import attach
from ..verdicts.standing import stands
from .gathering import gather
from .identity import figure_id, reports_a_figure
from .judging import judge

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    from ..store import Store

ARTICLES = 40_000  # grouped in one transaction
GROWN = 1_000  # articles after which tables are of another size
FIGURES = 40_000  # formed in one transaction
_LOCK = 7_310_654  # PostgreSQL's lock while figures are formed: one process at a time does it


def waiting(store: Store) -> int:
    """Return how many articles and figures changed since figures were last formed."""
    with store.reading() as connection:
        return sum(
            int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (ArticleToGroup, FigureToForm)
        )


def form(store: Store) -> int:
    """Form anew the figures of all articles that changed; return how many articles these were.

    Figures that an official table or a verdict touches are formed anew as well. Copies are told
    apart before, so that they count as one independent witness, and all articles are grouped, since
    one figure may have witnesses among any of them. It may be interrupted at any time: what was not
    formed waits for the next call.
    """
    from ..copies import group  # numpy is slow to import

    group(store)
    if waiting(store) >= GROWN:
        store.write(_tell_sizes)
    done = 0
    while grouped := store.write(_group_some):
        done += grouped
    if done >= GROWN:
        store.write(_tell_sizes)
    while store.write(_form_some):
        pass
    if done >= GROWN:
        store.write(_tell_sizes)
    return done


def _tell_sizes(connection: Connection) -> None:
    """Let PostgreSQL know how large the tables have become: it plans joins by that."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE article, fact, figure_fact, figure, candidate"))


def _group_some(connection: Connection) -> int:
    """Tie the facts of some articles to figures; return how many articles, 0 when none is left."""
    from ..checks.checking import check_articles  # checks rest on figures, and import their parts
    from ..checks.deriving import derive

    last = _last_of_turn(connection, ArticleToGroup.article_id, ARTICLES)
    if last is None:
        return 0
    taken = select(ArticleToGroup.article_id).where(ArticleToGroup.article_id <= last)
    attach(connection, taken)
    _assign(connection, taken)
    derive(connection, taken)
    check_articles(connection, taken)
    done = delete(ArticleToGroup).where(ArticleToGroup.article_id <= last)
    return connection.execute(done).rowcount


def _form_some(connection: Connection) -> bool:
    """Form some of the listed figures; return whether there were any."""
    from ..checks.checking import check_figures

    last = _last_of_turn(connection, FigureToForm.figure_id, FIGURES)
    if last is None:
        return False
    _write(connection, last)
    check_figures(connection, select(FigureToForm.figure_id).where(FigureToForm.figure_id <= last))
    connection.execute(delete(FigureToForm).where(FigureToForm.figure_id <= last))
    return True


def _last_of_turn(
    connection: Connection, column: InstrumentedAttribute[str], many: int
) -> str | None:
    """Return the last of those whose turn it is, by id; only one process at a time has a turn."""
    one_at_a_time(connection, _LOCK)
    turn = select(column.label("id")).order_by(column).limit(many).subquery()
    last: str | None = connection.execute(select(func.max(turn.c.id))).scalar_one()
    return last


def _assign(connection: Connection, taken: Select[Any]) -> None:
    """Tie each fact of the articles to its figure, and list the figures that gain or lose one."""
    tied = FigureFact.article_id.in_(taken)
    touched = select(FigureFact.figure_id).where(tied).distinct().order_by(FigureFact.figure_id)
    listing = upsert(connection, FigureToForm).from_select(["figure_id"], touched)
    listing = listing.on_conflict_do_nothing()
    connection.execute(listing)
    connection.execute(delete(FigureFact).where(tied))
    facts = (
        select(Fact.id, figure_id(), Fact.article_id)
        .join(Article, Fact.article_id == Article.id)
        .where(Article.current, Fact.article_id.in_(taken), reports_a_figure(), stands())
        .order_by(Fact.article_id, Fact.id)  # a table is written in its order far faster
    )
    connection.execute(
        insert(FigureFact).from_select(["fact_id", "figure_id", "article_id"], facts)
    )
    connection.execute(listing)


def _write(connection: Connection, last: str) -> None:
    """Write the listed figures up to this one, and their candidates, anew."""
    from ..verdicts.reading import right_values  # verdicts rest on figures

    listed = select(FigureToForm.figure_id).where(FigureToForm.figure_id <= last)
    connection.execute(delete(Candidate).where(Candidate.figure_id.in_(listed)))
    connection.execute(delete(Figure).where(Figure.id.in_(listed)))
    # With its limit the short list stays a table of its own, from which SQLite begins the join.
    turn = listed.order_by(FigureToForm.figure_id).limit(FIGURES)
    formed = judge(connection, gather(connection, turn), right_values(connection, listed))
    insert_missing(connection, Figure, [figure for figure, _ in formed])
    insert_missing(connection, Candidate, [row for _, rows in formed for row in rows])
