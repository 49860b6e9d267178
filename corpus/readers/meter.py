"""How far a reading has come, for whoever shows it while it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..article import Rejection
from .paths import STANDARD_INPUT, walk

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Meter:
    """Counts the bytes read of the files given: as they lie there, packed or not.

    `total` is their size, None where standard input is among them, whose end nobody knows.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        named = [Path(path) for path in paths]
        endless = any(str(path) == STANDARD_INPUT for path in named)
        self.total = None if endless else sum(map(_size, named))
        self.read = 0


class MeteredFile(FileIO):
    """A file that counts what is read of it: a byte once, and at its end all of them."""

    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path)
        self._meter, self._counted = meter, 0

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        """Read into a buffer, and note how far this has come."""
        count = super().readinto(buffer)
        self._reached(self.tell())
        return count

    def close(self) -> None:
        """Close the file, which counts as read."""
        if not self.closed:
            self._reached(self.seek(0, 2))
        super().close()

    def _reached(self, place: int) -> None:
        self._meter.read += max(0, place - self._counted)
        self._counted = max(place, self._counted)


def _size(path: Path) -> int:
    total = 0
    for file in walk(path):
        try:
            total += 0 if isinstance(file, Rejection) else file.stat().st_size
        except OSError:  # reading it will tell
            continue
    return total
