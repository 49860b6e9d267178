"""The title of a page: which of its blocks is the headline that the page declares."""

from collections.abc import Sequence

from .blocks import HEADINGS, Block

SHORTEST, LONGEST = 12, 300
FAR = 30  # blocks above the article, beyond which a like-named line is a menu's
PREFIX = 60  # characters: declared titles may be cut off


def title_blocks(blocks: list[Block], declared: Sequence[str]) -> list[int]:
    """Return the blocks that repeat a declared title, headings first."""
    wanted = [_key(title) for title in declared if len(title) >= SHORTEST]
    found = [
        at
        for at, block in enumerate(blocks)
        if SHORTEST <= len(block.text) <= LONGEST and _is_one_of(_key(block.text), wanted)
    ]
    return sorted(found, key=lambda at: blocks[at].tag not in HEADINGS)


def _key(text: str) -> str:
    return " ".join(text.casefold().rstrip(" .…").split())


def _is_one_of(key: str, wanted: list[str]) -> bool:
    for title in wanted:
        if key[:20] != title[:20]:
            continue
        # The name of the site may follow in the head, a kicker's colon on the page.
        if title.startswith(key) or (len(title) >= PREFIX // 2 and key.startswith(title)):
            return True
        if len(title) > PREFIX and key.startswith(title[:PREFIX]):
            return True
    return False


def title_near(blocks: list[Block], first: int, skipped: list[bool]) -> int | None:
    """Return the line at or above the first paragraph that could be its headline, or None.

    A heading within a dozen blocks comes first, then the line right above but for a date, then
    the first line itself where it ends like a headline, then a line of several words above.
    """
    above = [at for at in range(max(0, first - 12), first) if not skipped[at]]
    likely = [at for at in above if _could_be(blocks[at])]
    if headings := [at for at in likely if blocks[at].tag in HEADINGS]:
        return headings[-1]
    nearest = next((at for at in reversed(above) if len(blocks[at].text.split()) > 3), None)
    if nearest is not None and nearest >= first - 2 and nearest in likely:
        return nearest
    if first + 1 < len(blocks) and _could_be(blocks[first]) and len(blocks[first].text) < 200:
        return first
    return next((at for at in reversed(likely) if at >= first - 4), None)


def _could_be(block: Block) -> bool:
    text = block.text
    return (
        SHORTEST <= len(text) <= 250
        and block.linked * 2 < len(text)
        and not text.endswith((".", ";", ":", ",", ")"))
        and len(text.split()) > 3
        and block.tag != "row"
    )
