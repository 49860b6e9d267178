"""Names by underthesea's NER, and which place names are a person's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import taggers
from .page import Page, Sentence
from .types import Mention
from .words import aligned

LABELS = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class ModelName:
    """What underthesea's NER takes for a name; `label` is PER, ORG or LOC."""

    start: int
    end: int
    label: str


def model_names(page: Page, sentences: Iterable[Sentence] | None = None) -> list[ModelName]:
    """Return the names that underthesea's NER finds in the sentences of a page."""
    asked = list(page.sentences if sentences is None else sentences)
    texts = [page.text[sentence.start : sentence.end] for sentence in asked]
    return [
        ModelName(sentence.start + name.start, sentence.start + name.end, name.label)
        for sentence, text, words in zip(asked, texts, taggers.entities(texts), strict=True)
        for name in _named(text, words)
    ]


def names_in(text: str) -> list[ModelName]:
    """Return the names that underthesea's NER finds in a text."""
    return _named(text, taggers.entities([text])[0])


def _named(text: str, words: Sequence[tuple[str, str, str]]) -> list[ModelName]:
    spans = aligned(text, [word for word, *_ in words])
    if spans is None:
        return []
    found: list[ModelName] = []
    last = "O"
    for (start, end), (*_, tag) in zip(spans, words, strict=True):
        mark, _, label = tag.partition("-")
        if mark == "I" and last == label and found:
            found[-1] = replace(found[-1], end=end)
        elif label in LABELS:
            found.append(ModelName(start, end, label))
        last = label
    return found


def keep_places(page: Page, found: Sequence[Mention], doubtful: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without the doubtful places that NER reads as part of a person."""
    numbers = sorted({page.sentence_at(m.start) for m in doubtful})
    sentences = [page.sentences[number] for number in numbers if number < len(page.sentences)]
    people = [name for name in model_names(page, sentences) if name.label == "PER"]
    gone = [
        m for m in doubtful if any(p.start < m.start and m.end <= p.end for p in people)
    ]  # fmt: skip
    return [m for m in found if m not in gone]
