"""How sure a fact is: the chance that it and all its links are right, told from how it was read.

A logistic model over signs, such as the rule behind each link; its weights stand in
`patterns/confidence.toml` and are fitted to annotated articles by `solieu.pipeline.fitting`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp

from ...patterns.confidence import load_confidence
from ..page import Page
from ..types import Fact, Subject

LINKS = ("index", "subject", "period", "baseline")
MOST = 3  # from which on distances and numbers of rivals are alike


def confident(page: Page, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with their confidence, the chance that each and its links are right.

    It runs from 0 to 1, in hundredths.
    """
    model = load_confidence()
    rivals = list(_rivals(page))
    found = []
    for fact in facts:
        told = (*rivals, *_signs(page, fact))
        odds = model.base + sum(model.weight.get(sign, 0.0) for sign in told)
        found.append(replace(fact, confidence=round(1 / (1 + exp(-odds)), 2)))
    return found


def signs(page: Page, fact: Fact) -> Iterator[str]:
    """Yield what tells how a fact was read: its rule, how each link was made, and from how far."""
    yield from _rivals(page)
    yield from _signs(page, fact)


def _rivals(page: Page) -> Iterator[str]:
    indices = {mention.value for mention in page.mentions.get("index", ())}
    owners = [m.value for m in page.mentions.get("owner", ()) if isinstance(m.value, Subject)]
    provinces = {owner.code for owner in owners if owner.type == "province"}
    yield f"indices {min(len(indices), MOST - 1)}"
    yield f"provinces {min(len(provinces), MOST)}"


def _signs(page: Page, fact: Fact) -> Iterator[str]:
    yield f"rule {fact.rule}"
    yield f"open {len(fact.open)}"
    evidence = {piece.role: piece for piece in fact.evidence}
    reasons = dict(fact.open)
    number = page.sentence_at(fact.start)
    for role in LINKS:
        if (piece := evidence.get(role)) is None:
            yield f"{role} {reasons.get(role, 'none')}"
            continue
        distance = number - page.sentence_at(piece.start)
        yield f"{role} {piece.rule}"
        yield f"{role} {max(-1, min(distance, MOST))} back"
