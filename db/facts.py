"""Facts by what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack, cast

from sqlalchemy import ColumnElement, Join, Select, Table, and_, false, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from ..extractors.types import Fact
from . import models
from .asking import Asked, of_provinces
from .bulk import among
from .conclusions import Figure, FigureFact
from .rows import folded, read_fact
from .search import facts_holding
from .store import Store
from .verdicts.standing import stands

_NARROW = ("index", "provinces", "publisher")  # what an index of the table leads to

# Facts of these are spread over all days; few figures of a status have been looked at before.
_SPREAD = {"index", "provinces", "component", "kind", "measure", "overall", "status"}
MANY = 10_000  # facts that are sorted in 0.1 s
FEW = 2_500  # figures, with as many facts

Province = str | tuple[str, str]

_ARTICLE_COLUMNS = tuple(
    models.Article.__table__.columns[name]
    for name in ("record_id", "url", "title", "publisher", "published")
)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as it is stored, without its evidence, and the article that says it."""

    id: str
    fact: Fact
    article_id: str
    record_id: str
    url: str | None
    title: str | None
    publisher: str | None
    published: date | None


def facts(
    store: Store,
    *,
    province: Province | list[Province] | None = None,
    year: int | None = None,
    limit: int | None = None,
    **asked: Unpack[Asked],
) -> list[FactRow]:
    """Return the facts of current articles that meet all conditions, in the order of the articles.

    Those that were judged wrong are left out.

    `province` is a code, a pair of system and code (`("34", "01")`), or a list of these; a code
    alone means its province in either system. `year` is the year that the period ends in.
    """
    found, sought = _met(store, asked)
    if province is not None:
        found.append(_of_province(province))
    if year is not None:
        found.append(models.Fact.period_end.between(date(year, 1, 1), date(year, 12, 31)))
    if limit is None:
        return _rows(store, found, None, in_order=False)
    narrow = sought or province is not None or any(asked.get(name) for name in _NARROW)
    if asked.get("search") and store.engine.dialect.name == "postgresql":
        narrow = sought = True  # it knows by its index how many facts hold the words
    return _rows(
        store, found, limit, in_order=not narrow or (not sought and _leads_to_many(store, asked))
    )


def searched(store: Store, asked: Asked) -> list[ColumnElement[bool]]:
    """Return the condition to be one of the few facts that may hold the words asked for.

    It says nothing that `conditions` do not say; none where there are many such facts.
    """
    if not (words := folded(asked.get("search")).split()):
        return []
    with store.reading() as connection:
        ids = facts_holding(connection, words)
        return [] if ids is None else [among(models.Fact.id, ids)]


def _met(store: Store, asked: Asked) -> tuple[list[ColumnElement[bool]], bool]:
    """Return all conditions of a fact, and whether words or figures asked for lead to few."""
    sought, told, left = searched(store, asked), _told_of(store, asked), asked.copy()
    if told:
        left.pop("status", None)
        left.pop("minimum_witnesses", None)
    return [*sought, *told, *conditions(left)], bool(sought or told)


def _told_of(store: Store, asked: Asked) -> list[ColumnElement[bool]]:
    """Return the condition to report one of the few figures that are asked for by their status.

    It says all that `conditions` say of them; none where there are many such figures.
    """
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    if not given.keys() & _FIGURE_CONDITIONS.keys():
        return []
    wanted = _FIGURE_CONDITIONS | _SHARED_CONDITIONS
    met = [wanted[name](value) for name, value in given.items() if name in wanted]
    some = select(Figure.id).where(*met).limit(FEW + 1).subquery()
    with store.reading() as connection:
        if connection.execute(select(func.count()).select_from(some)).scalar_one() > FEW:
            return []
    tied = select(FigureFact.fact_id).join(Figure, FigureFact.figure_id == Figure.id)
    return [models.Fact.id.in_(tied.where(*met))]


def _leads_to_many(store: Store, asked: Asked) -> bool:
    """Whether an index leads to too many facts to sort them, and the first ones are soon met.

    They are not where days are asked for as well.
    """
    given = {name for name, value in asked.items() if value}
    if not given & {"index", "provinces"} or given - _SPREAD:
        return False
    led: Asked = {"index": asked.get("index"), "provinces": asked.get("provinces")}
    some = select(models.Fact.index_code).where(*conditions(led)).limit(MANY + 1).subquery()
    with store.reading() as connection:
        found = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return int(found) > MANY


