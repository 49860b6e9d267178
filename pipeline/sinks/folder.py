"""A folder as a sink, on this machine or behind any URL: Parquet files, one set a batch.

`articles/`, `facts/` and `rejections/` hold a file of each batch, named by what is in the batch, so
that a batch done twice stands there once. A file comes into being by being renamed, and that of the
articles last: it says that the batch is done.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from ...corpus.article import Rejection
from ...db.connection import StoreError
from ...db.identity import rejection_id
from ...db.rows import Row, article_row, evidence_rows
from ...db.saving import SaveCounts, Version, surest
from ..batches import Batch
from ..reading import Reading
from ..runs import Recording
from . import columns

UNFINISHED = "_unfinished"  # readers of data sets pass over names with this beginning
TABLES = ("rejections", "facts", "articles")  # in the order in which they are written


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at a path or URL; `extractor_version` is that of the run."""

    url: str
    extractor_version: str

    @property
    def shared(self) -> bool:
        """Whether other machines reach it too: `file:///mnt/…` says so of one that all mount."""
        return "://" in self.url

    @contextmanager
    def open(self) -> Iterator[FolderSink]:
        """Open the folder, which is made if there is none."""
        try:
            import fsspec
            import pyarrow  # noqa: F401
        except ModuleNotFoundError as error:
            line = f"{self.url}: {error.name} is not installed: pip install 'solieu[parquet]'"
            raise StoreError(line) from error
        try:
            files, root = fsspec.core.url_to_fs(self.url)
            for table in (*TABLES, UNFINISHED):
                files.makedirs(f"{root}/{table}", exist_ok=True)
        except (ImportError, OSError, ValueError) as error:
            raise StoreError(f"{self.url}: {_line(error)}") from error
        yield FolderSink(self, files, root.rstrip("/"))


class FolderSink:
    """Keeps what batches gave as Parquet files."""

    def __init__(self, folder: Folder, files: Any, root: str) -> None:
        self._folder, self._files, self._root = folder, files, root
        self._version = folder.extractor_version

    def known(self, batch: Batch) -> list[bool]:
        """Tell whether the batch is done, by the same version; all its articles are alike."""
        with self._clear_errors():
            return [self._version_of(batch) == self._version] * len(batch.articles)

    def save(
        self, batch: Batch, readings: Sequence[Reading], rejections: Sequence[Rejection]
    ) -> SaveCounts:
        """Write the files of a batch, unless it is done."""
        with self._clear_errors():
            before = self._version_of(batch)
            if before == self._version:
                return SaveCounts(articles=len(readings), unchanged=len(readings))
            versions = {one.id: one for one in (Version.of(it.article) for it in readings)}
            facts = [(Version.of(it.article).id, fact) for it in readings for fact in it.facts]
            rows = {
                "rejections": [{"id": rejection_id(it)} | asdict(it) for it in rejections],
                "facts": [
                    row | {"evidence": evidence_rows(key, fact)}
                    for key, (row, fact) in surest(facts).items()
                ],
                "articles": [_article(one) for one in versions.values()],
            }
            for table in TABLES:
                self._write(table, batch, rows[table])
            self._drop_parts(batch)
        fresh = {"new" if before is None else "replaced": len(versions)}
        again = len(readings) - len(versions)
        return SaveCounts(len(readings), facts=len(rows["facts"]), unchanged=again, **fresh)

    def _version_of(self, batch: Batch) -> str | None:
        """Return what a batch was read with, if it is done."""
        path = self._path("articles", batch)
        if not self._files.exists(path):
            return None
        with self._files.open(path) as stream:
            return columns.read_version(stream)

    def _write(self, table: str, batch: Batch, rows: list[Row]) -> None:
        path, packed = self._path(table, batch), io.BytesIO()
        columns.write(packed, table, rows, self._version)
        unfinished = f"{self._root}/{UNFINISHED}/{uuid4().hex}.parquet"
        self._files.pipe_file(unfinished, packed.getvalue())
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._files.mv(unfinished, path)

    def _drop_parts(self, batch: Batch) -> None:
        """Remove what an earlier run has kept of parts of this batch, as it was cut there."""
        if batch.part:
            return
        for table in reversed(TABLES):
            if self._files.exists(parts := f"{self._root}/{table}/{batch.content}"):
                self._files.rm(parts, recursive=True)

    def _path(self, table: str, batch: Batch) -> str:
        part = f"/{batch.part}" if batch.part else ""
        return f"{self._root}/{table}/{batch.content}{part}.parquet"

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"{self._folder.url}: {_line(error)}") from error


@contextmanager
def into_folder(url: str, extractor_version: str) -> Iterator[Recording]:
    """Let a run write to a folder while the body goes on; raise StoreError if that cannot be."""
    folder = Folder(url, extractor_version)
    with folder.open():
        yield Recording(folder)


def _article(version: Version) -> Row:
    told = {"id": version.id, "key": version.key, "text_hash": version.text_hash}
    return article_row(version.article) | told | {"text": version.article.text}


def _line(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).strip().splitlines()[0]
