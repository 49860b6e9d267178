"""What a rule may ask of the words before a figure: whether an index, name or code stands there."""

import regex

from .page import Page
from .rules import Context

# sentences in which an index is still spoken of: a list goes on longer
REACH = {"index": 2, "index_before_list": 4}
# A capital that no start of a sentence explains: "xi măng Hà Tiên 1".
NAME = regex.compile(r"(?<=(?:[\p{L},(]\x20+|\()\p{Lu}[\p{L}\d]*\x20*)")
CAPITAL = regex.compile(r"(?<=(?<![\p{L}\d])\p{Lu}\p{L}*\x20*)")
CODE = regex.compile(r"(?<=(?<![\p{L}\d])\p{Lu}{1,5}\x20*)")
SHAPES = {"after_name": NAME, "after_capital": CAPITAL, "after_code": CODE}


def index_context(page: Page) -> Context:
    """Return the answers to a rule's `when` on a page."""
    indices = page.mentions.get("index", [])

    def holds(name: str, position: int) -> bool:
        if name == "after_index":
            return any(position - 4 <= m.end <= position for m in indices)
        if name in SHAPES:
            return bool(SHAPES[name].match(page.text, position))
        number = page.sentence_at(position)
        since = page.sentences[max(0, number - REACH[name])].start
        return any(since <= m.start < page.sentences[number].end for m in indices)

    return holds
