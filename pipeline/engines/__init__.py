"""Engines: where the batches of a run are worked on, in this process or in others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..batches import Batch
from ..summary import IngestSummary

# Batches in; what became of each, as soon as it is written. An engine passes on what ends the run:
# StoreError, PatternError, EngineError.
Engine = Callable[[Iterable[Batch]], Iterator[IngestSummary]]


class EngineError(Exception):
    """Workers that cannot do their work; the message is one line for the user."""
