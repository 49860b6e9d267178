"""The work on a batch: read its articles, save what they gave, tell what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..corpus.article import Article, Rejection
from ..db.patience import PATIENCE, attempts
from ..db.store import Run, Store, open_store
from .batches import BATCH, Batch
from .limits import SECONDS
from .load import ZONE, load, zoned
from .reading import Reading, read_facts
from .summary import IngestSummary, examples

if TYPE_CHECKING:
    from spacy.language import Language

    from ..extractors.entities import EntityMode

Watch = Callable[[int | None], None]


@dataclass(frozen=True, slots=True)
class Work:
    """All that a process needs to know to work on the batches of a run; it can be sent to one.

    `time_limit` is in seconds for an article of usual length, `patience` in seconds too.
    """

    db: str
    run: Run
    entities: EntityMode = "needed"
    patterns: Path | None = None
    time_limit: float | None = SECONDS
    patience: float = PATIENCE

    def on(self, batches: Iterable[Batch], watch: Watch | None = None) -> Iterator[IngestSummary]:
        """Do the work on batches one by one as they come; raise StoreError or PatternError.

        `watch` is told the place of each item before it is read, and None when all are.
        """
        nlp = load(entities=self.entities, patterns=self.patterns)
        with self._store() as store:
            for batch in zoned(nlp, batches, ZONE // BATCH):
                yield ingest_batch(nlp, store, self.run, batch, self.time_limit, watch)

    def _store(self) -> Store:
        """Open the store, which the run has opened before: if it is away now, wait for it."""
        for attempt in attempts(self.patience):
            with attempt:
                store = open_store(self.db, create=False, patience=self.patience)
        return store


def ingest_batch(
    nlp: Language,
    store: Store,
    run: Run,
    batch: Batch,
    time_limit: float | None = SECONDS,
    watch: Watch | None = None,
) -> IngestSummary:
    """Read and save one batch in one transaction, leaving out what the store knows already.

    The words read are kept until the caller's memory zone ends.
    """
    begun = monotonic()
    readings, rejections = _read(nlp, store, run, batch, time_limit, watch)
    counts = store.save(
        [(reading.article, reading.facts) for reading in readings], run, rejections, batch.name
    )
    return IngestSummary(
        counts.articles,
        counts.new,
        counts.unchanged,
        counts.replaced,
        counts.facts,
        dict(Counter(rejection.reason for rejection in rejections)),
        examples(rejections),
        dict(Counter(rule for reading in readings for rule in reading.slow_rules)),
        monotonic() - begun,
    )


def _read(
    nlp: Language,
    store: Store,
    run: Run,
    batch: Batch,
    time_limit: float | None,
    watch: Watch | None,
) -> tuple[list[Reading], list[Rejection]]:
    readings: list[Reading] = []
    rejections: list[Rejection] = []
    articles = [item for item in batch.items if isinstance(item, Article)]
    known = iter(store.known(articles, run.extractor_version))
    for place, item in enumerate(batch.items):
        if watch:
            watch(place)
        if isinstance(item, Rejection):
            rejections.append(item)
            continue
        result = Reading(item, ()) if next(known) else read_facts(nlp, item, time_limit)
        if isinstance(result, Rejection):
            rejections.append(result)
        else:
            readings.append(result)
    if watch:
        watch(None)
    return readings, rejections
