"""How sure a fact is: the chance that it and all its links are right, told from how it was read.

A logistic model over signs, such as the rule behind each link; its weights stand in
`patterns/confidence.toml` and are fitted to annotated articles by `solieu.pipeline.fitting`.
"""

from collections.abc import Iterator
from math import exp

from ...patterns.confidence import load_confidence
from ..types import Fact

FAR = 120  # characters beyond which a link reaches far
LINKS = ("index", "subject", "period", "baseline")


def signs(fact: Fact) -> Iterator[str]:
    """Yield what tells how a fact was read: its rule and zone, and how each link was made."""
    yield f"kind {fact.kind}"
    yield f"rule {fact.rule}"
    yield f"zone {fact.zone}"
    yield f"modality {fact.modality}"
    yield f"qualifier {fact.amount.qualifier}"
    if fact.subject:
        yield f"subject {fact.subject.type}"
    evidence = {piece.role: piece for piece in fact.evidence}
    reasons = dict(fact.open)
    for role in LINKS:
        if (piece := evidence.get(role)) is not None:
            yield f"{role} {piece.rule}"
            distance = max(fact.start - piece.end, piece.start - fact.end)
            if distance > FAR:
                yield f"{role} far"
            elif piece.start > fact.end:
                yield f"{role} behind"
        else:
            yield f"{role} {reasons.get(role, 'none')}"
    for role in ("component", "scope"):
        if role in evidence:
            yield f"{role} {evidence[role].rule}"


def confidence(fact: Fact) -> float:
    """Return the chance from 0 to 1, in hundredths, that a fact and its links are right."""
    model = load_confidence()
    odds = model.base + sum(model.weight.get(sign, 0.0) for sign in signs(fact))
    return round(1 / (1 + exp(-odds)), 2)
