"""Components: which part of an index a figure measures, named before it, behind it or before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from ...patterns.fold import fold_case
from ...patterns.indices import load_indices
from ...patterns.loading import alternation, spaced
from ..openings import Opening, Openings, literal_words
from ..overlaps import settle
from ..page import Page, Sentence
from ..types import Amount, Mention
from .cues import cue, cue_in
from .spots import Spot

MEASURED = regex.compile(
    r"\x20+(?:chỉ\x20+|đã\x20+|lại\x20+)?(?:tăng|giảm)(?!\p{L})|\x20*\([+–-]\x20?\d"
)
HEAD = 60  # characters from a sentence's start in which a component heads it
ITEM = regex.compile(r"\s*(?:[-+*•–]|\d{1,2}[.)]\s|[a-zđ]\)\s)")
GROUPED = regex.compile(r"(?<=(?<!\p{L})nhóm(?:\s+hàng)?\s+)")
# "chỉ số Chi cho đổi mới công nghệ của doanh nghiệp tăng 23 bậc"
CAPITALISED = regex.compile(
    r"(?<!\p{L})[Cc]hỉ\s+số\s+(?:về\s+)?(?P<figure>\p{Lu}\p{Ll}+\s+\p{Ll}[^.;:,\d()\n]{3,80}?)"
    r"(?=\s+(?:tăng|giảm|tụt|từ|đạt|xếp|đứng|được|là|có|tiếp\s+tục|cũng|đã|lại|vẫn|với)(?!\p{L}))"
)
QUOTED = regex.compile(r"(?<=[\"“])(?P<words>[^\"“”\n\d;]{4,110})[\"”]")
LISTED = regex.compile(
    r"(?<=(?:^|[;:(\n]\s*|[\d%)],?\s+(?:và\s+)?|(?<!\p{L})(?:là|riêng|giá|hàng|gồm[,:]?)\s+))"
)


ALONE = regex.compile(
    r"[)\s]*[,;]?\s*(?:và\s+|về\s+)*(?P<name>\p{L}+(?:\s+\p{L}+)?)\s+(?:(?:đạt|là|có|ở|mức)\s+)*"
)

# What a branch of output or a group of prices is called by.
BRANCH = {
    "IIP": regex.compile(r"(?:\d+\s+|các\s+)?(?:nhóm\s+)?ngành\s+\p{L}"),
    "CPI": regex.compile(r"nhóm\s+(?!này)\p{L}"),
}
PART = regex.compile(
    r"[\s;,…]*(?:(?:và|trong\s+đó|tiếp\s+đến|riêng|đặc\s+biệt|nhóm|:),?\s*)*(?P<name>(?:\d{1,2}\s+)?\p{L}[^;:()\d]{1,90}?)"
    r"\s+(?:(?:ước|chỉ|đã)\s+)*(?:tăng|giảm)(?:\s+\p{L}+){0,3}\s*"
)


@dataclass(slots=True)
class Heading:
    """The component that a line is about: one that heads it, or stands alone above its items."""

    component: Mention | None = None
    line: int = -1
    above: bool = False

    def component_of(self, page: Page, spot: Spot) -> Mention | None:
        """Return the component of a figure that names neither one nor the index as a whole."""
        start, end = spot.sentence.start, spot.figure.start
        if spot.start > start and (head := _sole_head(page, spot)) is not None:
            return head._replace(rule="link.component.heading")
        if self.component is None or not self._reaches(page, spot.sentence):
            return None
        if page.within("index", start, end) or cue_in(page, "whole_index", start, end):
            return None
        return self.component._replace(rule="link.component.heading")

    def update(self, page: Page, sentence: Sentence, linked: Sequence[Mention | None]) -> None:
        """Take what a sentence says of its line: it goes on, is of another part, or of none."""
        own = [m for m in linked if m is not None and m.start >= sentence.start]
        named = page.within("component", sentence.start, sentence.end)
        if not linked and named and page.folded[sentence.start : sentence.end].rstrip()[-1:] == ":":
            self.component, self.line, self.above = named[-1], sentence.line, True
        elif own and _heads(page, sentence, own):
            self.component, self.line, self.above = own[0], sentence.line, False
        elif (
            own
            or (linked and page.within("index", sentence.start, sentence.end))
            or not self._reaches(page, sentence)
        ):
            self.component = None

    def _reaches(self, page: Page, sentence: Sentence) -> bool:
        if sentence.line == self.line:
            return True
        return self.above and bool(ITEM.match(page.text, sentence.start))


def _sole_head(page: Page, spot: Spot) -> Mention | None:
    """Return the component that heads the sentence of a later clause and is the only one in it."""
    named = page.within("component", spot.sentence.start, spot.figure.start)
    if not named or page.within("index", spot.start, spot.figure.start):
        return None
    if len(named) > 1 or named[0].end > spot.start:
        return None
    breadth = page.breadth(spot.sentence.start, named[0].start)
    return named[0] if breadth < HEAD else None


def _heads(page: Page, sentence: Sentence, own: Sequence[Mention]) -> bool:
    """Whether a sentence is of one component, named at its head."""
    alone = len({(m.start, m.end) for m in own}) == 1
    return alone and page.breadth(sentence.start, own[0].start) < HEAD


def find_components(page: Page) -> list[Mention]:
    """Return the names in a page of components of the indices that it speaks of."""
    named = {str(m.value) for m in page.mentions.get("index", ())}
    if not named:
        return []
    found: list[Mention] = []
    listed: list[Mention] = []
    for _, match in _component_names().matches(page):
        name, (start, end) = " ".join(match[0].split()), match.span()
        if named.isdisjoint(_components()[name]):
            continue
        mention = Mention("component", name, start, end, "link.component.known")
        if name.count(" ") > 1 or _grouped(page, start, end):
            found.append(mention)
        elif MEASURED.match(page.folded, end):
            listed.append(mention)
    ends = {m.end for m in found}
    found += [m for m in listed if m.start - 2 in ends and page.folded[m.start - 2] == ","]
    offices = page.mentions.get("organisation", ())
    return settle(
        _quoted(page, m)
        for m in found
        if not any(o.start <= m.start and m.end <= o.end for o in offices)
    )


def _quoted(page: Page, mention: Mention) -> Mention:
    """Return a name that quotation marks open with all that stands between them."""
    rest = QUOTED.match(page.text, mention.start)
    return mention._replace(end=rest.end("words")) if rest else mention


def _grouped(page: Page, start: int, end: int) -> bool:
    """Whether a short name is said as a group of prices or a branch: "nhóm giao thông", "; lương
    thực giảm", and not as a part of another name ("doanh thu lương thực, thực phẩm").
    """
    if GROUPED.match(page.folded, start):
        return True
    return bool(MEASURED.match(page.folded, end) and LISTED.match(page.folded, start))


@cache
def _component_names() -> Openings[str]:
    """Return the components of the catalogue, one pattern for all that open with one word."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name in _distinct():
        by_words.setdefault(literal_words(name), []).append(name)
    return Openings(
        Opening(names[0], regex.compile(spaced(alternation(names))), words)
        for words, names in by_words.items()
    )


