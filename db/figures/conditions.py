"""What can be asked of figures, as conditions in SQL."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, and_, false, or_, select

from ..conclusions import Figure, FigureFact
from ..models import Article, Fact
from ..rows import folded

Place = tuple[str, str]


class Asked(TypedDict, total=False):
    """Conditions on figures; one that is missing or None asks nothing.

    `provinces` are pairs of system and code. `since` and `until` are days between which the
    period ends. `publisher` is one that reports the figure, `minimum_witnesses` articles that do.
    `official` is what a table says of it: `confirmed`, `contradicted` or `not_covered`.
    `search` finds figures that hold all its words in index, component, indicator or name, with or
    without diacritics.
    """

    index: str | None
    component: str | None
    provinces: Sequence[Place] | None
    since: date | None
    until: date | None
    measure: str | None
    publisher: str | None
    status: str | None
    minimum_witnesses: int | None
    official: str | None
    search: str | None


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions that a figure must meet, all of them."""
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    search = folded(given.pop("search", None)).split()
    found = [_CONDITIONS[name](value) for name, value in given.items()]
    return found + [Figure.folded.contains(word, autoescape=True) for word in search]


def _of_provinces(places: Sequence[Place]) -> ColumnElement[bool]:
    named = [
        and_(Figure.subject_system == system, Figure.subject_code == code)
        for system, code in places
    ]
    return and_(Figure.subject_type == "province", or_(false(), *named))


def _reported_by(publisher: str) -> ColumnElement[bool]:
    reported = (
        select(FigureFact.figure_id)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .join(Article, Fact.article_id == Article.id)
        .where(Article.current, Article.publisher == publisher)
    )
    return Figure.id.in_(reported)


def _told_by_table(status: str) -> ColumnElement[bool]:
    if status == "not_covered":
        return Figure.official_status.is_(None)
    return Figure.official_status == status


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "index": lambda code: Figure.index_code == code,
    "component": lambda name: Figure.component == name,
    "provinces": _of_provinces,
    "since": lambda day: Figure.period_end >= day,
    "until": lambda day: Figure.period_end <= day,
    "measure": lambda name: Figure.measure == name,
    "publisher": _reported_by,
    "status": lambda name: Figure.status == name,
    "official": _told_by_table,
    "minimum_witnesses": lambda count: Figure.witnesses >= count,
}
