"""What speaks for a value though nobody prints it: a later value of the figure and its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from ..bulk import among, rows_of
from ..checks.schema import DerivedValue
from ..models import Article
from .agreement import Value, agree
from .identity import independent_source
from .weighing import Closeness, Report

_OF_FIGURES = (
    select(*DerivedValue.__table__.columns, Article.publisher, Article.published)
    .add_columns(independent_source().label("source"))
    .join(Article, DerivedValue.article_id == Article.id)
    .where(Article.current, among(DerivedValue.figure_id))
)


def derived_value(row: Row[Any]) -> Value:
    """Return a derived value as a print of its figure: a range where rounding leaves one."""
    value, margin = Decimal(row.value), Decimal(row.margin)
    return Value(value - margin, value + margin) if margin else Value(value)


class Derivations:
    """What follows for some figures from later values and their changes, read at once."""

    def __init__(self, connection: Connection, figures: Sequence[str]) -> None:
        self._rows: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in rows_of(connection, _OF_FIGURES, figures):
            self._rows[row.figure_id].append(row)

    def reports(self, figure: str, candidates: Sequence[Value], measure: str) -> list[Report]:
        """Return what each article whose value and change lead to a candidate says for it."""
        return [
            Report(at, row.source, row.publisher, row.published, Closeness.arithmetic)
            for row in self._rows.get(figure, ())
            for at, candidate in enumerate(candidates)
            if agree(candidate, derived_value(row), measure)
        ]
