"""Lines that break a sentence off: crawled text ends lines around links and bold numbers."""

from collections.abc import Sequence

from ..corpus.zones import READABLE, Zone
from ..patterns.compiling import compiled

LONG = 40  # characters of a line that is no cell of a table and no heading
OPEN = compiled(r"[\p{L}\d(%)]\s*$")  # how a line ends that says no end
BEFORE_FIGURE = compiled(r"[\p{L}\d(%);]\s*$")
# A small letter or a mark goes on with a sentence, "a) …" counts a list.
GOING_ON = compiled(r"\s*(?:\p{Ll}(?!\s*[).])|[,;)/%]|\.(?:\s|$))")
LISTS = compiled(r",\s*$")
ANY = compiled(r"\s*[\p{L}\d\"“(](?!\s*[).])")
FIGURE = compiled(r"\s*\d[\d.,]*%?\s*$")


def broken_lines(text: str, zones: Sequence[Zone]) -> list[bool]:
    """Return for each line whether it goes on with the sentence of the line before it.

    Such a line stands behind one of the same zone that ends in a comma; or it begins small, or is
    a bare number before one that does, behind a long line without a mark at its end.
    """
    goes_on = [False] * len(zones)
    for at in range(1, len(zones)):
        before, line = zones[at - 1], zones[at]
        if line.name != before.name or line.name == "title" or line.name not in READABLE:
            continue
        if LISTS.search(text, before.start, before.end):
            goes_on[at] = ANY.match(text, line.start, line.end) is not None
        elif goes_on[at - 1] or before.end - before.start >= LONG:
            goes_on[at] = _goes_on(text, zones, at)
    return goes_on


def _goes_on(text: str, zones: Sequence[Zone], at: int) -> bool:
    before, line = zones[at - 1], zones[at]
    if GOING_ON.match(text, line.start, line.end):
        return OPEN.search(text, before.start, before.end) is not None
    return (
        at + 1 < len(zones)
        and FIGURE.match(text, line.start, line.end) is not None
        and GOING_ON.match(text, zones[at + 1].start, zones[at + 1].end) is not None
        and BEFORE_FIGURE.search(text, before.start, before.end) is not None
    )


def mended(folded: str, zones: Sequence[Zone], goes_on: Sequence[bool]) -> str:
    """Return the folded text with a blank for the end of each line that breaks a sentence off."""
    ends = [zone.start - 1 for zone, on in zip(zones, goes_on, strict=True) if on]
    if not ends:
        return folded
    letters = list(folded)
    for end in ends:
        letters[end] = " "
    return "".join(letters)
