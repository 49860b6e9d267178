"""What stands between a name and a figure: a noun there is a measure of its own."""

from bisect import bisect_left
from functools import cache

from ...patterns.compiling import Pattern, compiled
from ...patterns.loading import load_words, spaced
from ..page import Page, Sentence
from .cues import cue_in
from .spots import Spot

WORD = compiled(r"\p{L}{2,}")
ACRONYM = compiled(r"\(\p{Lu}[\p{L}\d&-]{1,9}\)")
NAMED = ("index", "place", "organisation", "group", "person", "own_province", "period")
FIGURES = ("rank", "score", "delta", "percentage", "tier")
BLANKED = (*NAMED, *FIGURES, "money")


def head_end(page: Page, spot: Spot) -> int:
    """Return where the words before a figure end that may name its measure: no "đạt tỷ lệ"."""
    rate = cue_in(page, "bare_rate", spot.start, spot.figure.start)
    return rate.start() if rate else spot.figure.start


def residue(page: Page, start: int, end: int) -> bool:
    """Whether a word stands between two positions that is no name, time, figure or light word.

    Such a word is a noun of its own: the figure behind it measures that and no index.
    """
    nouns = page.in_sentence(page.sentence_at(start), _nouns)
    first = bisect_left(nouns, (start, start))
    return first < len(nouns) and nouns[first][1] <= end


def _nouns(page: Page, sentence: Sentence) -> list[tuple[int, int]]:
    """Return where the words of a sentence stand that may name a measure."""
    start, end = sentence.start, sentence.end
    text = page.folded[start:end]
    blanks = [(m.start, m.end) for m in page.among(BLANKED, start, end)]
    if "(" in text:
        blanks += [match.span() for match in ACRONYM.finditer(page.text, start, end)]
    for first, last in blanks:
        text = text[: first - start] + " " * (last - first) + text[last - start :]
    text = _without_phrases(text)
    light = load_words()["light"]
    return [
        (start + match.start(), start + match.end())
        for match in WORD.finditer(text)
        if match[0] not in light
    ]


def _without_phrases(text: str) -> str:
    """Return a text with its light words of several syllables blanked out."""
    words = " ".join(text.split())
    for phrase, pattern in _light_phrases():
        if phrase in words:
            text = pattern.sub(lambda match: " " * len(match[0]), text)
            words = " ".join(text.split())
    return text


@cache
def _light_phrases() -> tuple[tuple[str, Pattern], ...]:
    """Return the light words of several syllables, the longest first."""
    phrases = sorted((w for w in load_words()["light"] if " " in w), key=len, reverse=True)
    return tuple((phrase, _whole_words(phrase)) for phrase in phrases)


def _whole_words(phrase: str) -> Pattern:
    """Return the pattern of a phrase, which opens with a literal: that is found much faster."""
    first, rest = phrase.split(" ", 1)
    return compiled(rf"{first}(?<!\p{{L}}{first}){spaced(f' {rest}')}(?!\p{{L}})")
