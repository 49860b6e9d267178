"""What a reader is given: a stream, what it is called, and how its owner wants it read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from typing import BinaryIO, cast

from ...patterns.fields import FIELDS
from ..encodings import ENCODINGS
from ..texts import Refused

BUFFER = 1 << 16  # bytes read at once, and seen of a stream before it is known what it holds


class InputError(Exception):
    """A path that cannot be meant: it does not exist, or is nothing that Solieu reads."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a compressed file may unpack to: `ratio` times its size beyond `free` bytes, `unpacked`
    bytes in all, and `members` files in an archive.
    """

    ratio: int = 200
    free: int = 100_000_000
    unpacked: int = 500_000_000_000
    members: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: the record's name of a field where it is none of the usual, and an encoding.

    `fields` maps fields of an article to names of the records', `encoding` is one of
    `encodings.ENCODINGS`, None to find it out.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    limits: Limits = LIMITS


def check_options(options: Options) -> None:
    """Raise InputError for a field or an encoding that there is not."""
    for name in options.fields:
        if name not in FIELDS:
            raise InputError(name, f"is no field of an article: {', '.join(FIELDS)}")
    if options.encoding is not None and options.encoding not in ENCODINGS:
        raise InputError(options.encoding, f"is no known encoding: {', '.join(ENCODINGS)}")


class Budget:
    """Counts what one file unpacks to; raises Refused `bomb` beyond the limits."""

    def __init__(self, packed: int | None, limits: Limits) -> None:
        by_ratio = None if packed is None else max(limits.free, packed * limits.ratio)
        self.limits = limits
        self.most = limits.unpacked if by_ratio is None else min(limits.unpacked, by_ratio)
        self.taken = 0

    def take(self, count: int) -> None:
        """Count bytes that were unpacked."""
        self.taken += count
        if self.taken > self.limits.unpacked:
            raise Refused("bomb", f"unpacks to more than {self.limits.unpacked:,} bytes")
        if self.taken > self.most:
            raise Refused("bomb", f"unpacks to more than {self.limits.ratio} times its size")


@dataclass(frozen=True, slots=True)
class Source:
    """A stream to read: its file's name, where it stands, and what it was converted from.

    `packing` tells what it was taken out of: "compressed", "archive", both or nothing.
    """

    name: str
    label: str
    stream: BufferedReader
    options: Options
    budget: Budget
    encoding: str | None = None
    confidence: float = 1.0
    packing: frozenset[str] = frozenset()

    @property
    def head(self) -> bytes:
        """The first bytes of the stream, which stay in it."""
        return self.stream.peek(BUFFER)

    @property
    def binary(self) -> BinaryIO:
        """The stream by the type that the standard library gives to readers of bytes."""
        return cast(BinaryIO, self.stream)
