"""Parquet in, articles out: only the columns that articles need, some rows at a time."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any, cast

from ..article import Article, Rejection
from ..texts import Refused
from .fields import Place, article_of, layout_of
from .sources import BUFFER, Source

ROWS = 16  # held at once: a row may be as long as an article


def read_parquet(source: Source) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each row, numbered from 1.

    Raises Refused `missing_extra` without pyarrow, `bad_parquet` where the file is broken, and
    `no_text` for one without a column of texts.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise Refused("missing_extra", "to read Parquet install solieu[parquet]") from error
    with _seekable(source) as stream:
        try:
            yield from _rows(stream, source)
        except (pyarrow.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise Refused("bad_parquet", str(error).splitlines()[0]) from error


def _rows(stream: IO[bytes], source: Source) -> Iterator[Article | Rejection]:
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(stream, buffer_size=BUFFER)
    layout = layout_of(file.schema_arrow.names, source.options.fields)
    if not layout["text"]:
        shown = ", ".join(file.schema_arrow.names)[:200]
        raise Refused("no_text", f"no column is known to hold texts (--map text=NAME): {shown}")
    columns = sorted({name for names in layout.values() for name in names})
    number = 0
    for batch in file.iter_batches(ROWS, columns=columns, use_threads=False):
        values = [_values(column) for column in batch.columns]
        for row in zip(*values, strict=True):
            number += 1
            place = Place(f"{source.name}:{number}", f"{source.label}:{number}")
            try:
                yield article_of(dict(zip(batch.schema.names, row, strict=True)), source, place)
            except Refused as refusal:
                yield Rejection(place.source, refusal.reason, refusal.detail)
    if not number:
        yield Rejection(source.label, "empty", "no records")


def _values(column: Any) -> list[Any]:
    """Return a column's values; texts as bytes, which may be no UTF-8 whatever their type says."""
    import pyarrow

    if pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = pyarrow.types
    if kind.is_string(column.type) or kind.is_large_string(column.type):
        column = column.cast(pyarrow.large_binary())
    return cast(list[Any], column.to_pylist())


def _seekable(source: Source) -> IO[bytes]:
    """Return the stream, or a copy in a temporary file: Parquet is read from its end."""
    if not source.packing and source.stream.seekable():
        return source.binary
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    while data := source.stream.read1(BUFFER):
        copy.write(data)
    copy.seek(0)
    return copy
