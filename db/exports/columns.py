"""Parquet: one table with its types; the schema carries what was asked, and what columns say."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..views import Type

if TYPE_CHECKING:
    from .exporting import About, Tables

AT_ONCE = 50_000  # rows of a row group
MISSING = "Parquet needs pyarrow: pip install 'solieu[parquet]'"


def write(path: Path, tables: Tables, about: About, *, bom: bool) -> int:
    """Write one table as Parquet; return how many rows."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        from .exporting import ExportError

        raise ExportError(MISSING) from None
    types: Mapping[Type, Any] = {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    ((_, view, rows),) = tables
    fields = [
        pa.field(column.name, types[column.type], metadata={"description": column.about})
        for column in view.columns
    ]
    told = {f"solieu.{name}": words for name, words in about.record().items()}
    schema = pa.schema(fields, metadata=told)
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(islice(rows, AT_ONCE)):
            turned = zip(*some, strict=True)
            arrays = [
                pa.array(cells, field.type) for cells, field in zip(turned, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(some)
    return count
