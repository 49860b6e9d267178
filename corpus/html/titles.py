"""The title of a page: which of its blocks is the headline that the page declares."""

from collections.abc import Sequence

from .blocks import HEADINGS, Block

SHORTEST, LONGEST = 12, 300
LEAD = 100  # characters from which a line above the text is its lead
FAR = 30  # blocks above the article, beyond which a like-named line is a menu's
PREFIX = 60  # characters: declared titles may be cut off


def title_blocks(blocks: list[Block], declared: Sequence[str]) -> list[int]:
    """Return the blocks that repeat a declared title, headings first."""
    wanted = [_key(title) for title in declared if len(title) >= SHORTEST]
    openings = {title[:SHORTEST] for title in wanted}
    found = [
        at
        for at, block in enumerate(blocks)
        if SHORTEST <= len(block.text) <= LONGEST
        and block.text[:SHORTEST].casefold() in openings
        and _is_one_of(_key(block.text), wanted)
    ]
    return sorted(found, key=lambda at: blocks[at].tag not in HEADINGS)


def _key(text: str) -> str:
    return " ".join(text.casefold().rstrip(" .…").split())


def _is_one_of(key: str, wanted: list[str]) -> bool:
    for title in wanted:
        # The name of the site may follow in the head, a kicker's colon on the page.
        if title.startswith(key) or (len(title) >= PREFIX // 2 and key.startswith(title)):
            return True
        if len(title) > PREFIX and key.startswith(title[:PREFIX]):
            return True
    return False


def title_near(blocks: list[Block], first: int, skipped: list[bool]) -> int | None:
    """Return the line at or above the first paragraph that could be its headline, or None.

    A heading within a dozen blocks comes first, then the line right above but for a date and a
    lead, then the first line itself where it ends like a headline, then a line above.
    """
    above = [at for at in range(first - 1, max(-1, first - 13), -1) if not skipped[at]]
    likely = [at for at in above if _could_be(blocks[at])]
    if headings := [at for at in likely if blocks[at].tag in HEADINGS]:
        return headings[0]
    itself = _could_be(blocks[first]) and len(blocks[first].text) < 2 * LEAD
    # A section's name is shorter than most headlines: "Văn hóa xã hội".
    near = [at for at in likely if at >= first - 3 and (len(blocks[at].text) >= 15 or not itself)]
    if len(near) > 1 and len(blocks[near[0]].text) >= LEAD > len(blocks[near[1]].text):
        return near[1]
    return (
        near[0]
        if near
        else first
        if itself
        else next((at for at in likely if at >= first - 4), None)
    )


def _could_be(block: Block) -> bool:
    text = block.text
    return (
        SHORTEST <= len(text) <= 250
        and block.linked * 2 < len(text)
        and not text.endswith((".", ";", ":", ",", ")"))
        and len(text.split()) > 3
        and not (
            len(text) < 40 and text.isupper() and block.tag not in HEADINGS
        )  # the heading of a menu
        and block.tag != "row"
    )
