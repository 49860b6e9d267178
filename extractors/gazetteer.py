"""The gazetteer: provinces, regions and countries, matched on the words of a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..patterns.compiling import compiled
from ..patterns.places import (
    System,
    known_organisations,
    load_names,
    load_places,
    place_names,
    provinces,
)
from .overlaps import settle
from .page import Page
from .tokens import lay_out
from .types import Mention, Subject

JOINED = compiled(r"[-–][\p{Lu}\d]|\x20[-–]\x20Index|[./&]\p{L}|\d")
# "Samsung Việt Nam" is a firm, "ASEAN Cup", "VPBank Diamond" and "Forbes 2018" are not.
IN_COUNTRY = compiled(r"[^\S\n]+(?:Việt Nam|Vietnam)(?!\p{L})")
GOES_ON = compiled(
    r"[^\S\n]+(?:\p{Lu}\p{Ll}|[IVX]+(?!\p{L})|\d{4}(?!\d))|\+\+|[^\S\n]+\d+[^\S\n]*$"
)
JOINED_BEFORE = compiled(r"[\p{L}\d][-–/.&]$")
OLD = compiled(r"[^\S\n]*\(?(?:trước[^\S\n]+đây|cũ)(?!\p{L})")  # "tỉnh Gia Lai cũ"
# What else only tells figures, or is spoken of in passing, owns the place or share behind it.
RANKED = compiled(
    r"\s+(?:(?:đang|đã|cũng|vẫn|tiếp\s+tục|lần\s+đầu|chỉ)\s+)*(?:đứng\s+(?:đầu|nhất|thứ|hạng|cuối|ở\s+vị\s+trí|vị\s+trí)"
    r"|dẫn\s+đầu|xếp\s+(?:thứ|ở\s+vị\s+trí|vị\s+trí)|giữ\s+vị\s+trí|(?:với|đạt|chiếm)\s+\d[\d.,]*\s*(?:%|điểm))"
)
RANKED_BY = compiled(r"(?<!\p{L})(?:được|do|bởi|theo)\s+$")  # "được Forbes xếp thứ 55"
# What keys begin with, where the name is no place that owns figures.
KNOWN, AREA = "organisation:", "area:"


class Names:
    """Names with their keys, each looked for where its first two words stand, however written."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Take the name of each key."""
        self._at: dict[str, dict[str, list[tuple[Sequence[str], str]]]] = {}
        for key, name in keys.items():
            words = lay_out(name).folded
            by_second = self._at.setdefault(words[0], {})
            by_second.setdefault("".join(words[1:2]), []).append((words, key))

    def matches(self, page: Page) -> Iterator[tuple[str, int, int]]:
        """Yield the key of each name that a page holds, with its offsets; names may overlap."""
        known = page.concordance
        for first in filter(self._at.__contains__, known.places):  # the fewer of the two
            by_second = self._at[first]
            for at in known.places[first]:
                for second in {"", known.word(at + 1)}.intersection(by_second):
                    for words, key in by_second[second]:
                        if known.holds(words, at):
                            last = at + len(words) - 1
                            yield key, known.starts[at], known.starts[last] + len(words[-1])


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of places; a name may stand for a place of either system.

    `phrases` are names that hold a place's name and do not mean it ("tư tưởng Hồ Chí Minh").
    """

    names: Names
    phrases: Names
    subjects: dict[str, tuple[Subject, ...]]


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of provinces, regions and countries."""
    subjects = dict(_names())
    keys = {name: name for name in subjects}
    keys |= {f"{KNOWN}{name}": name for name in known_organisations()}
    keys |= {f"{AREA}{name}": name for name in load_names().areas}
    phrases = {phrase: phrase for phrase in load_names().not_places}
    return Gazetteer(Names(keys), Names(phrases), subjects)


def _names() -> Iterator[tuple[str, tuple[Subject, ...]]]:
    for printed, places in place_names().items():
        yield (
            printed,
            tuple(
                Subject("province", code, provinces(system)[code].name, system)
                for system, code in places
            ),
        )
    for region, names in load_names().regions.items():
        for name in (region, *names):
            yield name, (Subject("region", None, region),)
    for code, names in load_names().countries.items():
        for name in names:
            yield name, (Subject("country", code, names[0]),)


def find_places(page: Page) -> list[Mention]:
    """Return the places a page names, in order; of two that overlap the longer stays.

    A province of both systems is read in the one in force on the day of the page.
    """
    text, known = page.text, gazetteer()
    found: list[Mention] = []
    for name, start, end in known.names.matches(page):
        if (told := _named(text, name, start, end)) is not None:
            found += told
        elif _is_name(text, start, end, name):
            system = "63" if OLD.match(text, end) else page.system
            subject = _in_force(known.subjects[name], system)
            found.append(Mention("place", subject, start, end, f"gazetteer.{subject.type}"))
    found += [
        Mention("phrase", None, start, end, "gazetteer.not_place")
        for _, start, end in known.phrases.matches(page)
    ]
    return [m for m in settle(found) if m.kind != "phrase"]


def _named(text: str, key: str, start: int, end: int) -> list[Mention] | None:
    """Return what a key stands for that names without owning figures; None for the other places."""
    kind, _, name = key.partition(":")
    if not name:
        return None
    printed = " ".join(text[start:end].split())
    if f"{kind}:" == AREA:
        if printed[0] != name[0] or (name.isupper() and not _alone(text, start, end)):
            return []
        area = Subject("region", None, name)
        return [Mention("place", area, start, end, "gazetteer.area")]
    if printed != name or not _alone(text, start, end):
        return []
    if (country := IN_COUNTRY.match(text, end)) is not None:
        end = country.end()
    elif GOES_ON.match(text, end):
        return []
    firm = Subject("organisation", None, " ".join(text[start:end].split()))
    # In brackets it is a second name of the organisation before them.
    ranked = RANKED.match(text, end) and not RANKED_BY.search(text, max(0, start - 6), start)
    owns = (known_organisations()[name] or bool(ranked)) and text[start - 1 : start] != "("
    rule = "gazetteer.firm" if owns else "gazetteer.organisation"
    return [Mention("organisation", firm, start, end, rule)]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a name is no part of a longer one: "VN-Index", "EU-27"."""
    return not JOINED_BEFORE.search(text, max(0, start - 3), start) and not JOINED.match(text, end)


def _is_name(text: str, start: int, end: int, name: str) -> bool:
    """A name is printed with its capital; a short one ("Mỹ", "Anh") also stands on its own."""
    printed = text[start:end]
    if name[0].isupper() and not printed[0].isupper():
        return False
    if " " in name or len(name) > 4 or name.isupper():
        return True
    head = text[max(0, start - 30) : start].rstrip()
    before, after = head[-1:], text[end : end + 2].strip()[:1]
    capital_after = after.isupper() and text[end : end + 1].isspace()
    previous = head.split()[-1][:1] if head else ""
    return bool(before) and before not in '.!?\n"“' and not capital_after and not previous.isupper()


def _in_force(choices: tuple[Subject, ...], system: System) -> Subject:
    return next((c for c in choices if c.system == system), choices[0])


@cache
def home_districts() -> dict[str, tuple[str, ...]]:
    """Return the codes of the provinces (63) that hold a district of a name, by the name."""
    found: dict[str, tuple[str, ...]] = {}
    for place in load_places("district"):
        codes = found.get(place.name, ())
        if place.parent not in codes:
            found[place.name] = (*codes, place.parent)
    return found
