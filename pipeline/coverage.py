"""Which numbers of an archive are accounted for, and among what words the others stand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from spacy.tokens import Doc

from ..corpus.zones import READABLE
from ..extractors.tokens import LAYOUT, Layout
from ..patterns.fold import fold_case
from .accounts import Account, account_for

BEFORE, AFTER = 1, 2  # words of a context: what is counted stands after its number
REACH = 40  # characters in which they are looked for
WORD = regex.compile(r"[\p{L}\d][\p{L}\p{M}\d.,/]*(?<![.,/])|%")
DIGITS = regex.compile(r"\d+(?:[.,/]\d+)*")
EXAMPLE = 30  # characters of context in an example


@dataclass(slots=True)
class Context:
    """Words around an unread number: how often, in how many articles, and where they came first."""

    count: int = 0
    articles: int = 0
    example: str = ""
    first: str = ""
    last: int = 0  # the number of the last article that had them


@dataclass(slots=True)
class Coverage:
    """The numbers of the parts of articles that are read, by what became of them.

    `zones` counts those with a fact, with a reason and with neither in each zone, `reasons` the
    reasons. `aside` counts numbers in zones that are not read, such as a date line or a menu.
    """

    articles: int = 0
    zones: dict[str, Counter[str]] = field(
        default_factory=lambda: {zone: Counter() for zone in READABLE}
    )
    reasons: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    contexts: dict[str, Context] = field(default_factory=dict)

    def add(self, doc: Doc) -> None:
        """Count the numbers of a Doc that was read."""
        self.articles += 1
        folded = fold_case(doc.text)
        for zone, account in _numbers(doc):
            if zone not in READABLE:
                self.aside[zone] += 1
            elif account.facts:
                self.zones[zone]["fact"] += 1
            elif account.reason:
                self.zones[zone]["reason"] += 1
                self.reasons[account.reason] += 1
            else:
                self.zones[zone]["neither"] += 1
                self._note(doc, folded, account)

    def _note(self, doc: Doc, folded: str, account: Account) -> None:
        context = self.contexts.setdefault(around(folded, account.start, account.end), Context())
        context.count += 1
        context.articles += context.last != self.articles
        context.last = self.articles
        if not context.example:
            start, end = max(0, account.start - EXAMPLE), account.end + EXAMPLE
            context.example = " ".join(doc.text[start:end].split())
            context.first = doc._.article.id

    def commonest(self, limit: int | None = None) -> list[tuple[str, Context]]:
        """Return the contexts of unread numbers, those of the most articles first.

        A table repeats its words a hundred times: a rule is worth as much as the articles it helps.
        """
        found = self.contexts.items()
        return sorted(found, key=lambda item: (-item[1].articles, -item[1].count, item[0]))[:limit]


def _numbers(doc: Doc) -> Iterator[tuple[str, Account]]:
    """Yield each number of a text with its zone and what became of it."""
    accounts = account_for(doc)
    facts = {at: a for a in accounts if a.facts for at in range(a.start, a.end)}
    others = {a.start: a for a in accounts if not a.facts}
    zones = doc._.page.zones
    starts = [zone.start for zone in zones]
    layout: Layout = doc.user_data[LAYOUT]
    for _, start, end in layout.numeric:
        inside = (facts[at] for at in range(start, end) if at in facts)
        account = next(inside, None) or others[start]
        yield zones[max(0, bisect_right(starts, start) - 1)].name, account


def around(folded: str, start: int, end: int) -> str:
    """Return the folded words about a number in its line, and the marks that touch it.

    Other numbers are `0`.

    >>> around("covid-19 và 5 vụ trong 12 ngày", 12, 13)
    'và # vụ trong'
    """
    first = folded.rfind("\n", 0, start) + 1
    last = folded.find("\n", end)
    left = folded[max(first, start - REACH) : start]
    right = folded[end : min(end + REACH, len(folded) if last < 0 else last)]
    before = [_alike(word) for word in WORD.findall(left)][-BEFORE:]
    after = [_alike(word) for word in WORD.findall(right)][:AFTER]
    return " ".join([*before, f"{_mark(left[-1:])}#{_mark(right[:1])}", *after])


def _alike(word: str) -> str:
    return DIGITS.sub("0", word)


def _mark(neighbour: str) -> str:
    return "" if neighbour.isalnum() or neighbour in " %" else neighbour
