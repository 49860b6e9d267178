"""What single blocks of a page look like: prose, links, headlines of other articles."""

import regex

from .blocks import Block

PROSE = 60  # characters from which a line may be a paragraph
HEADLINE = 25  # characters from which a link may be the headline of another article
LARGEST = 800  # one endless paragraph must not outweigh an article
STOP = regex.compile(r"[.!?:;…][\"'”»)\]]*(?:\s|$)|,\s.*,\s")


def is_link(block: Block) -> bool:
    """Tell whether half of a block or more is links."""
    return block.linked * 2 >= len(block.text)


def is_headline(block: Block) -> bool:
    """Tell whether a block is, but for a date or a number beside it, a link of several words."""
    return block.linked >= HEADLINE and block.linked * 3 >= len(block.text) * 2


def is_prose(block: Block) -> bool:
    """Tell whether a block reads like a paragraph: long, hardly linked, with stops in it."""
    text = block.text
    return (
        len(text) >= PROSE
        and block.linked * 3 < len(text)
        and block.tag != "row"
        and STOP.search(text) is not None
    )


def worth(block: Block, prose: bool) -> int:
    """Return what a block adds to an article: characters of prose, less than nothing for links."""
    if prose:
        return min(len(block.text), LARGEST)
    if is_link(block):
        return -min(len(block.text), 150) - 10
    return 0 if block.tag == "row" else -8
