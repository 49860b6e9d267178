"""Entities: the places, organisations, groups and people of a page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from ..patterns.compiling import Match, Pattern, compiled
from ..patterns.errors import PatternError
from ..patterns.loading import load_entities, spaced, word_tree
from ..patterns.places import load_names, place_names, provinces
from ..patterns.schema import EntityRule
from .gazetteer import home_districts
from .listed import with_listed
from .openings import Opening, Openings, opening_words
from .overlaps import settle
from .page import Page
from .types import Mention, Subject

EntityMode = Literal["needed", "full", "off"]

BLANK = r"[^\S\n]"
TABLE = regex.compile(r"\{([A-Za-z]+)\}")


NEAR_CAPITAL = compiled(
    rf"\p{{L}}+(?:{BLANK}+(?:[-–&]{BLANK}+)?\p{{Ll}}+){{0,5}}{BLANK}+(?:[-–&]{BLANK}+)?[\p{{Lu}}\d]"
)
BEFORE = compiled(
    r"(?P<opens>(?:^|[.!?:;\n\"“(•*–-])[^\S\n]*)?(?<!\p{L})(?P<word>\p{Lu}\p{L}*)[^\S\n]+$"
)
TOWN = compiled(r"(?:thành phố|tp\.?)\s*\S")
UNIT = compiled(r"(?i)^(?:huyện|quận|thị xã|thành phố|tx\.?|tp\.?)\s*")
NAMES_ONLY = frozenset({"gazetteer.area", "gazetteer.organisation", "place.with_unit"})
PROVINCE = compiled(r"(?<!(?i:các|những|hai|ba|bốn|nhiều|số|mấy|\d)\s+)(?P<unit>[Tt]ỉnh)\s+$")
AFTER = compiled(r"[^\S\n]+\p{Lu}\p{Ll}+")
# Words for a unit or its bodies: the province behind them is meant.
UNIT_WORDS = ("tỉnh", "tp", "phố", "đô", "ubnd", "hđnd", "bch", "và", "của", "tại", "ở")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A rule with its compiled pattern."""

    rule: EntityRule
    pattern: Pattern


@cache
def entity_rules(*, names: bool = True) -> Openings[NamePattern]:
    """Return the rules of names and groups, compiled; without `names` those of possible owners.

    The pattern of a name's tail is long, and a long one takes its time even to fail at once: what
    is searched for is a capital near the head, and the rule is tried behind it.
    """
    file = load_entities()
    tables = {**file.table, **_known_names()}
    tables["Word"] = _group(word.capitalize() for word in file.table["word"].split("|"))
    tables["word"] = _group(file.table["word"].split("|"))
    openings = []
    for rule in file.entity:
        if not (names or rule.owner):
            continue
        written = rule.print or rule.pattern or ""
        try:
            pattern = compiled(
                rf"(?<![\p{{L}}\d])(?:{spaced(_filled(written, tables), BLANK)})(?!\p{{L}})"
            )
        except regex.error as error:
            raise PatternError("entities.toml", rule.name, str(error)) from error
        first = NEAR_CAPITAL if "{tail}" in written else pattern
        opens = opening_words(_filled(written, tables), rule.opens, whole=True)
        of = NamePattern(rule, pattern)
        needs, printed = frozenset(rule.needs), rule.print is not None
        openings.append(Opening(of, first, opens, needs, printed))
    return Openings(openings)


def _known_names() -> dict[str, str]:
    """Return the tables that come from the names of places and people, as patterns."""
    names = load_names()
    countries = [name for forms in names.countries.values() for name in forms]
    return {
        "countries": _group(countries),
        "family": _group(names.people.family_names),
        "places": _group({*place_names(), *countries}),
    }


def _group(words: Iterable[str]) -> str:
    return f"(?:{word_tree(words)})"


def _filled(pattern: str, tables: dict[str, str]) -> str:
    """Return a pattern with its `{tables}` spelled out; one may name others."""
    while (filled := TABLE.sub(lambda m: tables.get(m[1], m[0]), pattern)) != pattern:
        pattern = filled
    return pattern


def find_entities(page: Page, places: Sequence[Mention], *, names: bool = True) -> list[Mention]:
    """Return all entities of a page in order, without overlaps, given the gazetteer's places.

    A place inside an organisation's name gives the organisation its province; a place inside a
    person's name is nobody's place.
    """
    found = [*places]
    for rule, match in _matches(page, names):
        start, end = match.span("figure" if "figure" in match.re.groupindex else 0)
        found.append(_entity(page, rule, start, end, places))
    people = [m for m in found if m.kind == "person"]
    found = [m for m in found if m.kind == "person" or not _inside(m, people)]
    found = [m for m in found if not (m.kind == "place" and _within_a_name(page.text, m))]
    kept = with_listed(page, _with_parts(found, settle(found)))
    return [_with_unit(page, m) for m in kept]


