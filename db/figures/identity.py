"""What makes two facts report one figure, as SQL: the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Label,
    Text,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ..models import Article, Fact
from ..verdicts.schema import IndicatorName

ALL_PROVINCES = ("61", "63", "64", "34")  # a rank among all of them, whatever year it is of
ID_LENGTH = 16

Parts = tuple[Label[Any], ...]


def reports_a_figure() -> ColumnElement[bool]:
    """Return the condition that a fact says enough to report a figure.

    Whose it is and when must be known, and what it measures: an index, or an indicator.
    """
    return and_(
        Fact.subject_type.is_not(None),
        Fact.period.is_not(None),
        or_(Fact.index_code.is_not(None), Fact.indicator.is_not(None)),
    )


def figure_parts() -> Parts:
    """Return the columns of a figure that facts must share, under the names of its table.

    The name of a subject with a code, which may be written in several ways, is not among them.
    """
    return (
        Fact.index_code.label("index_code"),
        Fact.component.label("component"),
        _indicator().label("indicator"),
        Fact.subject_type.label("subject_type"),
        Fact.subject_system.label("subject_system"),
        Fact.subject_code.label("subject_code"),
        Fact.period.label("period"),
        _baseline().label("baseline"),
        Fact.scope.label("scope"),
        Fact.modality.label("modality"),
        Fact.measure.label("measure"),
        _unit().label("unit"),
        _out_of().label("out_of"),
    )


def figure_id(**other: Any) -> ColumnElement[Any]:
    """Return the id of the figure that a fact reports: a hash of all that makes it the same.

    `other` are parts that the fact says otherwise: of another period, say.
    """
    name = func.coalesce(Fact.subject_code, func.lower(Fact.subject_name))
    parts: list[ColumnElement[Any]] = [
        func.coalesce(other.get(part.name, part.element), "") for part in figure_parts()
    ]
    return func.substr(func.md5(_Joined(*parts, name)), 1, ID_LENGTH)


class _Joined(FunctionElement[str]):
    """Texts with `|` between them."""

    inherit_cache = True


@compiles(_Joined)
def _joined(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    return " || '|' || ".join(compiler.process(one, **options) for one in element.clauses)


@compiles(_Joined, "sqlite")
def _printed(element: _Joined, compiler: SQLCompiler, **options: Any) -> str:
    """Write them all at once: to join two at a time takes twice as long."""
    form = "|".join(["%s"] * len(element.clauses))
    return f"printf('{form}', {compiler.process(element.clauses, **options)})"


def _indicator() -> ColumnElement[str | None]:
    """An index says by itself what is measured, in whatever words a paper calls it.

    Indicators that were judged the same go under one name.
    """
    judged_same = (
        select(IndicatorName.canonical)
        .where(IndicatorName.indicator == Fact.indicator)
        .correlate(Fact)
        .scalar_subquery()
    )
    named = func.coalesce(judged_same, Fact.indicator)
    return case((Fact.index_code.is_(None), named), else_=null())


def _unit() -> ColumnElement[str | None]:
    """An index out of 100 is printed in points or in percent; a change in one is not the other."""
    points = and_(Fact.measure == "value", Fact.unit.in_(("%", "điểm", "điểm %")))
    return case((points, "%"), (Fact.measure.in_(("rank", "tier")), null()), else_=Fact.unit)


def _baseline() -> ColumnElement[str | None]:
    """Growth is over the same stretch of the year before, whether a paper says so or not."""
    year = func.substr(Fact.period, 1, 4)
    before = cast(cast(year, Integer) - 1, Text)
    usual = and_(Fact.measure == "growth", Fact.baseline == func.replace(Fact.period, year, before))
    return case((usual, null()), else_=Fact.baseline)


def _out_of() -> ColumnElement[str | None]:
    """The third of eleven in the region is not the third of all, though no scope was told."""
    among_others = and_(Fact.measure == "rank", Fact.out_of.not_in(ALL_PROVINCES))
    return case((among_others, Fact.out_of), else_=null())


def independent_source() -> ColumnElement[str]:
    """Return what copies of one text have in common: near-copies are one independent witness."""
    return func.coalesce(Article.cluster, Article.key)
