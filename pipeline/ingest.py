"""Ingesting: paths in, rows out, in batches that are written before the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import takewhile
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ..corpus.readers import Meter, Options, check_options, check_paths, read
from ..db.patience import PATIENCE
from .batches import Item, batches
from .engines import Engine
from .engines.choice import EngineName, engine_for
from .limits import SECONDS
from .load import load
from .runs import Recording, run_version
from .sinks import Destination
from .sinks.database import into_database
from .sinks.folder import into_folder
from .stopping import Interrupted, stopping
from .summary import IngestSummary
from .work import Work

if TYPE_CHECKING:
    from ..extractors.entities import EntityMode

Progress = Callable[[IngestSummary], None]


def ingest(
    paths: str | Path | Iterable[str | Path],
    db: str = "solieu.db",
    *,
    out: str | None = None,
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
    on_progress: Progress | None = None,
) -> IngestSummary:
    """Read articles and keep their facts in the store `db`, or as Parquet in the folder `out`.

    Running it again adds nothing, and goes on where a run was cut short. What cannot be read, or
    takes longer than `time_limit` seconds, is recorded as a rejection, and the rest goes on.
    `entities` and `patterns` are those of `load`, `engine`, `workers`, `address` of `engine_for`,
    `publisher`, `published`, `options` and `meter` of `read`. `on_progress` is called after each
    batch with the summary so far. A database that goes away is waited for `patience` seconds.
    Ctrl-C finishes the batches in hand and raises Interrupted, a KeyboardInterrupt. Raises
    InputError, PatternError, StoreError or EngineError.
    """
    named = _checked(paths, options := options or Options())
    if patterns is not None or (engine == "local" and workers in (None, 1)):
        load(entities=entities, patterns=patterns)  # other processes load their own
    items = read(named, publisher=publisher, published=published, options=options, meter=meter)
    working = partial(Work, entities=entities, patterns=patterns, time_limit=time_limit)
    crew = partial(engine_for, name=engine, workers=workers, address=address)
    into = into_database(db, named, entities, patterns, patience)
    if out is not None:
        into = into_folder(out, run_version(entities, patterns))
    return _run(into, working, crew, items, on_progress)


def _run(
    into: AbstractContextManager[Recording],
    working: Callable[[Destination], Work],
    crew: Callable[[Work], AbstractContextManager[Engine]],
    items: Iterable[Item],
    on_progress: Progress | None,
) -> IngestSummary:
    """Do the work on all items, until they end or Ctrl-C asks to stop."""
    with stopping() as stop, into as recording:
        wanted = takewhile(lambda _: not stop.asked, batches(items))
        with crew(working(recording.destination)) as on:
            recording.summary = _added_up(on(wanted), on_progress)
        if stop.asked:
            raise Interrupted(recording.summary)
    return recording.summary


def _checked(paths: str | Path | Iterable[str | Path], options: Options) -> list[str | Path]:
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    check_options(options)
    check_paths(named)
    return named


def _added_up(done: Iterable[IngestSummary], on_progress: Progress | None) -> IngestSummary:
    begun, summary = monotonic(), IngestSummary()
    for one in done:
        summary = replace(summary + one, seconds=monotonic() - begun)
        if on_progress:
            on_progress(summary)
    return replace(summary, seconds=monotonic() - begun)
