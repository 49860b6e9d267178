"""Paths in, articles out: the open end of the line."""

import io
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path, PurePath
from typing import Any, cast

from ..article import Article, Rejection
from ..texts import Refused
from .formats import BY_SUFFIX, SUFFIXES, kind_of, read_source
from .meter import Meter, MeteredFile
from .paths import STANDARD_INPUT, check_paths, shown, unreadable, walk
from .sources import BUFFER, Budget, Options, Source, check_options
from .unpacking import members, unpacked

COMPRESSED = ("gzip", "zstd", "bzip2", "xz")
ARCHIVES = ("zip", "tar")
_DEFAULT = Options()


def read(
    paths: Iterable[str | Path],
    *,
    publisher: str | None = None,
    published: date | None = None,
    options: Options = _DEFAULT,
    meter: Meter | None = None,
) -> Iterator[Article | Rejection]:
    """Yield the articles of files of any known kind, folders, and `-` (standard input).

    `publisher` and `published` stand in where an article brings none. Folders are walked in
    sorted order; what cannot be read comes as a `Rejection`. Never more than one record is held.
    A day of publication after tomorrow is not believed: its article comes without it, and behind
    it a rejection `future_date`. `meter` follows how far the reading has come. Raises InputError
    before reading anything, for what is wrong usage.
    """
    named = [Path(path) for path in paths]
    check_options(options)
    check_paths(named)
    items = chain.from_iterable(_items(path, options, meter) for path in named)
    return _completed(items, publisher, published)


def _completed(
    items: Iterable[Article | Rejection], publisher: str | None, published: date | None
) -> Iterator[Article | Rejection]:
    # A clock may be a day ahead elsewhere.
    latest = datetime.now(UTC).date() + timedelta(days=2)
    for item in items:
        if isinstance(item, Rejection):
            yield item
            continue
        told = item.published
        believed = None if told and told > latest else told
        if told is not believed or (published and not told):
            item = replace(item, published=believed or published)
        if publisher and item.publisher is None:
            item = replace(item, publisher=publisher)
        yield item
        if told is not believed:
            detail = f"{told}: the article was kept without it"
            yield Rejection(item.source or item.id, "future_date", detail)


def _items(path: Path, options: Options, meter: Meter | None) -> Iterator[Article | Rejection]:
    if str(path) == STANDARD_INPUT:
        stream = _buffered(sys.stdin.buffer)
        source = Source(path.name, STANDARD_INPUT, stream, options, Budget(None, options.limits))
        yield from _guarded(source)
        stream.detach()
        return
    found = False
    for file in walk(path):
        for item in [file] if isinstance(file, Rejection) else _file(file, options, meter):
            found = True
            yield item
    if not found:
        yield Rejection(shown(path), "no_articles", f"no {', '.join(SUFFIXES)} in it")


def _file(path: Path, options: Options, meter: Meter | None) -> Iterator[Article | Rejection]:
    label = shown(path)
    named = path.name.lower().endswith(SUFFIXES)
    try:
        mode = path.stat().st_mode
        # Opening a pipe would wait for its writer for ever.
        if not stat.S_ISREG(mode):
            if named:
                yield Rejection(label, "unreadable", "no regular file")
            return
        with (
            MeteredFile(path, meter) if meter else io.FileIO(path) as raw,
            _buffered(raw) as stream,
        ):
            budget = Budget(path.stat().st_size, options.limits)
            yield from _guarded(Source(shown(Path(path.name)), label, stream, options, budget))
    except OSError as error:
        if named:
            yield unreadable(label, error)


def _buffered(raw: object) -> io.BufferedReader:
    return io.BufferedReader(cast(Any, raw), BUFFER)


def _guarded(source: Source) -> Iterator[Article | Rejection]:
    """Yield what a source holds; what breaks it off is its last rejection."""
    try:
        yield from _opened(source)
    except Refused as refusal:
        yield Rejection(source.label, refusal.reason, refusal.detail)
    except OSError as error:
        yield unreadable(source.label, error)


def _opened(source: Source) -> Iterator[Article | Rejection]:
    kind = kind_of(source.head, source.name)
    if kind is None:
        return
    if not source.head and PurePath(source.name.lower()).suffix in BY_SUFFIX:
        raise Refused("empty", "" if kind in ("text", "html") else "no records")
    if kind in COMPRESSED:
        yield from _opened(unpacked(source, kind))
    elif kind in ARCHIVES:
        found = False
        for member in members(source, kind):
            for item in [member] if isinstance(member, Rejection) else _guarded(member):
                found = True
                yield item
        if not found:
            yield Rejection(source.label, "no_articles", f"no {', '.join(SUFFIXES)} in it")
    else:
        yield from read_source(source, kind)
