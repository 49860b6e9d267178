"""Which blocks of a page belong to other articles: teasers, lists of links, hinted boxes."""

from collections import Counter
from itertools import accumulate

from ...patterns.pages import load_page_patterns
from .blocks import Block, Box
from .marks import is_headline, is_link

CARD = 800  # characters of the largest teaser with its headline
LIKE = 3  # boxes of one kind side by side from which they are a list
NEAR_TITLE = 4


def foreign_blocks(
    blocks: list[Block], boxes: list[Box], prose: list[bool], title: int | None
) -> list[bool]:
    """Tell of each block whether it belongs to something else than the article.

    So do boxes whose class says so, unless half of the page's prose is in them; small boxes of
    a headline that is a link with its teaser, or of one kind in a row with a link in each; and
    the paragraph below each headline of a list.
    """
    foreign = [False] * len(blocks)
    for box in (*_hinted(blocks, boxes, prose), *_cards(blocks, boxes, prose, title)):
        foreign[box.first : box.last] = [True] * (box.last - box.first)
    for at in _teased(blocks, prose, title):
        foreign[at] = True
    return foreign


def _sums(values: list[int]) -> list[int]:
    return [0, *accumulate(values)]


def _hinted(blocks: list[Block], boxes: list[Box], prose: list[bool]) -> list[Box]:
    hint = load_page_patterns().foreign
    hinted = {mark for mark in {box.mark for box in boxes} if mark and hint.search(mark)}
    sums = _sums([len(b.text) if p else 0 for b, p in zip(blocks, prose, strict=True)])
    return [
        box
        for box in boxes
        if box.first < box.last
        and (box.tag in ("aside", "footer") or box.mark in hinted)
        and (sums[box.last] - sums[box.first]) * 2 < sums[-1]
    ]


def _cards(
    blocks: list[Block], boxes: list[Box], prose: list[bool], title: int | None
) -> list[Box]:
    chars = _sums([len(b.text) for b in blocks])
    paragraphs = _sums([int(p) for p in prose])
    links = _sums([int(is_link(b)) for b in blocks])
    headlines = _sums([int(is_headline(b)) for b in blocks])
    small = [
        box
        for box in boxes
        if box.last - box.first > 1
        and links[box.last] > links[box.first]
        and chars[box.last] - chars[box.first] <= CARD
        and paragraphs[box.last] - paragraphs[box.first] <= 2
        and not _near(box, title)
    ]
    like = Counter((id(box.parent), box.tag, box.mark) for box in small)
    return [
        box
        for box in small
        if headlines[box.last] > headlines[box.first]
        or like[id(box.parent), box.tag, box.mark] >= LIKE
    ]


def _near(box: Box, title: int | None) -> bool:
    """Tell whether a box begins right below the title, or holds it."""
    return title is not None and box.first - NEAR_TITLE <= title < box.last


def _teased(blocks: list[Block], prose: list[bool], title: int | None) -> list[int]:
    """Return the paragraphs that each stand below a headline that is a link.

    One such pair between the paragraphs of a box is a pointer to another article, and the
    paragraph below it goes on with this one; so it does below headlines in a box of their own.
    """
    pairs: list[tuple[int, int]] = []
    headline: int | None = None
    own: Box | None = None  # where the last paragraph stands that is no teaser
    for at, block in enumerate(blocks):
        if at == title:
            headline = None
        elif is_headline(block):
            headline = at
        elif prose[at]:
            if headline is None or (block.box is own and blocks[headline].box is not own):
                own = block.box
            else:
                pairs.append((headline, at))
                own = None
            headline = None
    lonely = {
        below
        for number, (above, below) in enumerate(pairs)
        if above > 0
        and prose[above - 1]
        and blocks[above - 1].box is blocks[below].box
        and (number == 0 or pairs[number - 1][1] < above - 1)
        and (number + 1 == len(pairs) or pairs[number + 1][0] > below + 1)
    }
    return [below for _, below in pairs if below not in lonely]
