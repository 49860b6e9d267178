"""How sure a fact is: the chance that it and all its links are right, told from how it was read.

A logistic model over signs, such as the rule behind each link; its weights stand in
`patterns/confidence.toml` and are fitted to annotated articles by `solieu.pipeline.fitting`.
"""

from collections.abc import Iterator, Sequence
from math import exp

from ...patterns.confidence import load_confidence
from ..page import Page
from ..types import Evidence, Fact, Subject

Reasons = tuple[tuple[str, str], ...]
LINKS = ("index", "subject", "period", "baseline")
MOST = 3  # from which on distances and numbers of rivals are alike


class Confidence:
    """How sure the facts of a page are: the chance that each and its links are right."""

    def __init__(self, page: Page) -> None:
        """Take a page whose indices and owners are found."""
        self._page, self._model = page, load_confidence()
        self._rivals = [self._model.weight.get(sign, 0.0) for sign in _rivals(page)]

    def of(self, rule: str, start: int, left: Reasons, told: Sequence[Evidence]) -> float:
        """Return the confidence of a fact, from 0 to 1, in hundredths.

        It is read at `start` by a rule, with reasons for what is left open and evidence for what is
        told.
        """
        weight, signs = self._model.weight, _signs(self._page, rule, start, left, told)
        odds = self._model.base + sum([*self._rivals, *[weight.get(sign, 0.0) for sign in signs]])
        return round(1 / (1 + exp(-odds)), 2)


def signs(page: Page, fact: Fact) -> Iterator[str]:
    """Yield what tells how a fact was read: its rule, how each link was made, and from how far."""
    yield from _rivals(page)
    yield from _signs(page, fact.rule, fact.start, fact.open, fact.evidence)


def _rivals(page: Page) -> Iterator[str]:
    indices = {mention.value for mention in page.mentions.get("index", ())}
    owners = [m.value for m in page.mentions.get("owner", ()) if isinstance(m.value, Subject)]
    provinces = {owner.code for owner in owners if owner.type == "province"}
    yield f"indices {min(len(indices), MOST - 1)}"
    yield f"provinces {min(len(provinces), MOST)}"


def _signs(page: Page, rule: str, start: int, left: Reasons, told: Sequence[Evidence]) -> list[str]:
    found = [f"rule {rule}", f"open {len(left)}"]
    evidence = {piece.role: piece for piece in told}
    reasons = dict(left)
    number = page.sentence_at(start)
    for role in LINKS:
        if (piece := evidence.get(role)) is None:
            found.append(f"{role} {reasons.get(role, 'none')}")
            continue
        distance = number - page.sentence_at(piece.start)
        found.append(f"{role} {piece.rule}")
        found.append(f"{role} {max(-1, min(distance, MOST))} back")
    return found
