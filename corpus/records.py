"""Lines of JSON in, articles out: one record a line, read one at a time."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import urlsplit

from .article import Article, Rejection
from .dates import published_date
from .texts import LIMIT, Refused, body, decoded, storable, too_large

PIECE = 1 << 20  # bytes held while the rest of a line beyond the limit is passed over


def read_records(
    stream: BinaryIO | gzip.GzipFile, name: str, source: str
) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each line that is not blank.

    `name` is the file's name, `source` its path; a line adds its number to both. A file without
    any record is rejected as `empty`.
    """
    found = False
    for number, line in _numbered_lines(stream):
        where = f"{source}:{number}"
        try:
            if line is None:
                raise too_large()
            if not line.strip():
                continue
            yield _article(_fields(line), fallback_id=f"{name}:{number}", source=where)
        except Refused as refusal:
            yield Rejection(where, refusal.reason, refusal.detail)
        found = True
    if not found:
        yield Rejection(source, "empty", "no records")


def read_compressed(stream: BinaryIO, name: str, source: str) -> Iterator[Article | Rejection]:
    """Yield what `read_records` yields from a gzip stream, and `bad_gzip` where it breaks off."""
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from read_records(unpacked, name, source)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield Rejection(source, "bad_gzip", str(error))


def _numbered_lines(stream: BinaryIO | gzip.GzipFile) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number, and None for a line longer than LIMIT bytes."""
    number = 0
    while line := stream.readline(LIMIT + 1):
        number += 1
        if len(line) <= LIMIT:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(PIECE)
        yield number, None


def _fields(line: bytes) -> Mapping[str, object]:
    try:
        record = json.loads(decoded(line).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, brackets 10,000 deep
        raise Refused("bad_json", str(error)) from error
    if not isinstance(record, dict):
        raise Refused("no_text", "the line is no JSON object")
    return record


def _article(record: Mapping[str, object], *, fallback_id: str, source: str) -> Article:
    text = record.get("text")
    if not isinstance(text, str):
        raise Refused("no_text", "the record has no text")
    url = _word(record, "url")
    return Article(
        id=_word(record, "id") or fallback_id,
        text=body(text),
        url=url,
        title=_word(record, "title"),
        publisher=_word(record, "publisher") or _host(url),
        published=published_date(_word(record, "published")),
        source=source,
    )


def _word(record: Mapping[str, object], key: str) -> str | None:
    value = record.get(key)
    if not isinstance(value, str | int):
        return None
    return storable(str(value)).strip() or None


def _host(url: str | None) -> str | None:
    """Return the host of a URL without `www.`, None where it has none."""
    if url is None:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # "http://[baotinh.vn/"
        return None
    return host.removeprefix("www.") if host else None
