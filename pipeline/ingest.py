"""Ingesting: paths in, rows out, in batches that are written before the next one is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..corpus.article import Article, Rejection
from ..corpus.readers import Options, check_options, check_paths, read
from ..db.figures import form
from ..db.store import Run, Store, open_store
from ..patterns.indices import load_indices
from ..patterns.places import load_places
from .load import ZONE, load, zoned
from .reading import Reading, read_facts
from .runs import note_slow_rules, recorded_run

if TYPE_CHECKING:
    from spacy.language import Language

    from ..extractors.entities import EntityMode

BATCH = 100  # articles; the unit of commit and of restart
BATCH_CHARACTERS = 20_000_000  # one article may have fifty million bytes
EXAMPLES = 5  # rejections kept of each reason

Item = Article | Rejection


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of the articles of a run, or of a batch; summaries can be added.

    `articles` is the sum of `new`, `unchanged` and `replaced` (extracted again), `facts` those
    written. `rejections` counts the inputs that gave no article by reason, and `rejected` holds
    the first few of each. `slow_rules` are rules that ran too long, with the number of articles
    that were read without them.
    """

    articles: int = 0
    new: int = 0
    unchanged: int = 0
    replaced: int = 0
    facts: int = 0
    rejections: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[Rejection, ...] = ()
    slow_rules: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __add__(self, other: IngestSummary) -> IngestSummary:
        return IngestSummary(
            self.articles + other.articles,
            self.new + other.new,
            self.unchanged + other.unchanged,
            self.replaced + other.replaced,
            self.facts + other.facts,
            dict(Counter(self.rejections) + Counter(other.rejections)),
            _examples(self.rejected + other.rejected),
            dict(Counter(self.slow_rules) + Counter(other.slow_rules)),
            self.seconds + other.seconds,
        )


def ingest(
    paths: str | Path | Iterable[str | Path],
    db: str = "solieu.db",
    *,
    entities: EntityMode = "needed",
    publisher: str | None = None,
    published: date | None = None,
    patterns: Path | None = None,
    options: Options | None = None,
    on_progress: Callable[[IngestSummary], None] | None = None,
) -> IngestSummary:
    """Read articles and keep their facts in the store `db`, a SQLite path or a database URL.

    Running it again adds nothing. An input or article that fails is recorded as a rejection, with
    its reason, and the rest goes on. `on_progress` is called after each batch with the summary so
    far. `entities` and `patterns` are those of `load`, `publisher` and `published` stand in where
    an article brings none, and `options` tells how to read the archives. Raises InputError,
    PatternError or StoreError.
    """
    begun = monotonic()
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    options = options or Options()
    check_options(options)
    check_paths(named)
    nlp = load(entities=entities, patterns=patterns)
    summary = IngestSummary()
    with open_store(db) as store:
        store.sync_catalogue(load_places(), load_indices())
        with recorded_run(store, named, entities, patterns) as run:
            batches = _batches(
                read(named, publisher=publisher, published=published, options=options)
            )
            for batch in zoned(nlp, batches, ZONE // BATCH):
                summary += ingest_batch(nlp, store, run, batch)
                if on_progress:
                    on_progress(replace(summary, seconds=monotonic() - begun))
            note_slow_rules(store, run, summary.slow_rules)
        form(store)
    return replace(summary, seconds=monotonic() - begun)


def ingest_batch(nlp: Language, store: Store, run: Run, items: Sequence[Item]) -> IngestSummary:
    """Read and save one batch in one transaction, leaving out what the store knows already.

    The words read are kept until the caller's memory zone ends.
    """
    begun = monotonic()
    articles = [item for item in items if isinstance(item, Article)]
    rejections = [item for item in items if isinstance(item, Rejection)]
    readings: list[Reading] = []
    known = store.known(articles, run.extractor_version)
    for article, is_known in zip(articles, known, strict=True):
        result = Reading(article, ()) if is_known else read_facts(nlp, article)
        if isinstance(result, Rejection):
            rejections.append(result)
        else:
            readings.append(result)
    counts = store.save([(reading.article, reading.facts) for reading in readings], run)
    store.reject(run, rejections)
    return IngestSummary(
        counts.articles,
        counts.new,
        counts.unchanged,
        counts.replaced,
        counts.facts,
        dict(Counter(rejection.reason for rejection in rejections)),
        _examples(rejections),
        dict(Counter(rule for reading in readings for rule in reading.slow_rules)),
        monotonic() - begun,
    )


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _examples(rejections: Iterable[Rejection]) -> tuple[Rejection, ...]:
    seen: Counter[str] = Counter()
    kept = []
    for rejection in rejections:
        seen[rejection.reason] += 1
        if seen[rejection.reason] <= EXAMPLES:
            kept.append(rejection)
    return tuple(kept)
