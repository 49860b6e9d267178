"""Which index a figure is the value, rank or change of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ...patterns.compiling import compiled
from ...patterns.indices import load_indices
from ..openings import Openings
from ..overlaps import settle
from ..page import Page
from ..types import Amount, Evidence, Mention
from .components import (
    Heading,
    component_again,
    find_component,
    index_of_component,
    part_in_list,
)
from .cues import before as just_before
from .cues import cue, cue_in, openings
from .residue import head_end, residue
from .spots import Spot

SPOKEN_OF = 2  # mentions that make the only index of an article its topic
BEHIND = 90  # characters behind a place within which its component is named
# "xếp thứ 3 cả nước về nỗ lực cắt giảm gánh nặng chi phí không chính thức"
RANKED_IN = compiled(
    r"[^.;:,()\d]{0,25}\x20(?:về|ở|trong)\x20(?:(?!(?:cùng|với|và|cao|thấp|ở|về)\x20)\p{L}+\x20){0,8}"
)
REACH = 3  # sentences that a topic lives on without being named again


@dataclass(slots=True)
class Topic:
    """The index last spoken of, with its sentence and line; `main` is the article's only one.

    `other` is an index that the catalogue does not know, where that was named later. `behind`
    are the starts of the mentions that a figure before them has taken, `component` is
    the component last measured or named, which "nội dung này" goes back to, and `heading` the one
    that the line is about.
    """

    mention: Mention | None = None
    number: int = -99
    line: int = -1
    main: Mention | None = None
    other: Mention | None = None
    behind: set[int] = field(default_factory=set)
    component: Mention | None = None
    heading: Heading = field(default_factory=Heading)


class IndexLink(NamedTuple):
    """The index of a figure with its mention; `reason` says why there is none."""

    code: str | None = None
    evidence: Evidence | None = None
    reason: str | None = None
    component: Mention | None = None
    mention: Mention | None = None


def link_index(page: Page, spot: Spot, topic: Topic) -> IndexLink:
    """Return the index of a figure from its clause, its sentence, the topic or the title."""
    figure = spot.figure
    if measured_behind(page, spot) or _of_a_count(page, spot):
        return _component_behind(page, spot, topic) or IndexLink(reason="own_measure")
    indices = page.mentions.get("index", [])
    before = [m for m in indices if spot.start <= m.start and m.end <= figure.start]
    behind = index_behind(page, spot)
    if not behind and _other(page, spot, before):
        return IndexLink(reason="own_measure")
    if behind and not (before and _stands(page, spot, before[-1], topic)):
        topic.behind.add(behind.start)
        return _made(behind, "link.index.behind")
    nearest = before[-1] if before else None
    since = max(nearest.end if nearest else spot.start, spot.previous)
    component = find_component(page, spot, since) or component_again(page, spot, topic.component)
    topic.component = component or topic.component
    if component is None and (part := _part(page, spot, topic)) is not None:
        return part
    headed = bool(just_before("value_head").match(page.folded, figure.start))
    if not (component or headed or _bare(page, spot, since)):
        return IndexLink(reason="own_measure")
    heading = None if component else topic.heading.component_of(page, spot)
    earlier = [m for m in indices if spot.sentence.start <= m.start < spot.start]
    if named := nearest or (earlier[-1] if earlier else None):
        plain = not (nearest or component or headed or heading)
        if _is_part(page, spot, named) or (plain and _own_head(page, spot, since)):
            return IndexLink(reason="own_measure")
        return _made(
            named, f"link.index.{'clause' if nearest else 'sentence'}", component or heading
        )
    own_head = _own_head(page, spot, since)
    component = component or (None if own_head or is_share(spot.figure) else heading)
    known = index_of_component(page, component) if component else None
    if component and known and _may_share(spot, known, component, topic):
        return _made(known, "link.index.component", component)
    if own_head and not component:
        return IndexLink(reason="own_measure")
    return _spoken_of(page, spot, topic, component or heading, headed=headed)


def _component_behind(page: Page, spot: Spot, topic: Topic) -> IndexLink | None:
    """Return the index of a place told to be in a component: "thứ 3 về giảm chi phí thời gian"."""
    if spot.figure.kind not in ("rank", "tier") or page.within("index", spot.figure.end, spot.end):
        return None
    end = min(spot.next, page.ahead(spot.figure.end, BEHIND))
    named = page.within("component", spot.figure.end, end)
    if not named or RANKED_IN.fullmatch(page.folded, spot.figure.end, named[0].start) is None:
        return None
    known = index_of_component(page, named[0])
    if known is None or natives()[str(known.value)] == "growth" or topic.other is not None:
        return None
    return _made(known, "link.index.component", named[0])


def _of_a_count(page: Page, spot: Spot) -> bool:
    """Whether a share stands in a bracket behind the count that it is of: "10 tỉnh (15,87%)"."""
    start = spot.figure.start
    if spot.figure.kind != "percentage" or page.folded[start - 1 : start] != "(":
        return False
    return any(
        not page.folded[m.end : start - 1].strip()
        for m in page.within("count", max(spot.start, start - 80), start)
    )


def _part(page: Page, spot: Spot, topic: Topic) -> IndexLink | None:
    """Return the index spoken of, of prices or output, for a growth in a list of its parts."""
    spoken = topic.mention
    if spoken is None or topic.other is not None or natives()[str(spoken.value)] != "growth":
        return None
    if (
        not _alive(spot, topic, near=False)
        or (part := part_in_list(page, spot, str(spoken.value))) is None
    ):
        return None
    return _made(spoken, "link.index.parts", part)


def _stands(page: Page, spot: Spot, named: Mention, topic: Topic) -> bool:
    """Whether an index before a figure is meant though another stands behind it.

    Not where another figure stands between, where a figure before it has taken it, or where it
    is set aside: "sau PCI, tỉnh dẫn đầu PAPI".
    """
    return not (
        named.end <= spot.previous != spot.start
        or named.start in topic.behind
        or just_before("set_aside").match(page.folded, named.start)
    )


def _spoken_of(
    page: Page, spot: Spot, topic: Topic, component: Mention | None, *, headed: bool
) -> IndexLink:
    """Return the index that the sentences before a figure, or the article, speak of."""
    share = is_share(spot.figure)
    said = spot.number >= topic.number  # a title is read after the body
    if topic.mention is not None and _is_part(page, spot, topic.mention):
        return IndexLink(reason="own_measure")
    again = cue_in(page, "index_again", spot.sentence.start, spot.figure.start)
    if again is not None and topic.mention is not None and topic.other is None:
        return _made(topic.mention, "link.index.again", component)
    if topic.other is not None and said and _alive(spot, topic, near=share and not headed):
        return IndexLink(reason="own_measure")
    abroad = cue("among_countries").search(page.folded, spot.figure.start, spot.end)
    for mention, alive, rule in (
        (topic.mention, _alive(spot, topic, near=share and not headed), "topic"),
        (topic.main, headed or not share, "article"),
    ):
        if abroad and mention and "country" not in levels()[str(mention.value)]:
            continue  # "thứ 100/190 quốc gia" in an article on PCI
        if mention and alive and _may_go_on(spot.figure, mention):
            return _made(mention, f"link.index.{rule}", component)
    return IndexLink(reason="not_told")


def _is_part(page: Page, spot: Spot, named: Mention) -> bool:
    """Whether a share is one of GRDP ("cơ cấu GRDP: dịch vụ 25%"), which is no growth."""
    if spot.figure.kind != "percentage" or natives()[str(named.value)] != "growth":
        return False
    return bool(
        just_before("share_of").match(page.folded, named.start)
        or cue_in(page, "part_of_whole", spot.sentence.start, spot.figure.start)
    )


def _may_go_on(figure: Mention, mention: Mention) -> bool:
    """Whether an index spoken of before may own a figure: no rank is silently one in growth."""
    return is_share(figure) or natives()[str(mention.value)] != "growth"


def _may_share(spot: Spot, mention: Mention, component: Mention, topic: Topic) -> bool:
    """Whether a component alone tells the index.

    A share of GRDP is no growth of its branches, and "giao thông giảm" is of prices only while
    prices are spoken of.
    """
    if natives()[str(mention.value)] != "growth":
        return True
    if spot.figure.kind == "percentage":
        return False
    spoken = topic.mention is not None and topic.mention.value == mention.value
    return len(str(component.value).split()) > 2 or (spoken and _alive(spot, topic, near=False))


def _other(page: Page, spot: Spot, before: list[Mention]) -> bool:
    """Whether the index named last before a figure is one the catalogue does not know."""
    others = page.within("other_index", spot.start, spot.figure.start)
    return bool(others) and (not before or before[-1].start < others[-1].start)


def _made(mention: Mention, rule: str, component: Mention | None = None) -> IndexLink:
    evidence = Evidence("index", mention.start, mention.end, rule)
    return IndexLink(str(mention.value), evidence, None, component, mention)


def _alive(spot: Spot, topic: Topic, *, near: bool) -> bool:
    """A share needs its index in the sentence before; a rank or score only in the paragraph."""
    distance = spot.number - topic.number
    if near:
        fronted = topic.line < 0  # by the title, with which the first sentence goes on
        return distance <= 1 and (fronted or spot.sentence.line - topic.line <= 1)
    return distance <= REACH or spot.sentence.line == topic.line


def is_share(figure: Mention) -> bool:
    """Whether a figure may measure anything at all: a percentage, or a change not in places."""
    amount = figure.value
    if not isinstance(amount, Amount):
        return False
    return figure.kind == "percentage" or (
        figure.kind == "delta" and amount.unit not in ("bậc", "điểm")
    )


def index_behind(page: Page, spot: Spot) -> Mention | None:
    """Return the index named right behind a figure: "dẫn đầu PAR INDEX", "13/63 … về SIPAS"."""
    for mention in page.mentions.get("index", []):
        if spot.figure.end <= mention.start and mention.end <= spot.end:
            if mention.start >= spot.next:
                return None
            between = page.folded[spot.figure.end : mention.start]
            if natives()[str(mention.value)] == "growth" and residue(
                page, spot.figure.end, mention.start
            ):
                return None  # "về phát thải trên một đơn vị GDP"
            if cue("index_after").fullmatch(between) and not cue("index_apart").search(between):
                return mention
            return None
    return None


def find_lettered(page: Page) -> None:
    """Add the indices that letters in brackets name: "chỉ số cảm nhận tham nhũng (CPI)".

    They are no index of the catalogue; what follows is no longer of the one spoken of before.
    """
    known = page.mentions.get("index", ())
    others = page.mentions.get("other_index", [])
    found = []
    for _, match in _lettered().matches(page):
        first, last = match.span("letters")
        apart = not any(m.start < match.end() and match.start() < m.end for m in (*known, *others))
        if apart and page.text[first:last].isupper():
            words = " ".join(page.text[match.start() : first - 1].split())
            found.append(Mention("other_index", words, *match.span(), "link.index.lettered"))
    if found:
        page.mentions["other_index"] = settle([*others, *found])


@cache
def _lettered() -> Openings[str]:
    return Openings(openings("lettered"))


def measured_behind(page: Page, spot: Spot) -> bool:
    """Whether the words behind a figure say what it measures, and that is no index."""
    figure = spot.figure
    if figure.kind in ("rank", "tier"):
        found = cue("own_rank_measure").match(page.folded, figure.end, spot.end)
        return found is not None and not any(
            figure.end <= m.start <= min(page.ahead(found.end(), 40), spot.end)
            for m in page.mentions.get("index", [])
            if natives()[str(m.value)] != "growth" or not residue(page, figure.end, m.start)
        )
    if figure.kind == "percentage":
        return bool(cue("own_measure").match(page.folded, figure.end, spot.end))
    return False


def _bare(page: Page, spot: Spot, start: int) -> bool:
    """Whether nothing between a place and a figure names a measure of its own."""
    if not is_share(spot.figure):
        return True
    end = head_end(page, spot)
    examples = cue_in(page, "examples", start, end)
    return not residue(page, examples.end() if examples else start, end)


def _own_head(page: Page, spot: Spot, since: int) -> bool:
    """Whether a noun before a figure heads a measure of its own: "quy mô kinh tế đứng thứ 5"."""
    return cue_in(page, "measure_head", since, head_end(page, spot)) is not None


def update_topic(page: Page, topic: Topic, number: int, linked: Sequence[IndexLink]) -> None:
    """Let a topic be the last index named in a sentence, of the catalogue or not.

    Where a sentence only announces several, the one the article is about stays; the figures of a
    topic (`linked`) keep it alive.
    """
    sentence = page.sentences[number]
    named = page.within("index", sentence.start, sentence.end)
    if not linked and topic.main is not None:
        named = [m for m in named if m.value == topic.main.value] or named
    if named:
        topic.mention, topic.number, topic.line = named[-1], number, sentence.line
        topic.other = None
    elif cue_in(page, "index_again", sentence.start, sentence.end) or (
        linked and topic.mention and linked[-1].code == topic.mention.value and not topic.other
    ):
        topic.number, topic.line = number, sentence.line
    topic.heading.update(page, sentence, [link.component for link in linked])
    others = page.within("other_index", sentence.start, sentence.end)
    if others and (topic.number < number or not _named_after(topic.mention, others[-1])):
        topic.other, topic.number, topic.line = others[-1], number, sentence.line


def turn_to_title(page: Page, topic: Topic) -> None:
    """Let a title, read last, be about the index that the body names first."""
    for mention in page.mentions.get("index", ()):
        if page.sentences[page.sentence_at(mention.start)].zone != "title":
            topic.mention, topic.other = mention, None
            return


def _named_after(mention: Mention | None, other: Mention) -> bool:
    return mention is not None and mention.start > other.start


def title_index(page: Page) -> Mention | None:
    """Return the index of the title when it names just one."""
    titles = [s for s in page.sentences if s.zone == "title"]
    found = [m for s in titles for m in page.within("index", s.start, s.end)]
    return found[0] if found and len({m.value for m in found}) == 1 else None


def main_index(page: Page) -> Mention | None:
    """Return the index an article is about: the only one of its title, else of its text."""
    named = page.mentions.get("index", [])
    alone = len({m.value for m in named}) == 1 and len(named) >= SPOKEN_OF
    return title_index(page) or (named[0] if alone else None)


@cache
def levels() -> Mapping[str, tuple[str, ...]]:
    """Return whom each index ranks: `country`, `province` …"""
    return {index.code: index.level for index in load_indices()}


@cache
def yearly() -> frozenset[str]:
    """Return the indices that are measured once a year."""
    return frozenset(index.code for index in load_indices() if index.yearly)


@cache
def natives() -> Mapping[str, str]:
    """Return each index's native unit: `score`, `percentage` or `growth`."""
    return {index.code: index.native for index in load_indices()}
