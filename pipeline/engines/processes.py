"""The engine of one machine: worker processes, each of which writes its own batches.

A worker that dies is replaced, and its batch is done again. A batch that kills twice is cut around
the article that was being read, until the one that kills stands alone and is rejected.
"""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from ..batches import Batch
from ..summary import IngestSummary
from ..work import Work
from . import EngineError
from .dispatch import Dispatcher, Gone, outcome
from .pool import Pool, WorkerProcess

PULSE = 0.5  # seconds between two looks at the workers' clocks
STILLBORN = 3  # workers that die before they are ready, until it is held to be of no use


class Processes(Dispatcher):
    """Works on batches in worker processes; a context manager, whose end is theirs."""

    def __init__(self, work: Work, workers: int) -> None:
        super().__init__()
        self._pool = Pool(work, workers)
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

    @property
    def in_hand(self) -> list[Batch]:
        """The batches that workers have now."""
        return [worker.batch for worker in self._pool.workers if worker.batch]

    def start(self, batch: Batch) -> bool:
        """Give a batch to an idle worker; one that has just died is the next news of it."""
        worker = next(iter(self._pool.idle), None)
        return worker is not None and worker.give(batch)

    def finished(self) -> Iterator[IngestSummary]:
        """Wait for news of the workers, and yield what became of the batches they have done."""
        wait(self._pool.channels, timeout=PULSE)
        for worker in list(self._pool.workers):
            batch = worker.batch
            try:
                kind, told = worker.news()
            except Gone as gone:
                self._bury(worker, batch, gone)
                continue
            yield from outcome(kind, told)

    def _bury(self, worker: WorkerProcess, batch: Batch | None, gone: Gone) -> None:
        """Replace a worker that has died, and see to it that its batch is done."""
        self._stillborn = 0 if worker.was_ready else self._stillborn + 1
        if self._stillborn == STILLBORN:
            raise EngineError(f"the workers do not start: {gone.reason}")
        self._pool.replace(worker)
        if batch:
            self.take_back(batch, gone)
