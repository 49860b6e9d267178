"""The account of an article's numbers: each is in a fact, has a reason why not, or is unread."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

import regex
from spacy.tokens import Doc

from ..corpus.zones import READABLE
from ..extractors.tokens import LAYOUT, Layout
from ..extractors.types import Fact, Mention, Period

# What the class of a token alone tells: such tokens are no numbers to the rules.
TOKEN_REASONS = {"document": "document", "date": "date", "month": "period", "time": "time"}
DAY = regex.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Account:
    """A span of the text and what became of it.

    Either `facts` were read from it, or it is a number that is no figure for a `reason`: one of
    the rules', or the zone that is not read (`furniture`, `teaser`, `dateline`, `signature`).
    Without either it is a number that no rule took.
    """

    start: int
    end: int
    facts: tuple[Fact, ...] = ()
    reason: str | None = None


def account_for(doc: Doc) -> list[Account]:
    """Return what became of every figure and number of a Doc that was read, in reading order."""
    spans: dict[tuple[int, int], list[Fact]] = {}
    for fact in doc._.facts:
        spans.setdefault((fact.start, fact.end), []).append(fact)
    figures = [Account(start, end, tuple(facts)) for (start, end), facts in spans.items()]
    return sorted([*figures, *_numbers(doc, set(spans))], key=attrgetter("start", "end"))


def _numbers(doc: Doc, taken: set[tuple[int, int]]) -> Iterator[Account]:
    in_facts = {at for start, end in taken for at in range(start, end)}
    reasons = {at: m.value for m in doc._.unread for at in range(m.start, m.end)}
    times = doc._.page.mentions.get("period", ())
    for mention in times:
        told = _time(mention)
        for at in range(mention.start, mention.end):
            # A day without a year may be known as one by the rules alone.
            reasons[at] = told or reasons.get(at) or "period"
    zones = doc._.page.zones
    starts = [zone.start for zone in zones]
    layout: Layout = doc.user_data[LAYOUT]
    for kind, start, end in layout.numeric:
        if not in_facts.isdisjoint(range(start, end)):
            continue
        zone = zones[max(0, bisect_right(starts, start) - 1)].name
        found = next((reasons[at] for at in range(start, end) if reasons.get(at)), None)
        reason = found or TOKEN_REASONS.get(kind) if zone in READABLE else zone
        yield Account(start, end, reason=reason)
    digits = {at for _, start, end in layout.numeric for at in range(start, end)}
    for mention in doc._.unread:  # numbers in words
        here = range(mention.start, mention.end)
        if mention.value and digits.isdisjoint(here) and in_facts.isdisjoint(here):
            yield Account(mention.start, mention.end, reason=str(mention.value))


def _time(mention: Mention) -> str | None:
    """Return whether a time said names days or a longer stretch; None where it is not settled."""
    if not isinstance(mention.value, Period):
        return None
    return "date" if DAY.match(str(mention.value)) else "period"
