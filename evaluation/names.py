"""Names judged: people, organisations and places read in annotated sentences, beside a model's.

The annotations hold no text: an article's id, offsets and labels, and a check on the sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

LABELS = ("PER", "ORG", "LOC")

Span = tuple[int, int, str]


class NameGoldError(Exception):
    """Annotated names that cannot be read, with the line and what is wrong with it."""


class AnnotatedSentence(BaseModel):
    """A sentence of an article with all its names; offsets count characters of the article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str
    start: int
    end: int
    check: str
    entities: tuple[Span, ...]

    def fits(self, text: str) -> bool:
        """Return whether the article still has the words that were annotated."""
        return check_of(text[self.start : self.end]) == self.check


def check_of(sentence: str) -> str:
    """Return the first eight digits of the SHA-256 of a sentence."""
    return sha256(sentence.encode()).hexdigest()[:8]


def read_sentences(path: Path) -> list[AnnotatedSentence]:
    """Return the annotated sentences of a file, one a line; raise NameGoldError for a wrong one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise NameGoldError(f"{path}: {error.strerror}") from None
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(AnnotatedSentence.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise NameGoldError(f"{path}, line {number}: {where} {first['msg']}") from None
    return found


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far found names agree with annotated ones, in precision, recall and F1.

    A name is found exactly where both ends and the label are the same, by overlap where the label
    is the same and the spans share a character.
    """

    gold: int
    found: int
    exact: int
    gold_touched: int
    found_touched: int

    @property
    def precision(self) -> float:
        """The share of the found names that are annotated exactly so."""
        return self.exact / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated names that were found exactly."""
        return self.exact / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of exact precision and recall."""
        return _mean(self.precision, self.recall)

    @property
    def overlap_f1(self) -> float:
        """The harmonic mean of precision and recall by overlap."""
        precision = self.found_touched / self.found if self.found else 0.0
        recall = self.gold_touched / self.gold if self.gold else 0.0
        return _mean(precision, recall)


def _mean(precision: float, recall: float) -> float:
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def agreement(
    pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]], label: str | None = None
) -> Agreement:
    """Return the agreement of (annotated, found) names over sentences, of one label or of all."""
    counts = [0] * 5
    for annotated, found in pairs:
        gold = [span for span in annotated if label in (None, span[2])]
        read = [span for span in found if label in (None, span[2])]
        exact = len(set(gold) & set(read))
        touched = sum(any(_touch(a, b) for b in read) for a in gold)
        touching = sum(any(_touch(a, b) for a in gold) for b in read)
        for at, count in enumerate((len(gold), len(read), exact, touched, touching)):
            counts[at] += count
    return Agreement(*counts)


def _touch(one: Span, other: Span) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


@dataclass(frozen=True, slots=True)
class Compared:
    """The names of one sentence: annotated, read by Solieu, and by underthesea's NER."""

    gold: tuple[Span, ...]
    solieu: tuple[Span, ...]
    model: tuple[Span, ...]


def rows(compared: Sequence[Compared]) -> list[tuple[str, ...]]:
    """Return the cells of a table: for each label and for all, a line for each of the two."""
    lines = []
    for label in (*LABELS, None):
        solieu = agreement([(c.gold, c.solieu) for c in compared], label)
        model = agreement([(c.gold, c.model) for c in compared], label)
        for reader, found in (("Solieu", solieu), ("underthesea", model)):
            scores = (found.precision, found.recall, found.f1, found.overlap_f1)
            first = (label or "all", str(found.gold)) if reader == "Solieu" else ("", "")
            lines.append((*first, reader, *(f"{score:.2f}" for score in scores)))
    return lines
