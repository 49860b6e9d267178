"""What a change is measured against: the comparison behind it or before it."""

from collections.abc import Sequence

import regex

from ..page import Page
from ..types import Evidence, Mention, Period
from .asides import THEN, own_time
from .calendar import SPAN, Calendar, PeriodLink, is_baseline, period_of
from .cues import before as cue_before
from .cues import cue
from .spots import Spot

SAME = "period.same"
OF_ITS_OWN = regex.compile(
    r"\x20+(?:(?:là|chỉ|đã|đạt|có|ở\x20+mức|tăng|giảm)\x20+)+(?:gần\x20+|hơn\x20+|tới\x20+)?\d"
)
RIGHT_BEHIND = regex.compile(r"\s*(?:so|so\s+với)\s+")
STARTS = regex.compile(
    r"\s*[(,]?\s*từ\s+(?:(?:vị\s+trí|thứ\s+hạng|thứ|hạng|mức|số)\s+)*\d[\d.,/]*\s*(?:điểm|%)?\s*\(?"
    r"(?:(?:trong|của|vào|ở)\s+)?"
)
FRONTS = regex.compile(
    r",?\x20+(?:(?:thì|lại|cpi|cũng)\x20+)*(?:tăng|giảm)\x20+(?:\p{L}+\x20+){0,2}\d"
)


def link_baseline(page: Page, spot: Spot, times: Calendar, period: Period | None) -> PeriodLink:
    """Return what a change is measured against: the next comparison behind it, else one before."""
    if spot.figure.kind != "delta" or own_time(page, spot) is not None:
        return PeriodLink()
    peers = cue("peer").match(page.folded, spot.figure.end, spot.end)
    if peers or cue_before("peer_before").match(page.folded, spot.figure.start):
        return PeriodLink(reason="not_told")
    told = [
        m for m in page.within("period", spot.sentence.start, spot.sentence.end)
        if is_baseline(page, m) and not has_level(page, m)
    ]  # fmt: skip
    behind = [m for m in told if spot.figure.end <= m.start <= spot.end]
    before = [m for m in told if m.start < spot.figure.start]
    spans = [
        m for m in page.within("period", spot.sentence.start, spot.figure.start)
        if m.rule == SPAN and page.folded[m.start : m.end].startswith("từ ")
    ]  # fmt: skip
    if not behind and spans and (not before or before[-1].start < spans[-1].start):
        span = spans[-1].value
        evidence = Evidence("baseline", spans[-1].start, spans[-1].end, "link.baseline.span")
        return PeriodLink(Period(span.start) if isinstance(span, Period) else None, evidence)
    chosen = behind[0] if behind else before[-1] if before else _closing(page, spot, told)
    if behind and before and _opens(page, spot, before[-1]) and _fronted(page, behind[0]):
        chosen = before[-1]
    chosen = chosen or _of_start(page, spot)
    if chosen is None:
        return PeriodLink(reason="not_told")
    value = period_of(page, times, chosen, period)
    evidence = Evidence("baseline", chosen.start, chosen.end, "link.baseline")
    return PeriodLink(value, evidence, None if value else "not_understood")


def has_level(page: Page, mention: Mention) -> bool:
    """Whether a level of its own stands behind "cùng kỳ": nothing is measured against that."""
    compared = cue_before("baseline").match(page.folded, mention.start)
    if not mention.rule.startswith(SAME) or compared:
        return False
    return OF_ITS_OWN.match(page.folded, mention.end) is not None


def _closing(page: Page, spot: Spot, told: Sequence[Mention]) -> Mention | None:
    """Return the comparison that closes a list of changes: "A tăng 1%; B tăng 2% so với …"."""
    if len(told) != 1 or page.folded[told[0].end : spot.sentence.end].strip(" .;…"):
        return None
    return told[0] if told[0].start > spot.end else None


def _of_start(page: Page, spot: Spot) -> Mention | None:
    """Return the time of the level that a change starts from: "giảm 22 bậc, từ vị trí 25 năm 2020
    xuống".
    """
    behind = page.within("period", spot.figure.end, spot.sentence.end)[:1]
    started = behind and STARTS.fullmatch(page.folded, spot.figure.end, behind[0].start)
    return behind[0] if started and THEN.match(page.folded, behind[0].end) else None


def _opens(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a comparison stands before a change and not right behind the one before."""
    if mention.start < spot.after:
        return False
    first = spot.after == spot.sentence.start
    return first or not RIGHT_BEHIND.fullmatch(page.folded, spot.after, mention.start)


def _fronted(page: Page, mention: Mention) -> bool:
    """Whether a comparison opens a later change: "so với tháng 12 tăng 1%, so với …"."""
    return FRONTS.match(page.folded, mention.end) is not None
