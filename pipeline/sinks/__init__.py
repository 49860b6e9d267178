"""Sinks: where the results of batches are kept, each batch whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from ...corpus.article import Rejection
from ...db.saving import SaveCounts
from ..batches import Batch
from ..reading import Reading


class Sink(Protocol):
    """An open sink; both methods raise StoreError, with one line for the user."""

    def known(self, batch: Batch) -> list[bool]:
        """Tell for each article of a batch whether it was read before, by the same version."""

    def save(
        self, batch: Batch, readings: Sequence[Reading], rejections: Sequence[Rejection]
    ) -> SaveCounts:
        """Keep what a batch gave; saving it again changes nothing.

        What `known` tells comes without facts and stays as it is.
        """


class Destination(Protocol):
    """What a process needs to know to open a run's sink; it can be sent to one."""

    @property
    def shared(self) -> bool:
        """Whether other machines reach it too."""

    def open(self) -> AbstractContextManager[Sink]:
        """Open the sink; raise StoreError."""
