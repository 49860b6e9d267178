"""The way into a database: its address, its engine, and one clear line when it fails."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

BUSY_SECONDS = 30  # that SQLite waits for another writer
CONNECT_SECONDS = 10
SUPPORTED = ("sqlite", "postgresql")
DRIVER = "postgresql+psycopg"
# A server that cannot be reached, shuts down, starts, or has to choose between two writers.
_PASSING = ("08", "57P01", "57P02", "57P03", "53300", "40001", "40P01")
# Queries over a million facts jump about in the file, of which SQLite's cache of 2 MB holds
# little; so does forming them, which writes many pages in one transaction. An added article changes
# some hundred pages here and there: its log of 40 MB is carried over after many of them, not two.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "cache_size = -262144",
    "mmap_size = 2147418112",
    "wal_autocheckpoint = 10000",
)
# A worker writes, and asks little: it keeps no share of the file in its memory.
_LEAN = ("cache_size = -32768", "mmap_size = 0")
_LOOK_UP = select(
    func.set_config("enable_seqscan", "off", True),
    func.set_config("enable_hashjoin", "off", True),
    func.set_config("enable_mergejoin", "off", True),
    func.set_config("plan_cache_mode", "force_generic_plan", True),
)
_PASSING_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class StoreError(Exception):
    """A store that cannot be opened, read or written; the message is one line for the user."""


class PassingError(StoreError):
    """A failure that may be gone at the next attempt: a lost connection, a lock, a rival."""


def database_url(address: str) -> URL:
    """Read a database URL, or a plain path as that of a SQLite file; raise StoreError."""
    if not address.strip():
        raise StoreError("the address of the store is empty")
    if "://" not in address:
        return URL.create("sqlite", database=address)
    with clear_errors(address):
        url = make_url(address)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername=DRIVER)
        if url.get_backend_name() not in SUPPORTED:
            raise StoreError(f"{url.drivername}: a store is in SQLite or PostgreSQL")
    return url


def create(url: URL, *, lean: bool = False) -> Engine:
    """Return an engine for a database; nothing is opened before the first connection.

    `lean` keeps little of a SQLite file in memory.
    """
    with clear_errors(describe(url)):
        if url.get_backend_name() != "sqlite":
            told = {
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "solieu",
                # It takes longer to compile a query than to answer it, and cursors are read to
                # their end.
                "options": "-c jit=off -c cursor_tuple_fraction=1",
            }
            given = {name: value for name, value in told.items() if name not in url.query}
            return create_engine(url, pool_pre_ping=True, connect_args=given)
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    if lean:
        event.listen(engine, "connect", _keep_little)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def describe(url: URL) -> str:
    """Return how a message names a database: the path of its file, or its URL without password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def is_missing_file(url: URL) -> bool:
    """Whether the address names a SQLite file that does not exist yet."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return False
    return not Path(str(url.database)).exists()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: all of it is kept, or nothing.

    On SQLite it takes the write lock at once. A transaction that reads first and asks for the
    lock later fails as soon as another process has written in between, without any waiting.
    """
    with engine.connect() as connection:
        connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with connection.begin():
            yield connection


@contextmanager
def clear_errors(where: str) -> Iterator[None]:
    """Turn what the database or its driver raises into a StoreError of one line."""
    try:
        yield
    except ModuleNotFoundError as error:
        hint = ": pip install 'solieu[postgres]'" if error.name == "psycopg" else ""
        raise StoreError(f"{where}: the driver {error.name} is not installed{hint}") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{where}: a text that is no Unicode (half a surrogate pair)") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        kind = PassingError if _is_passing(error, cause) else StoreError
        raise kind(f"{where}: {str(cause).strip().splitlines()[0]}") from error


def _is_passing(error: Exception, cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)  # a misuse of the module has none
        return code is not None and code & 0xFF in _PASSING_SQLITE
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = getattr(cause, "sqlstate", None)
    if state is None:  # no word from a server: there is none, or the connection broke
        return isinstance(error, OperationalError)
    return str(state).startswith(_PASSING)


def one_at_a_time(connection: Connection, lock: int) -> None:
    """Wait until no other process holds a lock, and hold it to the end of the transaction.

    On SQLite every transaction that writes is alone.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def look_up(connection: Connection) -> None:
    """Let PostgreSQL look up the rows of this transaction one by one: there are few of them.

    It cannot know how few a short list holds just now, and would go through whole tables for them.
    Plans are kept: to make one takes as long as to find the few rows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOOK_UP)


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver opens no transactions of its own: see _begin
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("md5", 1, _md5, deterministic=True)  # PostgreSQL has it


def _keep_little(connection: sqlite3.Connection, _: object) -> None:
    for pragma in _LEAN:
        connection.execute(f"PRAGMA {pragma}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
