"""Measures the taggers against underthesea's own functions: articles a second on the same sentences
in the same process, by turns and by processor time, one article a call and many.

    python benchmarks/taggers.py [--articles 60]
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median
from time import process_time

from lines import sentences
from press import articles
from rates import RUNS, Row
from report import show
from solieu.extractors import taggers
from solieu.pipeline.load import load, read_articles
from underthesea import ner, pos_tag, word_tokenize

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


def measure(wanted: int) -> list[Row]:
    found = list(articles(wanted))
    texts = [sentences(doc) for _, doc in read_articles(load(entities="off"), found)]
    many = [
        [s for part in texts[at : at + MANY] for s in part] for at in range(0, len(texts), MANY)
    ]
    speeds: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(RUNS):
        for name, (ours, theirs, step) in PAIRS.items():
            few = texts[::step]
            speeds[name, "underthesea"].append(rate(one_by_one(theirs), few, len(few)))
            speeds[name, "an article a call"].append(rate(ours, texts, len(texts)))
            speeds[name, f"{MANY} articles a call"].append(rate(ours, many, len(texts)))
    return [
        Row(
            name=f"{name}, {way}",
            rates=found,
            ratio=median(found) / median(speeds[name, "underthesea"]),
            yardstick=f"underthesea {PAIRS[name][1].__name__}",
        )
        for (name, way), found in speeds.items()
        if way != "underthesea"
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60)
    show(measure(parser.parse_args().articles))


if __name__ == "__main__":
    main()
