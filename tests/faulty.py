"""Work that some articles kill, or hang, as compiled code may do."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from solieu.pipeline.batches import Batch
from solieu.pipeline.load import zoned
from solieu.pipeline.summary import IngestSummary
from solieu.pipeline.work import Watch, Work, ingest_batch

KILLS, KILLS_ONCE, HANGS = "giết", "giết một lần", "treo"


@dataclass(frozen=True, slots=True)
class FaultyWork(Work):
    """Does what the text of an article says before it is read; reads no facts: that is quick."""

    folder: Path = Path()

    def on(self, batches: Iterable[Batch], watch: Watch | None = None) -> Iterator[IngestSummary]:
        """Do the work, or die of it."""
        config = {"nlp": {"tokenizer": {"@tokenizers": "solieu.tokenizer.v1"}}}
        nlp = spacy.blank("xx", config=config)
        with self.destination.open() as sink:
            for batch in zoned(nlp, batches, 10):
                yield ingest_batch(nlp, sink, batch, self.time_limit, self._watch(batch, watch))

    def _watch(self, batch: Batch, watch: Watch) -> Watch:
        def look(place: int | None) -> None:
            watch(place)
            text = "" if place is None else getattr(batch.items[place], "text", "")
            died = self.folder / f"{os.getpid()}"
            if text == KILLS or (text == KILLS_ONCE and not list(self.folder.iterdir())):
                died.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            while text == HANGS:
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
                time.sleep(1)

        return look