def find_component(page: Page, spot: Spot, since: int) -> Mention | None:
    """Return the component that the words before a figure name.

    A name of the catalogue counts anywhere in them, others behind a word such as "lĩnh vực".
    """
    start, end = max(since, spot.previous), spot.figure.start
    named = page.within("component", start, end)
    if named:
        return named[-1]
    match = cue_in(page, "component", start, end)
    rule = "link.component"
    if match is None:
        match, rule = _capitalised(page, spot, start), "link.component.capitalised"
    if match is None and spot.figure.kind != "delta":
        match = cue("component_behind").match(page.folded, spot.figure.end, spot.end)
        rule = "link.component.behind"
    if match is None:
        return _in_list(page, start, end)
    first, last = match.span("figure")
    words = " ".join(page.text[first:last].split()).strip(' "“”')
    return Mention("component", words, first, last, rule)


def _in_list(page: Page, start: int, end: int) -> Mention | None:
    """Return the short name that is all there is between two figures: "85,1%, công chức 84,9%"."""
    match = ALONE.fullmatch(page.folded, start, end)
    if match is None:
        return None
    named = {m.value for m in page.mentions.get("index", ())}
    if named.isdisjoint(_components().get(" ".join(match["name"].split()), ())):
        return None
    words = " ".join(page.text[slice(*match.span("name"))].split())
    return Mention("component", words, *match.span("name"), "link.component.listed")


