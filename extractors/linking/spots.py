"""Spots: each figure with the sentence and clause it stands in and the figures beside it."""

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
    """Return the spots of a page's figures in reading order, without those in no sentence."""
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
        cuts = [sentence.start]
        cuts += [m.end() for m in CLAUSE_END.finditer(page.folded, sentence.start, sentence.end)]
        cuts.append(sentence.end)
        for figure in inside:
            start = max(cut for cut in cuts[:-1] if cut <= figure.start)
            end = min(cut for cut in cuts[1:] if cut > figure.start)
            ends = [f.end for f in inside if f.start < figure.start]
            starts = [f.start for f in inside if figure.start < f.start < end]
            previous = max([start, *(e for e in ends if e > start)])
            after = max([sentence.start, *ends])
            spots.append(
                Spot(figure, number, sentence, start, end, previous, min([end, *starts]), after)
            )
    return spots
