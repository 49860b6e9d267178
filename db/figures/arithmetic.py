"""What speaks for a value though nobody prints it: a later value of the figure and its change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from ..checks.schema import DerivedValue
from ..models import Article
from ..rows import Stored
from .agreement import Value, agree
from .identity import independent_source
from .weighing import Closeness, Report


def derived_value(row: Row[Any]) -> Value:
    """Return a derived value as a print of its figure: a range where rounding leaves one."""
    value, margin = Decimal(row.value), Decimal(row.margin)
    return Value(value - margin, value + margin) if margin else Value(value)


def reports_by_arithmetic(
    connection: Connection, candidates: Sequence[Value], figure: Stored
) -> list[Report]:
    """Return for each article whose rank or value and change lead to a candidate that it does."""
    query = (
        select(*DerivedValue.__table__.columns, Article.publisher, Article.published)
        .add_columns(independent_source().label("source"))
        .join(Article, DerivedValue.article_id == Article.id)
        .where(DerivedValue.figure_id == figure["id"], Article.current)
    )
    return [
        Report(at, row.source, row.publisher, row.published, Closeness.arithmetic)
        for row in connection.execute(query)
        for at, candidate in enumerate(candidates)
        if agree(candidate, derived_value(row), figure["measure"])
    ]
