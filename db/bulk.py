"""Rows in bulk: each database by its fastest way, and rows that are there already left alone."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Table,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import InstrumentedAttribute

from . import models
from .rows import Row

T = TypeVar("T")

_NO_LIMIT = 1_000_000_000
_IN_ONE_QUERY = 10_000  # values that a query is given


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into lists for one query each: see `among`."""
    for start in range(0, len(values), _IN_ONE_QUERY):
        yield values[start : start + _IN_ONE_QUERY]


def among(
    connection: Connection,
    column: ColumnElement[T] | InstrumentedAttribute[T] | InstrumentedAttribute[T | None],
    values: Sequence[T],
) -> ColumnElement[bool]:
    """Return the condition that a column has one of many values, which are handed over as one.

    A list of parameters would be written out and read for each query.
    """
    if connection.dialect.name == "postgresql":
        return column == any_(bindparam(None, list(values), postgresql.ARRAY(column.type)))
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def first(few: Select[*tuple[Any, ...]]) -> Subquery:
    """Return a selection of few rows as a table of its own, from which SQLite begins a join.

    Its limit, which is never reached, keeps SQLite from taking it apart.
    """
    return few.limit(_NO_LIMIT).subquery()


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
    write = _copy if connection.dialect.name == "postgresql" else _execute_many
    return write(connection, cast(Table, table.__table__), rows)


def _execute_many(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """Hand rows to the driver as they are: SQLAlchemy would look at each value of each of them."""
    dialect, named = connection.dialect, connection.dialect.identifier_preparer.format_column
    columns = [table.columns[name] for name in rows[0]]
    readers = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    told = [
        (column.name, reader) for column, reader in zip(columns, readers, strict=True) if reader
    ]
    fetch = itemgetter(*rows[0]) if len(columns) > 1 else lambda row: tuple(row.values())
    if told:
        rows = [row | {name: reader(row[name]) for name, reader in told} for row in rows]
    statement = (
        f"INSERT INTO {table.name} ({', '.join(map(named, columns))})"
        f" VALUES ({', '.join('?' * len(columns))}) ON CONFLICT DO NOTHING"
    )
    return connection.exec_driver_sql(statement, list(map(fetch, rows))).rowcount


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
