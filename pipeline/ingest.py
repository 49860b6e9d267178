"""Ingesting: paths in, rows out, in batches that are written before the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..corpus.readers import Meter, Options, check_options, check_paths, read
from ..db.patience import PATIENCE
from .batches import batches
from .engines.choice import EngineName, engine_for
from .limits import SECONDS
from .load import load
from .sinks.database import into_database
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
    workers: int | None = None,
    engine: EngineName = "local",
    address: str | None = None,
    time_limit: float | None = SECONDS,
    patience: float = PATIENCE,
    meter: Meter | None = None,
    on_progress: Callable[[IngestSummary], None] | None = None,
) -> IngestSummary:
    """Read articles and keep their facts in the store `db`, a SQLite path or a database URL.

    Running it again adds nothing, and goes on where a run was cut short. An input or article that
    fails is recorded as a rejection, with its reason, and the rest goes on; an article fails too
    if it takes longer than `time_limit` seconds. `entities` and `patterns` are those of `load`,
    `publisher` and `published` stand in where an article brings none, and `options` tells how to
    read the archives. `engine`, `workers` and `address` are those of `engine_for`; the rows are
    the same with all. `on_progress` is called after each batch with the summary so far, and
    `meter` follows the reading. A database that goes away is waited for `patience` seconds. Ctrl-C
    finishes the batch, then raises Interrupted, a KeyboardInterrupt. Raises InputError,
    PatternError, StoreError or EngineError.
    """
    named = _checked(paths, options := options or Options())
    alone = engine == "local" and workers in (None, 1)
    if alone or patterns is not None:  # workers load their own; rules are checked here
        load(entities=entities, patterns=patterns)
    into = into_database(db, named, entities, patterns, patience)
    with stopping() as stop, into as recording:
        work = Work(recording.destination, entities, patterns, time_limit)
        items = read(named, publisher=publisher, published=published, options=options, meter=meter)
        wanted = takewhile(lambda _: not stop.asked, batches(items))
        with engine_for(work, engine, workers, address) as on:
            recording.summary = _added_up(on(wanted), on_progress)
        if stop.asked:
            raise Interrupted(recording.summary)
    return recording.summary


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
