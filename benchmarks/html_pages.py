"""Measures web pages a second: HTML to article, and HTML to article to facts to SQLite.

    python benchmarks/html_pages.py [--pages 150] [--rounds 5]

Pages are invented, about 115 KB each (`web_pages.py`); `rule` are pages of a publisher whose layout
is known. Each figure is the median of the rounds, by processor time.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import process_time

from solieu.corpus.article import Article
from solieu.corpus.html import read_page
from solieu.db.store import open_store
from solieu.patterns.indices import load_indices
from solieu.patterns.places import load_places
from solieu.pipeline.batches import Batch
from solieu.pipeline.load import load
from solieu.pipeline.runs import recorded_run
from solieu.pipeline.work import ingest_batch
from web_pages import LAYOUTS, make_page


def articles(pages: list[str], name: str) -> list[Article]:
    return [
        read_page(page.encode(), name=f"{name} {number}", source=f"{name} {number}")
        for number, page in enumerate(pages)
    ]


def to_articles(pages: list[str], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = process_time()
        articles(pages, "page")
        times.append(process_time() - begun)
    return len(pages) / median(times)


def to_rows(pages: list[str], rounds: int) -> float:
    nlp = load()
    times = []
    for number in range(rounds):
        with (
            tempfile.TemporaryDirectory() as folder,
            open_store(str(Path(folder) / "pages.db")) as store,
        ):
            store.sync_catalogue(load_places(), load_indices())
            with recorded_run(store, ["pages"], "needed", None) as run, nlp.memory_zone():
                begun = process_time()
                batch = Batch(str(number), tuple(articles(pages, f"round {number}")))
                ingest_batch(nlp, store, run, batch)
                times.append(process_time() - begun)
    return len(pages) / median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(f"{'layout':<10}{'articles':>12}{'SQLite':>10}   pages/s")
    for layout in ("rule", *LAYOUTS):
        pages = [make_page(layout, seed).html for seed in range(asked.pages)]
        print(f"{layout:<10}{to_articles(pages, asked.rounds):>12.0f}", end="", flush=True)
        print(f"{to_rows(pages, asked.rounds):>10.0f}")


if __name__ == "__main__":
    main()
