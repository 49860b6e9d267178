"""Owners, indices and components that share one figure: names of one list, a fact for each."""

from collections.abc import Sequence

import regex

from ..page import Page
from ..types import Mention, Subject
from .cues import cue
from .indices import IndexLink
from .owners import NAMED, SubjectLink
from .spots import Spot

ALIKE = regex.compile(r"(?<!\p{L})(?:đều|cùng|đồng)(?!\p{L})")
PARTS = regex.compile(
    r"[\"”]?\s*(?:,|;|và|lẫn|cùng|,\s+và)\s*(?:(?:chỉ\s+số|nội\s+dung|trụ\s+cột|lĩnh\s+vực)\s+)?[\"“]?"
)
# Between indices of a list; a long name that no rule knows may stand before an acronym in brackets.
AND = regex.compile(
    r"\)?\s*(?:,|và|lẫn|cùng|,\s+và|cũng\s+như)\s*"
    r"(?:(?:cả|bảng\s+xếp\s+hạng|(?:bộ\s+)?chỉ\s+số)\s*)*(?:[^.;:()\d,]{3,70}\()?"
)
ENDED = regex.compile(r"\)?(?:\s*năm\s*\d{4})?\s*[,;(.]")
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
        own = {m.start for m in page.within("owner", spot.after, spot.figure.start)}
        while owners[first].start not in own and first < last:
            first += 1  # "sau khi sáp nhập với Vĩnh Phúc, Phú Thọ xếp thứ 17"
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


def joint_indices(page: Page, spot: Spot, link: IndexLink) -> list[Mention]:
    """Return the indices that share one rank or tier: "dẫn đầu PCI và PAPI", "PCI, PAPI đều …".

    They stand in one list with the index of `link`; an empty list when there is no other.
    """
    if link.mention is None or spot.figure.kind not in ("rank", "tier"):
        return []
    listed = [link.mention]
    if link.mention.start > spot.figure.start:
        for mention in page.within("index", link.mention.end, spot.next):
            if not AND.fullmatch(page.folded, listed[-1].end, mention.start):
                break
            listed.append(mention)
        if spot.next < spot.end and not ENDED.match(page.folded, listed[-1].end, spot.next):
            return []  # "dẫn đầu PCI và PAPI xếp thứ 5": the last one has a figure of its own
    elif ALIKE.search(page.folded, link.mention.end, spot.figure.start):
        for mention in reversed(page.within("index", spot.previous, link.mention.start)):
            if not AND.fullmatch(page.folded, mention.end, listed[0].start):
                break
            listed.insert(0, mention)
    return listed if len({m.value for m in listed}) > 1 else []


def joint_components(page: Page, spot: Spot, component: Mention | None) -> list[Mention]:
    """Return the components that share a figure behind them: "A, B và C đều xếp thứ 2".

    They stand in one list with `component`; an empty list when there is no other.
    """
    if component is None or not ALIKE.search(page.folded, component.end, spot.figure.start):
        return []
    listed = [component]
    for part in reversed(page.within("component", spot.previous, component.start)):
        if not PARTS.fullmatch(page.folded, part.end, listed[0].start):
            break
        listed.insert(0, part)
    return listed if len(listed) > 1 else []
