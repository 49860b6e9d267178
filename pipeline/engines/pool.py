"""Worker processes, as their parent sees them: started, given batches, listened to, replaced."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from ...corpus.article import Article
from ..batches import Batch
from ..limits import seconds_for
from ..work import Work
from .dispatch import Gone
from .worker import DONE, READY, SAVING, work_for_parent

# A fresh process, on every system: a fork would copy locks that other threads hold.
_SPAWN = get_context("spawn")
GRACE = 5.0  # seconds beyond an article's limit for the worker to notice it by itself
ENDING = 10.0  # seconds for a worker to end when it is told to


class WorkerProcess:
    """One worker process and the batch that it has in hand."""

    def __init__(self, work: Work) -> None:
        self.batch: Batch | None = None
        self.was_ready = False
        self._limit = work.time_limit
        self._place: c_int = _SPAWN.RawValue(c_int, SAVING)
        self._seen = (SAVING, monotonic())
        self.pipe, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(
            target=work_for_parent, args=(theirs, self._place, work), daemon=True
        )
        with _deaf_to_interrupts():
            self.process.start()
        theirs.close()

    def give(self, batch: Batch) -> bool:
        """Hand a batch over; return False if the worker is dead."""
        try:
            self.pipe.send(batch)
        except OSError:
            return False
        self.batch = batch
        self._seen = (SAVING, monotonic())
        return True

    def news(self) -> tuple[str | None, Any]:
        """Return the next message of the worker, a pair of nothing if there is none.

        Raises Gone if it is dead, or if it was killed just now: it was too long at one item.
        """
        try:
            if self.pipe.poll():
                kind, told = self.pipe.recv()
                self.was_ready |= kind == READY
                if kind == DONE:
                    self.batch = None
                return kind, told
        except (EOFError, OSError):
            self.process.join()
            place = self._place.value
            raise Gone(self._how(), None if place == SAVING else place) from None
        self._check_clock()
        return None, None

    def _check_clock(self) -> None:
        place, now = self._place.value, monotonic()
        if place != self._seen[0]:
            self._seen = (place, now)
        if self._limit is None or self.batch is None or place == SAVING:
            return
        item = self.batch.items[place]
        most = seconds_for(len(item.text), self._limit) if isinstance(item, Article) else 0
        if now - self._seen[1] > most + GRACE:
            self.kill()
            raise Gone(f"more than {most:g} seconds", place, hung=True)

    def _how(self) -> str:
        code = self.process.exitcode or 0
        if code >= 0:
            return f"the worker ended with status {code}"
        return f"the worker ended by {signal.Signals(-code).name}"

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.join()


class Pool:
    """Some worker processes on the same work."""

    def __init__(self, work: Work, size: int) -> None:
        self._work = work
        self.workers = [WorkerProcess(work) for _ in range(size)]

    @property
    def idle(self) -> list[WorkerProcess]:
        """Those that can be given a batch."""
        return [worker for worker in self.workers if worker.was_ready and worker.batch is None]

    @property
    def busy(self) -> list[WorkerProcess]:
        """Those that have one in hand."""
        return [worker for worker in self.workers if worker.batch is not None]

    @property
    def channels(self) -> list[Connection]:
        """What has something to read as soon as a worker has news, or is dead."""
        return [worker.pipe for worker in self.workers]

    def replace(self, worker: WorkerProcess) -> None:
        """Put a new worker in the place of a dead one."""
        worker.pipe.close()
        self.workers[self.workers.index(worker)] = WorkerProcess(self._work)

    def close(self) -> None:
        """End all workers: the idle ones in peace, the others at once."""
        for worker in self.workers:
            try:
                if worker.batch is None:
                    worker.pipe.send(None)
                    worker.process.join(ENDING if worker.was_ready else 0)
            except OSError:  # it is dead already
                pass
            worker.kill()
            worker.pipe.close()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: the terminal sends it to all of a command's.

    A signal that is ignored here is ignored there from the first moment.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
