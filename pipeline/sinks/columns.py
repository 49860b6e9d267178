"""The columns of the Parquet files: those of the database, as far as a batch knows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from ...db import models
from ...db.rows import Row

_VERSION = b"solieu"  # the key, in a file's metadata, of the version that its rows were read with
# What only a database can tell, for it sees all batches.
_OF_THE_DATABASE = ("run_id", "version", "current", "cluster", "cluster_role", "extractor_version")


def write(stream: IO[bytes], table: str, rows: Iterable[Row], version: str) -> None:
    """Write rows of a table as a Parquet file."""
    import pyarrow
    from pyarrow import parquet

    schema = _schema(table).with_metadata({_VERSION: version.encode()})
    parquet.write_table(
        pyarrow.Table.from_pylist(list(rows), schema=schema), stream, compression="zstd"
    )


def read_version(stream: IO[bytes]) -> str | None:
    """Return the version that the rows of a file were read with."""
    from pyarrow import parquet

    told = (parquet.read_schema(stream).metadata or {}).get(_VERSION)
    return None if told is None else told.decode()


def _schema(table: str) -> Any:
    import pyarrow

    types = {
        str: pyarrow.string(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
        date: pyarrow.date32(),
    }

    def fields(model: type[models.Base], *without: str) -> list[Any]:
        left_out = (*_OF_THE_DATABASE, *without)
        return [
            pyarrow.field(column.name, types[column.type.python_type])
            for column in model.__table__.columns
            if column.name not in left_out
        ]

    if table == "articles":
        return pyarrow.schema([*fields(models.Article), pyarrow.field("text", pyarrow.string())])
    if table == "rejections":
        return pyarrow.schema(fields(models.Rejection))
    evidence = pyarrow.struct(fields(models.Evidence, "fact_id", "position"))
    return pyarrow.schema(
        [*fields(models.Fact), pyarrow.field("evidence", pyarrow.list_(evidence))]
    )
