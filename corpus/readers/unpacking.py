"""Compressed files and archives in, the streams within them out: never more than one open.

Nothing is ever written under a member's name: wherever it points to, it is only shown.
"""

import bz2
import gzip
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from pathlib import PurePosixPath
from typing import IO, Protocol, cast

from ..article import Rejection
from ..texts import Refused
from .pieces import UntilFailure, stream_of
from .sources import BUFFER, Budget, Source

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# 128 MB, what `zstd` takes by default.
WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 27}
PACKED_SUFFIXES = (".gz", ".zst", ".bz2", ".xz")


class _Packed(Protocol):
    def read1(self, size: int = -1, /) -> bytes: ...


def unpacked(source: Source, kind: str) -> Source:
    """Return the stream within a compressed one; raise Refused `nested` for one in another."""
    if "compressed" in source.packing:
        raise Refused("nested", "is compressed twice")
    stem = source.name
    if stem.lower().endswith(PACKED_SUFFIXES):
        stem = stem[: stem.rindex(".")]
    elif stem.lower().endswith(".tgz"):
        stem = f"{stem[:-4]}.tar"
    return replace(
        source,
        name=stem,
        stream=stream_of(_pieces(_opened(source.stream, kind), f"bad_{kind}", source.budget)),
        packing=source.packing | {"compressed"},
    )


def _opened(stream: BufferedReader, kind: str) -> _Packed:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream)
    if kind == "zstd":
        packed: _Packed = zstd.ZstdFile(stream, options=WINDOW)
        return packed
    return bz2.BZ2File(stream) if kind == "bzip2" else lzma.LZMAFile(stream)


def _pieces(packed: _Packed, reason: str, budget: Budget) -> Iterator[bytes]:
    while True:
        try:
            data = packed.read1(BUFFER)
        except OSError as error:
            if error.errno is not None:
                raise
            raise Refused(reason, str(error)) from error
        except _BROKEN as error:
            raise Refused(reason, str(error)) from error
        if not data:
            return
        budget.take(len(data))
        yield data


_BROKEN = (
    EOFError, zlib.error, lzma.LZMAError, zstd.ZstdError, zipfile.BadZipFile, RuntimeError,
    NotImplementedError, tarfile.TarError,
)  # fmt: skip


def members(source: Source, kind: str) -> Iterator[Source | Rejection]:
    """Yield the files in an archive in its order; each is read before the next one comes.

    Raises Refused `nested` for an archive in another, `bad_zip` and `bad_tar` for a broken one.
    """
    if "archive" in source.packing:
        raise Refused("nested", "is an archive within an archive")
    yield from (_zip_members if kind == "zip" else _tar_members)(source)


def _member(source: Source, name: str, stream: BufferedReader) -> Source:
    return replace(
        source,
        name=PurePosixPath(name.replace("\\", "/")).name or name,
        label=f"{source.label}!{name}",
        stream=stream,
        packing=(source.packing - {"compressed"}) | {"archive"},
    )


def _is_hidden(name: str) -> bool:
    """Return whether a file only keeps what macOS notes about another."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _zip_members(source: Source) -> Iterator[Source | Rejection]:
    if source.packing or not source.stream.seekable():
        raise Refused("nested", "a zip file is read from its end: unpack what is around it")
    limit = source.options.limits.members
    try:
        archive = zipfile.ZipFile(source.binary)
    except (*_BROKEN, ValueError) as error:
        raise Refused("bad_zip", str(error)) from error
    with archive:
        if len(archive.filelist) > limit:
            raise Refused("bomb", f"holds more than {limit:,} files")
        for entry in archive.filelist:
            if entry.is_dir() or _is_hidden(entry.filename):
                continue
            try:
                packed = archive.open(entry)
            except (*_BROKEN, ValueError) as error:  # encrypted, in no known way, a wrong header
                reason = "encrypted" if entry.flag_bits & 1 else "bad_zip"
                yield Rejection(_shown(f"{source.label}!{entry.filename}"), reason, str(error))
                continue
            with packed:
                stream = stream_of(_pieces(cast(_Packed, packed), "bad_zip", source.budget))
                yield _member(source, _shown(entry.filename), stream)


def _tar_members(source: Source) -> Iterator[Source | Rejection]:
    stream = UntilFailure(source.stream)
    try:
        with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|", bufsize=BUFFER) as archive:
            count = 0
            for entry in archive:
                archive.members = []  # type: ignore[attr-defined]  # or it keeps them all
                count += 1
                if count > source.options.limits.members:
                    raise Refused("bomb", f"holds more than {count - 1:,} files")
                packed = archive.extractfile(entry) if entry.isreg() else None
                if packed is None or _is_hidden(entry.name):
                    continue
                pieces = _pieces(_Member(packed, stream), "bad_tar", source.budget)
                yield _member(source, _shown(entry.name), stream_of(pieces))
            end = archive.offset
    except tarfile.TarError as error:
        raise stream.error or Refused("bad_tar", str(error)) from error
    if stream.error:
        raise stream.error
    # tarfile takes a header that is cut off for the end of the archive.
    if stream.count < end + tarfile.BLOCKSIZE:
        raise Refused("bad_tar", "breaks off without its end mark")


class _Member:
    """A member of a tar archive; tarfile says of one that is cut off only that it ends."""

    def __init__(self, member: IO[bytes], archive: UntilFailure) -> None:
        self.member = member
        self.archive = archive

    def read1(self, size: int = -1, /) -> bytes:
        try:
            return self.member.read(size)
        except tarfile.TarError as error:
            raise self.archive.error or error from error


def _shown(name: str) -> str:
    """Return a member's name as text that can be stored."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
