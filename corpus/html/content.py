"""The article on a page of any kind: which of its blocks are the title, and which the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...patterns.fold import fold_case
from ...patterns.pages import load_page_patterns
from ..zones import line_cue
from .blocks import Block, Blocks, Box
from .marks import PROSE, is_link, is_prose, worth
from .teasers import foreign_blocks
from .titles import FAR, title_blocks, title_near

CROSSING = 25  # what leaving or entering a box costs, in characters of prose
SHARE = 5  # the text of a box counts where it is a fifth of the largest box's or more
LINE = 100  # characters of a line that may be a heading of teasers or a counter
TAIL = 40  # blocks looked at behind the last paragraph


@dataclass(frozen=True, slots=True)
class Content:
    """The article of a page: the places of its title and lines among the blocks."""

    title: int | None
    lines: list[int]
    foreign: list[bool]


def find_content(page: Blocks, declared: Sequence[str]) -> Content | None:
    """Return the article among the blocks of a page, None where there is none.

    The article is the stretch of blocks with the largest sum, paragraphs counting by their
    characters and links against it (maximum subsequence segmentation, Pasternack and Roth 2009,
    with weights of our own); of it stays what stands in the boxes that hold most of its prose.
    """
    blocks = page.blocks
    prose = [is_prose(block) for block in blocks]
    titles = title_blocks(blocks, declared)
    foreign = foreign_blocks(blocks, page.boxes, prose, titles[0] if titles else None)
    own = [p and not f for p, f in zip(prose, foreign, strict=True)]
    stretch = _best_stretch(blocks, own, foreign)
    if stretch is None:
        return None
    first, last = stretch
    title = next((at for at in titles if first - FAR <= at <= first + 3), None)
    if title is None:
        title = title_near(blocks, first, foreign)
    start = first if title is None else title + 1
    boxes = _own_boxes(blocks, own, first, last)
    lines = _lines(blocks, own, foreign, boxes, start, last)
    return Content(title, lines, foreign) if lines else None


def _best_stretch(
    blocks: list[Block], own: list[bool], foreign: list[bool]
) -> tuple[int, int] | None:
    """Return the first and last block of the stretch worth most, None if none is worth anything."""
    best, found, total, start = 0, None, 0, 0
    before: Box | None = None
    for at, block in enumerate(blocks):
        if before is not None and block.box is not before:
            total -= CROSSING * _apart(before, block.box)
        before = block.box
        if total <= 0:
            total, start = 0, at
        total += worth(block, own[at]) if not foreign[at] else -min(len(block.text), 100)
        if total > best:
            best, found = total, (start, at)
    return found


def _apart(left: Box, right: Box) -> int:
    """Return how many boxes lie between two: 1 for neighbours, more for parts of a page."""
    steps = 1
    while left.parent is not None and right.first >= left.last and steps < 6:
        left = left.parent
        steps += 1
    return steps


def _own_boxes(blocks: list[Block], own: list[bool], first: int, last: int) -> list[Box]:
    """Return the boxes that the prose of a stretch is at home in, the largest first.

    A paragraph alone in its box is at home in the box around that.
    """
    found: dict[int, tuple[int, Box]] = {}
    for at in range(first, last + 1):
        if own[at]:
            box = blocks[at].box
            for _ in range(2):
                if box.parent is not None and sum(own[box.first : box.last]) == 1:
                    box = box.parent
            size, _ = found.get(id(box), (0, box))
            found[id(box)] = (size + len(blocks[at].text), box)
    ranked = sorted(found.values(), key=lambda pair: -pair[0])
    return [box for size, box in ranked if size * SHARE >= ranked[0][0]]


def _lines(
    blocks: list[Block],
    own: list[bool],
    foreign: list[bool],
    boxes: list[Box],
    start: int,
    last: int,
) -> list[int]:
    """Return the lines of the article: its prose, and what stands between and in its boxes."""
    main = boxes[0]
    lines: list[int] = []
    until = 0  # what stands under a heading of teasers ends here
    for at in range(start, min(len(blocks), max(last + 1, min(main.last, last + TAIL)))):
        block = blocks[at]
        if at < until and not own[at]:
            continue
        at_home = any(box.first <= at < box.last for box in boxes)
        until = 0
        if foreign[at] or (is_link(block) and not own[at]):
            continue
        cue = _cue(block)
        if cue == "stop":
            until = _reach(blocks, at)
            if not any(own[max(until, at) : last + 1]):
                break
            continue
        # The lead may stand above the box of the text; below it, others begin.
        lead = at < main.first and (own[at] or len(block.text) >= PROSE)
        if cue is None and (at_home or lead):
            lines.append(at)
    return lines


def _cue(block: Block) -> str | None:
    """Return what a line is by its words: `stop` for a heading of teasers, `furniture`, or None."""
    if len(block.text) > 3 * LINE or block.tag == "row":
        return None
    line = fold_case(block.text)
    patterns = load_page_patterns()
    if patterns.imprint.search(line) and len(line) <= LINE + PROSE:
        return "furniture"
    if len(line) <= LINE and (cue := line_cue(line)):
        if cue.opens:
            return "stop"
        return "furniture" if cue.zone in ("furniture", "dateline", "teaser") else None
    if block.linked and patterns.pointer.search(line):
        return "furniture"
    return None


def _reach(blocks: list[Block], heading: int) -> int:
    """Return where the box ends that a heading of teasers stands in."""
    return blocks[heading].box.last


def own_lines(blocks: list[Block]) -> list[str]:
    """Return the lines of an element that holds the article and nothing else but furniture."""
    lines: list[str] = []
    for block in blocks:
        cue = None if block.linked == 0 and len(block.text) > LINE else _cue(block)
        if cue == "stop":
            break
        if cue is None and not is_link(block):
            lines.append(block.text)
    return lines
