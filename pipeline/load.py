"""Loading the line as a spaCy pipeline, and reading articles with it."""

import gc
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ..corpus.article import Article, stored_form
from ..extractors.entities import EntityMode
from ..extractors.tokens import LAYOUT, lay_out
from ..extractors.types import Fact
from . import components  # noqa: F401  # registers the factories for a checkout without entry points

T = TypeVar("T")
ZONE = 2000  # articles whose words are kept at a time
RARELY = (20_000, 10, 10)  # objects more than before at which the garbage collector sets to work
# Figures before the entities and periods that only they need: a page without any is done early.
PIPES = ("zones", "indices", "figures", "entities", "periods", "links")


@cache
def load(
    *, entities: EntityMode = "needed", patterns: Path | None = None, words: bool = False
) -> Language:
    """Return the extraction pipeline; `doc._.facts` holds what it reads.

    `entities` says how much underthesea's NER may do (`needed`, `full`, `off`), `patterns` is a
    folder of rules of your own, tried before the project's, and `words` adds underthesea's
    segmentation as `doc.spans["words"]`. Raise PatternError for a broken rule file.
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": "solieu.tokenizer.v1"}}}
    nlp = spacy.blank("xx", config=config)
    nlp.max_length = 100_000_000  # the limit is for parsers; ours need no memory beyond the text
    settings: dict[str, dict[str, Any]] = {
        "entities": {"mode": entities},
        "figures": {"patterns": str(patterns) if patterns else None},
    }
    for pipe in PIPES:
        nlp.add_pipe(f"solieu_{pipe}", config=settings.get(pipe, {}))
        if pipe == "zones" and words:
            nlp.add_pipe("solieu_words")
    # Patterns and names stay for good: the garbage collector need not go through them again and
    # again, which would take as long as the tokens of a text. What is made for an article goes
    # with it: at the usual threshold its thousands of tokens would be gone through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    return nlp


def read_article(nlp: Language, article: Article, *, spanned: bool = True) -> Doc:
    """Return the Doc of an article with its facts, begun as `begin` does."""
    return nlp(begin(nlp, article, spanned=spanned))


def begin(nlp: Language, article: Article, *, spanned: bool = False) -> Doc:
    """Return the Doc of an article before the first component has seen it.

    Unless it is to be `spanned`, it will have no spans and entities, and has no tokens but for
    pipes that may ask for them: words, and those of others.
    """
    bare = not spanned and set(nlp.pipe_names) <= {f"solieu_{pipe}" for pipe in PIPES}
    doc = without_tokens(nlp, article.text) if bare else nlp.make_doc(article.text)
    doc._.article = article
    doc._.spanned = spanned
    return doc


def without_tokens(nlp: Language, text: str) -> Doc:
    """Return a Doc with the Layout of a text, all that facts are read from, and no tokens.

    Making them takes as long as laying out the text.
    """
    doc = Doc(nlp.vocab)
    doc.user_data[LAYOUT] = lay_out(text)
    return doc


def read_articles(nlp: Language, articles: Iterable[Article]) -> Iterator[tuple[Article, Doc]]:
    """Read articles one by one for their facts; each Doc is valid until the next is asked for.

    Words are kept for many articles: making them anew for each is slow. The Docs have no spans,
    and no tokens unless other pipes than those of `load` are there.
    """
    for article in zoned(nlp, articles, ZONE):
        yield article, read_article(nlp, article, spanned=False)


def zoned(nlp: Language, items: Iterable[T], size: int) -> Iterator[T]:
    """Pass items on, keeping the words that are read meanwhile for `size` items at a time."""
    stream = iter(items)
    for first in stream:
        with nlp.memory_zone():
            yield first
            yield from islice(stream, size - 1)


def extract(
    text: str, *, published: date | str | None = None, publisher: str | None = None
) -> list[Fact]:
    """Return the facts of an article's text, in reading order.

    `published` is the day of publication (a date, or a string such as `19/04/2023`), `publisher`
    a domain or name; both help to settle times and "của tỉnh". Offsets count characters of the
    text's stored form (NFC, `\\n`).

    >>> from solieu.pipeline import extract
    >>> [str(fact) for fact in extract("Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63.")]
    ['Thái Bình | SIPAS | 2022 | rank | 13/63']
    """
    from ..corpus.dates import published_date

    if isinstance(published, str):
        day = published_date(published)
        if day is None:
            raise ValueError(f"published is no date: {published!r}; write 2023-04-19 or 19/04/2023")
        published = day
    article = Article("text", stored_form(text), publisher=publisher, published=published)
    facts: list[Fact] = read_article(load(), article)._.facts
    return facts


def extractor_version() -> str:
    """Return the version by which facts are told apart when they are extracted anew."""
    return version("solieu")
