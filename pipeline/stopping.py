"""Ctrl-C: the first one lets the batch in hand be finished, the second one ends at once."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .summary import IngestSummary

_log = logging.getLogger(__name__)


class Interrupted(KeyboardInterrupt):
    """A run that was stopped between two batches, with what it had done until then."""

    def __init__(self, summary: IngestSummary) -> None:
        super().__init__()
        self.summary = summary


class Stop:
    """Whether the run was asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Take a signal; raise KeyboardInterrupt at the second one."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        _log.warning("finishing the batch; Ctrl-C once more stops at once")


@contextmanager
def stopping() -> Iterator[Stop]:
    """Take Ctrl-C while a run goes on, where Python itself would: in the main thread."""
    stop = Stop()
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield stop
        return
    signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
