"""Forming figures: in SQL, and only those that some changed article reports or reported.

The same facts give the same rows, in whatever order the articles came.
"""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Label, Select, delete, func, insert, select, text

from ..conclusions import ArticleToGroup, Candidate, Figure, FigureFact, FigureToForm
from ..models import Article, Fact
from .identity import figure_id, figure_parts, independent_source, reports_a_figure
from .judging import judge
from .printed import COLUMNS

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute
    from sqlalchemy.sql.dml import Delete

    from ..store import Store

ARTICLES = 20_000  # grouped in one transaction
ROWS = 5_000  # written at a time
_LOCK = 7_310_654  # PostgreSQL's lock while figures are formed: one process at a time does it


def waiting(store: Store) -> int:
    """Return how many articles changed since figures were last formed."""
    with store.reading() as connection:
        query = select(func.count()).select_from(ArticleToGroup)
        return int(connection.execute(query).scalar_one())


def form(store: Store) -> int:
    """Form anew the figures of all articles that changed; return how many articles these were.

    Copies are told apart before, so that they count as one independent witness. It may be
    interrupted at any time: what was not formed waits for the next call.
    """
    from ..copies import group  # numpy is slow to import

    group(store)
    done = 0
    while formed := store.write(_form_some):
        done += formed
    return done


def _form_some(connection: Connection) -> int:
    """Form the figures of some articles; return how many these were, 0 when none is left."""
    last = _next_articles(connection)
    if last is None:
        return 0
    _assign(connection, last)
    _write(connection)
    connection.execute(delete(FigureToForm))
    return connection.execute(_grouped(last)).rowcount


def _next_articles(connection: Connection) -> str | None:
    """Return the last article, by id, of those whose turn it is."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    waiting_ids = select(ArticleToGroup.article_id).order_by(ArticleToGroup.article_id)
    turn = waiting_ids.limit(ARTICLES).subquery()
    last: str | None = connection.execute(select(func.max(turn.c.article_id))).scalar_one()
    return last


def _grouped(last: str) -> Delete:
    return delete(ArticleToGroup).where(ArticleToGroup.article_id <= last)


def _assign(connection: Connection, last: str) -> None:
    """Tie each fact of the articles to its figure, and list the figures that gain or lose one."""
    taken = select(ArticleToGroup.article_id).where(ArticleToGroup.article_id <= last)
    tied = FigureFact.article_id.in_(taken)
    touched = select(FigureFact.figure_id).where(tied).distinct()
    connection.execute(insert(FigureToForm).from_select(["figure_id"], touched))
    connection.execute(delete(FigureFact).where(tied))
    facts = (
        select(Fact.id, figure_id(), Fact.article_id)
        .join(Article, Fact.article_id == Article.id)
        .where(Article.current, Fact.article_id.in_(taken), reports_a_figure())
    )
    connection.execute(
        insert(FigureFact).from_select(["fact_id", "figure_id", "article_id"], facts)
    )
    listed = select(FigureToForm.figure_id)
    connection.execute(
        insert(FigureToForm).from_select(
            ["figure_id"], touched.where(FigureFact.figure_id.not_in(listed))
        )
    )


def _write(connection: Connection) -> None:
    """Write the figures of the list and their candidates anew."""
    listed = select(FigureToForm.figure_id)
    connection.execute(delete(Candidate).where(Candidate.figure_id.in_(listed)))
    connection.execute(delete(Figure).where(Figure.id.in_(listed)))
    summaries = connection.execute(_summaries()).mappings().all()
    values = groupby(connection.execute(_values()).mappings().all(), key=itemgetter("figure_id"))
    pairs = zip(summaries, (list(rows) for _, rows in values), strict=True)
    while some := list(islice(pairs, ROWS)):
        formed = [judge(connection, summary, printed) for summary, printed in some]
        connection.execute(insert(Figure), [figure for figure, _ in formed])
        connection.execute(insert(Candidate), [row for _, rows in formed for row in rows])


def _summaries() -> Select[Any]:
    """Select for each figure of the list what it is and who reports it, in the order of ids."""
    what = [func.min(part.element).label(part.name) for part in figure_parts()]
    return (
        _listed(
            FigureFact.figure_id.label("id"),
            *what,
            func.min(Fact.subject_name).label("subject_name"),
            func.min(Fact.period_start).label("period_start"),
            func.min(Fact.period_end).label("period_end"),
            func.min(Article.published).label("first_seen"),
            func.max(Article.published).label("last_seen"),
            *_reports(),
        )
        .group_by(FigureFact.figure_id)
        .order_by(FigureFact.figure_id)
    )


def _values() -> Select[Any]:
    """Select the values printed for each figure of the list, in the order of ids."""
    by_figure = (FigureFact.figure_id, *COLUMNS)
    return _listed(*by_figure, *_reports()).group_by(*by_figure).order_by(*by_figure)


def _reports() -> tuple[Label[int], ...]:
    return (
        func.count().label("mentions"),
        func.count(Article.key.distinct()).label("witnesses"),
        func.count(independent_source().distinct()).label("independent"),
    )


def _listed(*columns: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    return (
        select(*columns)
        .join_from(FigureToForm, FigureFact, FigureToForm.figure_id == FigureFact.figure_id)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
    )
