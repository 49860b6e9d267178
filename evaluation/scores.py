"""Scores over judged articles: precision, recall and F1 of figures, of links, of attributes."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .gold import ATTRIBUTES, CORE, DEFAULTS, EXTRA
from .judging import Verdict

LEVELS = ("figure", "linked")
WITH_INDEX, WITHOUT_INDEX = "with index", "without index"
ROUNDS = 400  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives and false negatives, and what follows from them."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of what is right that was found; 1 where there was nothing to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def expected(self) -> int:
        """How many there were to find."""
        return self.tp + self.fn

    def as_record(self) -> dict[str, float]:
        """Return counts and rates for JSON, rates to four decimals."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {"tp": self.tp, "fp": self.fp, "fn": self.fn, **rates}


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    return sum(counts, Counts())


@dataclass(frozen=True)
class Scores:
    """The scores of a list of articles, each given as its verdicts."""

    articles: Sequence[Sequence[Verdict]]

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """All verdicts that count."""
        return [v for verdicts in self.articles for v in verdicts if v.outcome != "optional"]

    def of(self, level: str, *keys: str) -> Counts:
        """Return the counts at a level (`figure`, `linked`) of kinds, or of the index groups."""
        return total(_counted(v, level) for v in self.verdicts if not _groups(v).isdisjoint(keys))

    def interval(self, level: str, *keys: str) -> tuple[float, float]:
        """Return the 95 % bootstrap interval over articles of the F1 of kinds at a level."""
        each = [Scores([verdicts]).of(level, *keys) for verdicts in self.articles]
        draw = random.Random(1)
        runs = sorted(total(draw.choices(each, k=len(each))).f1 for _ in range(ROUNDS))
        return runs[int(0.025 * ROUNDS)], runs[int(0.975 * ROUNDS) - 1]

    @cached_property
    def attributes(self) -> dict[str, float | None]:
        """The share of right values of each attribute among right figures of the core kinds."""
        seen = {name: [v.attributes[name] for v in self._judged(name)] for name in ATTRIBUTES}
        return {
            name: sum(rights) / len(rights) if rights else None for name, rights in seen.items()
        }

    @cached_property
    def non_default(self) -> dict[str, Counts]:
        """The counts of each attribute's values other than its default, where figures are right."""
        return {
            name: total(_told(verdict, name) for verdict in self._judged(name))
            for name in ATTRIBUTES
            if any(self._judged(name))
        }

    def _judged(self, attribute: str) -> Iterator[Verdict]:
        for verdict in self.verdicts:
            if not verdict.paired or verdict.kind not in CORE:
                continue
            # What belongs to an index has its name in the index: an indicator beside it is free.
            free = attribute == "indicator" and WITH_INDEX in _groups(verdict)
            if attribute in verdict.attributes and not free:
                yield verdict

    def as_record(self) -> dict[str, object]:
        """Return all scores for JSON."""

        def both(*keys: str) -> dict[str, object]:
            return {level: self.of(level, *keys).as_record() for level in LEVELS}

        return {
            "core": both(*CORE),
            "extra": both(*EXTRA),
            "kinds": {kind: both(kind) for kind in (*CORE, *EXTRA)},
            "groups": {group: both(group) for group in (WITH_INDEX, WITHOUT_INDEX)},
            "intervals": {
                level: [round(edge, 4) for edge in self.interval(level, *CORE)] for level in LEVELS
            },
            "attributes": {
                name: None if share is None else round(share, 4)
                for name, share in self.attributes.items()
            },
            "non_default": {
                name: {**counts.as_record(), "n": counts.expected}
                for name, counts in self.non_default.items()
            },
            "gold_facts": sum(v.gold is not None for v in self.verdicts),
        }


def _groups(verdict: Verdict) -> set[str]:
    """Return the kind of a verdict and, for a core kind, whether it speaks of an index."""
    if verdict.kind not in CORE:
        return {verdict.kind}
    if verdict.gold is not None:
        indexed = any(verdict.gold.index)
    else:
        indexed = bool(verdict.found and verdict.found.get("index"))
    return {verdict.kind, WITH_INDEX if indexed else WITHOUT_INDEX}


def _counted(verdict: Verdict, level: str) -> Counts:
    if verdict.outcome == "missed":
        return Counts(fn=1)
    if verdict.outcome == "false":
        return Counts(fp=1)
    if level == "figure" or verdict.linked:
        return Counts(tp=1)
    return Counts(fp=1, fn=1)


def _told(verdict: Verdict, attribute: str) -> Counts:
    assert verdict.gold is not None
    assert verdict.found is not None
    default = DEFAULTS.get(attribute)
    right = verdict.attributes[attribute]
    wanted = default not in verdict.gold.accepted(attribute)
    given = verdict.found.get(attribute) not in (default, None)
    return Counts(right and wanted, not right and given, not right and wanted)
