"""Ingesting: paths in, rows out, in batches that are written before the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..corpus.readers import Options, check_options, check_paths, read
from ..db.copies.reading import count_near_copies
from ..db.figures import form
from ..db.patience import PATIENCE
from ..db.store import open_store
from ..patterns.indices import load_indices
from ..patterns.places import load_places
from .batches import batches
from .engines import Engine
from .engines.inprocess import InProcess
from .engines.processes import Processes
from .limits import SECONDS
from .load import load
from .runs import note_slow_rules, recorded_run
from .stopping import Interrupted, stopping
from .summary import IngestSummary
from .work import Work

if TYPE_CHECKING:
    from ..extractors.entities import EntityMode


def ingest(
    paths: str | Path | Iterable[str | Path],
    db: str = "solieu.db",
    *,
    entities: EntityMode = "needed",
    publisher: str | None = None,
    published: date | None = None,
    patterns: Path | None = None,
    options: Options | None = None,
    workers: int = 1,
    time_limit: float | None = SECONDS,
    patience: float = PATIENCE,
    on_progress: Callable[[IngestSummary], None] | None = None,
) -> IngestSummary:
    """Read articles and keep their facts in the store `db`, a SQLite path or a database URL.

    Running it again adds nothing, and goes on where a run was cut short. An input or article that
    fails is recorded as a rejection, with its reason, and the rest goes on; an article fails too
    if it takes longer than `time_limit` seconds. `entities` and `patterns` are those of `load`,
    `publisher` and `published` stand in where an article brings none, and `options` tells how to
    read the archives. With more than one of `workers` these are processes of their own, and the
    rows are the same. `on_progress` is called after each batch with the summary so far. A database
    that goes away is waited for `patience` seconds. Ctrl-C finishes the batch, then raises
    Interrupted, a KeyboardInterrupt. Raises InputError, PatternError, StoreError or EngineError.
    """
    named = _checked(paths, options := options or Options())
    if workers == 1 or patterns is not None:  # the workers load their own; rules are checked here
        load(entities=entities, patterns=patterns)
    with stopping() as stop, open_store(db, patience=patience) as store:
        store.sync_catalogue(load_places(), load_indices())
        with recorded_run(store, named, entities, patterns) as run:
            items = read(named, publisher=publisher, published=published, options=options)
            wanted = takewhile(lambda _: not stop.asked, batches(items))
            with engine_for(Work(db, run, entities, patterns, time_limit, patience), workers) as on:
                summary = _added_up(on(wanted), on_progress)
            note_slow_rules(store, run, summary.slow_rules)
            if stop.asked:
                raise Interrupted(summary)
        form(store)
        return replace(summary, near_copies=count_near_copies(store, run.id))


def _checked(paths: str | Path | Iterable[str | Path], options: Options) -> list[str | Path]:
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    check_options(options)
    check_paths(named)
    return named


def _added_up(
    done: Iterable[IngestSummary], on_progress: Callable[[IngestSummary], None] | None
) -> IngestSummary:
    begun, summary = monotonic(), IngestSummary()
    for one in done:
        summary = replace(summary + one, seconds=monotonic() - begun)
        if on_progress:
            on_progress(summary)
    return replace(summary, seconds=monotonic() - begun)


def engine_for(work: Work, workers: int) -> AbstractContextManager[Engine]:
    """Return what works on the batches: this process, or as many others as wanted."""
    return nullcontext(InProcess(work)) if workers == 1 else Processes(work, workers)
