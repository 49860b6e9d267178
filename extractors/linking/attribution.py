"""Who told a figure: "theo báo cáo của Bộ Nội vụ", "VCCI vừa công bố"."""

from __future__ import annotations

from ..page import Page
from ..types import Evidence, Mention, Subject
from .cues import before, cue
from .spots import Spot


def find_sources(page: Page) -> list[Mention]:
    """Return the organisations of a page that are said to tell something, in order."""
    return [
        m
        for m in page.mentions.get("named", ())
        if before("source_named").match(page.folded, m.start)
        or cue("source_tells").match(page.folded, m.end)
    ]


def link_attribution(page: Page, spot: Spot) -> tuple[str | None, Evidence | None]:
    """Return who tells a figure by its sentence: the last one before it, else the first behind."""
    told = page.within("source", spot.sentence.start, spot.sentence.end)
    earlier = [m for m in told if m.end <= spot.figure.start]
    source = earlier[-1] if earlier else next(iter(told), None)
    if source is None or not isinstance(source.value, Subject):
        return None, None
    return source.value.name, Evidence("attribution", source.start, source.end, "link.attribution")
