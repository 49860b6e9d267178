"""The account of an article's numbers: each is in a fact, has a reason why not, or is unread."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from spacy.tokens import Doc

from ..corpus.zones import READABLE
from ..extractors.tokens import LAYOUT, Layout
from ..extractors.types import Fact, Mention, Period

# What the class of a token alone tells: such tokens are no numbers to the rules.
TOKEN_REASONS = {"document": "document", "date": "date", "month": "period", "time": "time"}


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
    reasons |= {at: _time(m) for m in times for at in range(m.start, m.end)}
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


def _time(mention: Mention) -> str:
    """Return whether a time said is a day or a longer stretch."""
    day = isinstance(mention.value, Period) and len(str(mention.value)) == len("2022-06-28")
    return "date" if day else "period"
