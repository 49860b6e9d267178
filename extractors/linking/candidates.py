"""Candidates: the names of a page that may own a figure, and not venues, peers or sources."""

import regex

from ..page import Page
from ..types import Mention, Subject
from .cues import before, cue

IS = regex.compile(r"(?<=(?<!\p{L})là\x20+)")
OWNERS = ("place", "organisation", "group", "own_province")
LISTED = 120  # characters of a list in a bracket
BESIDE = 40  # characters behind an office in which its place or score stands
OF_THE_PROVINCE = "organisation.of_the_province"
EXAMPLE = regex.compile(r"(?<=(?<!\p{L})như\x20+)")
STANDS = regex.compile(
    r"\x20+(?:(?:lần\x20+đầu(?:\x20+tiên)?|đã|cũng|tiếp\x20+tục|chỉ)\x20+)*(?:vươn|đứng|xếp|dẫn\x20+đầu|đạt|có\x20+(?:(?:tỷ|tỉ)\x20+lệ\x20+|số\x20+|tổng\x20+)?điểm)(?!\p{L})"
)


def find_owners(page: Page) -> list[Mention]:
    """Return the mentions of a page that may own a figure, in order.

    Venues, peers compared with, fields ranked in and those who only tell the figure are left out.
    """
    found = [m for kind in OWNERS for m in page.mentions.get(kind, ())]
    parts = page.mentions.get("component", ())
    inside = {m.start for m in found for p in parts if p.start <= m.start and m.end <= p.end}
    found.sort(key=lambda m: m.start)
    return [m for m in found if m.start not in inside and _may_own(page, m)]


def owners_of(page: Page, start: int, end: int) -> list[Mention]:
    """Return the owners between two positions, in order."""
    return page.within("owner", start, end)


def _ranked(page: Page, mention: Mention) -> bool:
    """Whether a place or score stands right behind an office that elsewhere only tells figures."""
    near = page.ahead(mention.end, BESIDE)
    return STANDS.match(page.folded, mention.end, near) is not None or any(
        page.within(kind, mention.end, near) for kind in ("rank", "score")
    )


def _left_out(page: Page, mention: Mention) -> bool:
    """Whether a bracket lists who is not among the ranked: "(không có Bình Dương, Hải Dương)"."""
    opened = page.open_bracket(max(0, mention.start - LISTED), mention.start)
    return opened >= 0 and cue("left_out").match(page.folded, opened) is not None


def _of_dateline(page: Page, mention: Mention) -> bool:
    """Whether a place opens a sentence as where the news was written: "Hà Nội (TTXVN 18/4)"."""
    if mention.kind != "place" or not cue("dateline_after").match(page.folded, mention.end):
        return False
    start = page.sentences[page.sentence_at(mention.start)].start
    return not page.text[start : mention.start].strip(" (")


def _an_example(page: Page, mention: Mention) -> bool:
    """Whether a name is given as an example with its own figure: "như Hà Nam lần đầu đạt …"."""
    return EXAMPLE.match(page.folded, mention.start) is not None and (
        STANDS.match(page.folded, mention.end) is not None
    )


def _may_own(page: Page, mention: Mention) -> bool:
    folded = page.folded
    if before("not_owner").match(folded, mention.start) and not _an_example(page, mention):
        return False
    if _left_out(page, mention) or _of_dateline(page, mention):
        return False
    if mention.rule == OF_THE_PROVINCE and not _ranked(page, mention):
        return False
    subject = mention.value
    of_many = mention.kind == "group" or (
        isinstance(subject, Subject)
        and (subject.type == "region" or (subject.type == "country" and subject.code != "VN"))
    )
    placed = (
        isinstance(subject, Subject)
        and subject.type in ("region", "country")
        and before("placed").match(folded, mention.start)
    )
    if (
        isinstance(subject, Subject)
        and subject.type == "region"
        and before("ranked_in").match(folded, mention.start)
    ):
        return False
    told = IS.match(folded, mention.start) and not placed
    if of_many and (told or not cue("owns").match(folded, mention.end)):
        return False
    if mention.kind == "organisation" or (
        isinstance(subject, Subject) and subject.type == "region"
    ):
        if cue("source_after").match(folded, mention.end):
            return False
        return not before("told_by").match(folded, mention.start)
    return True
