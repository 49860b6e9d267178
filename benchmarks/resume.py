"""Kills an ingest of an archive again and again, goes on with it each time, and compares the rows
of its database with those of an undisturbed run. With two workers and Ray a worker is killed too.

    python benchmarks/resume.py [ARCHIVE] [--ways 1 2 ray]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT / "tests"))  # they know how to watch a run, and what to compare

from archives import contents, differences  # noqa: E402
from running import kill, kill_worker, start, stored, wait_for, wait_for_articles  # noqa: E402

PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"
KILLED_AT = (10, 30, 50, 70, 90)  # percent of the rows
WAYS = {"1": (), "2": ("--workers", "2"), "ray": ("--engine", "ray", "--workers", "2")}


def undisturbed(archive: Path, db: str) -> dict[str, list[tuple]]:
    process = start(archive, db)
    process.communicate()
    assert process.returncode == 0
    return contents(db)


def killed(archive: Path, db: str, options: tuple[str, ...], total: int) -> list[int]:
    """Kill a run at each share of its articles; return how many were stored each time."""
    stopped = []
    for percent in KILLED_AT:
        process = start(archive, db, *options)
        wait_for_articles(process, db, total * percent // 100)
        kill(process)
        stopped.append(stored(db))
    return stopped


def lose_worker(way: str, process: subprocess.Popen[str], db: str) -> None:
    """Kill one worker once the run has stored something."""
    before = stored(db)
    wait_for(lambda: stored(db) > before or process.poll() is not None)
    if way == "2":
        kill_worker(process)
    told = subprocess.run(["ps", "-ww", "-A", "-o", "pid=,args="], capture_output=True, text=True)
    busy = [line.split()[0] for line in told.stdout.splitlines() if "ray::work_on" in line]
    if way == "ray":
        os.kill(int(busy[0]), signal.SIGKILL)


def compare(way: str, archive: Path, folder: Path, expected: dict[str, list[tuple]]) -> bool:
    """Run an archive with all its mishaps in one way; print what came of it."""
    db, options, begun = str(folder / f"{way}.db"), WAYS[way], time.monotonic()
    # Ray's own processes outlive a killed driver for a while: there only a worker is killed.
    stopped = [] if way == "ray" else killed(archive, db, options, len(expected["article"]))
    process = start(archive, db, *options)
    if way == "ray":
        lose_worker(way, process, db)
    _, errors = process.communicate()
    wrong = differences(db, expected)
    if way == "2":
        wrong |= after_a_lost_worker(archive, str(folder / "lost.db"), expected)
    print(
        f"{way:>4}: killed at {stopped or 'a worker'}, status {process.returncode},"
        f" {time.monotonic() - begun:.0f} s, {sum(map(len, expected.values())):,} rows,"
        f" differing: {wrong or 'none'} {errors}",
        flush=True,
    )
    return process.returncode == 0 and not wrong


def after_a_lost_worker(archive: Path, db: str, expected: dict[str, list[tuple]]) -> dict[str, int]:
    process = start(archive, db, *WAYS["2"])
    lose_worker("2", process, db)
    process.communicate()
    return differences(db, expected)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", default=PRESS)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected = undisturbed(given.archive, str(folder / "undisturbed.db"))
        done = [compare(way, given.archive, folder, expected) for way in given.ways]
    sys.exit(not all(done))


if __name__ == "__main__":
    main()
