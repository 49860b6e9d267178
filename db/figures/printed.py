"""A value as a fact prints it, between rows and Python."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ..models import Fact
from ..rows import Stored
from .agreement import Value

COLUMNS = (Fact.value, Fact.number, Fact.value_to, Fact.direction, Fact.qualifier)
NAMES = tuple(column.name for column in COLUMNS)


@lru_cache(maxsize=65_536)
def printed_value(
    value: str, number: float | None, value_to: str | None, direction: str | None, qualifier: str
) -> Value:
    """Return what these columns print; the same few thousand values come again and again."""
    upper = None if value_to is None else Decimal(value_to)
    return Value(value if number is None else Decimal(value), upper, direction, qualifier)


def read_printed(row: Stored) -> Value:
    """Return what a row of facts or candidates prints."""
    return printed_value(*(row[name] for name in NAMES))