def exists(store: Store, asked: Asked) -> bool:
    """Whether any fact meets all conditions."""
    query = joined(models.Fact.id).where(*_met(store, asked)[0]).limit(1)
    with store.reading() as connection:
        return connection.execute(query).first() is not None


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions that a fact of a current article must meet, all of them."""
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    search = folded(given.pop("search", None)).split()
    figure = {name: given.pop(name) for name in _FIGURE_CONDITIONS if name in given}
    found = [_CONDITIONS[name](value) for name, value in given.items()]
    if figure:
        found.append(_of_figures(figure))
    found += [models.Fact.folded.contains(word, autoescape=True) for word in search]
    return found


def _of_figures(asked: dict[str, Any]) -> ColumnElement[bool]:
    met = [_FIGURE_CONDITIONS[name](value) for name, value in asked.items()]
    tied = select(FigureFact.fact_id).join(Figure, FigureFact.figure_id == Figure.id)
    same = (FigureFact.article_id == models.Fact.article_id, FigureFact.fact_id == models.Fact.id)
    # No EXISTS: PostgreSQL would make a join of it, and expect no row of that.
    return tied.where(*same, *met).scalar_subquery().is_not(None)


def _of_province(province: Province | list[Province]) -> ColumnElement[bool]:
    fact = models.Fact
    several = province if isinstance(province, list) else [province]
    codes = [fact.subject_code == one for one in several if isinstance(one, str)]
    pairs = [one for one in several if not isinstance(one, str)]
    exact = of_provinces(pairs, fact.subject_type, fact.subject_system, fact.subject_code)
    return or_(and_(fact.subject_type == "province", or_(false(), *codes)), exact)


def _rows(
    store: Store, conditions: Sequence[ColumnElement[bool]], limit: int | None, *, in_order: bool
) -> list[FactRow]:
    fact, article = models.Fact, models.Article
    query = (
        joined(*models.Fact.__table__.columns, *_ARTICLE_COLUMNS, in_order=in_order)
        .where(*conditions)
        .order_by(article.published.nulls_last(), article.key, fact.start, fact.end, fact.id)
        .limit(limit)
    )
    with store.reading() as connection:
        return [
            FactRow(
                id=row["id"],
                fact=read_fact(row),
                article_id=row["article_id"],
                **{column.name: row[column.name] for column in _ARTICLE_COLUMNS},
            )
            for row in connection.execute(query).mappings()
        ]


def joined(*columns: Any, in_order: bool = False) -> Select[Any]:
    """Select columns of facts that nobody judged wrong, and of the current articles that say them.

    `in_order` goes through the articles in their order, for the first rows of many.
    """
    fact, article = cast(Table, models.Fact.__table__), cast(Table, models.Article.__table__)
    told = fact.c.article_id == article.c.id
    tables = _FromTheLeft(article, fact, told) if in_order else Join(fact, article, told)
    return select(*columns).select_from(tables).where(article.c.current, stands())


class _FromTheLeft(Join):
    """A join that begins with its left table: no database knows how soon a limit is reached."""

    inherit_cache = True


@compiles(_FromTheLeft, "sqlite")
def _cross_join(element: _FromTheLeft, compiler: SQLCompiler, **settings: Any) -> str:
    left, right, told = _sides(element, compiler, settings)
    return f"{left} CROSS JOIN {right} ON {told}"


@compiles(_FromTheLeft, "postgresql")
def _lateral_join(element: _FromTheLeft, compiler: SQLCompiler, **settings: Any) -> str:
    left, right, told = _sides(element, compiler, settings)
    return f"{left} JOIN LATERAL (SELECT * FROM {right} WHERE {told} OFFSET 0) AS {right} ON TRUE"


def _sides(
    element: _FromTheLeft, compiler: SQLCompiler, settings: dict[str, Any]
) -> tuple[str, str, str]:
    """Return both tables and what joins them as SQL."""
    settings["asfrom"] = True
    if linter := settings.get("from_linter"):  # it warns of tables that nothing joins
        linter.edges.add((element.left, element.right))
    left, right = (compiler.process(one, **settings) for one in (element.left, element.right))
    assert element.onclause is not None
    return left, right, compiler.process(element.onclause)


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "index": lambda code: models.Fact.index_code == code,
    "component": lambda name: models.Fact.component == name,
    "provinces": lambda places: of_provinces(
        places, models.Fact.subject_type, models.Fact.subject_system, models.Fact.subject_code
    ),
    "since": lambda day: models.Fact.period_end >= day,
    "until": lambda day: models.Fact.period_end <= day,
    "kind": lambda name: models.Fact.kind == name,
    "measure": lambda name: models.Fact.measure == name,
    "overall": lambda _: and_(models.Fact.component.is_(None), models.Fact.scope.is_(None)),
    "publisher": lambda name: models.Article.publisher == name,
}
_FIGURE_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "status": lambda name: Figure.status == name,
    "minimum_witnesses": lambda count: Figure.witnesses >= count,
}
_SHARED_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {  # by figure and fact
    "index": lambda code: Figure.index_code == code,
    "provinces": lambda places: of_provinces(
        places, Figure.subject_type, Figure.subject_system, Figure.subject_code
    ),
}
