"""An evaluation as a page: scores at its head, then each article with its errors in place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ....corpus.zones import READABLE, Zone, find_zones
from ....evaluation.calibration import Reliability, reliability
from ....evaluation.gold import GoldArticle
from ....evaluation.judging import ERRORS, Verdict
from ....evaluation.scores import Scores
from ....evaluation.telling import (
    attribute_rows,
    fact_told,
    gold_told,
    interval_told,
    reliability_told,
    score_rows,
    wrong_told,
)
from ..evaluated import ATTRIBUTE_HEAD, SCORE_HEAD, Judged, heading
from .page import pieces, rendered

MEANINGS = {
    "missed": "annotated, not found",
    "false": "found, not annotated",
    "mislinked": "index, owner, time or scope is wrong",
    "inexact": "indicator, modality or qualifier is wrong",
    "right": "all as annotated",
    "optional": "need not be found",
}
Values = dict[str, Any]


def evaluated_page(judged: Judged, entities: str) -> str:
    """Return the page of judged articles."""
    articles = [verdicts for _, verdicts in judged]
    scores, trust = Scores(articles), reliability(articles)
    return rendered(
        "evaluated.html",
        heading=heading(scores, entities),
        score_head=SCORE_HEAD,
        score_rows=list(score_rows(scores)),
        attribute_head=ATTRIBUTE_HEAD,
        attribute_rows=list(attribute_rows(scores)),
        interval=interval_told(scores),
        reliability=reliability_told(trust),
        bins=list(_bins(trust)) if trust else [],
        outcomes=_outcomes(articles),
        articles=[_article(*pair, number) for number, pair in enumerate(judged, 1)],
    )


def _bins(trust: Reliability) -> Iterator[tuple[str, ...]]:
    for b in trust.bins:
        yield f"{b.low:.1f}–{b.high:.1f}", str(b.count), f"{b.confidence:.3f}", f"{b.right:.3f}"


def _outcomes(articles: Sequence[Sequence[Verdict]]) -> list[Values]:
    counts = Counter(verdict.outcome for verdicts in articles for verdict in verdicts)
    return [
        {
            "name": name,
            "meaning": meaning,
            "count": counts[name],  # type: ignore[index]
            "shown": name != "optional",
        }
        for name, meaning in MEANINGS.items()
    ]


def _article(item: GoldArticle, verdicts: Sequence[Verdict], number: int) -> Values:
    anchor, text = f"a{number}", item.article.text
    numbers = {id(v): n for n, v in enumerate((v for v in verdicts if v.outcome in ERRORS), 1)}
    counts = Counter(verdict.outcome for verdict in verdicts)
    return {
        "anchor": anchor,
        "name": item.name,
        "errors": len(numbers),
        "told": ", ".join(f"{counts[name]} {name}" for name in MEANINGS if counts[name])  # type: ignore[index]
        or "no facts",
        "lines": [
            {
                "zone": zone.name if zone.name in READABLE else "unreadable",
                "pieces": list(_pieces(text, zone, verdicts, numbers, anchor)),
            }
            for zone in find_zones(text, item.article.title)
            if text[zone.start : zone.end].strip()
        ],
        "notes": [
            {
                "number": numbers[id(verdict)],
                "outcome": verdict.outcome,
                "words": text[slice(*verdict.span)],
                "fact": _fact(verdict),
                "wrong": _wrong(verdict),
            }
            for verdict in verdicts
            if id(verdict) in numbers
        ],
    }


def _pieces(
    text: str, zone: Zone, verdicts: Sequence[Verdict], numbers: dict[int, int], anchor: str
) -> Iterator[Values]:
    spans = [verdict.span for verdict in verdicts]
    for start, end, covering in pieces(text, zone.start, zone.end, spans):
        inside = sorted(
            (verdicts[n] for n in covering), key=lambda v: list(MEANINGS).index(v.outcome)
        )
        ending = [numbers[id(v)] for v in inside if v.span[1] == end and id(v) in numbers]
        first = next((numbers[id(v)] for v in inside if id(v) in numbers), None)
        yield {
            "words": text[start:end],
            "outcome": inside[0].outcome if inside else None,
            "title": "\n".join("; ".join([f"{v.outcome}: {_fact(v)}", *_wrong(v)]) for v in inside),
            "note": f"{anchor}-{first}" if first else None,
            "ends": ending,
        }


def _fact(verdict: Verdict) -> str:
    """Return the found fact of a verdict, else the annotated one."""
    if verdict.found is not None:
        return fact_told(verdict.found)
    assert verdict.gold is not None
    return gold_told(verdict.gold)


def _wrong(verdict: Verdict) -> list[str]:
    if verdict.gold is None and verdict.found is not None:
        return [f"read by {verdict.found['rule']}"]
    return wrong_told(verdict) if verdict.wrong else []
