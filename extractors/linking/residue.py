"""What stands between a name and a figure: a noun there is a measure of its own."""

from functools import cache

import regex

from ...patterns.compiling import Pattern, compiled
from ...patterns.loading import load_words, spaced
from ..page import Page
from .cues import cue_in
from .spots import Spot

WORD = compiled(r"\p{L}{2,}")
ACRONYM = compiled(r"\(\p{Lu}[\p{L}\d&-]{1,9}\)")
NAMED = ("index", "place", "organisation", "group", "person", "own_province", "period")
FIGURES = ("rank", "score", "delta", "percentage", "tier")
VALUES = (*FIGURES, "money")


def head_end(page: Page, spot: Spot) -> int:
    """Return where the words before a figure end that may name its measure: no "đạt tỷ lệ"."""
    rate = cue_in(page, "bare_rate", spot.start, spot.figure.start)
    return rate.start() if rate else spot.figure.start


def residue(page: Page, start: int, end: int) -> bool:
    """Whether a word stands between two positions that is no name, time, figure or light word.

    Such a word is a noun of its own: the figure behind it measures that and no index.
    """
    light = load_words()["light"]
    return any(word not in light for word in WORD.findall(page.plain(_plain_sentence, start, end)))


def _plain_sentence(page: Page, start: int, end: int) -> str:
    """Return a sentence with everything blanked but the words that may name a measure."""
    text = list(page.folded[start:end])
    blanks = [(m.start, m.end) for kind in (*NAMED, *VALUES) for m in page.within(kind, start, end)]
    blanks += [match.span() for match in ACRONYM.finditer(page.text, start, end)]
    for first, last in blanks:
        text[first - start : last - start] = " " * (last - first)
    plain = "".join(text)
    for opens, closes, pattern in _light_phrases():
        if closes in plain and opens in plain:
            plain = pattern.sub(lambda match: " " * len(match[0]), plain)
    return plain


@cache
def _light_phrases() -> tuple[tuple[str, str, Pattern], ...]:
    """Return the light words of several syllables, the longest first: how each opens and closes."""
    phrases = sorted((w for w in load_words()["light"] if " " in w), key=len, reverse=True)
    return tuple(
        (words[0], words[-1], regex.compile(rf"(?<!\p{{L}}){spaced(phrase)}(?!\p{{L}})"))
        for phrase in phrases
        if (words := phrase.split())
    )
