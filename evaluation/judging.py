"""One article's facts judged: right, mislinked, missed, or a false alarm."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .gold import LINKS, GoldArticle, GoldFact, Record
from .matching import align, attributes_right

Outcome = Literal["right", "inexact", "mislinked", "missed", "false", "optional"]
ERRORS: tuple[Outcome, ...] = ("missed", "false", "mislinked", "inexact")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an annotated fact, a found one, or a pair of them.

    `right`      the figure and all its attributes are right
    `inexact`    figure and links are right, but indicator, modality or qualifier is not
    `mislinked`  the figure is right, but one of its links is not
    `missed`     an annotated fact without a found one
    `false`      a found fact without an annotated one
    `optional`   an annotated fact that need not be found, found or not
    """

    outcome: Outcome
    gold: GoldFact | None = None
    found: Record | None = None
    attributes: dict[str, bool] = field(default_factory=dict)

    @property
    def linked(self) -> bool:
        """Whether the figure and all its links are right."""
        return self.outcome in ("right", "inexact")

    @property
    def paired(self) -> bool:
        """Whether an annotated fact that counts was found."""
        return self.linked or self.outcome == "mislinked"

    @property
    def wrong(self) -> tuple[str, ...]:
        """The attributes that are not right."""
        return tuple(name for name, right in self.attributes.items() if not right)

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text: as annotated, else as found."""
        if self.gold is not None:
            return self.gold.start, self.gold.end
        assert self.found is not None
        return self.found["start"], self.found["end"]

    @property
    def kind(self) -> str:
        """The kind of the annotated fact, else that of the found one."""
        if self.gold is not None:
            return self.gold.kind
        assert self.found is not None
        kind: str = self.found["kind"]
        return kind


def judge(annotated: GoldArticle, facts: Sequence[Record]) -> list[Verdict]:
    """Return what became of every fact of an article, annotated or found, in reading order.

    Kinds that the article's annotations leave out and stretches they ignore are not judged.
    """
    gold = annotated.gold
    golds = [fact for fact in gold.facts if fact.kind in gold.kinds]
    founds = [
        fact
        for fact in facts
        if fact["kind"] in gold.kinds
        and not any(start <= fact["start"] < end for start, end in gold.ignore)
    ]
    paired = align(golds, founds)
    taken = set(paired.values())
    verdicts = [
        _verdict(fact, founds[paired[i]] if i in paired else None) for i, fact in enumerate(golds)
    ]
    verdicts += [Verdict("false", found=f) for j, f in enumerate(founds) if j not in taken]
    return sorted(verdicts, key=lambda verdict: verdict.span)


def _verdict(gold: GoldFact, found: Record | None) -> Verdict:
    if gold.optional:
        return Verdict("optional", gold, found)
    if found is None:
        return Verdict("missed", gold)
    attributes = attributes_right(gold, found)
    if not all(attributes.get(link, True) for link in LINKS):
        return Verdict("mislinked", gold, found, attributes)
    return Verdict("right" if all(attributes.values()) else "inexact", gold, found, attributes)
