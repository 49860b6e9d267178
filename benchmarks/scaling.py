"""Measures what a second worker brings: articles a second with one and with two, and their ratio.

The rate is taken from the first batch that is done to the last one, without the start of the
workers, which costs each of them some seconds once. The ways take turns, so that a machine that
others use as well slows all of them alike; each ratio is that of one turn, and the median is told.

    python benchmarks/scaling.py [ARCHIVE] [--db URL] [--ray] [--rounds 3]

`--db` names an empty PostgreSQL database, which is emptied before each run; without it each run
writes a SQLite file of its own.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic

from solieu.db import models
from solieu.db.store import open_store
from solieu.pipeline.engines.choice import EngineName
from solieu.pipeline.ingest import ingest
from solieu.pipeline.summary import IngestSummary

CHECKOUT = Path(__file__).parents[1]
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"


def rate(archive: Path, db: str, workers: int, engine: EngineName) -> tuple[float, float]:
    """Return articles a second between the first and the last batch, and over the whole run."""
    done: list[tuple[float, int]] = []

    def note(summary: IngestSummary) -> None:
        done.append((monotonic(), summary.articles))

    begun = monotonic()
    total = ingest(
        archive, db, entities="off", workers=workers, engine=engine, on_progress=note
    ).articles
    (start, first), (end, last) = done[0], done[-1]
    return (last - first) / (end - start), total / (monotonic() - begun)


def emptied(db: str | None, folder: Path, name: str) -> str:
    """Return the address of an empty database: a new file, or the server's, with no row left."""
    if db is None:
        return str(folder / f"{name}.db")
    with open_store(db) as store, store.engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in models.Base.metadata.sorted_tables)
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
                steady, whole = rate(given.archive, db, workers, engine)
                alone = alone or steady
                ratios[workers, engine].append(steady / alone)
                print(
                    f"{workers} {engine}: {steady:.0f}/s, with its start {whole:.0f}/s", flush=True
                )
    for (workers, engine), found in ratios.items():
        print(f"{workers} {engine}: {median(found):.2f} times one worker ({len(found)} rounds)")


if __name__ == "__main__":
    main()
