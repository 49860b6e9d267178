"""Rows in bulk: each database by its fastest way, and rows that are there already left alone."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, TypeVarTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Label,
    Select,
    Subquery,
    Table,
    Text,
    TypeDecorator,
    Update,
    bindparam,
    type_coerce,
)
from sqlalchemy import Row as RowOf
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine

from . import models
from .rows import Row

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
_Reader = Callable[[Any], Any]

LISTED = "listed"  # the parameter of a query that is given many values
_NO_LIMIT = 1_000_000_000
FEW = 100  # rows that are not worth a COPY
_IN_ONE_QUERY = 10_000  # values that a query is given


class Values(NamedTuple):
    """What rows of a table hold, in the order of these columns."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class _Listed(TypeDecorator[Sequence[Any]]):
    """Many values handed over as one: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        listed = postgresql.ARRAY(self.item) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(listed)

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        given = list(value or ())
        return given if dialect.name == "postgresql" else json.dumps(given)


class _Among(FunctionElement[Any]):
    inherit_cache = True  # of no type: SQLite would compare a Boolean with 1, and see no index


@compiles(_Among)
def _among_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({values})"


def among(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], values: str | Sequence[Any] = LISTED
) -> ColumnElement[bool]:
    """Return the condition that a column has one of many values, which are handed over as one.

    A list of parameters would be written out and read for each query. The values are given here, or
    the name of the parameter under which the statement gets them: see `rows_of`.
    """
    listed = _Listed(column.type)
    if isinstance(values, str):
        return _Among(column, bindparam(values, type_=listed))
    return _Among(column, bindparam(None, values, listed))


class _Unindexed(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Unindexed)
def _as_it_is(element: _Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_Unindexed, "sqlite")
def _with_a_plus(element: _Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


def unindexed(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return a column by which SQLite looks nothing up, so that it goes through the whole table.

    It would look for rows one by one where a query wants most of them; PostgreSQL knows better.
    """
    return _Unindexed(column)


def rows_of(
    connection: Connection, query: Select[*Columns], values: Sequence[Any]
) -> Iterator[RowOf[*Columns]]:
    """Yield the rows of a query that holds `among(column)`, for any number of values."""
    for some in chunks(values):
        yield from connection.execute(query, {LISTED: some}).all()


def execute_for(connection: Connection, statement: Delete | Update, values: Sequence[Any]) -> None:
    """Execute a statement that holds `among(column)`, for any number of values."""
    for some in chunks(values):
        connection.execute(statement, {LISTED: some})


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into lists for one query each."""
    for start in range(0, len(values), _IN_ONE_QUERY):
        yield values[start : start + _IN_ONE_QUERY]


def first(few: Select[*tuple[Any, ...]]) -> Subquery:
    """Return a selection of few rows as a table of its own, from which SQLite begins a join.

    Its limit, which is never reached, keeps SQLite from taking it apart.
    """
    return few.limit(_NO_LIMIT).subquery()


def as_given(column: InstrumentedAttribute[Any]) -> Label[Any]:
    """Return a column whose values stay as the driver gives them, under its name.

    SQLite keeps days as text, and to read and write each of them takes longer than to find it.
    """
    return type_coerce(column, NullType()).label(column.key)


def upsert(dialect: str, table: type[models.Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an insertion that can say what to do with a row that is there already."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_missing(connection: Connection, table: type[models.Base], rows: Sequence[Row]) -> int:
    """Insert rows that all have the same columns; return how many were not there.

    Rows come sorted where two writers may meet: they then wait for each other, never in a ring.
    """
    if not rows:
        return 0
    if connection.dialect.name != "postgresql" and (readers := _readers(table, tuple(rows[0]))):
        rows = [row | {name: reader(row[name]) for name, reader in readers} for row in rows]
    return insert_values(connection, table, values_of(rows))


def values_of(rows: Sequence[Row]) -> Values:
    """Return what rows hold that all have the same columns."""
    names = tuple(rows[0]) if rows else ()
    if len(names) == 1:
        return Values(names, [tuple(row.values()) for row in rows])
    return Values(names, list(map(itemgetter(*names), rows)) if rows else [])


def insert_values(connection: Connection, table: type[models.Base], values: Values) -> int:
    """Insert rows whose values are as a driver gives them; return how many were not there."""
    if not values.rows:
        return 0
    made = cast(Table, table.__table__)
    if connection.dialect.name != "postgresql":
        # SQLAlchemy would look at each value of each of them.
        statement = _insertion(made, values.names)
        return connection.exec_driver_sql(statement, values.rows).rowcount
    return (_execute_few if len(values.rows) < FEW else _copy)(connection, made, values)


@cache
def _readers(table: type[models.Base], names: Sequence[str]) -> Sequence[tuple[str, _Reader]]:
    """Return what makes the values of some columns those of SQLite's driver."""
    dialect, columns = sqlite.dialect(), table.__table__.columns
    readers = [columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    return [(name, one) for name, one in zip(names, readers, strict=True) if one]


@cache
def _insertion(table: Table, names: Sequence[str]) -> str:
    named = map(sqlite.dialect().identifier_preparer.quote, names)
    return (
        f"INSERT INTO {table.name} ({', '.join(named)})"
        f" VALUES ({', '.join('?' * len(names))}) ON CONFLICT DO NOTHING"
    )


def _execute_few(connection: Connection, table: Table, values: Values) -> int:
    """Send rows one by one without waiting in between: to COPY them takes three statements more."""
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(map(quoted.quote, values.names))
    places = ", ".join(["%s"] * len(values.names))
    insertion = f"INSERT INTO {quoted.quote(table.name)} ({columns}) VALUES ({places})"
    driver: Any = connection.connection.driver_connection
    with _as_sqlalchemy(connection, insertion), driver.cursor() as cursor:
        several = len(values.rows) > 1
        send = cursor.executemany if several else cursor.execute
        send(f"{insertion} ON CONFLICT DO NOTHING", values.rows if several else values.rows[0])
        return int(cursor.rowcount)


def _copy(connection: Connection, table: Table, values: Values) -> int:
    """COPY rows into a temporary table, and from there those that are missing.

    The temporary table stays with the connection, empty between transactions.
    """
    quoted = connection.dialect.identifier_preparer
    name, incoming = quoted.quote(table.name), quoted.quote(f"incoming_{table.name}")
    columns = ", ".join(map(quoted.quote, values.names))
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
            for row in values.rows:
                copy.write_row(row)
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
