"""Official tables kept in the store, each under its name, and put there or taken out as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select

from ..bulk import insert_missing
from ..conclusions import Figure, FigureToForm
from ..connection import StoreError, one_at_a_time
from ..identity import decimal_text
from ..rows import Row
from .reading import OfficialFigure, read_table
from .schema import OfficialFigure as FigureRow
from .schema import OfficialTable

if TYPE_CHECKING:
    from ..store import Store

PUBLISHED = Path(__file__).parent / "published"
_LOCK = 7_310_655  # PostgreSQL's lock while the tables that come with Solieu are put in


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """A table of the store: what it covers, and whether it comes with Solieu."""

    name: str
    published: bool
    loaded: datetime
    rows: int
    indices: tuple[str, ...]
    first_year: int
    last_year: int


def load_table(store: Store, path: Path) -> int:
    """Keep the table of a CSV file under the file's name, in place of one so named.

    Return how many figures it has. Where tables overlap, those of users go before those that come
    with Solieu, and the one loaded last before the others. Raises OfficialError.
    """
    figures = read_table(path)
    if path.name in _published():
        raise StoreError(f"{path}: a table that comes with Solieu is called {path.name}: rename it")
    digest = _digest(path)
    store.write(lambda connection: _put(connection, path.name, figures, digest, published=False))
    return len(figures)


def remove_table(store: Store, name: str) -> None:
    """Take out a table that a user loaded; raise StoreError if there is none of this name."""
    if name not in {table.name for table in tables(store) if not table.published}:
        raise StoreError(f"{name}: no table of this name was loaded")
    store.write(lambda connection: _take_out(connection, name))


def tables(store: Store) -> list[LoadedTable]:
    """Return the tables of the store, those of users first."""
    counted = (
        select(
            *(OfficialTable.name, OfficialTable.published, OfficialTable.loaded),
            FigureRow.index_code,
            func.count().label("rows"),
            func.min(FigureRow.year).label("first_year"),
            func.max(FigureRow.year).label("last_year"),
        )
        .join(FigureRow, FigureRow.table_name == OfficialTable.name)
        .group_by(OfficialTable.name, OfficialTable.published, OfficialTable.loaded)
        .group_by(FigureRow.index_code)
        .order_by(OfficialTable.published, OfficialTable.name, FigureRow.index_code)
    )
    found: dict[str, LoadedTable] = {}
    with store.reading() as connection:
        for row in connection.execute(counted):
            here = found.get(row.name)
            found[row.name] = LoadedTable(
                *(row.name, row.published, row.loaded),
                rows=row.rows + (here.rows if here else 0),
                indices=((*here.indices, row.index_code) if here else (row.index_code,)),
                first_year=min(row.first_year, here.first_year if here else row.first_year),
                last_year=max(row.last_year, here.last_year if here else row.last_year),
            )
    return list(found.values())


def sync_published(store: Store) -> None:
    """Make the store hold the tables that come with Solieu; write only what changed."""
    with store.reading() as connection:
        if _held(connection) == _published():
            return
    store.write(_sync)


def _sync(connection: Connection) -> None:
    one_at_a_time(connection, _LOCK)
    held, wanted = _held(connection), _published()  # by now another process may have done it
    for name in sorted(held.keys() - wanted.keys()):
        _take_out(connection, name)
    for name, digest in wanted.items():
        if held.get(name) != digest:
            _put(connection, name, read_table(PUBLISHED / name), digest, published=True)


def _held(connection: Connection) -> dict[str, str]:
    query = select(OfficialTable.name, OfficialTable.digest).where(OfficialTable.published)
    return {row.name: row.digest for row in connection.execute(query)}


@cache
def _published() -> dict[str, str]:
    """Return the digest of each table that comes with Solieu, by its name."""
    return {path.name: _digest(path) for path in sorted(PUBLISHED.glob("*.csv"))}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _put(
    connection: Connection,
    name: str,
    figures: Sequence[OfficialFigure],
    digest: str,
    *,
    published: bool,
) -> None:
    _take_out(connection, name)
    now = datetime.now(UTC).replace(tzinfo=None)
    table = {"name": name, "published": published, "digest": digest, "loaded": now}
    insert_missing(connection, OfficialTable, [table])
    rows = [_row(name, figure) for figure in figures]
    insert_missing(connection, FigureRow, rows)
    _form_again(connection, {(row["index_code"], row["year"]) for row in rows})


def _row(name: str, figure: OfficialFigure) -> Row:
    return {
        "index_code": figure.index,
        "year": figure.year,
        "subject_system": figure.province.system,
        "subject_code": figure.province.code,
        "table_name": name,
        "rank": decimal_text(figure.rank),
        "score": decimal_text(figure.score),
        "source": figure.source,
    }


def _take_out(connection: Connection, name: str) -> None:
    of_table = FigureRow.table_name == name
    covered = select(FigureRow.index_code, FigureRow.year).where(of_table).distinct()
    _form_again(connection, [(row.index_code, row.year) for row in connection.execute(covered)])
    connection.execute(delete(FigureRow).where(of_table))
    connection.execute(delete(OfficialTable).where(OfficialTable.name == name))


def _form_again(connection: Connection, covered: Iterable[tuple[str, int]]) -> None:
    """List the figures of these indices and years, which are then formed anew."""
    listed = select(FigureToForm.figure_id)
    for index, year in sorted(covered):
        told = (Figure.index_code == index, Figure.period == str(year))
        found = select(Figure.id).where(*told, Figure.id.not_in(listed))
        connection.execute(insert(FigureToForm).from_select(["figure_id"], found))
