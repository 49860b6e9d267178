"""Paths in, articles out: the open end of the line, where archives of any shape come in."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from .article import Article, Rejection
from .records import read_compressed, read_records
from .texts import Refused, read_text

SUFFIXES = (".txt", ".jsonl", ".jsonl.gz")
STANDARD_INPUT = "-"


class InputError(Exception):
    """A path that cannot be meant: it does not exist, or is nothing that Solieu reads."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def read(
    paths: Iterable[str | Path], *, publisher: str | None = None, published: date | None = None
) -> Iterator[Article | Rejection]:
    """Yield the articles of text files, record files, folders and `-` (one text from stdin).

    `publisher` and `published` stand in where a text or record brings none. Folders are walked in
    sorted order; what cannot be read comes as a `Rejection`. Never more than one record is held.
    Raises InputError before reading anything, for a path that is wrong usage.
    """
    named = [Path(path) for path in paths]
    check_paths(named)
    return _completed(named, publisher, published)


def check_paths(paths: Iterable[str | Path]) -> None:
    """Raise InputError for the first path that does not exist or is no kind of input.

    A path that may not be looked at passes: reading it gives `no_permission`.
    """
    for path in map(Path, paths):
        if str(path) == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputError(STANDARD_INPUT, "standard input is closed")
            continue
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError) as error:
            raise InputError(_shown(path), "does not exist") from error
        except PermissionError:
            continue
        except (OSError, ValueError) as error:  # links in a circle, too long a name, a NUL in it
            raise InputError(_shown(path), str(error)) from error
        if not stat.S_ISDIR(mode) and not _readable(path):
            raise InputError(_shown(path), f"is neither a folder nor {', '.join(SUFFIXES)}")


def _completed(
    paths: Iterable[Path], publisher: str | None, published: date | None
) -> Iterator[Article | Rejection]:
    for path in paths:
        for item in _items(path):
            if isinstance(item, Article):
                item = replace(
                    item,
                    publisher=item.publisher or publisher,
                    published=item.published or published,
                )
            yield item


def _items(path: Path) -> Iterator[Article | Rejection]:
    if str(path) == STANDARD_INPUT:
        yield _standard_input()
        return
    found = False
    for item in _walk(path):
        found = True
        yield item
    if not found:
        yield Rejection(_shown(path), "no_articles", f"no {', '.join(SUFFIXES)} in it")


def _standard_input() -> Article | Rejection:
    try:
        return read_text(sys.stdin.buffer, STANDARD_INPUT, STANDARD_INPUT)
    except Refused as refusal:
        return Rejection(STANDARD_INPUT, refusal.reason, refusal.detail)
    except OSError as error:
        return _unreadable(STANDARD_INPUT, error)


def _walk(path: Path) -> Iterator[Article | Rejection]:
    """Yield what a file holds, or the files of a folder and all below, each folder once."""
    waiting, entered = [path], set()
    while waiting:
        path = waiting.pop()
        try:
            if not path.is_dir():
                if _readable(path):
                    yield from _file(path)
            elif (folder := path.resolve()) not in entered:  # a link may lead back up
                entered.add(folder)
                waiting.extend(sorted(path.iterdir(), reverse=True))
        except OSError as error:
            yield _unreadable(_shown(path), error)


def _file(path: Path) -> Iterator[Article | Rejection]:
    name, source = _shown(Path(path.name)), _shown(path)
    # Opening a pipe would wait for its writer for ever.
    if not stat.S_ISREG(path.stat().st_mode):
        yield Rejection(source, "unreadable", "no regular file")
        return
    with path.open("rb") as stream:
        if source.lower().endswith(".gz"):
            yield from read_compressed(stream, name, source)
        elif source.lower().endswith(".jsonl"):
            yield from read_records(stream, name, source)
        else:
            try:
                yield read_text(stream, name, source)
            except Refused as refusal:
                yield Rejection(source, refusal.reason, refusal.detail)


def _readable(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def _unreadable(source: str, error: OSError) -> Rejection:
    reason = "no_permission" if isinstance(error, PermissionError) else "unreadable"
    return Rejection(source, reason, error.strerror or str(error))


def _shown(path: Path) -> str:
    """Return a path as text that can be stored: a file name need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
