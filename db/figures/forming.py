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
from ..official.comparing import OfficialValues
from ..verdicts.attaching import attach
from ..verdicts.standing import stands
from .identity import figure_id, figure_parts, independent_source, reports_a_figure
from .judging import judge
from .printed import COLUMNS

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    from ..store import Store

ARTICLES = 20_000  # grouped in one transaction
ROWS = 5_000  # written at a time
_LOCK = 7_310_654  # PostgreSQL's lock while figures are formed: one process at a time does it


def waiting(store: Store) -> int:
    """Return how many articles, and figures of unchanged ones, are to be looked at again."""
    lists = (ArticleToGroup, FigureToForm)
    with store.reading() as connection:
        counts = [select(func.count()).select_from(table) for table in lists]
        return sum(connection.execute(count).scalar_one() for count in counts)


def form(store: Store) -> int:
    """Form anew the figures of all articles that changed; return how many articles these were.

    Figures that an official table or a verdict touches are formed anew as well. Copies are told
    apart before, so that they count as one independent witness. It may be interrupted at any
    time: what was not formed waits for the next call.
    """
    from ..copies import group  # numpy is slow to import

    group(store)
    done = 0
    while (formed := store.write(_form_some)) is not None:
        done += formed
    return done


def _form_some(connection: Connection) -> int | None:
    """Form the figures of some articles; return how many these were, None when none is left."""
    from ..checks.checking import check  # checks rest on figures, and import their parts
    from ..checks.deriving import derive

    last = _next_articles(connection)
    if last is None and not connection.execute(select(FigureToForm).limit(1)).all():
        return None
    taken = select(ArticleToGroup.article_id).where(ArticleToGroup.article_id <= (last or ""))
    if last is not None:
        attach(connection, taken)
        _assign(connection, taken)
        derive(connection, taken)
    _write(connection)
    check(connection, taken)
    connection.execute(delete(FigureToForm))
    grouped = delete(ArticleToGroup).where(ArticleToGroup.article_id <= (last or ""))
    return connection.execute(grouped).rowcount


def _next_articles(connection: Connection) -> str | None:
    """Return the last article, by id, of those whose turn it is."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    waiting_ids = select(ArticleToGroup.article_id).order_by(ArticleToGroup.article_id)
    turn = waiting_ids.limit(ARTICLES).subquery()
    last: str | None = connection.execute(select(func.max(turn.c.article_id))).scalar_one()
    return last


def _assign(connection: Connection, taken: Select[Any]) -> None:
    """Tie each fact of the articles to its figure, and list the figures that gain or lose one."""
    tied = FigureFact.article_id.in_(taken)
    touched = select(FigureFact.figure_id).where(tied).distinct()
    listed = select(FigureToForm.figure_id)
    new = touched.where(FigureFact.figure_id.not_in(listed))
    connection.execute(insert(FigureToForm).from_select(["figure_id"], new))
    connection.execute(delete(FigureFact).where(tied))
    facts = (
        select(Fact.id, figure_id(), Fact.article_id)
        .join(Article, Fact.article_id == Article.id)
        .where(Article.current, Fact.article_id.in_(taken), reports_a_figure(), stands())
    )
    connection.execute(
        insert(FigureFact).from_select(["fact_id", "figure_id", "article_id"], facts)
    )
    connection.execute(insert(FigureToForm).from_select(["figure_id"], new))


def _write(connection: Connection) -> None:
    """Write the figures of the list and their candidates anew."""
    from ..verdicts.reading import right_values  # verdicts rest on figures

    listed = select(FigureToForm.figure_id)
    connection.execute(delete(Candidate).where(Candidate.figure_id.in_(listed)))
    connection.execute(delete(Figure).where(Figure.id.in_(listed)))
    summaries = connection.execute(_summaries()).mappings().all()
    values = groupby(connection.execute(_values()).mappings().all(), key=itemgetter("figure_id"))
    pairs = zip(summaries, (list(rows) for _, rows in values), strict=True)
    right = right_values(connection, listed)
    while some := list(islice(pairs, ROWS)):
        official = OfficialValues(connection, [summary for summary, _ in some])
        formed = [
            judge(connection, summary, printed, official.of(summary), right.get(summary["id"]))
            for summary, printed in some
        ]
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
        .join_from(FigureFact, Fact, FigureFact.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
        .where(FigureFact.figure_id.in_(select(FigureToForm.figure_id)))
    )
