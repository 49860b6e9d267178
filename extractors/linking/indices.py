"""Which index a figure is the value, rank or change of, and which of its components."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import regex

from ...patterns.fold import fold_case
from ...patterns.indices import load_indices
from ...patterns.loading import alternation, load_words, spaced
from ..openings import Opening, Openings, opening_words
from ..overlaps import settle
from ..page import Page
from ..types import Amount, Evidence, Mention
from .cues import before as just_before
from .cues import cue
from .spots import Spot

SPOKEN_OF = 2  # mentions that make the only index of an article its topic
WORD = regex.compile(r"\p{L}{2,}")
REACH = 3  # sentences that a topic lives on without being named again
NAMED = ("index", "place", "organisation", "group", "person", "own_province", "period")
ACRONYM = regex.compile(r"\(\p{Lu}[\p{L}\d&-]{1,9}\)")
FIGURES = ("rank", "score", "delta", "percentage", "tier")


@dataclass(slots=True)
class Topic:
    """The index last spoken of, with its sentence and line; `main` is the article's only one.

    `behind` are the starts of the mentions that a figure before them has taken.
    """

    mention: Mention | None = None
    number: int = -99
    line: int = -1
    main: Mention | None = None
    behind: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class IndexLink:
    """The index of a figure with its mention; `reason` says why there is none."""

    code: str | None = None
    evidence: Evidence | None = None
    reason: str | None = None
    component: Mention | None = None
    mention: Mention | None = field(default=None, compare=False)


def link_index(page: Page, spot: Spot, topic: Topic) -> IndexLink:
    """Return the index of a figure from its clause, its sentence, the topic or the title."""
    figure = spot.figure
    if measured_behind(page, spot):
        return IndexLink(reason="own_measure")
    indices = page.mentions.get("index", [])
    before = [m for m in indices if spot.start <= m.start and m.end <= figure.start]
    behind = index_behind(page, spot)
    if not behind and _other(page, spot, before):
        return IndexLink(reason="own_measure")
    if behind and (
        not before
        or before[-1].end <= spot.previous != spot.start
        or before[-1].start in topic.behind
    ):
        topic.behind.add(behind.start)
        return _made(behind, "link.index.behind")
    nearest = before[-1] if before else None
    since = max(nearest.end if nearest else spot.start, spot.previous)
    component = find_component(page, spot, since)
    headed = bool(just_before("value_head").match(page.folded, figure.start))
    if not (component or headed or _bare(page, spot, since)):
        return IndexLink(reason="own_measure")
    if nearest:
        return _made(nearest, "link.index.clause", component)
    earlier = [m for m in indices if spot.sentence.start <= m.start < spot.start]
    if earlier:
        return _made(earlier[-1], "link.index.sentence", component)
    if component and (known := _component_index(page, component)):
        return _made(known, "link.index.component", component)
    if cue("measure_head").search(page.folded, since, figure.start) and not component:
        return IndexLink(reason="own_measure")
    for mention, alive, rule in (
        (topic.mention, _alive(spot, topic, near=_is_share(figure) and not headed), "topic"),
        (topic.main, headed or not _is_share(figure), "article"),
    ):
        if mention and alive and _may_go_on(figure, mention):
            return _made(mention, f"link.index.{rule}", component)
    return IndexLink(reason="not_told")


def _may_go_on(figure: Mention, mention: Mention) -> bool:
    """Whether an index spoken of before may own a figure: no rank is silently one in growth."""
    return _is_share(figure) or natives()[str(mention.value)] != "growth"


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
        return distance <= 1 and spot.sentence.line - topic.line <= 1
    return distance <= REACH or spot.sentence.line == topic.line


def _is_share(figure: Mention) -> bool:
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
            if cue("index_after").fullmatch(between) and not cue("index_apart").search(between):
                return mention
            return None
    return None


def measured_behind(page: Page, spot: Spot) -> bool:
    """Whether the words behind a figure say what it measures, and that is no index."""
    figure = spot.figure
    if figure.kind in ("rank", "tier"):
        found = cue("own_rank_measure").match(page.folded, figure.end, spot.end)
        return found is not None and not any(
            figure.end <= m.start <= min(page.ahead(found.end(), 40), spot.end)
            for m in page.mentions.get("index", [])
        )
    if figure.kind == "percentage":
        return bool(cue("own_measure").match(page.folded, figure.end, spot.end))
    return False


def _bare(page: Page, spot: Spot, start: int) -> bool:
    """Whether nothing between a place and a figure names a measure of its own."""
    if not _is_share(spot.figure):
        return True
    return not residue(page, start, spot.figure.start)


def residue(page: Page, start: int, end: int) -> bool:
    """Whether a word stands between two positions that is no name, time, figure or light word.

    Such a word is a noun of its own: the figure behind it measures that and no index.
    """
    light = load_words()["light"]
    return any(word not in light for word in WORD.findall(page.plain(_plain_sentence, start, end)))


def _plain_sentence(page: Page, start: int, end: int) -> str:
    """Return a sentence with everything blanked but the words that may name a measure."""
    text = list(page.folded[start:end])
    blanks = [
        (m.start, m.end) for kind in (*NAMED, *FIGURES) for m in page.within(kind, start, end)
    ]
    blanks += [match.span() for match in ACRONYM.finditer(page.text, start, end)]
    for first, last in blanks:
        text[first - start : last - start] = " " * (last - first)
    plain = "".join(text)
    for phrase, pattern in _light_phrases():
        if phrase in plain:
            plain = pattern.sub(lambda match: " " * len(match[0]), plain)
    return plain


@cache
def _light_phrases() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """Return the light words of several syllables, the longest first, with the first of each."""
    phrases = sorted((w for w in load_words()["light"] if " " in w), key=len, reverse=True)
    return tuple(
        (phrase.split()[0], regex.compile(rf"(?<!\p{{L}}){spaced(phrase)}(?!\p{{L}})"))
        for phrase in phrases
    )


def find_components(page: Page) -> list[Mention]:
    """Return the names in a page of components of the indices that it speaks of."""
    codes = {str(mention.value) for mention in page.mentions.get("index", ())}
    if not codes:
        return []
    found = [
        Mention("component", " ".join(match[0].split()), *match.span(), "link.component.known")
        for _, match in _component_names().matches(page)
    ]
    return settle(m for m in found if codes.intersection(_components()[str(m.value)]))


@cache
def _component_names() -> Openings[str]:
    """Return the components of the catalogue, one pattern for all that open with one word."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name in _components():
        by_words.setdefault(opening_words(name), []).append(name)
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
        return max(named, key=lambda m: (m.end - m.start, m.start))
    match = cue("component").search(page.folded, start, end)
    if match is None:
        return None
    first, last = match.span("figure")
    words = " ".join(page.text[first:last].split()).strip(' "“”')
    return Mention("component", words, first, last, "link.component")


@cache
def _components() -> Mapping[str, tuple[str, ...]]:
    """Return the folded component names of the catalogue with the codes that have them."""
    found: dict[str, tuple[str, ...]] = {}
    for index in load_indices():
        for name in index.components:
            key = fold_case(name)
            # "công chức" alone is a word of many sentences, "mức độ hài lòng" the index itself.
            if len(key.split()) > 2 and key != "mức độ hài lòng":
                found[key] = (*found.get(key, ()), index.code)
    return found


def _component_index(page: Page, component: Mention) -> Mention | None:
    """Return the index of the page that alone has a component of this name."""
    codes = _components().get(" ".join(str(component.value).split()), ())
    named = [m for m in page.mentions.get("index", ()) if m.value in codes]
    return named[-1] if named and len({m.value for m in named}) == 1 else None


def update_topic(page: Page, topic: Topic, number: int) -> None:
    """Let a topic be the last index named in a sentence."""
    sentence = page.sentences[number]
    for mention in page.within("index", sentence.start, sentence.end):
        topic.mention, topic.number, topic.line = mention, number, sentence.line


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
def natives() -> Mapping[str, str]:
    """Return each index's native unit: `score`, `percentage` or `growth`."""
    return {index.code: index.native for index in load_indices()}
