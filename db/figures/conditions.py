"""What can be asked of figures, as conditions in SQL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from ..asking import Asked, of_provinces
from ..conclusions import Figure, FigureFact
from ..models import Article, Fact
from ..rows import folded

# What facts of a kind can measure: it narrows the search for them.
MEASURES = {
    "rank": ("rank",),
    "score": ("value", "growth"),
    "percentage": ("value", "growth", "share"),
    "delta": ("rank_change", "value_change", "growth"),
    "tier": ("tier",),
    "count": ("count",),
    "money": ("amount",),
    "quantity": ("amount",),
}


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions that a figure must meet, all of them."""
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    search = folded(given.pop("search", None)).split()
    found = [_CONDITIONS[name](value) for name, value in given.items()]
    return found + [Figure.folded.contains(word, autoescape=True) for word in search]


def _reported_by(publisher: str) -> ColumnElement[bool]:
    reported = (
        select(FigureFact.figure_id)
        .join(Article, FigureFact.article_id == Article.id)
        .where(Article.current, Article.publisher == publisher)
        .cte("reported")
        .prefix_with("MATERIALIZED", dialect="postgresql")  # not looked for figure by figure
    )
    return Figure.id.in_(select(reported.c.figure_id))


def _told_by_table(status: str) -> ColumnElement[bool]:
    if status == "not_covered":
        return Figure.official_status.is_(None)
    return Figure.official_status == status


def _of_kind(kind: str) -> ColumnElement[bool]:
    """Return the condition that a fact of this kind reports the figure."""
    told = (
        select(FigureFact.fact_id)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .where(FigureFact.figure_id == Figure.id, Fact.kind == kind)
    )
    return and_(Figure.measure.in_(MEASURES.get(kind, ())), told.exists())


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "index": lambda code: Figure.index_code == code,
    "component": lambda name: Figure.component == name,
    "provinces": lambda places: of_provinces(
        places, Figure.subject_type, Figure.subject_system, Figure.subject_code
    ),
    "kind": _of_kind,
    "overall": lambda _: and_(Figure.component.is_(None), Figure.scope.is_(None)),
    "since": lambda day: Figure.period_end >= day,
    "until": lambda day: Figure.period_end <= day,
    "measure": lambda name: Figure.measure == name,
    "publisher": _reported_by,
    "status": lambda name: Figure.status == name,
    "minimum_witnesses": lambda count: Figure.witnesses >= count,
    "official": _told_by_table,
}
