"""Questions as people put them, and what the store makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, TypedDict, cast

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ..extractors.types import Period
from .conclusions import Figure
from .connection import StoreError
from .models import Publisher
from .rows import folded
from .store import Store

Place = tuple[str, str]
STATUSES = ("single", "agreed", "several", "in_conflict", "settled")


class Question(TypedDict, total=False):
    """What a person asks for, in a person's words; what is missing or None asks nothing.

    `index`, `province`, `component` and `publisher` are names typed with or without diacritics.
    `include_predecessors` asks for the provinces that the one named has joined as well. `since` and
    `until` are ISO 8601 (`2019`, `2022-06`), between which the period ends, `year` is the year that
    it ends in. `status` and `minimum_witnesses` (articles) are those of the figure. `search` finds
    what holds all its words, with or without diacritics: of a fact in its
    quote and in what it is linked to, of a figure in the latter.
    """

    index: str | None
    component: str | None
    province: str | None
    include_predecessors: bool
    year: int | None
    since: str | None
    until: str | None
    kind: str | None
    measure: str | None
    publisher: str | None
    status: str | None
    minimum_witnesses: int | None
    search: str | None


class Asked(TypedDict, total=False):
    """A question in the store's terms: codes, days, and names as they are stored.

    `provinces` are pairs of system and code. `overall` asks for what is of no component and was
    ranked among all, `official` for figures that official tables say this of: `confirmed`,
    `contradicted` or `not_covered`.
    """

    index: str | None
    component: str | None
    provinces: Sequence[Place] | None
    since: date | None
    until: date | None
    kind: str | None
    measure: str | None
    publisher: str | None
    status: str | None
    minimum_witnesses: int | None
    search: str | None
    overall: bool | None
    official: str | None


class QuestionError(StoreError):
    """A question that names what there is not; `asked` is the word of the question."""

    def __init__(self, asked: str, message: str) -> None:
        super().__init__(message)
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Understood:
    """What each word of a question asks in the store's terms, and what the person should know."""

    parts: Mapping[str, Asked]
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """All of it."""
        return together(self.parts.values())


def together(parts: Iterable[Asked]) -> Asked:
    """Return what asks all that the parts ask."""
    whole: Asked = {}
    for part in parts:
        whole.update(part)
    return whole


def understand(store: Store, question: Question) -> Understood:
    """Return a question in the store's terms; raise QuestionError, naming what is nearest."""
    given = {name: value for name, value in question.items() if value is not None}
    notes: tuple[str, ...] = ()
    parts: dict[str, Asked] = {}
    for name, value in given.items():
        if name == "province":
            found, notes = _provinces(str(value), question.get("include_predecessors", False))
            parts[name] = {"provinces": found}
        elif name != "include_predecessors":
            parts[name] = _READERS.get(name, _as_it_is)(store, name, value)
    return Understood(dict(sorted(parts.items(), key=_year_first)), notes)


def _year_first(part: tuple[str, Asked]) -> bool:
    return part[0] != "year"  # `since` and `until` say more and have the last word


def of_provinces(
    places: Sequence[Place],
    subject_type: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    system: InstrumentedAttribute[str | None],
    code: InstrumentedAttribute[str | None],
) -> ColumnElement[bool]:
    """Return the condition that a subject is one of these provinces."""
    named = [and_(system == place[0], code == place[1]) for place in places]
    return and_(subject_type == "province", or_(false(), *named))


def _index(_: Store, __: str, words: Any) -> Asked:
    from ..patterns.indices import find_index  # the catalogues are slow to import

    try:
        return {"index": find_index(words).code}
    except LookupError as error:
        raise QuestionError("index", error.args[0]) from None


def _provinces(words: str, include_predecessors: bool) -> tuple[list[Place], tuple[str, ...]]:
    """Return each province of this name, with its predecessors on demand, and what to say."""
    from ..patterns.places import find_province, place_names, predecessors, provinces

    try:
        place = find_province(words)
    except LookupError as error:
        raise QuestionError("province", error.args[0]) from None
    found: list[Place] = list(place_names()[place.name])
    today = provinces("34").get(dict(found).get("34", ""))
    joined = predecessors(today) if today else ()
    others = [old.name for old in joined if old.name != place.name]
    if include_predecessors:
        found += [(old.system, old.code) for old in joined if (old.system, old.code) not in found]
        told = f"with {' and '.join(others)} until 30/06/2025" if others else "it joined no other"
        return found, (f"{place.name}: {told}",)
    if others and len(found) > 1:
        told = ", ".join(old.name for old in joined)
        return found, (
            f"{place.name}: both the province until 30/06/2025 and that since 01/07/2025,"
            f" which joins {told}",
        )
    return found, ()


def _year(_: Store, __: str, year: Any) -> Asked:
    return {"since": date(year, 1, 1), "until": date(year, 12, 31)}


def _edge(_: Store, name: str, words: Any) -> Asked:
    try:
        period = Period.parse(words)
    except ValueError:
        raise QuestionError(name, f"{words!r} is no period; write 2019 or 2022-06") from None
    return {"since": period.first_day} if name == "since" else {"until": period.last_day}


def _status(_: Store, name: str, status: Any) -> Asked:
    if status not in STATUSES:
        raise QuestionError(name, f"{status!r}: one of {', '.join(STATUSES)}")
    return {"status": status}


def _as_it_is(_: Store, name: str, value: Any) -> Asked:
    return cast(Asked, {name: value})


def _stored(store: Store, name: str, words: Any) -> Asked:
    """Return the stored name that is meant, written with or without diacritics."""
    column = _NAMES[name]
    with store.reading() as connection:
        if connection.execute(select(column).where(column == words).limit(1)).first():
            return cast(Asked, {name: words})
        held = connection.execute(select(column).where(column.is_not(None)).distinct()).scalars()
        names = {folded(one): str(one) for one in sorted(filter(None, held))}
    key = folded(words)
    holding = [one for bare, one in names.items() if f" {key} " in f" {bare} "]
    if key in names or len(holding) == 1:
        return cast(Asked, {name: names.get(key) or holding[0]})
    near = holding[:3] or [names[bare] for bare in get_close_matches(key, names, 3, 0.5)]
    raise QuestionError(name, f"no {name} is called {words!r}{_nearest(near)}")


def _nearest(names: Iterable[str]) -> str:
    told = ", ".join(names)
    return f"; the nearest are {told}" if told else ""


_NAMES: dict[str, InstrumentedAttribute[str] | InstrumentedAttribute[str | None]] = {
    "component": Figure.component,
    "publisher": Publisher.name,
}
_READERS: dict[str, Callable[[Store, str, Any], Asked]] = {
    "index": _index,
    "component": _stored,
    "publisher": _stored,
    "year": _year,
    "since": _edge,
    "until": _edge,
    "status": _status,
}
