"""Which of contradicting values is probably right, and why, in words.

Each independent source that prints a value speaks for it by the logarithm of the odds that such a
source prints a number right: naive Bayes over sources, as in the truth-discovery literature (Yin,
Han and Yu, "Truth Discovery with Multiple Conflicting Information Providers on the Web", 2008;
Dong, Berti-Equille and Srivastava, "Integrating Conflicting Data: The Role of Source Dependence",
2009), with copies counted once and with fixed error rates, since few papers are seen often enough
to estimate theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import log

NEWER = 0.2  # log odds for the value printed last, which breaks ties only


class Closeness(StrEnum):
    """How near a source is to the number."""

    official = "the official table"
    issuer = "the publisher of the index"
    own = "the province's own press"
    arithmetic = "arithmetic on another year's figures"
    other = "other press"


ERROR_RATES = {
    Closeness.official: 0.000_001,  # goes before four papers that copied one error
    Closeness.issuer: 0.01,
    Closeness.own: 0.03,
    Closeness.arithmetic: 0.05,
    Closeness.other: 0.05,
}


@dataclass(frozen=True, slots=True)
class Report:
    """One source that prints one candidate: `source` is shared by copies of one text."""

    candidate: int
    source: str
    publisher: str | None
    published: date | None
    closeness: Closeness = Closeness.other


@dataclass(frozen=True, slots=True)
class Weight:
    """How much speaks for a candidate, in log odds, and what that is, in words."""

    score: float
    reasons: tuple[str, ...]


def weigh(candidates: int, reports: Iterable[Report]) -> list[Weight]:
    """Weigh the candidates of a figure by what was reported; the same for any order of reports.

    A source that prints several candidates speaks for the one it printed last, as papers correct
    themselves, and for none when it printed them at once.
    """
    spoken = _last_words(reports)
    newest = max((r.published for r in spoken if r.published), default=None)
    return [_weight([r for r in spoken if r.candidate == at], newest) for at in range(candidates)]


def _last_words(reports: Iterable[Report]) -> list[Report]:
    by_source: dict[str, list[Report]] = {}
    for report in reports:
        by_source.setdefault(report.publisher or report.source, []).append(report)
    kept: dict[str, Report] = {}
    for told in by_source.values():
        last = max(report.published or date.min for report in told)
        final = [report for report in told if (report.published or date.min) == last]
        if len({report.candidate for report in final}) == 1:
            for report in sorted(final, key=_rank):
                kept.setdefault(f"{report.source} {report.candidate}", report)
    return sorted(kept.values(), key=_rank)


def _rank(report: Report) -> tuple[float, str, str]:
    return ERROR_RATES[report.closeness], report.publisher or "", report.source


def _weight(reports: Sequence[Report], newest: date | None) -> Weight:
    score = sum(_log_odds(report) for report in reports)
    reasons = _counted(reports)
    if newest is not None and any(report.published == newest for report in reports):
        score += NEWER
        reasons.append(f"printed last, on {newest.isoformat()}")
    return Weight(score, tuple(reasons))


def _log_odds(report: Report) -> float:
    error = ERROR_RATES[report.closeness]
    return log((1 - error) / error)


def _counted(reports: Sequence[Report]) -> list[str]:
    counts: Mapping[Closeness, int] = {
        kind: sum(report.closeness is kind for report in reports) for kind in Closeness
    }
    words = [
        f"{kind.value} says so" + (f" ({count} independent sources)" if count > 1 else "")
        for kind, count in counts.items()
        if count and kind is not Closeness.other
    ]
    others = counts[Closeness.other]
    if others:
        words.append(f"{others} independent {'sources' if others > 1 else 'source'} of other press")
    return words or ["no source that does not also say otherwise"]
