"""`solieu ingest`: articles in, rows in a store, and what became of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from .options import (
    DbOption,
    EncodingOption,
    Entities,
    EntitiesOption,
    MapOption,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
    reading_options,
)


class Engines(StrEnum):
    """Where the batches of a run are worked on."""

    local = "local"
    ray = "ray"


WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        "-w",
        min=1,
        metavar="N",
        help="Worker processes. Default: 1; with ray all processors.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    Engines, typer.Option("--engine", help="This machine's processes, or a Ray cluster.")
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="HOST:PORT",
        help="The Ray cluster, or auto. Default: one on this machine, for the run.",
        show_default=False,
    ),
]
TimeOption = Annotated[
    float,
    typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="For an article; rejected then."),
]


OutOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="URL",
        help="Folder or URL for Parquet files, instead of a database.",
        show_default=False,
    ),
]


def ingest(
    paths: Paths,
    db: DbOption = "solieu.db",
    out: OutOption = None,
    entities: EntitiesOption = Entities.needed,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
    names: MapOption = None,
    encoding: EncodingOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engines.local,
    address: AddressOption = None,
    time_limit: TimeOption = 60,
) -> None:
    """Read articles and keep their facts in a database. Running it again adds nothing.

    \b
    solieu ingest archive/
    solieu ingest press.jsonl.gz --db press.db --workers 4
    solieu ingest crawl.warc.gz dump.parquet pages.tar.zst --out facts/
    solieu ingest dump.json --map text=NoiDungTin --encoding cp1258
    solieu ingest archive/ --db postgresql+psycopg://user@host/solieu --engine ray

    Status 1: some inputs were rejected; their sources and reasons are kept.
    Ctrl-C finishes the batch; the same command goes on from there.
    """
    if address and engine != Engines.ray:
        raise typer.BadParameter("goes with --engine ray", param_hint="--address")
    reading = {"publisher": publisher, "published": published}
    extracting = {"entities": entities.value, "patterns": patterns, "time_limit": time_limit}
    crew = {"engine": engine.value, "workers": workers, "address": address}
    options = {"options": reading_options(names, encoding)}
    _run(paths, {"db": db, "out": out} | reading | extracting | crew | options)


def _run(paths: list[str], settings: dict[str, Any]) -> None:
    from ...corpus.readers import Meter
    from ..ingest import ingest as run
    from ..stopping import Interrupted
    from .exits import INTERRUPTED, REJECTED, complain
    from .ingested import print_summary, progress

    meter, where = Meter(paths), settings["out"] or settings["db"]
    try:
        with progress(meter) as show:
            summary = run(paths, meter=meter, on_progress=show, **settings)
    except Interrupted as stopped:
        print_summary(stopped.summary, where)
        complain("solieu: stopped; the same command goes on from here")
        raise typer.Exit(INTERRUPTED) from None
    print_summary(summary, where)
    if summary.rejections:
        raise typer.Exit(REJECTED)
