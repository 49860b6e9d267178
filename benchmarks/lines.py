"""Text to SQLite: rules and gazetteer alone, with words, and with NER on every sentence, each
beside underthesea's own function on the same sentences, called as its documentation has it.

    python benchmarks/lines.py [--articles 600]
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from statistics import median

from press import SOURCE, articles
from rates import RUNS, Row, by_turns
from report import show
from solieu.corpus.article import Article
from solieu.pipeline.load import load, read_articles
from spacy.language import Language
from spacy.tokens import Doc
from storing import fresh_store, keep

TURNS = 3
YARDSTICKS = {"word_tokenize": 120, "ner": 12}  # articles: they are slow
LINES = {
    "text to SQLite": ({"entities": "off"}, "word_tokenize", 250, 20),
    "… with words as underthesea's": ({"entities": "off", "words": True}, "word_tokenize", 100, 8),
    "… with NER as underthesea's, every sentence": ({"entities": "full"}, "ner", 40, 50),
}


def measure(wanted: int) -> list[Row]:
    found = list(articles(wanted))
    spoken = {a.id: sentences(doc) for a, doc in read_articles(load(entities="off"), found)}
    pipelines = {name: load(**settings) for name, (settings, *_) in LINES.items()}
    for nlp in pipelines.values():  # and everything is compiled
        read_all(nlp, found[:20])
    rates = defaultdict(list)
    for _ in range(RUNS):
        for name, rate in one_run(pipelines, found, spoken).items():
            rates[name].append(rate)
    characters = sum(len(a.text) for a in found) / len(found)
    note = f"{len(found)} articles of {SOURCE}, {characters:,.0f} characters each"
    return [
        Row(
            name=name, rates=rates[name], least=least, yardstick=f"underthesea {yardstick}",
            ratio=median(rates[name]) / median(rates[yardstick]), least_ratio=ratio, note=note,
        )
        for name, (_, yardstick, least, ratio) in LINES.items()
    ] + [
        Row(name=f"underthesea {name}, a sentence a call", rates=rates[name]) for name in YARDSTICKS
    ]  # fmt: skip


def one_run(
    pipelines: dict[str, Language], found: list[Article], spoken: dict[str, list[str]]
) -> dict[str, float]:
    """Return the articles a second of each line and of each yardstick."""
    with ExitStack() as stores:
        works: dict[str, Callable[[int], object]] = {}
        counts = {}
        for name, nlp in pipelines.items():
            into = partial(keep, nlp, *stores.enter_context(fresh_store()))
            works[name] = lambda turn, into=into: into(found[turn::TURNS])
            counts[name] = len(found)
        for name, most in YARDSTICKS.items():
            few = found[:: max(1, len(found) // most)]
            works[name] = lambda turn, name=name, few=few: call(
                name, [text for a in few[turn::TURNS] for text in spoken[a.id]]
            )
            counts[name] = len(few)
        spent = by_turns(works, TURNS)
    return {name: counts[name] / seconds for name, seconds in spent.items()}


def sentences(doc: Doc) -> list[str]:
    """Return the sentences of an article as the line cuts them."""
    return [doc._.page.text[s.start : s.end] for s in doc._.page.sentences]


def read_all(nlp: Language, found: Sequence[Article]) -> int:
    return sum(len(doc._.facts) for _, doc in read_articles(nlp, found))


def call(name: str, texts: list[str]) -> None:
    """Call a function of underthesea on sentences, one by one."""
    import underthesea

    function = getattr(underthesea, name)
    for text in texts:
        function(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=600)
    show(measure(parser.parse_args().articles))


if __name__ == "__main__":
    main()
