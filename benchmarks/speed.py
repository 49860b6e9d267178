"""Measures the line: articles a second from text to facts and from text to SQLite, where the time
goes, and the ratio to underthesea's word segmentation of the same texts in the same process.

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
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table
from solieu.corpus.article import Article, stored_form
from solieu.corpus.readers import read
from solieu.pipeline.ingest import ingest
from solieu.pipeline.load import load, read_article, read_articles
from spacy.language import Language

CHECKOUT = Path(__file__).parents[1]
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"
RESULTS = Path(__file__).with_name("results.json")
RUNS = 3
SEGMENTED = 60  # articles for underthesea, which is slow


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


def rate(count: int, work: Callable[[], object]) -> Rate:
    """Return how many articles a second the work gets through, over some runs."""
    speeds = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        speeds.append(count / (perf_counter() - start))
    return Rate(statistics.median(speeds), min(speeds), max(speeds))


def extract(nlp: Language, found: list[Article]) -> int:
    return sum(len(doc._.facts) for _, doc in read_articles(nlp, found))


def store(found: list[Article], folder: Path) -> None:
    """Ingest the articles into a fresh SQLite file."""
    archive = folder / "articles.jsonl"
    with archive.open("w", encoding="utf-8") as lines:
        for a in found:
            lines.write(json.dumps({"id": a.id, "title": a.title, "text": a.text}) + "\n")
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        ingest([archive], str(Path(fresh) / "facts.db"), entities="off")


def sentences(nlp: Language, found: list[Article]) -> list[str]:
    return [
        article.text[sentence.start : sentence.end]
        for article, doc in read_articles(nlp, found)
        for sentence in doc._.page.sentences
    ]


def segment(texts: list[str]) -> None:
    from underthesea import word_tokenize

    for text in texts:
        word_tokenize(text)


def slowest(nlp: Language, found: list[Article]) -> list[tuple[str, int, float]]:
    """Return the five slowest articles: id, characters and seconds."""
    times = []
    for article in found:
        start = perf_counter()
        with nlp.memory_zone():
            read_article(nlp, article)
        times.append((article.id, len(article.text), perf_counter() - start))
    return sorted(times, key=lambda row: -row[2])[:5]


def components(nlp: Language, found: list[Article]) -> dict[str, float]:
    """Return the seconds that each component took, the tokenizer among them."""
    spent: Counter[str] = Counter()
    for article in found:
        with nlp.memory_zone():
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
    extraction = rate(len(found), lambda: extract(nlp, found))
    with tempfile.TemporaryDirectory() as folder:
        ingestion = rate(len(found), lambda: store(found, Path(folder)))
    # Spread over all the articles, so that both sides read texts of the same lengths.
    spread = found[:: max(1, len(found) // SEGMENTED)][:SEGMENTED]
    texts = sentences(nlp, spread)
    segment(texts[:1])  # and its model is loaded
    segmentation = rate(len(spread), lambda: segment(texts))
    return {
        "source": source,
        "articles": len(found),
        "characters": sum(len(a.text) for a in found),
        "facts": facts,
        "entities": "off",
        "text_to_facts": vars_of(extraction),
        "text_to_sqlite": vars_of(ingestion),
        "underthesea_word_tokenize": vars_of(segmentation),
        "ratio": ingestion.median / segmentation.median,
        "peak_megabytes": peak_megabytes(),
        "components": components(nlp, found),
        "slowest": slowest(nlp, found),
    }


def vars_of(rate: Rate) -> dict[str, float]:
    return {"median": rate.median, "lowest": rate.lowest, "highest": rate.highest}


def show(result: dict[str, object]) -> None:
    console = Console()
    title = f"{result['articles']} articles of {result['source']}, entities off"
    speeds = Table("", "articles/s", "lowest", "highest", title=title)
    for name in ("text_to_facts", "text_to_sqlite", "underthesea_word_tokenize"):
        row = result[name]
        speeds.add_row(name.replace("_", " "), *(f"{value:.1f}" for value in row.values()))
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
