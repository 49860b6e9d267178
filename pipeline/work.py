"""The work on a batch: read its articles, save what they gave, tell what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..corpus.article import Article, Rejection
from .batches import BATCH, Batch
from .limits import SECONDS
from .load import ZONE, load, zoned
from .reading import Reading, read_together
from .sinks import Destination, Sink
from .summary import IngestSummary, examples

if TYPE_CHECKING:
    from spacy.language import Language

    from ..extractors.entities import EntityMode

TOGETHER = 25  # articles that are read side by side, of so many characters at most
CHARACTERS = 200_000

Watch = Callable[[int | None], None]


@dataclass(frozen=True, slots=True)
class Work:
    """All that a process needs to know to work on the batches of a run; it can be sent to one.

    `time_limit` is in seconds, for an article of usual length.
    """

    destination: Destination
    entities: EntityMode = "needed"
    patterns: Path | None = None
    time_limit: float | None = SECONDS

    def on(self, batches: Iterable[Batch], watch: Watch | None = None) -> Iterator[IngestSummary]:
        """Do the work on batches one by one as they come; raise StoreError or PatternError.

        `watch` is told the place of each item before it is read, and None when all are.
        """
        nlp = load(entities=self.entities, patterns=self.patterns)
        with self.destination.open() as sink:
            for batch in zoned(nlp, batches, ZONE // BATCH):
                yield ingest_batch(nlp, sink, batch, self.time_limit, watch)


def ingest_batch(
    nlp: Language,
    sink: Sink,
    batch: Batch,
    time_limit: float | None = SECONDS,
    watch: Watch | None = None,
) -> IngestSummary:
    """Read and save one batch, whole or not at all, leaving out what the sink knows already.

    The words read are kept until the caller's memory zone ends.
    """
    begun = monotonic()
    readings, rejections = _read(nlp, sink, batch, time_limit, watch)
    counts = sink.save(batch, readings, rejections)
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
    nlp: Language, sink: Sink, batch: Batch, time_limit: float | None, watch: Watch | None
) -> tuple[list[Reading], list[Rejection]]:
    known = iter(sink.known(batch))
    results: dict[int, Reading | Rejection] = {}
    unread: list[tuple[int, Article]] = []
    for place, item in enumerate(batch.items):
        if isinstance(item, Rejection):
            results[place] = item
        elif next(known):
            results[place] = Reading(item, ())
        else:
            unread.append((place, item))
    for some in _together(unread):
        places, articles = zip(*some, strict=True)
        look = (lambda at, places=places: watch(places[at])) if watch else None
        results |= zip(places, read_together(nlp, articles, time_limit, look), strict=True)
    if watch:
        watch(None)
    told = [results[place] for place in range(len(batch.items))]
    return (
        [one for one in told if isinstance(one, Reading)],
        [one for one in told if isinstance(one, Rejection)],
    )


def _together(articles: Iterable[tuple[int, Article]]) -> Iterator[list[tuple[int, Article]]]:
    """Cut articles with their places into groups to be read together, a long one alone."""
    group: list[tuple[int, Article]] = []
    characters = 0
    for place, article in articles:
        characters += len(article.text)
        if group and (len(group) == TOGETHER or characters > CHARACTERS):
            yield group
            group, characters = [], len(article.text)
        group.append((place, article))
    if group:
        yield group
