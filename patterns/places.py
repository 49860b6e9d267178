"""Places of both administrative systems, and the names the press has for them."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal, cast

from .errors import PatternError
from .fold import strip_marks
from .loading import read_file
from .schema import Shape

HOME = Path(__file__).parent
REFORM = date(2025, 7, 1)  # 63 provinces with districts became 34 without

System = Literal["63", "34"]
Level = Literal["province", "district", "commune"]


class OrganisationNames(Shape):
    """`organisations.toml`: names as printed, by sort; `owners` are sorts that own figures."""

    owners: tuple[str, ...]
    organisations: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of one administrative system; `name` is without the word for its `type`.

    A province or commune is known by (system, code): several codes mean another place in the
    other system. A district that changed its name kept its code. `parent` is a code of the same
    system, `successors` are codes of system 34. Without `valid_from` it is older than the records.
    """

    system: System
    code: str
    level: Level
    type: str
    name: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]


class People(Shape):
    """How a person's name begins."""

    family_names: tuple[str, ...]
    titles: tuple[str, ...]


class PlaceNames(Shape):
    """`places.toml`: names as printed, of provinces, regions and countries.

    `aliases` and `regions` give other forms of the kept name, `countries` all forms of an ISO
    3166 code. `not_places` are phrases that hold a province's name and do not mean it, `areas` are
    parts of the world that no figure is linked to.
    """

    not_places: tuple[str, ...]
    areas: tuple[str, ...]
    aliases: dict[str, tuple[str, ...]]
    regions: dict[str, tuple[str, ...]]
    countries: dict[str, tuple[str, ...]]
    people: People


@cache
def load_places(level: Level | None = None) -> tuple[Place, ...]:
    """Return all places, or those of one level; communes are read only when asked for."""
    upper = () if level == "commune" else _read("places.csv")
    communes = _read("communes.csv") if level in (None, "commune") else ()
    return tuple(place for place in upper + communes if level in (None, place.level))


@cache
def _read(name: str) -> tuple[Place, ...]:
    with (HOME / name).open(encoding="utf-8", newline="") as file:
        return tuple(map(_place, csv.DictReader(file)))


def _place(row: dict[str, str]) -> Place:
    return Place(
        system=cast(System, row["system"]),
        code=row["code"],
        level=cast(Level, row["level"]),
        type=row["type"],
        name=row["name"],
        parent=row["parent"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successors=tuple(row["successor"].split("|")) if row["successor"] else (),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def load_names() -> PlaceNames:
    """Return the names written by hand; raise PatternError for an alias of no province."""
    path = HOME / "places.toml"
    names = read_file(path, PlaceNames)
    known = {place.name for place in load_places("province")}
    for name in names.aliases:
        if name not in known:
            raise PatternError(str(path), f"aliases.{name}", "there is no such province")
    return names


@cache
def known_organisations() -> dict[str, bool]:
    """Return the organisations known by their names as printed, and whether they own figures."""
    file = read_file(HOME / "organisations.toml", OrganisationNames)
    sorts = file.organisations.items()
    return {name: sort in file.owners for sort, names in sorts for name in names}


@cache
def provinces(system: System) -> dict[str, Place]:
    """Return the provinces of a system by their codes."""
    return {p.code: p for p in load_places("province") if p.system == system}


def predecessors(place: Place) -> tuple[Place, ...]:
    """Return the provinces that a province of today has joined, itself as it was among them."""
    if place.system != "34":
        return ()
    return tuple(old for old in provinces("63").values() if place.code in old.successors)


def system_on(day: date | None) -> System:
    """Return the system in force on a day; without a day the 63 provinces."""
    return "34" if day is not None and day >= REFORM else "63"


@cache
def place_names() -> dict[str, tuple[tuple[System, str], ...]]:
    """Return each printed name of a province, aliases included, with the provinces it may mean."""
    found: dict[str, dict[tuple[System, str], None]] = {}
    for place in load_places("province"):
        aliases = load_names().aliases.get(place.name, ())
        for name in (place.name, *aliases):
            found.setdefault(name, {})[place.system, place.code] = None
    return {name: tuple(places) for name, places in found.items()}


_TYPE = re.compile(r"^(?:tinh|thanh pho|tp|thu do) ")


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", strip_marks(words)).strip()


@cache
def _keys() -> dict[str, tuple[tuple[System, str], ...]]:
    found: dict[str, dict[tuple[System, str], None]] = {}
    for name, places in place_names().items():
        for key in (_key(name), _key(name).replace(" ", "")):
            found.setdefault(key, {}).update(dict.fromkeys(places))
    return {key: tuple(places) for key, places in found.items()}


def find_province(words: str, on: date | None = None) -> Place:
    """Return the province a person means, written with or without diacritics, `tỉnh` or `TP`.

    `on` chooses the system; a province that has ended by then is still found. Raise LookupError
    naming the nearest names when there is none.
    """
    key, system = _key(words), system_on(on)
    bare = _TYPE.sub("", key)
    for spelled in (key, bare, bare.replace(" ", "")):
        places = [provinces(s)[code] for s, code in _keys().get(spelled, ())]
        if places:
            return next((p for p in places if p.system == system), places[0])
    plain = {_key(place.name): place.name for place in load_places("province")}
    near = [plain[name] for name in get_close_matches(bare, plain, 3, 0.5)]
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    raise LookupError(f"no province is called {words!r}{hint}")
