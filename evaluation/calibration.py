"""How far the confidence of facts can be trusted: calibration error, and how well it ranks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .judging import Verdict

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The facts of one tenth of the confidence scale."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What the confidence of found facts says about their being linked right.

    `error` is the expected calibration error over ten bins of equal width: 0 where of the facts
    with a confidence of 0.8 eight in ten are right. `auroc` is the chance that a right fact has the
    higher confidence of two, one of them right: 0.5 tells nothing. None where there are no two.
    """

    count: int
    right: float
    confidence: float
    error: float
    auroc: float | None
    bins: tuple[Bin, ...]


def reliability(articles: Iterable[Iterable[Verdict]]) -> Reliability | None:
    """Return how confidence and truth agree over all found facts; None where there are none.

    A false alarm is wrong; what was found for an optional fact does not count.
    """
    pairs = [
        (float(verdict.found["confidence"]), verdict.linked)
        for verdicts in articles
        for verdict in verdicts
        if verdict.found and verdict.outcome != "optional" and "confidence" in verdict.found
    ]
    if not pairs:
        return None
    bins = _bins(pairs)
    count = len(pairs)
    return Reliability(
        count=count,
        right=sum(right for _, right in pairs) / count,
        confidence=sum(confidence for confidence, _ in pairs) / count,
        error=sum(b.count * abs(b.confidence - b.right) for b in bins) / count,
        auroc=_auroc(pairs),
        bins=bins,
    )


def _bins(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    def number(pair: tuple[float, bool]) -> int:
        return min(int(pair[0] * BINS), BINS - 1)  # a confidence of 1 belongs to the last

    found = []
    for at, group in groupby(sorted(pairs), key=number):
        inside = list(group)
        confidence, right = (sum(side) / len(inside) for side in zip(*inside, strict=True))
        found.append(Bin(at / BINS, (at + 1) / BINS, len(inside), confidence, right))
    return tuple(found)


def _auroc(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Return the rank statistic of Mann and Whitney; equal confidences share their ranks."""
    rights = sum(right for _, right in pairs)
    wrongs = len(pairs) - rights
    if not rights or not wrongs:
        return None
    won, below = 0.0, 0
    for _, group in groupby(sorted(pairs), key=lambda pair: pair[0]):
        inside = [right for _, right in group]
        right, wrong = sum(inside), len(inside) - sum(inside)
        won += right * (below + wrong / 2)
        below += wrong
    return won / (rights * wrongs)