def _with_unit(page: Page, mention: Mention) -> Mention:
    """Return a province with the word *tỉnh* before it as part of its name."""
    if mention.rule not in ("gazetteer.province", "gazetteer.area"):
        return mention
    unit = PROVINCE.search(page.text, max(0, mention.start - 20), mention.start)
    if unit is None:
        return mention
    parts = (mention,) if mention.rule == "gazetteer.province" else ()
    return mention._replace(start=unit.start("unit"), rule="place.with_unit", parts=parts)


def _matches(page: Page, names: bool) -> Iterator[tuple[EntityRule, Match]]:
    for name, first in entity_rules(names=names).matches(page):
        match: Match | None = first
        if first.re is not name.pattern:
            match = name.pattern.match(first.string, first.start(), first.endpos)
        if match is not None:
            yield name.rule, match


def owners(found: Iterable[Mention]) -> list[Mention]:
    """Return the entities as figures are linked to them: what only names gives its parts."""
    names = names_only()
    return [part for m in found for part in (m.parts if m.rule in names else (m,))]


@cache
def names_only() -> frozenset[str]:
    """Return the rules whose mentions own no figure."""
    return NAMES_ONLY | {rule.name for rule in load_entities().entity if not rule.owner}


def _with_parts(found: Sequence[Mention], kept: list[Mention]) -> list[Mention]:
    """Return the mentions kept, each that only names with the places it was kept before."""
    names = names_only()
    if not any(m.rule in names for m in kept):
        return kept
    within = [m for m in found if m.kind in ("place", "own_province") and m.rule not in names]

    def with_parts(mention: Mention) -> Mention:
        start, end = mention.start, mention.end
        inner = [p for p in within if start <= p.start and p.end <= end]
        return mention._replace(parts=tuple(settle(inner))) if inner else mention

    return [with_parts(m) if m.rule in names else m for m in kept]


def _entity(
    page: Page, rule: EntityRule, start: int, end: int, places: Sequence[Mention]
) -> Mention:
    words = " ".join(page.text[start:end].split())
    inner = [
        p for p in places
        if start <= p.start and p.end <= end
        and isinstance(p.value, Subject) and p.value.type == "province"
    ]  # fmt: skip
    code = inner[-1].value.code if inner and isinstance(inner[-1].value, Subject) else None
    value: Subject | str = words
    if rule.kind == "organisation":
        value = Subject("organisation", code, words)
    elif rule.kind == "group":
        value = Subject("group", None, words)
    elif rule.kind == "place":
        system = page.system if rule.type == "province" else None
        value = Subject(rule.type or "district", rule.code, rule.value or words, system)
        if rule.type == "district":
            return _district(page, rule, start, end, words, inner)
    return Mention(rule.kind, value, start, end, rule.name)


def _district(
    page: Page, rule: EntityRule, start: int, end: int, words: str, inner: list[Mention]
) -> Mention:
    """Read "thành phố X": a province under its own name, or a town of the province."""
    town = TOWN.match(words.lower())
    if town and inner and isinstance(inner[0].value, Subject):
        province = inner[0].value
        of = provinces("34" if province.system == "34" else "63").get(province.code or "")
        if of and of.type == "thành phố":
            return inner[0]._replace(start=start)
        return Mention("place", Subject("district", province.code, words), start, end, rule.name)
    name = UNIT.sub("", words)
    codes = home_districts().get(name, ())
    code = codes[0] if len(codes) == 1 else None
    return Mention("place", Subject("district", code, words), start, end, rule.name)


def _inside(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(other.start <= mention.start and mention.end <= other.end for other in others)


def _within_a_name(text: str, mention: Mention) -> bool:
    """Whether a capitalised word right before a province makes it part of a longer name.

    "Phan Thái Bình" is a person wherever it stands; "Dược Hậu Giang" is a name unless the word
    only opens a sentence ("Riêng Hà Nội").
    """
    subject = mention.value
    if not isinstance(subject, Subject) or subject.type != "province":
        return False
    previous = BEFORE.search(text, max(0, mention.start - 30), mention.start)
    if previous is None or previous["word"].lower() in UNIT_WORDS:
        return False
    if previous["word"] in load_names().people.family_names:
        return True
    # An index or body may stand before its province: "GRDP Đà Nẵng", "VNPT Hà Nội".
    return not previous["opens"] and previous.start() > 0 and not previous["word"].isupper()


def doubtful(page: Page, mention: Mention) -> bool:
    """Whether a province stands beside another capitalised word, where a model may know better."""
    subject = mention.value
    if not isinstance(subject, Subject) or subject.type != "province":
        return False
    before = BEFORE.search(page.text, max(0, mention.start - 30), mention.start)
    after = AFTER.match(page.text, mention.end)
    named = before is not None and not (
        before["word"].lower() in UNIT_WORDS or before["word"].isupper()
    )
    return named or after is not None
