"""The concordance of a page: where each word of its sentences stands, so that a pattern is tried
only at the words it opens with."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

YEAR = "{year}"
NUMBER = "{number}"

Span = tuple[int, int]
Token = tuple[str, int, int]


class Concordance:
    """The words of a page in order, and at which of them each word stands.

    `words` are folded, `starts` their offsets, `ends` and `numbers` those of their sentences (an
    end of 0 marks a word outside of them). A number is found as `{number}` whatever it is, a year
    such as 2022 as `{year}` too.
    """

    def __init__(
        self,
        words: Sequence[str],
        starts: Sequence[int],
        numeric: Iterable[Token],
        sentences: Sequence[Span],
    ) -> None:
        """Take folded words with their offsets, the numeric tokens, and where sentences lie."""
        self.words = words
        self.starts = starts
        self.ends: list[int] = []
        self.numbers: list[int] = []
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self._lay(sentences)
        for at, word in enumerate(words):
            self.places[word].append(at)
        self._add_numbers(numeric)
        self._holding: dict[tuple[str, ...], Set[int]] = {}

    def _lay(self, sentences: Sequence[Span]) -> None:
        at = 0
        for number, (start, end) in enumerate(sentences):
            first = bisect_left(self.starts, start, at)
            last = bisect_left(self.starts, end, first)
            self.ends += [0] * (first - at) + [end] * (last - first)
            self.numbers += [-1] * (first - at) + [number] * (last - first)
            at = last
        rest = len(self.words) - at
        self.ends += [0] * rest
        self.numbers += [-1] * rest

    def _add_numbers(self, numeric: Iterable[Token]) -> None:
        at = 0
        for kind, start, end in numeric:
            at = bisect_left(self.starts, start, at)
            self.places[NUMBER].append(at)
            if kind == "number" and end - start == 4:
                self.places[YEAR].append(at)

    def sentences(self, words: tuple[str, ...]) -> Set[int]:
        """Return the numbers of the sentences that hold one of these words."""
        if words not in self._holding:
            found = (at for word in words for at in self.places.get(word, ()))
            self._holding[words] = {self.numbers[at] for at in found}
        return self._holding[words]
