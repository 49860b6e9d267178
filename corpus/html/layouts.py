"""A publisher's own layout: where its pages hold title, date and text, as its rule says."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser

from ...patterns.publishers import Layout
from ..dates import find_date
from .blocks import Blocks
from .content import own_lines


def read_by_layout(
    tree: LexborHTMLParser, layout: Layout
) -> tuple[str | None, list[str], date | None, str | None] | None:
    """Return title, lines, day of publication and its origin; None where the layout differs."""
    heading = tree.css_first(layout.title)
    text = tree.css(layout.body)
    if heading is None or not text:
        return None
    title = " ".join(heading.text().split())
    lines: list[str] = []
    for node in text:
        blocks = Blocks()
        blocks.read(node)
        lines += own_lines(blocks.blocks)
    dated = tree.css_first(layout.date) if layout.date else None
    day = find_date(" ".join(dated.text().split())) if dated is not None else None
    return title or None, lines, day, "layout" if day else None
