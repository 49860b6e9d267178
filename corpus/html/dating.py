"""When a page was published, and what tells so: never the day it was fetched or a footer's."""

from datetime import date

import regex
from selectolax.lexbor import LexborHTMLParser

from ..dates import find_date, published_date
from .blocks import Block, Box
from .content import Content
from .metadata import Metadata

ABOVE, BELOW, LONGEST = 4, 3, 120
LEVELS = 5  # boxes around a line in which the title is looked for
ELEMENTS = '[itemprop="datePublished"], time[datetime], time[pubdate]'
IN_ADDRESS = regex.compile(r"/((?:19|20)\d\d)[/-]([01]\d)[/-]([0-3]\d)(?=[/-]|$)")
DATED = regex.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|(?:tháng|thg)\s.{1,12}\d{4}", regex.I
)
UPDATED = regex.compile(r"cập nhật|chỉnh sửa|updated|modified", regex.I)


def find_published(
    tree: LexborHTMLParser,
    metadata: Metadata,
    blocks: list[Block],
    content: Content,
    url: str | None,
) -> tuple[date | None, str | None]:
    """Return the day of publication and where it was found, (None, None) where nothing tells.

    Tried in this order: `json-ld`, `meta`, `element` (a `<time>` or an `itemprop`, where all of
    them name one day), `dateline` (a line beside the title), `url` (`/2023/04/19/`).
    """
    for origin, said in metadata.dates:
        if day := published_date(said):
            return day, origin
    if day := _of_elements(tree):
        return day, "element"
    if day := _of_lines(blocks, content):
        return day, "dateline"
    found = IN_ADDRESS.search(url) if url else None
    day = published_date("-".join(found.groups())) if found else None
    return day, "url" if day else None


def _of_elements(tree: LexborHTMLParser) -> date | None:
    """Return the day of the elements that mark one; those of teasers differ."""
    days: list[date] = []
    for node in tree.css(ELEMENTS):
        told = node.attributes
        day = published_date(told.get("content") or told.get("datetime") or node.text(strip=True))
        if day is None:
            continue
        if told.get("itemprop"):
            return day
        days.append(day)
    return days[0] if len(set(days)) == 1 else None


def _of_lines(blocks: list[Block], content: Content) -> date | None:
    """Return the day of the dateline: below the title, else right above it, else below the text."""
    first, last = content.lines[0], content.lines[-1]
    title = first if content.title is None else content.title
    below = [*range(title + 1, first), *content.lines[:2]]
    above = [
        at for at in range(title - 1, max(-1, title - 1 - ABOVE), -1) if _beside(blocks, at, title)
    ]
    end = range(last + 1, min(len(blocks), last + 1 + BELOW))
    spots = [*below, *above, *end]
    updates: list[date] = []
    for at in spots:
        block = blocks[at]
        strange = content.foreign[at] and not title < at < first
        if strange or len(block.text) > LONGEST or block.linked * 2 > len(block.text):
            continue
        if DATED.search(block.text) and (day := find_date(block.text)):
            if at in content.lines and at != first:
                continue
            if not UPDATED.search(block.text):
                return day
            updates.append(day)
    return updates[0] if updates else None


def _beside(blocks: list[Block], at: int, title: int) -> bool:
    """Tell whether a line above the title shares a part of the page with it: no page's clock."""
    box: Box | None = blocks[at].box
    for _ in range(LEVELS):
        if box is None or box.tag == "header":
            return False
        if box.first <= title < box.last:
            return box.parent is not None and (box.last - box.first) * 2 < len(blocks)
        box = box.parent
    return False
