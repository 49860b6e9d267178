"""The choice of an engine."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Literal

from ..work import Work
from . import Engine
from .inprocess import InProcess
from .processes import Processes

EngineName = Literal["local", "ray"]


def engine_for(
    work: Work, name: EngineName = "local", workers: int | None = None, address: str | None = None
) -> AbstractContextManager[Engine]:
    """Return what works on the batches of a run; raise EngineError for what cannot.

    `local` is this process, or as many others on this machine as there are to be `workers`; `ray`
    is a Ray cluster at an address, or one of this machine for the time of the run, with at most so
    many batches in hand at a time.
    """
    if name == "ray":
        from .ray import RayTasks

        return RayTasks(work, workers, address)
    return nullcontext(InProcess(work)) if workers in (None, 1) else Processes(work, workers)
