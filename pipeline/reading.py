"""One article read, or the reason why it could not be: what every command and run is made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language

from ..corpus.article import Article, Rejection
from ..extractors.types import Fact
from .limits import TooSlowError, seconds_for, time_limit
from .load import read_article


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article gave: its facts, and the rules that ran too long on it and were left out."""

    article: Article
    facts: tuple[Fact, ...]
    slow_rules: frozenset[str] = frozenset()


def read_facts(nlp: Language, article: Article, limit: float | None = None) -> Reading | Rejection:
    """Read one article inside the caller's memory zone; nothing of it refers to the Doc.

    An article on which the extraction fails gives the rejection `extraction_failed`, one that
    takes longer than `limit` seconds (more for a very long one) `too_slow`.
    """
    seconds = None if limit is None else seconds_for(len(article.text), limit)
    try:
        with time_limit(seconds):
            doc = read_article(nlp, article, spanned=False)
            return Reading(article, tuple(doc._.facts), doc._.slow_rules)
    except TooSlowError:
        return too_slow(article, seconds)
    except Exception as error:  # whatever it is, it is recorded, and the other articles go on
        return failure(article, error)


def failure(article: Article, error: Exception) -> Rejection:
    """Return the rejection of an article on which the extraction raised this error."""
    detail = f"{type(error).__name__}: {error}"
    return Rejection(article.source or article.id, "extraction_failed", detail)


def too_slow(article: Article, seconds: float | None) -> Rejection:
    """Return the rejection of an article that took more than so many seconds."""
    return Rejection(article.source or article.id, "too_slow", f"more than {seconds:g} seconds")


def read_all(nlp: Language, items: Iterable[Article | Rejection]) -> Iterator[Reading | Rejection]:
    """Read articles one by one as they come, and pass rejections on."""
    for item in items:
        if isinstance(item, Rejection):
            yield item
            continue
        with nlp.memory_zone():
            result = read_facts(nlp, item)
        yield result
