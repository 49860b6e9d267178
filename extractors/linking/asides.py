"""Times that stand before a figure and are not its own: another figure's, or a cause's."""

import regex

from ..page import Page
from ..types import Mention
from .spots import Spot

PEER_LEVEL = regex.compile(
    r"(?:so\x20+với\x20+|hơn\x20+(?=mức|con\x20+số))"
    r"(?:(?:mức|tăng|giảm|tỷ\x20+lệ|tỉ\x20+lệ|con\x20+số|vị\x20+trí|hạng|thứ)\x20+)*\d[\d.,/]*"
    r"\x20*(?:%|điểm|(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\x20+)*(?:đồng|usd|người|lượt))?\x20+(?:(?:của|vào|trong|hồi|ở)\x20+)?$"
)
FROM = regex.compile(r"(?<!\p{L})từ(?:\x20+(?:mức|vị\x20+trí|thứ\x20+hạng|hạng|thứ|số))*\x20*$")
THEN = regex.compile(r"\)?,?\x20+(?:đã\x20+)?(?:tăng\x20+|giảm\x20+)?(?:lên|xuống|còn)(?!\p{L})")
CAUSE = regex.compile(
    r"(?<!\p{L})(?:do|vì|bởi|nhờ|ảnh\x20+hưởng|tác\x20+động|nguyên\x20+nhân)(?!\p{L})"
)
EFFECT = regex.compile(
    r"(?<!\p{L})(?:(?:làm(?!\x20+(?:việc|ăn|rõ|chủ))|khiến|đẩy)(?!\p{L})|(?:kéo\x20+theo|dẫn\x20+(?:đến|tới)))"
)


def is_anothers(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time before a figure is of another one, or of what brought it about."""
    return (
        _enclosed(page, spot, mention)
        or is_of_a_peer(page, mention)
        or _of_a_cause(page, spot, mention)
    )


def own_time(page: Page, spot: Spot) -> Mention | None:
    """Return the time right before the bracket that a figure opens: "hơn quý II (2,09%)"."""
    near = page.within("period", spot.sentence.start, spot.figure.start)
    bare = near and page.folded[near[-1].end : spot.figure.start].strip() == "("
    return near[-1] if bare else None


def _enclosed(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time and its own figure stand in a bracket closed before: "(năm 2020: 83,2%)"."""
    opened = page.open_bracket(spot.sentence.start, mention.start)
    if opened < 0:
        return False
    closed = page.folded.find(")", mention.end, spot.figure.start)
    return closed >= 0 and any(
        page.within(kind, opened, closed) for kind in ("rank", "score", "percentage", "delta")
    )


def is_of_a_peer(page: Page, mention: Mention) -> bool:
    """Whether a time is of a level compared with alone: "giảm so với mức 48% của năm 2023"."""
    return PEER_LEVEL.search(page.folded, max(0, mention.start - 60), mention.start) is not None


def _of_a_cause(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time inside a sentence is of a cause: "do tăng giá điện tháng 3 làm CPI tăng"."""
    if not CAUSE.search(page.folded, spot.sentence.start, mention.start):
        return False
    return EFFECT.search(page.folded, mention.end, spot.figure.start) is not None


def is_aside(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time is of the level alone that a change starts from.

    "Từ 88,6% (2021) xuống 85%", "từ 3,45 điểm năm 2022 xuống còn 3,31 điểm".
    """
    bracketed = page.folded[spot.start : mention.start].rstrip()[-1:] == "("
    opened = page.folded.rfind("(", spot.start, mention.start) if bracketed else mention.start
    closed = page.folded.startswith(")", mention.end) if bracketed else True
    return closed and any(
        FROM.search(page.folded, spot.start, m.start)
        and not page.folded[m.end : opened].strip()
        and (bracketed or THEN.match(page.folded, mention.end))
        for kind in ("rank", "score", "percentage")
        for m in page.within(kind, spot.start, mention.start)
    )
