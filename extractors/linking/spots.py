"""Spots: each figure with the sentence and clause it stands in and the figures beside it."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import regex

from ..page import Page, Sentence
from ..types import Mention

CLAUSE_END = regex.compile(r";(?![^()\n]{0,80}\))")


class Spot(NamedTuple):
    """A figure and where it stands; `start` to `end` is its clause, a part of its sentence.

    `previous` ends the figure before it in the clause (else the clause's start), `next` starts the
    one behind it (else the clause's end); `after` is like `previous`, in the sentence.
    """

    figure: Mention
    number: int
    sentence: Sentence
    start: int
    end: int
    previous: int
    next: int
    after: int


def find_spots(page: Page, figures: Sequence[Mention]) -> list[Spot]:
    """Return the spots of figures in reading order, without those that stand in no sentence."""
    spots: list[Spot] = []
    by_sentence: dict[int, list[Mention]] = {}
    for figure in figures:
        number = page.sentence_at(figure.start)
        if (
            page.sentences
            and page.sentences[number].start <= figure.start < page.sentences[number].end
        ):
            by_sentence.setdefault(number, []).append(figure)
    for number, inside in by_sentence.items():
        sentence = page.sentences[number]
        cuts = [sentence.start, *_clause_ends(page, sentence), sentence.end]
        starts = [figure.start for figure in inside]
        after = sentence.start
        for at, figure in enumerate(inside):
            clause = bisect_right(cuts, figure.start, 0, len(cuts) - 1)
            start, end = cuts[clause - 1], cuts[clause]
            behind = starts[at + 1] if at + 1 < len(starts) else end
            previous, following = max(start, after), min(end, behind)
            spots.append(Spot(figure, number, sentence, start, end, previous, following, after))
            after = figure.end
    return spots


def _clause_ends(page: Page, sentence: Sentence) -> list[int]:
    if page.folded.find(";", sentence.start, sentence.end) < 0:
        return []
    found = CLAUSE_END.finditer(page.folded, sentence.start, sentence.end)
    return [match.end() for match in found]
