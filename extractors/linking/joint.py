"""Owners that share one figure: several names in one list, each with a fact of its own."""

from collections.abc import Sequence

import regex

from ..page import Page
from ..types import Mention, Subject
from .cues import cue
from .owners import NAMED, SubjectLink
from .spots import Spot

JOINTS = regex.compile(
    r"\s*(?:,|và|cùng|, và|,? cùng với)?\s*(?:và )?(?:tỉnh|thành phố|tp\.?|các tỉnh)?\s*"
)


def joint_owners(page: Page, spot: Spot, link: SubjectLink) -> list[Subject]:
    """Return the owners that share one figure: "Ngân hàng Nhà nước và Quảng Ninh dẫn đầu".

    They stand in one list with the owner of `link`, before the figure or behind it; an empty list
    when there is no other.
    """
    if link.evidence is None or cue("opens_figure").fullmatch(
        page.folded, link.evidence.end, spot.figure.start
    ):
        return []  # in "Singapore, Malaysia (thứ 62)" the bracket is the last one's
    at, sentence = link.evidence.start, spot.sentence
    owners = [
        m for kind in NAMED for m in page.within(kind, sentence.start, sentence.end)
    ]  # fmt: skip
    owners.sort(key=lambda m: m.start)
    first = next((i for i, m in enumerate(owners) if m.start == at), None)
    if first is None:
        return []
    last = first
    if at < spot.figure.start:
        while (
            first > 0
            and owners[first - 1].start >= spot.after
            and _joined(page, owners[first - 1 : first + 1])
        ):
            first -= 1
    else:
        while last + 1 < len(owners) and _joined(page, owners[last : last + 2]):
            last += 1
    joint = [m.value for m in owners[first : last + 1] if isinstance(m.value, Subject)]
    return joint if len(joint) > 1 else []


def _joined(page: Page, pair: Sequence[Mention]) -> bool:
    """Whether two owners stand in one list; a province and an office only with "và"."""
    between = page.folded[pair[0].end : pair[1].start]
    if not between.strip() or not JOINTS.fullmatch(between):
        return False
    one, other = (m.value for m in pair)
    regions = [isinstance(v, Subject) and v.type == "region" for v in (one, other)]
    if any(regions) and not all(regions):
        return False  # "các tỉnh Tây Nguyên, Đắk Nông": a region is no neighbour of its province
    district = any(
        isinstance(v, Subject) and v.type in ("district", "commune") for v in (one, other)
    )
    return district or pair[0].kind == pair[1].kind or "và" in between
