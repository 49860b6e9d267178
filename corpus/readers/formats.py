"""What a stream holds: told by its first bytes, by its name where these leave it open."""

import json
from collections.abc import Iterator
from pathlib import PurePath

import regex

from ..article import Article, Rejection
from ..encodings import sniff
from ..texts import Refused, read_text
from .crawls import read_crawl
from .documents import read_document
from .lines import read_lines
from .pages import read_page_file
from .parquet import read_parquet
from .recoding import in_utf8
from .sources import Source
from .tables import is_table, read_table

MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"PAR1": "parquet",
    b"WARC/": "warc",
}
BY_SUFFIX = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "document",
    ".csv": "table",
    ".tsv": "table",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".gz": "gzip",
    ".zst": "zstd",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "gzip",
}
SUFFIXES = tuple(BY_SUFFIX)
RECORDS = ("lines", "document", "table")

_PAGE = regex.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    regex.IGNORECASE | regex.DOTALL,
)


def kind_of(head: bytes, name: str) -> str | None:
    """Return the kind of a stream by its first bytes and name; None for what is not read.

    Bytes that can be only one thing outweigh the name. A file with a suffix that is none of ours
    is read only then: press archives lie among pictures, scripts and documents.
    """
    suffix = PurePath(name.lower()).suffix
    named = BY_SUFFIX.get(suffix)
    sure = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)
    if sure == "zip" and suffix and named is None:
        return None  # documents and programs of many kinds are zip files
    if sure is None and head[257:262] == b"ustar":
        sure = "tar"
    return sure or _kind_of_text(head, named, plain=named is None and suffix == "")


def _kind_of_text(head: bytes, named: str | None, plain: bool) -> str | None:
    text = _narrow(head).removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PAGE.match(text[:2000]):
        return "html"
    if named not in ("text", None) and named not in RECORDS:
        return named
    if text[:1] in (b"{", b"[") and named != "table" and (kind := _kind_of_json(text, named)):
        return kind
    if plain and is_table(text):
        return "table"
    return named or ("text" if plain else None)


def _narrow(head: bytes) -> bytes:
    """Return the first bytes of a stream in UTF-8, if they are in UTF-16."""
    encoding = sniff(head) if b"\0" in head else None
    if encoding is None:
        return head
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return text.removeprefix("\ufeff").encode("utf-8", "replace")


def _kind_of_json(text: bytes, named: str | None) -> str | None:
    """Tell lines of JSON from one document; a text may begin with a bracket and be no JSON."""
    if text[:1] == b"[":
        begun = text[1:].lstrip()[:1]
        return "document" if named == "document" or begun == b"{" else named
    if named in RECORDS and b"\n" not in text:
        return named
    if not regex.match(rb'\{\s*["}]', text):
        return named
    try:
        json.loads(text.partition(b"\n")[0])
        return "lines"
    except (ValueError, RecursionError):
        return "lines" if named == "lines" else "document"


def read_source(source: Source, kind: str) -> Iterator[Article | Rejection]:
    """Yield what a stream of a kind holds; what breaks it off is its last rejection."""
    try:
        if kind in RECORDS or kind == "text":
            yield from _read_text_or_records(source, kind)
        else:
            yield from _READERS[kind](source)
    except Refused as refusal:
        yield Rejection(source.label, refusal.reason, refusal.detail)


def _read_text_or_records(source: Source, kind: str) -> Iterator[Article | Rejection]:
    if kind == "text":
        yield read_text(source.binary, source.name, source.label, source.options.encoding)
    else:
        yield from _READERS[kind](in_utf8(source))


_READERS = {
    "lines": read_lines,
    "document": read_document,
    "table": read_table,
    "html": read_page_file,
    "parquet": read_parquet,
    "warc": read_crawl,
}