def part_in_list(page: Page, spot: Spot, code: str) -> Mention | None:
    """Return the branch or group before a growth in a list of them, whatever its name.

    "một số ngành có chỉ số tăng như: in, sao chép bản ghi tăng 9,9%; kim loại tăng 10,1%"; one that
    is called a branch of output or a group of prices needs no list ("ngành cơ khí ước giảm 15,3%").
    """
    amount = spot.figure.value
    if spot.figure.kind != "delta" or not isinstance(amount, Amount) or amount.unit != "%":
        return None
    opened = list(cue("parts_listed").finditer(page.folded, spot.sentence.start, spot.figure.start))
    start = max(opened[-1].end(), spot.after) if opened else spot.start
    part = PART.fullmatch(page.folded, start, spot.figure.start)
    called = BRANCH.get(code)
    if part is None or not (opened or (called and called.match(part["name"]))):
        return None
    words = " ".join(page.text[slice(*part.span("name"))].split())
    return Mention("component", words, *part.span("name"), "link.component.part")


def _capitalised(page: Page, spot: Spot, start: int) -> regex.Match[str] | None:
    """Return the words behind "chỉ số" that begin with a capital, before a place or score of it."""
    amount = spot.figure.value
    if not isinstance(amount, Amount) or amount.unit not in (None, "bậc", "điểm"):
        return None
    if spot.figure.kind not in ("rank", "score", "delta"):
        return None
    found = list(CAPITALISED.finditer(page.text, start, spot.figure.start))
    known = ("index", "other_index")
    if not found or any(page.within(kind, *found[-1].span()) for kind in known):
        return None
    return found[-1]


@cache
def _components() -> Mapping[str, tuple[str, ...]]:
    """Return the folded component names of the catalogue with the codes that have them."""
    found: dict[str, tuple[str, ...]] = {}
    for index in load_indices():
        for name in index.components:
            key = fold_case(name)
            if key != "mức độ hài lòng":  # the index itself
                found[key] = (*found.get(key, ()), index.code)
    return found


@cache
def _distinct() -> frozenset[str]:
    """Return the names that are read anywhere: "công chức" alone is a word of many sentences."""
    growth = {index.code for index in load_indices() if index.native == "growth"}
    return frozenset(
        name
        for name, codes in _components().items()
        if name.count(" ") > 1 or not growth.isdisjoint(codes)
    )


def index_of_component(page: Page, component: Mention) -> Mention | None:
    """Return the index of the page that alone has a component of this name."""
    codes = _components().get(fold_case(" ".join(str(component.value).split())), ())
    named = [m for m in page.mentions.get("index", ()) if m.value in codes]
    return named[-1] if named and len({m.value for m in named}) == 1 else None


def component_again(page: Page, spot: Spot, last: Mention | None) -> Mention | None:
    """Return the component spoken of before that "nội dung này" means."""
    if last is None:
        return None
    reach = min(spot.end, page.ahead(spot.figure.end, 60))
    if not cue_in(page, "component_again", spot.start, reach):
        return None
    return last._replace(rule="link.component.again")
