"""A value as a fact prints it, between rows and Python."""

from __future__ import annotations

from decimal import Decimal

from ..models import Fact
from ..rows import Stored, read_value
from .agreement import Value

COLUMNS = (Fact.value, Fact.number, Fact.value_to, Fact.direction, Fact.qualifier)
NAMES = tuple(column.name for column in COLUMNS)


def read_printed(row: Stored) -> Value:
    """Return what a row of facts or candidates prints."""
    upper = row["value_to"]
    return Value(
        read_value(row),
        None if upper is None else Decimal(upper),
        row["direction"],
        row["qualifier"],
    )
