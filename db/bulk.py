"""Rows in bulk: each database by its fastest way, and rows that are there already left alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError

from . import models
from .rows import Row

T = TypeVar("T")

_IN_ONE_QUERY = 500  # values of an IN list; SQLite takes 32,766 in one statement


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into lists that fit into one query."""
    for start in range(0, len(values), _IN_ONE_QUERY):
        yield values[start : start + _IN_ONE_QUERY]


def upsert(connection: Connection, table: type[models.Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an insertion that can say what to do with a row that is there already."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_missing(connection: Connection, table: type[models.Base], rows: Sequence[Row]) -> int:
    """Insert rows that all have the same columns; return how many were not there.

    Rows come sorted where two writers may meet: they then wait for each other, never in a ring.
    """
    if not rows:
        return 0
    if connection.dialect.name == "postgresql":
        return _copy(connection, cast(Table, table.__table__), rows)
    return connection.execute(upsert(connection, table).on_conflict_do_nothing(), rows).rowcount


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """COPY rows into a temporary table, and from there those that are missing.

    The temporary table stays with the connection, empty between transactions.
    """
    quoted = connection.dialect.identifier_preparer
    name, incoming = quoted.quote(table.name), quoted.quote(f"incoming_{table.name}")
    columns = ", ".join(quoted.quote(column) for column in rows[0])
    fetch = itemgetter(*rows[0]) if len(rows[0]) > 1 else lambda row: tuple(row.values())
    temporary = (
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {incoming}"
        f" (LIKE {name} INCLUDING DEFAULTS) ON COMMIT DELETE ROWS"
    )
    copying = f"COPY {incoming} ({columns}) FROM STDIN"
    insertion = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {incoming}"
    driver: Any = connection.connection.driver_connection
    with _as_sqlalchemy(connection, copying), driver.cursor() as cursor:
        cursor.execute(temporary)
        with cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(fetch(row))
        cursor.execute(f"{insertion} ON CONFLICT DO NOTHING")
        return int(cursor.rowcount)


@contextmanager
def _as_sqlalchemy(connection: Connection, statement: str) -> Iterator[None]:
    """Raise what the driver itself raises as SQLAlchemy would have raised it."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.OperationalError as error:
        raise OperationalError(statement, None, error) from error
    except driver.Error as error:
        raise DBAPIError(statement, None, error) from error
