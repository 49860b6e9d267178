"""People by underthesea's NER: whom the rules do not know, and which place names are theirs."""

from collections.abc import Sequence

from .page import Page, Sentence
from .types import Mention
from .words import aligned


def people_in(page: Page, sentence: Sentence) -> list[Mention]:
    """Return the people that underthesea's NER finds in a sentence."""
    from underthesea import ner

    text = page.text[sentence.start : sentence.end]
    tagged = ner(text)
    spans = aligned(text, [word for word, *_ in tagged])
    if spans is None:
        return []
    people: list[Mention] = []
    for (start, end), (*_, label) in zip(spans, tagged, strict=True):
        start, end = sentence.start + start, sentence.start + end
        if label == "B-PER" or (label == "I-PER" and not people):
            people.append(Mention("person", page.text[start:end], start, end, "ner:underthesea"))
        elif label == "I-PER":
            first = people[-1].start
            people[-1] = Mention("person", page.text[first:end], first, end, "ner:underthesea")
    return people


def keep_places(page: Page, found: Sequence[Mention], doubtful: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without the doubtful places that NER reads as part of a person."""
    numbers = sorted({page.sentence_at(m.start) for m in doubtful})
    people = [
        person
        for number in numbers
        if number < len(page.sentences)
        for person in people_in(page, page.sentences[number])
    ]
    gone = [
        m for m in doubtful if any(p.start < m.start and m.end <= p.end for p in people)
    ]  # fmt: skip
    return [m for m in found if m not in gone]


def people_of(page: Page, found: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with all people NER finds on the page; a place inside one is dropped."""
    people = [p for sentence in page.sentences for p in people_in(page, sentence)]
    kept = [
        m for m in found if m.kind == "person"
        or not any(p.start < m.start and m.end <= p.end for p in people)
    ]  # fmt: skip
    new = [p for p in people if not any(m.start < p.end and p.start < m.end for m in kept)]
    return sorted([*kept, *new], key=lambda m: m.start)
