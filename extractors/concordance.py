"""The concordance of a page: at which places among its words each one stands."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

YEAR = "{year}"
NUMBER = "{number}"

Span = tuple[int, int]
Token = tuple[str, int, int]


class Concordance:
    """The words of a page in order, and at which places among them each one stands.

    `places` tells the places of a folded word, `starts` the offset of each place, `ends` and
    `numbers` its sentence (an end of 0 marks a word outside of them). A number is found as
    `{number}` whatever it is, and as `{year}`, `{date}`, `{month}`, `{ratio}` … by its class.
    `forms` are the words with each number as `{number}`, and an empty one behind them.
    """

    def __init__(
        self,
        words: Sequence[str],
        starts: Sequence[int],
        numeric: Iterable[Token],
        sentences: Sequence[Span],
    ) -> None:
        """Take the folded words with their offsets, the numeric tokens and the sentences."""
        self.starts = starts
        self.ends: list[int] = []
        self.numbers: list[int] = []
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.forms = [*words, ""]
        self._words = words
        self._lay(sentences)
        for at, word in enumerate(words):
            self.places[word].append(at)
        self._add_numbers(numeric)
        self._holding: dict[frozenset[str], Set[int]] = {}
        self._offsets: dict[frozenset[str], list[int]] = {}

    def word(self, at: int) -> str:
        """Return the folded word at a place, empty behind the last one."""
        return self._words[at] if at < len(self._words) else ""

    def holds(self, words: Sequence[str], at: int) -> bool:
        """Whether folded words stand at a place one behind the other."""
        return self._words[at : at + len(words)] == words

    def _lay(self, sentences: Sequence[Span]) -> None:
        at = 0
        for number, (start, end) in enumerate(sentences):
            first = bisect_left(self.starts, start, at)
            last = bisect_left(self.starts, end, first)
            self.ends += [0] * (first - at) + [end] * (last - first)
            self.numbers += [-1] * (first - at) + [number] * (last - first)
            at = last
        rest = len(self.starts) - at
        self.ends += [0] * rest
        self.numbers += [-1] * rest

    def _add_numbers(self, numeric: Iterable[Token]) -> None:
        at = 0
        for kind, start, end in numeric:
            at = bisect_left(self.starts, start, at)
            self.places[NUMBER].append(at)
            self.forms[at] = NUMBER
            if kind == "number":
                if end - start == 4:
                    self.places[YEAR].append(at)
            else:
                self.places[f"{{{kind}}}"].append(at)

    def offsets(self, words: frozenset[str]) -> list[int]:
        """Return where any of these words starts, in order."""
        found = self._offsets.get(words)
        if found is None:
            places = [at for word in self.places.keys() & words for at in self.places[word]]
            found = self._offsets[words] = sorted(map(self.starts.__getitem__, places))
        return found

    def sentences(self, words: frozenset[str]) -> Set[int]:
        """Return the numbers of the sentences that hold one of these words."""
        if words not in self._holding:
            found = (at for word in words for at in self.places.get(word, ()))
            self._holding[words] = {self.numbers[at] for at in found}
        return self._holding[words]
