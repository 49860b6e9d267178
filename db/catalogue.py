"""The catalogues of places and indices as tables, so that queries can join them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from .bulk import insert_missing
from .models import Base, IndexDefinition, Place
from .rows import Row

if TYPE_CHECKING:  # the loaders behind these types are slow to import
    from ..patterns import indices, places

_SEPARATOR = "|"


def place_rows(entries: Iterable[places.Place]) -> list[Row]:
    """Return places as rows; several successors are joined by `|`."""
    rows = _rows(Place, entries)
    return [row | {"successors": _SEPARATOR.join(row["successors"] or ()) or None} for row in rows]


def index_rows(entries: Iterable[indices.IndexDefinition]) -> list[Row]:
    """Return indices as rows."""
    return _rows(IndexDefinition, entries)


def _rows(table: type[Base], entries: Iterable[object]) -> list[Row]:
    """Return entries as rows of a table whose columns are among their attributes."""
    columns = [column.name for column in table.__table__.columns]
    return [{name: getattr(entry, name) or None for name in columns} for entry in entries]


def differs(connection: Connection, table: type[Base], rows: list[Row]) -> bool:
    """Whether a table holds anything else than these rows."""
    stored = connection.execute(select(*table.__table__.columns))
    return {tuple(row) for row in stored} != {tuple(row.values()) for row in rows}


def replace(connection: Connection, table: type[Base], rows: list[Row]) -> None:
    """Make these the rows of a table, which another writer may be doing as well."""
    connection.execute(delete(table))
    insert_missing(connection, table, rows)
