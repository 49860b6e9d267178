"""What became of a batch or a run; summaries can be added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..corpus.article import Rejection

EXAMPLES = 5  # rejections kept of each reason


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of the articles of a run, or of a batch.

    `articles` is the sum of `new`, `unchanged` and `replaced` (extracted again), `facts` those
    written. `rejections` counts the inputs that gave no article by reason, and `rejected` holds
    the first few of each. `slow_rules` are rules that ran too long, with the number of articles
    that were read without them. `near_copies` counts the articles written that copy or update
    others; it is told of a whole run.
    """

    articles: int = 0
    new: int = 0
    unchanged: int = 0
    replaced: int = 0
    facts: int = 0
    rejections: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[Rejection, ...] = ()
    slow_rules: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    near_copies: int = 0

    def __add__(self, other: IngestSummary) -> IngestSummary:
        return IngestSummary(
            self.articles + other.articles,
            self.new + other.new,
            self.unchanged + other.unchanged,
            self.replaced + other.replaced,
            self.facts + other.facts,
            dict(Counter(self.rejections) + Counter(other.rejections)),
            examples(self.rejected + other.rejected),
            dict(Counter(self.slow_rules) + Counter(other.slow_rules)),
            self.seconds + other.seconds,
            self.near_copies + other.near_copies,
        )


def examples(rejections: Iterable[Rejection]) -> tuple[Rejection, ...]:
    """Return the first few rejections of each reason."""
    seen: Counter[str] = Counter()
    kept = []
    for rejection in rejections:
        seen[rejection.reason] += 1
        if seen[rejection.reason] <= EXAMPLES:
            kept.append(rejection)
    return tuple(kept)
