"""Measures the line: articles a second from text to facts and from text to SQLite, where the time
goes, and the ratio to underthesea's word segmentation of the same texts, a sentence a call as its
documentation has it, in the same process.

    python benchmarks/speed.py [--articles 600]
"""

import argparse
import gzip
import json
import re
import resource
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table
from solieu.corpus.article import Article, stored_form
from solieu.corpus.readers import read
from solieu.pipeline.ingest import ingest
from solieu.pipeline.load import ZONE, load, read_article, read_articles, zoned
from spacy.language import Language
from spacy.tokens import Doc

CHECKOUT = Path(__file__).parents[1]
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"
RESULTS = Path(__file__).with_name("results.json")
RUNS = 3
SLICES = 3  # of the articles, for each part of the work to take turns on
SEGMENTED = 120  # articles for underthesea, which is slow; spread over all of them


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a second: the median of the runs, the slowest and the fastest."""

    median: float
    lowest: float
    highest: float


def articles(count: int) -> tuple[str, list[Article]]:
    """Return real articles where an archive stands beside the checkout, else the sample, varied."""
    if PRESS.exists():
        return PRESS.name, list(islice(press(), count))
    sample = [a for a in read([CHECKOUT / "corpus" / "sample"]) if isinstance(a, Article)]
    return "sample, with altered figures", [
        Article(f"{a.id}-{n}", altered(a.text, n), None, a.title, a.publisher, a.published)
        for n, a in enumerate(islice(cycle(sample), count))
    ]


def press() -> Iterator[Article]:
    with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield Article(str(record["id"]), stored_form(record["text"]), title=record["title"])


def altered(text: str, number: int) -> str:
    """Change the decimals of a text, so that no two copies are one text."""
    return re.sub(r",(\d+)", lambda m: f",{(int(m[1]) + number) % 10 ** len(m[1])}", text)


def rates(nlp: Language, found: list[Article], folder: Path) -> dict[str, Rate]:
    """Return how many articles a second each part of the work gets through, over some runs.

    The parts take turns on slices of the articles and are timed by the processor time they use, so
    that a machine whose speed drifts, or that others use as well, slows all of them alike.
    """
    slices = [found[at::SLICES] for at in range(SLICES)]
    spoken = {a.id: sentences(doc) for a, doc in read_articles(nlp, found)}
    few = [part[:: max(1, SLICES * len(part) // SEGMENTED)] for part in slices]
    archives = [archive(part, folder / f"{at}.jsonl") for at, part in enumerate(slices)]
    speeds: dict[str, list[float]] = {}
    for run in range(RUNS):
        spent: Counter[str] = Counter()
        for at, part in enumerate(slices):
            spent["text to facts"] += timed(partial(extract, nlp, part))
            spent["text to SQLite"] += timed(partial(store, archives[at], folder / f"{run}.db"))
            spoken_here = [text for a in few[at] for text in spoken[a.id]]
            segmented = timed(partial(segment, spoken_here))
            spent["word_tokenize"] += segmented * len(part) / len(few[at])
        for name, seconds in spent.items():
            speeds.setdefault(name, []).append(len(found) / seconds)
    return {
        name: Rate(statistics.median(each), min(each), max(each)) for name, each in speeds.items()
    }


def timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def extract(nlp: Language, found: list[Article]) -> int:
    return sum(len(doc._.facts) for _, doc in read_articles(nlp, found))


def store(texts: Path, database: Path) -> None:
    """Ingest a slice into the store of a run, as one more batch of articles."""
    ingest([texts], str(database), entities="off")


def archive(found: list[Article], path: Path) -> Path:
    """Write articles as JSON Lines; return the path."""
    with path.open("w", encoding="utf-8") as lines:
        for a in found:
            lines.write(json.dumps({"id": a.id, "title": a.title, "text": a.text}) + "\n")
    return path


def sentences(doc: Doc) -> list[str]:
    return [doc._.page.text[s.start : s.end] for s in doc._.page.sentences]


def segment(texts: list[str]) -> None:
    from underthesea import word_tokenize

    for text in texts:
        word_tokenize(text)


def slowest(nlp: Language, found: list[Article]) -> list[tuple[str, int, float]]:
    """Return the five slowest articles: id, characters and seconds."""
    times = []
    for article in zoned(nlp, found, ZONE):
        start = perf_counter()
        read_article(nlp, article, spanned=False)
        times.append((article.id, len(article.text), perf_counter() - start))
    return sorted(times, key=lambda row: -row[2])[:5]


def components(nlp: Language, found: list[Article]) -> dict[str, float]:
    """Return the seconds that each component took, the tokenizer among them."""
    spent: Counter[str] = Counter()
    for article in zoned(nlp, found, ZONE):
        start = perf_counter()
        doc = nlp.make_doc(article.text)
        doc._.article = article
        spent["tokenizer"] += perf_counter() - start
        for name, component in nlp.pipeline:
            start = perf_counter()
            doc = component(doc)
            spent[name] += perf_counter() - start
    return dict(spent)


def peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def measure(count: int) -> dict[str, object]:
    source, found = articles(count)
    nlp = load(entities="off")
    facts = extract(nlp, found)  # and everything is compiled
    segment(["Xin chào"])  # and its model is loaded
    with tempfile.TemporaryDirectory() as folder:
        measured = rates(nlp, found, Path(folder))
    return {
        "source": source,
        "articles": len(found),
        "characters": sum(len(a.text) for a in found),
        "facts": facts,
        "entities": "off",
        "rates": {name: vars_of(rate) for name, rate in measured.items()},
        "ratio": measured["text to SQLite"].median / measured["word_tokenize"].median,
        "peak_megabytes": peak_megabytes(),
        "components": components(nlp, found),
        "slowest": slowest(nlp, found),
    }


def vars_of(rate: Rate) -> dict[str, float]:
    return {"median": rate.median, "lowest": rate.lowest, "highest": rate.highest}


def show(result: dict[str, object]) -> None:
    console = Console()
    title = f"{result['articles']} articles of {result['source']}, entities off"
    speeds = Table("one core", "articles/s", "lowest", "highest", title=title)
    for name, row in result["rates"].items():
        speeds.add_row(name, *(f"{value:.1f}" for value in row.values()))
    console.print(speeds)
    console.print(f"text to SQLite is {result['ratio']:.1f} times underthesea's word_tokenize")
    console.print(f"{result['facts']} facts, peak memory {result['peak_megabytes']:.0f} MB")
    spent = result["components"]
    parts = Table("component", "ms/article", "share", title="Where the time goes")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        each, share = 1000 * seconds / result["articles"], seconds / sum(spent.values())
        parts.add_row(name, f"{each:.2f}", f"{share:.0%}")
    console.print(parts)
    late = Table("article", "characters", "ms", title="The slowest articles")
    for name, characters, seconds in result["slowest"]:
        late.add_row(name, str(characters), f"{1000 * seconds:.0f}")
    console.print(late)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=600)
    result = measure(parser.parse_args().articles)
    show(result)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
