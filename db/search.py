"""The words of facts, found by their trigrams: an index that leads to few facts, never the answer.

On SQLite it is a table of FTS5 without contents, where SQLite has it (3.34 or later); its rows go
by the number that a fact's id begins with. PostgreSQL keeps an index of its extension pg_trgm by
itself, where it may be created. A store without either reads all facts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import DBAPIError

from .rows import Row

TABLE = "fact_search"
INDEX = "ix_fact_folded_trigrams"  # on PostgreSQL
MANY = 10_000  # facts that are read and sorted in a fraction of a second
_LENGTH = 3  # of a trigram
_DIGITS = 15  # of an id that is in hexadecimal: what fits into a number of 63 bits


def make_index(connection: Connection) -> None:
    """Make the index of all facts that a store holds, if its database has the means."""
    if connection.dialect.name == "postgresql":
        try:
            with connection.begin_nested():
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
                operators = "USING gin (folded gin_trgm_ops)"
                connection.execute(text(f"CREATE INDEX {INDEX} ON fact {operators}"))
        except DBAPIError:
            return
    elif _has_trigrams(connection):
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
            "(folded, content='', columnsize=0, detail=none, tokenize='trigram')"
        )
        told = connection.execute(text("SELECT id, folded FROM fact ORDER BY id"))
        while rows := told.mappings().fetchmany(MANY):
            add_to_index(connection, rows)


def drop_index(connection: Connection) -> None:
    """Drop the index, if there is one."""
    what = f"INDEX IF EXISTS {INDEX}"
    if connection.dialect.name == "sqlite":
        what = f"TABLE IF EXISTS {TABLE}"
    connection.execute(text(f"DROP {what}"))


def add_to_index(connection: Connection, rows: Sequence[Row | RowMapping]) -> None:
    """Add facts that were just stored, given with their ids and folded words."""
    if rows and _has_table(connection):
        statement = f"INSERT INTO {TABLE} (rowid, folded) VALUES (?, ?)"
        connection.exec_driver_sql(statement, _entries(rows))


def take_from_index(connection: Connection, rows: Sequence[Row | RowMapping]) -> None:
    """Take out facts that are about to be dropped, given as they were added."""
    if rows and _has_table(connection):
        statement = f"INSERT INTO {TABLE} ({TABLE}, rowid, folded) VALUES ('delete', ?, ?)"
        connection.exec_driver_sql(statement, _entries(rows))


def facts_holding(connection: Connection, words: Sequence[str]) -> list[str] | None:
    """Return the ids of all facts that may hold these folded words, and of a few more.

    None where there are many, or no index tells: all facts are to be looked at.
    """
    trigrams = {word[at : at + _LENGTH] for word in words for at in range(len(word) - _LENGTH + 1)}
    if not trigrams or not _has_table(connection):
        return None
    quoted = " AND ".join('"' + one.replace('"', '""') + '"' for one in sorted(trigrams))
    numbers = connection.exec_driver_sql(
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? LIMIT {MANY + 1}", (quoted,)
    )
    starts = [format(number, f"0{_DIGITS}x") for number in numbers.scalars()]
    if len(starts) > MANY:
        return None
    found = text(
        "SELECT fact.id FROM json_each(:starts) start CROSS JOIN fact"
        " WHERE fact.id >= start.value AND fact.id < start.value || 'g'"
    )
    return list(connection.execute(found, {"starts": json.dumps(starts)}).scalars())


def _entries(rows: Sequence[Row | RowMapping]) -> list[tuple[int, str]]:
    """Return numbers and words in the order of the numbers, in which FTS5 writes them at once."""
    return sorted((int(row["id"][:_DIGITS], 16), row["folded"]) for row in rows)


def _has_table(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return False
    query = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return connection.exec_driver_sql(query, (TABLE,)).first() is not None


def _has_trigrams(connection: Connection) -> bool:
    options = connection.exec_driver_sql("PRAGMA compile_options").scalars().all()
    return "ENABLE_FTS5" in options and sqlite3.sqlite_version_info >= (3, 34)
