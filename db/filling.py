"""Filling a table from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, Table, exists, select

from .models import Base


@contextmanager
def filling(connection: Connection, table: type[Base]) -> Iterator[None]:
    """Let an empty table of SQLite have no indices before all of its rows are in.

    To sort them for an index is much faster than to find the place of each one that comes. Nobody
    sees the table without: it is all in one transaction. That would keep out readers on PostgreSQL.
    """
    filled = cast(Table, table.__table__)
    indices = sorted(filled.indexes, key=lambda index: str(index.name))
    if connection.dialect.name != "sqlite" or _holds_rows(connection, filled):
        indices = []
    for index in indices:
        index.drop(connection, checkfirst=True)
    yield
    for index in indices:
        index.create(connection, checkfirst=True)


def _holds_rows(connection: Connection, table: Table) -> bool:
    return bool(connection.execute(select(exists(select(table)))).scalar_one())
