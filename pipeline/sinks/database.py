"""The store as a sink: a run of its own, and the figures formed anew at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...corpus.article import Rejection
from ...db.connection import database_url
from ...db.copies.reading import count_near_copies
from ...db.figures import form
from ...db.patience import PATIENCE, attempts
from ...db.saving import SaveCounts
from ...db.store import Run, Store, open_store
from ...patterns.indices import load_indices
from ...patterns.places import load_places
from ..batches import Batch
from ..reading import Reading
from ..runs import Recording, note_slow_rules, recorded_run

if TYPE_CHECKING:
    from ...extractors.entities import EntityMode


@dataclass(frozen=True, slots=True)
class StoreSink:
    """Keeps what batches of a run gave in a store."""

    store: Store
    run: Run

    def known(self, batch: Batch) -> list[bool]:
        """Tell for each article whether the store has it, read by the same version."""
        return self.store.known(batch.articles, self.run.extractor_version)

    def save(
        self, batch: Batch, readings: Sequence[Reading], rejections: Sequence[Rejection]
    ) -> SaveCounts:
        """Write a batch in one transaction."""
        pairs = [(reading.article, reading.facts) for reading in readings]
        return self.store.save(pairs, self.run, rejections, batch.name)


@dataclass(frozen=True, slots=True)
class Database:
    """A store, and the run that has opened it before; `patience` is in seconds."""

    db: str
    run: Run
    patience: float = PATIENCE

    @property
    def shared(self) -> bool:
        """Whether other machines reach it too: a server, no file."""
        return database_url(self.db).get_backend_name() != "sqlite"

    @contextmanager
    def open(self) -> Iterator[StoreSink]:
        """Open the store; if it is away just now, wait for it."""
        for attempt in attempts(self.patience):
            with attempt:
                store = open_store(self.db, create=False, patience=self.patience, lean=True)
        with store:
            yield StoreSink(store, self.run)


@contextmanager
def into_database(
    db: str,
    named: Sequence[str | Path],
    entities: EntityMode = "needed",
    patterns: Path | None = None,
    patience: float = PATIENCE,
) -> Iterator[Recording]:
    """Record a run in a store while the body goes on, and form the figures behind it."""
    with open_store(db, patience=patience) as store:
        store.sync_catalogue(load_places(), load_indices())
        with recorded_run(store, named, entities, patterns) as run:
            recording = Recording(Database(db, run, patience))
            try:
                yield recording
            finally:
                note_slow_rules(store, run, recording.summary.slow_rules)
        form(store)
        near_copies = count_near_copies(store, run.id)
        recording.summary = replace(recording.summary, near_copies=near_copies)
