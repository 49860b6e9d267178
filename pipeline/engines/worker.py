"""A worker process: takes batches from its parent, one at a time, and ends when the parent does."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from ctypes import c_int
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait

from ...db.connection import StoreError
from ...patterns.errors import PatternError
from ..batches import Batch
from ..work import Work

READY, DONE, FAILED, BROKEN = "ready", "done", "failed", "broken"
SAVING = -1  # the place while no article is read
_PR_SET_PDEATHSIG = 1


def work_for_parent(pipe: Connection, place: c_int, work: Work) -> None:
    """Work on what comes down the pipe until None does, and send back what became of it.

    Messages are pairs: READY and None, DONE and a summary; FAILED and a line for the user, or
    BROKEN and a traceback, are the last one. `place` tells the parent which item is being read.
    """
    _end_with_parent()

    def watch(at: int | None) -> None:
        place.value = SAVING if at is None else at

    try:
        for summary in work.on(_batches(pipe), watch):
            pipe.send((DONE, summary))
    except (StoreError, PatternError) as error:
        pipe.send((FAILED, str(error)))
    except Exception:
        pipe.send((BROKEN, traceback.format_exc()))


def _batches(pipe: Connection) -> Iterator[Batch]:
    pipe.send((READY, None))
    while (batch := pipe.recv()) is not None:
        yield batch


def _end_with_parent() -> None:
    """See to it that this process ends when its parent is gone, however that came about."""
    parent = parent_process()
    if parent is None:
        return

    def end() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()
    if sys.platform == "linux":  # also while compiled code lets no thread run
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
