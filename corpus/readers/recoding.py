"""Streams of records in any encoding, read as UTF-8."""

import codecs
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader

from ..encodings import decode, sniff
from ..texts import LIMIT, Refused, decoded, too_large
from .pieces import stream_of
from .sources import BUFFER, Source


def in_utf8(source: Source) -> Source:
    """Return a source whose stream gives UTF-8, with the encoding it was converted from.

    Where that cannot be told from the stream's beginning it stays as it is: a record that is no
    UTF-8 is looked at by itself.
    """
    head = source.head
    encoding = source.options.encoding or sniff(head)
    if encoding is None or encoding == "utf-8":
        return source
    if encoding == "utf-16":
        encoding = "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    wide = encoding.startswith("utf-16")
    found = None if wide or source.options.encoding else decode(head)
    pieces = _wide(source.stream, encoding) if wide else _lines(source.stream, encoding)
    return replace(
        source,
        stream=stream_of(pieces),
        encoding=encoding,
        confidence=found.confidence if found else 1.0,
    )


def _wide(stream: BufferedReader, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while data := stream.read(BUFFER):
            yield decoder.decode(data).encode("utf-8", "surrogatepass")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused("bad_encoding", f"is not in {encoding}: {error.reason}") from error


def _lines(stream: BufferedReader, encoding: str) -> Iterator[bytes]:
    """Yield line by line: no letter of two bytes is cut by a line's end."""
    while line := stream.readline(LIMIT + 1):
        if len(line) > LIMIT:
            raise too_large()
        yield decoded(line, encoding).text.encode()
