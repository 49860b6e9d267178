"""What engines of many workers share: the order of batches, and what to do when one kills."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ...corpus.article import Article, Rejection
from ...db.store import StoreError
from ..batches import Batch
from ..summary import IngestSummary
from . import EngineError
from .worker import BROKEN, DONE, FAILED

DEATHS = 3  # of an article alone, until it is held to be the cause
_log = logging.getLogger(__name__)


class Gone(Exception):  # noqa: N818 - an outcome that the engine deals with
    """A worker that has died, or was killed as it hung, and the place of the item it was at."""

    def __init__(self, reason: str, place: int | None, hung: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.place, self.hung = reason, place, hung


class Dispatcher(ABC):
    """Gives batches to workers as they become free."""

    def __init__(self) -> None:
        self.waiting: deque[Batch] = deque()

    @property
    @abstractmethod
    def in_hand(self) -> list[Batch]:
        """The batches that are worked on."""

    @abstractmethod
    def start(self, batch: Batch) -> bool:
        """Give a batch to a worker; return False if none can take it now."""

    @abstractmethod
    def finished(self) -> Iterator[IngestSummary]:
        """Wait a while for news of the workers, and yield what became of finished batches."""

    def __call__(self, batches: Iterable[Batch]) -> Iterator[IngestSummary]:
        """Yield what became of each batch as it is done; batches are taken when they are needed.

        Two batches that have an article in common are done in their order.
        """
        source = iter(batches)
        while True:
            if not self.waiting and (coming := next(source, None)):
                self.waiting.append(coming)
            if not self.waiting and not self.in_hand:
                return
            if not self._start_next():
                yield from self.finished()

    def _start_next(self) -> bool:
        if not self.waiting:
            return False
        batch = self.waiting[0]
        if any(batch.keys & other.keys for other in self.in_hand) or not self.start(batch):
            return False
        self.waiting.popleft()
        return True

    def take_back(self, batch: Batch, gone: Gone) -> None:
        """See to it that a batch is done of which a worker has died."""
        self.waiting.extendleft(reversed(after_death(batch, gone)))


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
    if isinstance(item, Article) and (gone.hung or deaths >= DEATHS):
        reason = "too_slow" if gone.hung else "crashed"
        rejected = Rejection(item.source or item.id, reason, gone.reason)
        return [Batch(f"{batch.name}.1", (rejected,), whole=batch.content)]
    return [replace(batch, deaths=deaths)]


def outcome(kind: str | None, told: Any) -> Iterator[IngestSummary]:
    """Yield the summary that a worker has sent, if it is one; raise what has failed there."""
    if kind == DONE:
        yield told
    elif kind == FAILED:
        raise StoreError(told)
    elif kind == BROKEN:
        _log.error("%s", told)
        raise EngineError(f"a worker failed: {told.splitlines()[-1]}")
