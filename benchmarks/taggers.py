"""Measures the taggers against underthesea's own functions: articles a second on the same sentences
in the same process, by turns and by processor time, one article a call and many.

    python benchmarks/taggers.py [--articles 60]
"""

import argparse
import statistics
from collections.abc import Callable, Sequence
from time import process_time

from rich.console import Console
from rich.table import Table
from solieu.extractors import taggers
from solieu.pipeline.load import load, read_articles
from speed import articles, sentences
from underthesea import ner, pos_tag, word_tokenize

RUNS = 3
MANY = 40  # articles a call
FEW = 20  # one article in so many goes through `pos_tag` and `ner`, which are slow
PAIRS = {
    "words": (taggers.words, word_tokenize, 4),
    "tags": (taggers.tags, pos_tag, FEW),
    "entities": (taggers.entities, ner, FEW),
}

Texts = Sequence[list[str]]


def rate(work: Callable[[list[str]], object], parts: Texts, count: int) -> float:
    """Return how many articles a second a function gets through, called once for each part."""
    start = process_time()
    for part in parts:
        work(part)
    return count / (process_time() - start)


def one_by_one(work: Callable[[str], object]) -> Callable[[list[str]], object]:
    return lambda texts: [work(text) for text in texts]


def measure(texts: Texts) -> dict[tuple[str, str], list[float]]:
    many = [
        [s for part in texts[at : at + MANY] for s in part] for at in range(0, len(texts), MANY)
    ]
    speeds: dict[tuple[str, str], list[float]] = {}
    for _ in range(RUNS):
        for name, (ours, theirs, step) in PAIRS.items():
            few = texts[::step]
            found = {
                "underthesea": rate(one_by_one(theirs), few, len(few)),
                "an article a call": rate(ours, texts, len(texts)),
                f"{MANY} articles a call": rate(ours, many, len(texts)),
            }
            for way, speed in found.items():
                speeds.setdefault((name, way), []).append(speed)
    return speeds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60)
    source, found = articles(parser.parse_args().articles)
    texts = [sentences(doc) for _, doc in read_articles(load(entities="off"), found)]
    characters = sum(len(article.text) for article in found) / len(found)
    title = f"{len(found)} articles of {source}, {characters:,.0f} characters each"
    table = Table("", "", "articles/s", "first run", "ratio", title=title)
    yardstick = 1.0
    for (name, way), runs in measure(texts).items():
        speed = statistics.median(runs)
        yardstick = speed if way == "underthesea" else yardstick
        table.add_row(name, way, f"{speed:.1f}", f"{runs[0]:.1f}", f"{speed / yardstick:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
