"""Measures what a second worker brings: articles a second with one and with two, and their ratio.

The rate is taken from the first batch that is done to the last one, without the start of the
workers, which costs each of them some seconds once. The ways take turns, so that a machine that
others use as well slows all of them alike; each ratio is that of one turn, and the median is told.
Where others leave no second core, only the processor time tells anything: of all processes, starts
and all, but for Ray's workers, which are none of ours.

    python benchmarks/scaling.py [ARCHIVE] [--db URL] [--ray] [--rounds 3]

`--db` names an empty PostgreSQL database, which is emptied before each run; without it each run
writes a SQLite file of its own.
"""

from __future__ import annotations

import argparse
import tempfile
from os import times
from pathlib import Path
from statistics import median
from time import monotonic

from solieu.db.store import open_store
from solieu.db.tables import metadata
from solieu.pipeline.engines.choice import EngineName
from solieu.pipeline.ingest import ingest
from solieu.pipeline.summary import IngestSummary

CHECKOUT = Path(__file__).parents[1]
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"


def measured(
    archive: Path, db: str, workers: int, engine: EngineName
) -> tuple[float, float, float]:
    """Return articles a second from first to last batch, all seconds, and those of processors."""
    done: list[tuple[float, int]] = []

    def note(summary: IngestSummary) -> None:
        done.append((monotonic(), summary.articles))

    begun, spent = monotonic(), sum(times()[:4])
    ingest(archive, db, entities="off", workers=workers, engine=engine, on_progress=note)
    (start, first), (end, last) = done[0], done[-1]
    return (last - first) / (end - start), monotonic() - begun, sum(times()[:4]) - spent


def emptied(db: str | None, folder: Path, name: str) -> str:
    """Return the address of an empty database: a new file, or the server's, with no row left."""
    if db is None:
        return str(folder / f"{name}.db")
    with open_store(db) as store, store.engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {names} CASCADE")
    return db


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", default=PRESS)
    parser.add_argument("--db")
    parser.add_argument("--ray", action="store_true", help="two Ray tasks beside two workers")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ways: list[tuple[int, EngineName]] = [(1, "local"), (2, "local")]
    ways += [(2, "ray")] if given.ray else []
    ratios: dict[tuple[int, str], list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as name:
        for turn in range(given.rounds):
            alone = 0.0
            for workers, engine in ways:
                db = emptied(given.db, Path(name), f"{turn}-{workers}-{engine}")
                steady, whole, spent = measured(given.archive, db, workers, engine)
                alone = alone or steady
                ratios[workers, engine].append(steady / alone)
                told = f"{steady:.0f}/s, {whole:.0f} s, {spent:.1f} s of processors"
                print(f"{workers} {engine}: {told}", flush=True)
    for (workers, engine), found in ratios.items():
        print(f"{workers} {engine}: {median(found):.2f} times one worker ({len(found)} rounds)")


if __name__ == "__main__":
    main()
