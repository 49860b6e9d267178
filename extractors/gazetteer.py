"""The gazetteer: provinces, regions and countries, matched on the tokens of a Doc."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ..patterns.compiling import compiled
from ..patterns.places import (
    known_organisations,
    load_names,
    load_places,
    place_names,
    provinces,
    system_on,
)
from .overlaps import settle
from .tokens import LAYOUT, Layout, SolieuTokenizer
from .types import Mention, Subject

JOINED = compiled(r"[-–][\p{Lu}\d]|\x20[-–]\x20Index|[./&]\p{L}|\d")
# "Samsung Việt Nam" is a firm, "ASEAN Cup", "VPBank Diamond" and "Forbes 2018" are not.
IN_COUNTRY = compiled(r"[^\S\n]+(?:Việt Nam|Vietnam)(?!\p{L})")
GOES_ON = compiled(
    r"[^\S\n]+(?:\p{Lu}\p{Ll}|[IVX]+(?!\p{L})|\d{4}(?!\d))|\+\+|[^\S\n]+\d+[^\S\n]*$"
)
JOINED_BEFORE = compiled(r"[\p{L}\d][-–/.&]$")
# What the keys of the matcher begin with, where the name is no place that owns figures.
KNOWN, AREA = "organisation:", "area:"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of places as a matcher; a name may stand for a place of either system.

    `phrases` are names that hold a place's name and do not mean it ("tư tưởng Hồ Chí Minh").
    """

    matcher: PhraseMatcher
    phrases: PhraseMatcher
    subjects: dict[str, tuple[Subject, ...]]


def build_gazetteer(vocab: Vocab) -> Gazetteer:
    """Return the gazetteer of provinces, regions and countries for a vocabulary."""
    matcher = PhraseMatcher(vocab, attr="NORM")
    tokenize = SolieuTokenizer(vocab)
    subjects: dict[str, tuple[Subject, ...]] = {}
    for name, choices in _names():
        subjects[name] = choices
        matcher.add(name, [tokenize(name)])
    for name in known_organisations():
        matcher.add(f"{KNOWN}{name}", [tokenize(name)])
    for name in load_names().areas:
        matcher.add(f"{AREA}{name}", [tokenize(name)])
    phrases = PhraseMatcher(vocab, attr="NORM")
    phrases.add("phrase", [tokenize(phrase) for phrase in load_names().not_places])
    return Gazetteer(matcher, phrases, subjects)


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


def find_places(doc: Doc, gazetteer: Gazetteer, day: date | None) -> list[Mention]:
    """Return the places a Doc names, in order; of two that overlap the longer stays.

    A province of both systems is read in the one in force on `day`.
    """
    layout: Layout = doc.user_data[LAYOUT]
    text, starts = layout.text, layout.starts
    matched, kept = _without_blanks(doc, layout)

    def span(first: int, last: int) -> tuple[int, int]:
        token = kept[last - 1]
        end = starts[token + 1] if token + 1 < len(starts) else len(text)
        return starts[kept[first]], starts[kept[first]] + len(
            text[starts[kept[first]] : end].rstrip()
        )

    found: list[Mention] = []
    for key, first, last in gazetteer.matcher(matched):
        start, end = span(first, last)
        name = doc.vocab.strings[key]
        if (known := _named(text, name, start, end)) is not None:
            found += known
        elif _is_name(text, start, end, name):
            subject = _in_force(gazetteer.subjects[name], day)
            found.append(Mention("place", subject, start, end, f"gazetteer.{subject.type}"))
    found += [
        Mention("phrase", None, *span(first, last), "gazetteer.not_place")
        for _, first, last in gazetteer.phrases(matched)
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
    owns = known_organisations()[name] and text[start - 1 : start] != "("
    rule = "gazetteer.firm" if owns else "gazetteer.organisation"
    return [Mention("organisation", firm, start, end, rule)]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a name is no part of a longer one: "VN-Index", "EU-27"."""
    return not JOINED_BEFORE.search(text, max(0, start - 3), start) and not JOINED.match(text, end)


def _without_blanks(doc: Doc, layout: Layout) -> tuple[Doc, Sequence[int]]:
    """Return a Doc without its tokens of blanks, and which tokens it keeps.

    A no-break or doubled space within a name is a token of its own and would hide the name.
    """
    if not layout.irregular:
        return doc, range(len(doc))
    kept = [i for i, word in enumerate(layout.words) if word == "\n" or not word.isspace()]
    return Doc(doc.vocab, words=[layout.words[i] for i in kept]), kept


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


def _in_force(choices: tuple[Subject, ...], day: date | None) -> Subject:
    system = system_on(day)
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
