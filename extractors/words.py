"""underthesea's word segmentation, brought back to offsets of the stored text."""

from collections.abc import Sequence

import regex

from . import taggers
from .page import Page

SOLID = regex.compile(r"\S")


def find_words(page: Page) -> list[tuple[int, int]]:
    """Return the words of a page's sentences as offsets; the text itself is never changed.

    A sentence whose segmentation cannot be laid back on its text is cut at blanks.
    """
    words: list[tuple[int, int]] = []
    texts = [page.text[sentence.start : sentence.end] for sentence in page.sentences]
    for sentence, text, cut in zip(page.sentences, texts, taggers.words(texts), strict=True):
        spans = aligned(text, cut)
        if spans is None:
            spans = [match.span() for match in regex.finditer(r"\S+", text)]
        words += [(sentence.start + start, sentence.start + end) for start, end in spans]
    return words


def aligned(text: str, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Lay the words of a segmenter on the text they came from; None where they do not fit.

    Segmenters change blanks and move tone marks but keep the number of solid characters, so
    that words are counted off, not searched.
    """
    places = [match.start() for match in SOLID.finditer(text)]
    sizes = [len(SOLID.findall(word)) for word in words]
    if sum(sizes) != len(places):
        return None
    spans, at = [], 0
    for size in sizes:
        if size:
            spans.append((places[at], places[at + size - 1] + 1))
        at += size
    return spans
