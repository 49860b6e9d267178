"""A page being read: its text, folded text, zones and sentences, and the mentions found so far."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from ..corpus.zones import READABLE, Zone
from ..patterns.compiling import Match, compiled
from ..patterns.loading import load_words
from ..patterns.places import System, system_on
from .concordance import Concordance
from .tokens import Layout, lay_out
from .types import Mention, Subject

# A sentence ends at a mark before a blank; what follows is checked apart.
END = compiled(r"[.!?…](?:[.!?…]*[\"'”’)]*(?=\s|$)|(?=\p{Lu}\p{Ll}))")
LAST_WORD = compiled(r"(?r)[\p{L}\d]+")  # read backwards from where it has to end
RUN = compiled(r"\x20\x20+")
BLANKS = compiled(r"\s*")
OPENING = compiled(r"\s*[\"'“‘(•*–-]*\s*[\p{Lu}\d]")

OF_34 = compiled(
    r"/34 (?:tỉnh|địa phương)"
    r"|(?<!\d)34 tỉnh,? thành(?: phố)? (?:mới|sau (?:sáp nhập|sắp xếp)|(?:trên|trong|của) cả nước)"
)

T = TypeVar("T")
Question = Callable[["Page", Mention], bool]


class Sentence(NamedTuple):
    """A sentence of one line, or of one that is broken over several.

    `zone` tells its zone and `line` counts the lines read.
    """

    start: int
    end: int
    zone: str
    line: int


@dataclass(slots=True)
class Page:
    """Everything the extractors know of one article while they read it.

    `home` is the province of its publisher, `year` the one it speaks of most. Mentions
    are kept by kind, in reading order.
    """

    text: str
    folded: str
    zones: Sequence[Zone]
    sentences: list[Sentence]
    day: date | None = None
    home: Subject | None = None
    year: int | None = None
    layout: Layout | None = None
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _concordance: Concordance | None = None
    _system: System | None = None
    _told: dict[tuple[object, int], Any] = field(default_factory=dict)
    _answers: dict[tuple[Question, int, str], bool] = field(default_factory=dict)
    _several: dict[tuple[str, ...], tuple[list[Mention], list[int]]] = field(default_factory=dict)
    _order: dict[str, tuple[list[Mention], list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [sentence.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> int:
        """Return the index of the sentence that holds or precedes a position."""
        return bisect_right(self._starts, position, 1) - 1  # the first one, if none begins before

    @property
    def system(self) -> System:
        """The provinces in force: on its day, else the 34 where it speaks of so many."""
        if self._system is None:
            of_34 = self.day is None and "34 " in self.folded and OF_34.search(self.folded)
            self._system = "34" if of_34 else system_on(self.day)
        return self._system

    @property
    def figureless(self) -> bool:
        """Whether the rules have read this page and found no figure in it."""
        return "figure" in self.mentions and not self.mentions["figure"]

    def readable(self, position: int) -> bool:
        """Whether a position lies in a sentence, and so in a zone that facts come from."""
        if not self.sentences:
            return False
        sentence = self.sentences[self.sentence_at(position)]
        return sentence.start <= position < sentence.end

    def ahead(self, position: int, characters: int) -> int:
        """Return the place so many characters on from a position; a run of blanks counts one."""
        end = position + characters
        if "  " not in self.folded[position:end]:
            return end
        for match in RUN.finditer(self.folded, position):
            if match.start() >= end:
                break
            end += len(match[0]) - 1
        return end

    def breadth(self, start: int, end: int) -> int:
        """Return how many characters lie between two places, a run of blanks counting as one."""
        return end - start - sum(len(run) - 1 for run in RUN.findall(self.folded, start, end))

    @property
    def concordance(self) -> Concordance:
        """Where each word of the sentences stands."""
        if self._concordance is None:
            layout = self.layout or lay_out(self.text)
            spans = [(sentence.start, sentence.end) for sentence in self.sentences]
            words, starts = layout.folded, layout.starts
            if layout.irregular:  # a doubled blank does not come between two words
                kept = [at for at, word in enumerate(words) if not word.isspace()]
                words, starts = [words[at] for at in kept], [starts[at] for at in kept]
            self._concordance = Concordance(words, starts, layout.numeric, spans)
        return self._concordance

    def holds(self, words: frozenset[str], position: int) -> bool:
        """Whether the sentence at a position holds one of these folded words."""
        return self.sentence_at(position) in self.concordance.sentences(words)

    def in_sentence(self, number: int, find: Callable[["Page", Sentence], T]) -> T:
        """Return what is found in a sentence; it is looked for just once."""
        key = find, number
        if key not in self._told:
            self._told[key] = find(self, self.sentences[number])
        found: T = self._told[key]
        return found

    def once(self, question: Question, mention: Mention) -> bool:
        """Return whether a mention is such; it is looked at just once, however often asked for."""
        key = question, mention.start, mention.rule
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = question(self, mention)
        return answer

    def open_bracket(self, start: int, position: int) -> int:
        """Return where the bracket opened that a position lies in, not before `start`, else -1."""
        opened = self.folded.rfind("(", start, position)
        return opened if opened > self.folded.rfind(")", start, position) else -1

    def among(self, kinds: tuple[str, ...], start: int, end: int) -> list[Mention]:
        """Return the mentions of several kinds that lie between two positions, in reading order.

        To be asked once all of these kinds are found. Of two that start together the longer comes
        first.
        """
        if kinds not in self._several:
            found = [mention for kind in kinds for mention in self.mentions.get(kind, ())]
            found.sort(key=lambda m: (m.start, -m.end))
            self._several[kinds] = found, [mention.start for mention in found]
        return _between(*self._several[kinds], start, end)

    def within(self, kind: str, start: int, end: int) -> list[Mention]:
        """Return the mentions of a kind that lie between two positions."""
        mentions = self.mentions.get(kind)
        if not mentions:
            return []
        order = self._order.get(kind)
        if order is None or order[0] is not mentions:
            order = self._order[kind] = mentions, [mention.start for mention in mentions]
        return _between(*order, start, end)


def _between(
    mentions: Sequence[Mention], starts: Sequence[int], start: int, end: int
) -> list[Mention]:
    first = bisect_left(starts, start)
    if first == len(starts) or starts[first] > end:  # mostly
        return []
    last = bisect_right(starts, end, first)
    return [mention for mention in mentions[first:last] if mention.end <= end]


def split_sentences(
    text: str, folded: str, zones: Sequence[Zone], goes_on: Sequence[bool] = ()
) -> list[Sentence]:
    """Cut each readable line into sentences.

    A line never runs into the next one but where `goes_on` says so of that.
    """
    sentences: list[Sentence] = []
    number = 0
    joined = {at for at, on in enumerate(goes_on) if on}
    for at, zone in enumerate(zones):
        if at in joined or zone.name not in READABLE or not text[zone.start : zone.end].strip():
            continue
        number += 1
        start, last = zone.start, at
        while last + 1 in joined:
            last += 1
        stop = zones[last].end
        for match in END.finditer(text, start, stop):
            if _ends(text, folded, match, start, stop):
                sentences.append(Sentence(start, match.end(), zone.name, number))
                start = BLANKS.match(text, match.end(), stop).end()  # type: ignore[union-attr]
        if text[start:stop].strip():
            sentences.append(Sentence(start, stop, zone.name, number))
    return sentences


def _ends(text: str, folded: str, match: Match, start: int, end: int) -> bool:
    if match.end() >= end:
        return True
    if not OPENING.match(text, match.end()):
        return False
    if match[0][0] != ".":
        return True
    word = LAST_WORD.match(folded, max(0, match.start() - 12), match.start())
    if not word:
        return True
    # "TP. Huế" and "Q. Thái" are names, "1. Kết quả" counts a list.
    counts = word[0].isdigit() and len(word[0]) < 3 and not folded[start : word.start()].strip()
    return word[0] not in load_words()["abbreviation"] and not counts
