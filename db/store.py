"""The store: where runs, articles and facts are kept, and where they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar, Unpack

from sqlalchemy import Connection, Engine, insert, update

from ..corpus.article import Article, Rejection
from ..extractors.types import Fact
from . import connection as database
from . import models
from .accounting import add_batch, add_to_run, batch_counts
from .catalogue import differs, index_rows, place_rows, replace
from .connection import StoreError
from .patience import PATIENCE, attempts
from .saving import SaveCounts, Version, find_stored, save_batch, save_rejections

if TYPE_CHECKING:
    import pandas as pd

    from ..patterns.indices import IndexDefinition
    from ..patterns.places import Place
    from .asking import Question

__all__ = ["Run", "SaveCounts", "Store", "StoreError", "open_store"]

T = TypeVar("T")
Status = Literal["finished", "interrupted", "failed"]


@dataclass(frozen=True, slots=True)
class Run:
    """A pass over a source that has begun; workers may carry it to other processes."""

    id: int
    extractor_version: str


class Store:
    """An open store; a context manager that closes it.

    Every method raises StoreError, with one line for the user, when the database fails. Writing,
    and `known`, wait `patience` seconds for one that is away.
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE) -> None:
        self.engine = engine
        self.patience = patience

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection whose queries see one state of the store."""
        with self._clear_errors(), self.engine.connect() as connection:
            yield connection

    def write(self, write: Callable[[Connection], T]) -> T:
        """Return what `write` does in one transaction, which is tried again if it fails in passing.

        It may be called once more after its work was kept, when the connection broke just then.
        """
        for attempt in attempts(self.patience):
            with attempt, self._clear_errors(), database.writing(self.engine) as connection:
                result = write(connection)
        return result

    def _read(self, read: Callable[[Connection], T]) -> T:
        """Return what `read` finds; it is tried again if the database is away for a while."""
        for attempt in attempts(self.patience):
            with attempt, self.reading() as connection:
                result = read(connection)
        return result

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        with database.clear_errors(database.describe(self.engine.url)):
            yield

    def start_run(
        self,
        extractor_version: str,
        *,
        source: str | None = None,
        models_used: Mapping[str, str] | None = None,
    ) -> Run:
        """Record that a run has begun, and with which models and settings."""
        row = {
            "started": _now(),
            "status": "running",
            "solieu_version": version("solieu"),
            "extractor_version": extractor_version,
            "models": json.dumps(dict(models_used or {}), ensure_ascii=False, sort_keys=True),
            "source": source,
        }
        statement = insert(models.Run).returning(models.Run.id)
        number = self.write(lambda connection: connection.execute(statement, row).scalar_one())
        return Run(number, extractor_version)

    def finish_run(self, run: Run, status: Status = "finished") -> None:
        """Record that a run has ended, and how."""
        statement = update(models.Run).where(models.Run.id == run.id)
        told = statement.values(finished=_now(), status=status)
        self.write(lambda connection: connection.execute(told))

    def save(
        self,
        articles_with_facts: Sequence[tuple[Article, Sequence[Fact]]],
        run: Run,
        rejections: Sequence[Rejection] = (),
        batch: str | None = None,
    ) -> SaveCounts:
        """Write a batch of articles with all their facts in one transaction, or nothing of it.

        Saving it again adds nothing. An article extracted before with another extractor version
        has its facts replaced; with the same one it stays untouched, so that an article which
        `known` tells may be given without facts. A new text under a known key is a new version.
        `rejections` are inputs that gave no article. A batch with a name is counted once in a run:
        given again, it is told what came of it the first time.
        """
        from .copies.signatures import missing_signatures  # numpy is slow to import

        # Made before the transaction: other writers would wait for it.
        texts = [article.text for article, _ in articles_with_facts]
        signatures = self._read(lambda connection: missing_signatures(connection, texts))
        version = run.extractor_version

        def write(connection: Connection) -> SaveCounts:
            if batch and (before := batch_counts(connection, run.id, batch)):
                return before
            counts = save_batch(connection, articles_with_facts, run.id, version, signatures)
            save_rejections(connection, rejections, run.id)
            if batch:
                add_batch(connection, run.id, batch, counts)
            add_to_run(connection, run.id, counts, len(rejections))
            return counts

        return self.write(write)

    def known(self, articles: Sequence[Article], extractor_version: str) -> list[bool]:
        """Tell for each article whether this text of it was already extracted with this version."""
        versions = [Version.of(article) for article in articles]
        stored = self._read(lambda connection: find_stored(connection, versions).extractors)
        return [stored.get(version.id) == extractor_version for version in versions]

    def reject(self, run: Run, rejections: Iterable[Rejection]) -> None:
        """Record inputs of a run that gave no article; what failed so before is not told twice."""
        if found := list(rejections):
            self.save([], run, found)

    def facts(self, **question: Unpack[Question]) -> pd.DataFrame:
        """Return the facts asked for as a frame: `store.facts(index="PCI", province="bac giang")`.

        Its columns are those of `v_facts` (docs/schema.md). Needs pandas.
        """
        from . import frames, views

        return frames.frame(self, views.FACTS, question)

    def figures(self, **question: Unpack[Question]) -> pd.DataFrame:
        """Return the figures asked for as a frame with the columns of `v_figures`.

        They are as they were last formed: `solieu.db.figures.form(store)`. Needs pandas.
        """
        from . import frames, views

        return frames.frame(self, views.FIGURES, question)

    def conflicts(self, **question: Unpack[Question]) -> pd.DataFrame:
        """Return each value of the figures in conflict as a frame with those of `v_conflicts`."""
        from . import frames, views

        return frames.frame(self, views.CONFLICTS, question)

    def timeline(self, **question: Unpack[Question]) -> pd.DataFrame:
        """Return what was reported as reached, by place and time, with those of `v_timeline`."""
        from . import frames, views

        return frames.frame(self, views.TIMELINE, question)

    def sync_catalogue(self, places: Iterable[Place], indices: Iterable[IndexDefinition]) -> None:
        """Make the tables of places and indices hold these; write only if something changed.

        The official tables that come with Solieu are kept up to date with them.
        """
        from .official import sync_published  # the catalogue behind it is slow to read

        wanted = ((models.Place, place_rows(places)), (models.IndexDefinition, index_rows(indices)))
        with self.reading() as connection:
            changed = [pair for pair in wanted if differs(connection, *pair)]

        def write(connection: Connection) -> None:
            for table, rows in changed:
                replace(connection, table, rows)

        if changed:
            self.write(write)
        sync_published(self)


def open_store(
    url: str = "sqlite:///solieu.db",
    *,
    create: bool = True,
    patience: float = PATIENCE,
    lean: bool = False,
) -> Store:
    """Open a store by its URL or the path of its SQLite file, and bring its schema up to date.

    A SQLite file that does not exist is made, or refused if `create` is false. Raises StoreError,
    at once; later the store waits `patience` seconds for a database that is away. `lean` keeps
    little of a SQLite file in memory: enough to write, too little to ask much.
    """
    from .revisions import upgrade  # Alembic is slow to import, and needed here only

    address = database.database_url(url)
    if not create and database.is_missing_file(address):
        raise StoreError(f"{database.describe(address)}: there is no such store")
    engine = database.create(address, lean=lean)
    with database.clear_errors(database.describe(address)):
        upgrade(engine)
    return Store(engine, patience)


def _now() -> datetime:
    """Return the time in UTC, without a zone: SQLite keeps none."""
    return datetime.now(UTC).replace(tzinfo=None)
