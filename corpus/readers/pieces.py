"""A stream out of pieces of bytes, as unpacking and converting give them."""

import io
from collections.abc import Iterator

from .sources import BUFFER


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.waiting = b""
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; an error that comes after some bytes is raised by the next call."""
        filled = 0
        while filled < len(buffer) and (data := self._next()):
            taken = data[: len(buffer) - filled]
            buffer[filled : filled + len(taken)] = taken
            filled += len(taken)
            self.waiting = data[len(taken) :]
        if self.error and not filled:
            raise self.error
        return filled

    def _next(self) -> bytes:
        while not self.waiting and self.error is None:
            try:
                self.waiting = next(self.pieces)
            except StopIteration:
                return b""
            except Exception as error:
                self.error = error
        return self.waiting


def stream_of(pieces: Iterator[bytes]) -> io.BufferedReader:
    """Return a stream of pieces of bytes; an error of theirs is raised behind the last one."""
    return io.BufferedReader(_Pieces(pieces), BUFFER)


class UntilFailure:
    """A stream for readers that lose what they hold when theirs fails: it just ends there.

    `error` is what it failed with, `count` the bytes that were read. Each call reads once, so
    that nothing which came before the error is lost with it.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self.stream = stream
        self.error: Exception | None = None
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, none at the end or at an error."""
        if self.error is not None:
            return b""
        try:
            data = self.stream.read1(size if size > 0 else BUFFER)
        except Exception as error:
            self.error = error
            return b""
        self.count += len(data)
        return data
