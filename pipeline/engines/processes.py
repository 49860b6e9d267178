"""The engine of one machine: worker processes, each of which writes its own batches.

A worker that dies is replaced, and its batch is done again. A batch that kills twice is cut around
the article that was being read, until the one that kills stands alone and is rejected.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from ...corpus.article import Article, Rejection
from ...db.store import StoreError
from ..batches import Batch
from ..summary import IngestSummary
from ..work import Work
from . import EngineError
from .pool import Gone, Pool, WorkerProcess
from .worker import BROKEN, DONE, FAILED

PULSE = 0.5  # seconds between two looks at the workers' clocks
DEATHS = 3  # of an article alone, until it is held to be the cause
STILLBORN = 3  # workers that die before they are ready, until it is held to be of no use


class Processes:
    """Works on batches in worker processes; a context manager, whose end is theirs."""

    def __init__(self, work: Work, workers: int) -> None:
        self._pool = Pool(work, workers)
        self._waiting: deque[Batch] = deque()
        self._stillborn = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def __call__(self, batches: Iterable[Batch]) -> Iterator[IngestSummary]:
        """Yield what became of each batch as it is done; batches are taken when they are needed.

        Two batches that have an article in common are done in their order.
        """
        source = iter(batches)
        while True:
            if not self._waiting and (coming := next(source, None)):
                self._waiting.append(coming)
            if not self._waiting and not self._pool.busy:
                return
            if not self._start_next():
                yield from self._finished()

    def _start_next(self) -> bool:
        """Give the next batch to a worker, if one is free and the batch need not wait."""
        worker = next(iter(self._pool.idle), None)
        if worker is None or not self._waiting:
            return False
        keys = self._waiting[0].keys
        if any(keys & other.batch.keys for other in self._pool.busy if other.batch):
            return False
        if not worker.give(self._waiting[0]):  # it has died: that is the next news of it
            return False
        self._waiting.popleft()
        return True

    def _finished(self) -> Iterator[IngestSummary]:
        """Wait for news of the workers, and yield what became of the batches they have done."""
        wait(self._pool.channels, timeout=PULSE)
        for worker in list(self._pool.workers):
            batch = worker.batch
            try:
                kind, told = worker.news()
            except Gone as gone:
                self._bury(worker, batch, gone)
                continue
            if kind == DONE:
                yield told
            elif kind == FAILED:
                raise StoreError(told)
            elif kind == BROKEN:
                raise EngineError(f"a worker failed:\n{told}")

    def _bury(self, worker: WorkerProcess, batch: Batch | None, gone: Gone) -> None:
        """Replace a worker that has died, and see to it that its batch is done."""
        self._stillborn = 0 if worker.was_ready else self._stillborn + 1
        if self._stillborn == STILLBORN:
            raise EngineError(f"the workers do not start: {gone.reason}")
        self._pool.replace(worker)
        if batch:
            self._waiting.extendleft(reversed(after_death(batch, gone)))


def after_death(batch: Batch, gone: Gone) -> list[Batch]:
    """Return what is to be done of a batch that a worker has died of.

    Any process may be killed: a batch has a second try, an article alone has three. One that hangs
    was given its time.
    """
    deaths = batch.deaths + 1
    if len(batch.items) > 1:
        if deaths == 1 and not gone.hung:
            return [replace(batch, deaths=deaths)]
        return batch.parts(gone.place)
    item = batch.items[0]
    if isinstance(item, Article) and (gone.hung or deaths == DEATHS):
        reason = "too_slow" if gone.hung else "crashed"
        rejected = Rejection(item.source or item.id, reason, gone.reason)
        return [Batch(f"{batch.name}.1", (rejected,))]
    return [replace(batch, deaths=deaths)]
