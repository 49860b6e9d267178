"""Measures all that a target is set for, and writes the table of docs/benchmarks.md.

    python benchmarks/run.py                  everything: the better part of an hour
    python benchmarks/run.py --quick          a fiftieth of it, for the screen alone
    python benchmarks/run.py lines pages      some of it, the rest as it was measured last

Each benchmark runs in a process of its own, alone: run nothing else meanwhile.
"""

import argparse
import importlib
import json
import multiprocessing
from pathlib import Path

from rates import Row
from report import show, write

RESULTS = Path(__file__).with_name("results.json")
DOCS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
SIZES = {"lines": 600, "taggers": 60, "pages": 150, "growth": 50_000}  # articles or pages
QUICK = {"lines": 30, "taggers": 20, "pages": 9, "growth": 3_000}


def measured(name: str, size: int) -> list[Row]:
    """Return the rows of one benchmark, run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(_measure, (name, size))


def _measure(name: str, size: int) -> list[Row]:
    return importlib.import_module(name).measure(size)


def earlier() -> dict[str, list[Row]]:
    """Return what was measured last."""
    if not RESULTS.exists():
        return {}
    told = json.loads(RESULTS.read_text(encoding="utf-8"))["results"]
    return {name: [Row(**row) for row in rows] for name, rows in told.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*SIZES, []], metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    results = earlier()
    for name in asked.names or SIZES:
        results[name] = measured(name, (QUICK if asked.quick else SIZES)[name])
        show(results[name])
        if not asked.quick:
            write({name: results[name] for name in SIZES if name in results}, RESULTS, DOCS)


if __name__ == "__main__":
    main()
