"""The engine of a cluster: Ray core tasks, each of which works on one batch and writes it.

Ray runs the task of a killed worker or a lost machine again. A batch whose tasks are killed time
and again is cut in halves, until the article that kills stands alone and is rejected.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import traceback
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from types import ModuleType, TracebackType
from typing import Any, Self

from ...corpus.article import Article
from ...db.connection import StoreError
from ...patterns.errors import PatternError
from ..batches import Batch
from ..limits import seconds_for
from ..sinks import Destination
from ..summary import IngestSummary
from ..work import Work
from . import EngineError
from .dispatch import Dispatcher, Gone, outcome
from .worker import BROKEN, DONE, FAILED

PULSE = 0.5  # seconds between two looks at how large the cluster is
RETRIES = 2  # of a task by Ray itself: with the first try as many as an article alone has
GRACE = 5.0  # seconds beyond an article's limit for the worker to notice it by itself
_CLIENT = "ray://"


class RayTasks(Dispatcher):
    """Works on batches in Ray tasks, at most `workers` at a time; a context manager."""

    def __init__(self, work: Work, workers: int | None = None, address: str | None = None) -> None:
        super().__init__()
        self._work, self._workers, self._address = work, workers, address
        self._ray = _installed()
        self._in_hand: dict[Any, Batch] = {}

    def __enter__(self) -> Self:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to others
        size = {} if self._address else {"num_cpus": self._workers, "include_dashboard": False}
        quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
        self._ours = not self._ray.is_initialized()
        try:
            if self._ours:
                self._ray.init(self._address or "local", **size, **quiet)
        except (ConnectionError, ValueError) as error:
            raise EngineError(f"Ray at {self._address}: {_first_line(error)}") from error
        try:
            machines = sum(node["Alive"] for node in self._ray.nodes())
            check_reach(self._work.destination, machines, self._address)
        except EngineError:
            self._leave()
            raise
        self._sent = self._ray.put(self._work)
        self._task = self._ray.remote(max_retries=RETRIES)(work_on)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._in_hand:
            self._ray.cancel(task, force=True)
        self._leave()

    def _leave(self) -> None:
        if self._ours:
            self._ray.shutdown()

    @property
    def in_hand(self) -> list[Batch]:
        """The batches that tasks have now."""
        return list(self._in_hand.values())

    def start(self, batch: Batch) -> bool:
        """Make a task of a batch, if fewer are under way than there are processors."""
        room = self._workers or int(self._ray.cluster_resources().get("CPU", 1))
        if len(self._in_hand) >= room:
            return False
        self._in_hand[self._task.remote(self._sent, batch)] = batch
        return True

    def finished(self) -> Iterator[IngestSummary]:
        """Wait for tasks, and yield what became of the batches they have done."""
        done, _ = self._ray.wait(list(self._in_hand), timeout=PULSE)
        errors = self._ray.exceptions
        for task in done:
            batch = self._in_hand.pop(task)
            try:
                kind, told = self._ray.get(task)
            except (errors.WorkerCrashedError, errors.OutOfMemoryError) as error:
                died = replace(batch, deaths=batch.deaths + RETRIES)
                self.take_back(died, Gone(_first_line(error), None))
                continue
            except errors.RayError as error:  # the cluster cannot run it at all
                cause = getattr(error, "cause", None) or error
                raise EngineError(f"Ray: {_first_line(cause)}") from error
            yield from outcome(kind, told)


def work_on(work: Work, batch: Batch) -> tuple[str, Any]:
    """Work on one batch in a worker of Ray; return what a worker process would send.

    Where an article hangs in compiled code, which no signal of Python's interrupts, the worker
    ends: that Ray sees.
    """

    def watch(place: int | None) -> None:
        faulthandler.cancel_dump_traceback_later()
        item = None if place is None else batch.items[place]
        if work.time_limit is not None and isinstance(item, Article):
            most = seconds_for(len(item.text), work.time_limit) + GRACE
            faulthandler.dump_traceback_later(most, exit=True)

    try:
        [summary] = work.on([batch], watch)
    except (StoreError, PatternError) as error:
        return FAILED, str(error)
    except Exception:
        return BROKEN, traceback.format_exc()
    finally:
        faulthandler.cancel_dump_traceback_later()
    return DONE, summary


def check_reach(destination: Destination, machines: int, address: str | None) -> None:
    """Raise EngineError where workers would write to other machines, and nobody find it there."""
    elsewhere = machines > 1 or (address or "").startswith(_CLIENT)
    if elsewhere and not destination.shared:
        raise EngineError(
            "a Ray cluster of other machines writes to PostgreSQL (--db) or to a folder by its "
            "URL (--out), not to a path of this machine"
        )


def _installed() -> ModuleType:
    try:
        return import_module("ray")
    except ModuleNotFoundError as error:
        raise EngineError("Ray is not installed: pip install 'solieu[ray]'") from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
