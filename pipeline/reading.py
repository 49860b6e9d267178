"""Articles read, or the reasons why they could not be: what every command and run is made of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic

from spacy.language import Language
from spacy.tokens import Doc

from ..corpus.article import Article, Rejection
from ..extractors.types import Fact
from .limits import Alarm, TooSlowError, seconds_for
from .load import begin

SOON = 0.001  # seconds; none would be no limit


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article gave: its facts, and the rules that ran too long on it and were left out."""

    article: Article
    facts: tuple[Fact, ...]
    slow_rules: frozenset[str] = frozenset()


def read_facts(nlp: Language, article: Article, limit: float | None = None) -> Reading | Rejection:
    """Read one article as `read_together` reads several."""
    [result] = read_together(nlp, [article], limit)
    return result


def read_together(
    nlp: Language,
    articles: Sequence[Article],
    limit: float | None = None,
    watch: Callable[[int], None] | None = None,
) -> list[Reading | Rejection]:
    """Read articles inside the caller's memory zone; nothing of what they give refers to the Docs.

    Each component sees all of them before the next one does: a tenth faster than one article after
    the other, as its code and patterns stay at hand for the processor. `watch` is told the place of
    the one that is worked on. An article on which the extraction fails gives the rejection
    `extraction_failed`, one that takes longer than `limit` seconds (more for a very long one)
    `too_slow`.
    """
    with Alarm(wanted=limit is not None) as alarm:
        underway = [_Underway(article, limit, alarm) for article in articles]
        for component in (None, *(component for _, component in nlp.pipeline)):
            for place, one in enumerate(underway):
                if one.rejection is None:
                    if watch:
                        watch(place)
                    beginning = partial(begin, nlp, one.article)
                    one.go_on(partial(component, one.doc) if component else beginning)
    return [one.result for one in underway]


class _Underway:
    """An article on its way through the line: its Doc, once begun, or why it was given up."""

    doc: Doc

    def __init__(self, article: Article, limit: float | None, alarm: Alarm) -> None:
        self.article = article
        self.rejection: Rejection | None = None
        self._limit = None if limit is None else seconds_for(len(article.text), limit)
        self._alarm = alarm
        self._spent = 0.0

    def go_on(self, step: Callable[[], Doc]) -> None:
        """Take a step, in what is left of the article's time."""
        begun = monotonic()
        try:
            with self._alarm.within(self._limit and max(SOON, self._limit - self._spent)):
                self.doc = step()
        except TooSlowError:
            self.rejection = too_slow(self.article, self._limit)
        except Exception as error:  # whatever it is, it is recorded, and the other articles go on
            self.rejection = failure(self.article, error)
        self._spent += monotonic() - begun

    @property
    def result(self) -> Reading | Rejection:
        """What the article gave."""
        told = self.rejection
        return told or Reading(self.article, tuple(self.doc._.facts), self.doc._.slow_rules)


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
