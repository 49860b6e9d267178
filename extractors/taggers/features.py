"""What a model knows of tokens and of runs of tokens, kept as numbers of its attributes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import numpy
import numpy.typing as npt

from .crfsuite import Model
from .templates import Template

NUMBERS = npt.NDArray[numpy.int64]
# Functions, tokens → for each token what each of the functions makes of it.
Apply = Callable[[Sequence[str], Sequence[str]], Iterable[Sequence[str]]]

# The places before a sentence and behind it have numbers of their own, in each of the lists.
BEFORE, BEHIND, OTHER = 0, 1, 2
BEFORE_TEXT, BEHIND_TEXT = "BOS", "EOS"
LIMIT = 1 << 17  # tokens of a column that are remembered
# What a function makes of a run follows from what this one makes of its tokens.
PARTS = {"": "", "lower": "lower", "istitle": "istitle", "is_in_dict": "lower"}


class Tokens:
    """The tokens of one column seen so far, each with a number.

    `rows` holds, by the number of a token, the attribute it gives each template, and `codes`
    what part of a run it may be in the eyes of each function. A token is looked at once; more
    than `LIMIT` are forgotten together.
    """

    def __init__(
        self,
        templates: Sequence[Template],
        model: Model,
        parts: Mapping[str, Mapping[str, int]],
        apply: Apply,
    ) -> None:
        used = [*(t.function for t in templates), *parts]
        self._functions = tuple(dict.fromkeys(used))
        self._apply = apply
        self._unknown = model.unknown
        known = [(t.function, attributes_of(t, model)) for t in templates]
        self._known = [(self._functions.index(f), values) for f, values in known]
        self._parts = [(self._functions.index(f), codes) for f, codes in parts.items()]
        self.rows: NUMBERS = numpy.empty((len(templates), 1024), dtype=numpy.int64)
        self.codes: NUMBERS = numpy.empty((len(parts), 1024), dtype=numpy.int64)
        self._numbers: dict[str, int] = {}
        self._forget()

    def _forget(self) -> None:
        self._numbers.clear()
        self._count = 0
        edges = [[text] * len(self._functions) for text in (BEFORE_TEXT, BEHIND_TEXT)]
        self._append(edges)
        self.codes[:, BEFORE], self.codes[:, BEHIND] = BEFORE, BEHIND

    def numbers(self, tokens: Sequence[str]) -> NUMBERS:
        """Return the number of each token; they hold until this is called again."""
        if self._count > LIMIT:
            self._forget()
        found = list(map(self._numbers.get, tokens))
        if None in found:
            new = list(dict.fromkeys(t for t in tokens if t not in self._numbers))
            first = self._count
            self._append(self._apply(self._functions, new))
            self._numbers.update(zip(new, range(first, self._count), strict=True))
            found = list(map(self._numbers.get, tokens))
        return numpy.array(found, dtype=numpy.int64)

    def _append(self, values: Iterable[Sequence[str]]) -> None:
        """Take what the functions make of tokens as the next numbers."""
        unknown = self._unknown
        found = list(values)
        rows = [[known.get(value[at], unknown) for at, known in self._known] for value in found]
        codes = [[known.get(value[at], OTHER) for at, known in self._parts] for value in found]
        end = self._count + len(found)
        if end > self.rows.shape[1]:
            self.rows, self.codes = _widened(self.rows, end), _widened(self.codes, end)
        self.rows[:, self._count : end] = numpy.array(rows, dtype=numpy.int64).T
        self.codes[:, self._count : end] = numpy.array(codes, dtype=numpy.int64).T
        self._count = end


def _widened(numbers: NUMBERS, size: int) -> NUMBERS:
    wider = numpy.empty((len(numbers), 2 * size), dtype=numpy.int64)
    wider[:, : numbers.shape[1]] = numbers
    return wider


class Runs:
    """The runs of so many tokens that a function, or the model behind it, tells from the others.

    `rows` holds, by the number of what a run gives, the attribute of each template. They are all
    known from the start, so that a run never has to be put together to be looked up.
    """

    def __init__(
        self, templates: Sequence[Template], model: Model, dictionary: Iterable[str]
    ) -> None:
        self.width, self.function = templates[0].width, templates[0].function
        if self.function not in PARTS:
            raise ValueError(f"no function of runs of tokens: {self.function!r}")
        known = [attributes_of(template, model) for template in templates]
        usual = "False"
        if self.function == "istitle":
            given = {" ".join(["True"] * self.width): "True"}
        elif self.function == "is_in_dict":
            given = dict.fromkeys(dictionary, "True")
        else:
            usual = ""  # a run that stands in no attribute
            given = {value: value for values in known for value in values}
        values = [BEFORE_TEXT, BEHIND_TEXT, usual, *dict.fromkeys(given.values())]
        attributes = [[a.get(value, model.unknown) for value in values] for a in known]
        self.rows = numpy.array(attributes, dtype=numpy.int64)
        number = {value: at for at, value in enumerate(values) if at > OTHER}
        self.cuts = {
            cut: number[value] for text, value in given.items() for cut in _cut(text, self.width)
        }

    def index(self, codes: Mapping[str, int]) -> None:
        """Take the codes of all parts; they must be known before anything is looked up."""
        self._base = len(codes) + OTHER + 1
        if self._base**self.width >= 1 << 63:
            raise ValueError(f"too many parts for runs of {self.width}: {len(codes)}")
        keys = [self._key([codes[part] for part in cut]) for cut in self.cuts]
        order = numpy.argsort(keys)
        # The last key is higher than any that is looked up.
        self._keys = numpy.array([*numpy.array(keys)[order], self._base**self.width])
        self._numbers = numpy.array([*numpy.array([*self.cuts.values()])[order], OTHER])
        self.cuts = {}

    def _key(self, codes: Sequence[int]) -> int:
        key = 0
        for code in codes:
            key = key * self._base + code
        return key

    def numbers(self, codes: NUMBERS) -> NUMBERS:
        """Return what the run that begins at each place gives; `codes` are those of its tokens."""
        size = len(codes) - self.width + 1
        first, last = codes[:size], codes[self.width - 1 :]
        keys = first
        for place in range(1, self.width):
            keys = keys * self._base + codes[place : place + size]
        found = self._keys.searchsorted(keys)
        numbers = numpy.where(self._keys[found] == keys, self._numbers[found], OTHER)
        numbers[last == BEHIND] = BEHIND
        numbers[first == BEHIND] = BEHIND
        numbers[first == BEFORE] = BEFORE
        return numbers


def attributes_of(template: Template, model: Model) -> dict[str, int]:
    """Return the attributes that a model has for a template, by the value they stand for."""
    prefix = f"{template.name}="
    named = model.attributes.items()
    return {name.removeprefix(prefix): at for name, at in named if name.startswith(prefix)}


def _cut(text: str, parts: int) -> Iterator[tuple[str, ...]]:
    """Yield the ways to cut a text at blanks into so many parts."""
    pieces = text.split(" ")
    for places in combinations(range(1, len(pieces)), parts - 1):
        yield tuple(" ".join(pieces[a:b]) for a, b in pairwise((0, *places, len(pieces))))
