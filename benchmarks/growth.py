"""Growth: time for an article and memory, from the first thousand articles to the last.

    python benchmarks/growth.py [--articles 50000]

The archive is read again and again with altered figures, so that no text comes twice. The peak of
memory is of this process, so it is best run alone.
"""

import argparse
import resource
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from press import SOURCE, archive, articles
from rates import Row
from report import show
from solieu.pipeline import IngestSummary
from solieu.pipeline.ingest import ingest

MOST_MEGABYTES = 700
STEP = 1000  # articles


def peak_megabytes() -> float:
    """Return the most memory that this process has had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def milestones(marks: list[tuple[int, float, float]]) -> Callable[[IngestSummary], None]:
    """Return what notes articles, seconds and megabytes, once every thousand articles."""

    def note(summary: IngestSummary) -> None:
        if summary.articles - marks[-1][0] >= STEP:
            marks.append((summary.articles, process_time(), peak_megabytes()))

    return note


def measure(wanted: int) -> list[Row]:
    with TemporaryDirectory() as folder:
        texts = archive(articles(wanted), Path(folder) / "archive.jsonl")
        marks = [(0, process_time(), peak_megabytes())]
        summary = ingest(
            texts, str(Path(folder) / "growth.db"), entities="off", on_progress=milestones(marks)
        )
        ended = process_time()
        size = (Path(folder) / "growth.db").stat().st_size
    rates = [
        (there - here) / (later - sooner)
        for (here, sooner, _), (there, later, _) in pairwise(marks[1:])
    ]
    if not rates:
        raise SystemExit("name 3,000 articles or more")
    note = f"{summary.articles:,} articles of {SOURCE}, {summary.facts:,} facts"
    return [
        Row(name="articles/s in the second thousand", rates=[rates[0]]),
        Row(name="articles/s in the last thousand", rates=[rates[-1]]),
        Row(name="peak memory after 1,000 articles", rates=[marks[1][2]], unit="MB"),
        Row(name=f"peak memory after {wanted:,}", rates=[marks[-1][2]], unit="MB",
            note=f"{note}; at most {MOST_MEGABYTES} MB are asked"),
        Row(name="… with the figures formed", rates=[peak_megabytes()], unit="MB",
            note="the file of the database, which is mapped then, counts in this peak"),
        Row(name="all, figures formed", rates=[(ended - marks[0][1]) / 60], unit="minutes"),
        Row(name="database", rates=[size / summary.articles / 1000], unit="kB/article"),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=50_000)
    show(measure(parser.parse_args().articles))


if __name__ == "__main__":
    main()
