"""A tagger: the labels of tokens by templates of features and a model."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy

from .crfsuite import FLOATS, Model
from .features import BEFORE, BEHIND, NUMBERS, OTHER, PARTS, Apply, Runs, Tokens
from .templates import Template
from .viterbi import best_labels

TOKENS = 100_000  # tokens that are tagged at a time


class Tagger:
    """Labels the tokens of sentences, many sentences at a time."""

    def __init__(
        self,
        model: Model,
        templates: Sequence[Template],
        apply: Apply,
        dictionary: Iterable[str] = (),
    ) -> None:
        self._model = model
        self._templates = templates
        self._before = max(0, *(-t.first for t in templates))
        self._behind = max(0, *(t.first + t.width - 1 for t in templates))
        self._columns = [
            _Column([t for t in templates if t.column == column], model, apply, dictionary)
            for column in range(1 + max(t.column for t in templates))
        ]

    def tag(self, *columns: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the labels of each token of each sentence.

        The columns are what is known of the tokens: their words, then for example their tags.
        """
        result: list[list[str]] = [[] for _ in columns[0]]
        for part in _parts(columns[0]):
            words = [[column[at] for at in part] for column in columns]
            lengths = [len(sentence) for sentence in words[0]]
            labels = best_labels(self._scores(words, lengths), lengths, self._model.transitions)
            names = [self._model.labels[label] for label in labels.tolist()]
            end = 0
            for at, length in zip(part, lengths, strict=True):
                result[at] = names[end : end + length]
                end += length
        return result

    def _scores(self, columns: Sequence[Sequence[Sequence[str]]], lengths: list[int]) -> FLOATS:
        """Return what the features of each token add to each label, summed in their order."""
        layout = _Layout(lengths, self._before, self._behind)
        rows: dict[str, tuple[NUMBERS, NUMBERS]] = {}
        for column, sentences in zip(self._columns, columns, strict=True):
            rows |= column.look_up(list(chain.from_iterable(sentences)), layout)
        first, last = self._before, layout.size - self._behind
        weights = self._model.weights
        scores: FLOATS = numpy.zeros((last - first, weights.shape[1]))
        for template in self._templates:
            attributes, places = rows[template.name]
            found = attributes.take(places[first + template.first : last + template.first])
            scores += weights.take(found, axis=0)
        own: FLOATS = scores[layout.tokens - first]
        return own


class _Column:
    """The features of one column of words."""

    def __init__(
        self, templates: Sequence[Template], model: Model, apply: Apply, dictionary: Iterable[str]
    ) -> None:
        kinds = dict.fromkeys((t.width, t.function) for t in templates if t.width > 1)
        groups = [[t for t in templates if (t.width, t.function) == kind] for kind in kinds]
        self._runs = [(group, Runs(group, model, dictionary)) for group in groups]
        parts: dict[str, dict[str, int]] = {PARTS[runs.function]: {} for _, runs in self._runs}
        for _, runs in self._runs:
            codes = parts[PARTS[runs.function]]
            for part in chain.from_iterable(runs.cuts):
                codes.setdefault(part, OTHER + 1 + len(codes))
        for _, runs in self._runs:
            runs.index(parts[PARTS[runs.function]])
        self._functions = list(parts)
        self._single = [t for t in templates if t.width == 1]
        self._tokens = Tokens(self._single, model, parts, apply)

    def look_up(
        self, tokens: Sequence[str], layout: "_Layout"
    ) -> dict[str, tuple[NUMBERS, NUMBERS]]:
        """Return for each template the attributes of what is told apart, and what stands where."""
        numbers = layout.placed(self._tokens.numbers(tokens))
        attributes = self._tokens.rows
        found = {t.name: (attributes[at], numbers) for at, t in enumerate(self._single)}
        codes = dict(zip(self._functions, self._tokens.codes, strict=True))
        placed = {function: each.take(numbers) for function, each in codes.items()}
        for templates, runs in self._runs:
            places = runs.numbers(placed[PARTS[runs.function]])
            found |= {t.name: (runs.rows[at], places) for at, t in enumerate(templates)}
        return found


class _Layout:
    """Sentences one behind the other, with places before and behind each."""

    def __init__(self, lengths: list[int], before: int, behind: int) -> None:
        sizes = numpy.asarray(lengths)
        margins = (before + behind) * numpy.arange(len(sizes)) + before
        self.tokens = numpy.arange(sizes.sum()) + numpy.repeat(margins, sizes)
        self.size = int(sizes.sum()) + (before + behind) * len(sizes)
        self._firsts = numpy.cumsum(sizes) - sizes + margins
        self._before = before

    def placed(self, numbers: NUMBERS) -> NUMBERS:
        """Return the numbers of tokens at their places, and those of the places around them."""
        placed = numpy.full(self.size, BEHIND)
        placed[self.tokens] = numbers
        for place in range(1, self._before + 1):
            placed[self._firsts - place] = BEFORE
        return placed


def _parts(sentences: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Yield the numbers of the sentences that have tokens, so many tokens at a time."""
    part: list[int] = []
    size = 0
    for at, sentence in enumerate(sentences):
        if part and size + len(sentence) > TOKENS:
            yield part
            part, size = [], 0
        if sentence:
            part.append(at)
            size += len(sentence)
    if part:
        yield part
