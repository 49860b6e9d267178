"""Paths that can be meant, and the files below them."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..article import Rejection
from .formats import SUFFIXES, kind_of
from .sources import BUFFER, InputError

STANDARD_INPUT = "-"


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
            known = stat.S_ISDIR(mode) or _may_be_read(path, mode)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise InputError(shown(path), "does not exist") from error
        except PermissionError:
            continue
        except (OSError, ValueError) as error:  # links in a circle, too long a name, a NUL in it
            raise InputError(shown(path), str(error)) from error
        if not known:
            raise InputError(shown(path), f"is neither a folder nor {', '.join(SUFFIXES)}")


def _may_be_read(path: Path, mode: int) -> bool:
    if path.name.lower().endswith(SUFFIXES) or not stat.S_ISREG(mode):
        return path.name.lower().endswith(SUFFIXES)
    with path.open("rb") as stream:
        return kind_of(stream.read(BUFFER), path.name) is not None


def walk(path: Path) -> Iterator[Path | Rejection]:
    """Yield a file, or the files of a folder and all below in sorted order, each folder once."""
    waiting, entered = [path], set()
    while waiting:
        path = waiting.pop()
        try:
            if not path.is_dir():
                yield path
            elif (folder := path.resolve()) not in entered:  # a link may lead back up
                entered.add(folder)
                waiting.extend(sorted(path.iterdir(), reverse=True))
        except OSError as error:
            yield unreadable(shown(path), error)


def unreadable(source: str, error: OSError) -> Rejection:
    """Return the rejection of what the system would not let us read."""
    reason = "no_permission" if isinstance(error, PermissionError) else "unreadable"
    return Rejection(source, reason, error.strerror or str(error))


def shown(path: Path) -> str:
    """Return a path as text that can be stored: a file name need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
