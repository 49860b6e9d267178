"""`solieu indices` and `solieu places`: what is known before any article is read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from .render import Column


class System(StrEnum):
    """An administrative system, by its number of provinces."""

    old = "63"
    new = "34"


class Level(StrEnum):
    """A level of administration."""

    province = "province"
    district = "district"
    commune = "commune"


PLACE_COLUMNS: tuple[Column, ...] = (
    ("of", {}),
    ("code", {"style": "bold"}),
    ("name", {"ratio": 1}),
    ("in", {}),
    ("valid", {"no_wrap": True, "style": "dim"}),
    ("became", {"style": "dim"}),
)


def indices() -> None:
    """Print the indices whose names are known.

    \b
    solieu indices
    """
    from ...patterns.indices import load_indices
    from .render import console, simple_table

    columns: tuple[Column, ...] = (
        ("code", {"style": "bold", "no_wrap": True}),
        ("name", {"ratio": 3}),
        ("unit", {}),
        ("published by", {"ratio": 2, "style": "dim"}),
    )
    rows = [
        (index.code, index.name, index.unit or index.native, index.publisher)
        for index in load_indices()
    ]
    console().print(simple_table(columns, rows))


def places(
    system: Annotated[
        System | None,
        typer.Option(
            "--system", help="63 provinces until 30/06/2025, 34 since.", show_default=False
        ),
    ] = None,
    level: Annotated[Level, typer.Option("--level", help="Which units.")] = Level.province,
    search: Annotated[
        str, typer.Option("--search", metavar="WORDS", help="In the name, marks or no marks.")
    ] = "",
) -> None:
    """Print the places of both administrative systems.

    \b
    solieu places --system 34
    solieu places --search "hung yen"
    solieu places --level commune --search "nam cuong"
    """
    from ...patterns.fold import strip_marks
    from ...patterns.places import load_places
    from .render import console, simple_table

    words = strip_marks(search)
    rows = [
        (
            place.system,
            place.code,
            f"{place.type} {place.name}",
            place.parent,
            _validity(place.valid_from, place.valid_to),
            " ".join(place.successors),
        )
        for place in load_places(level.value)
        if system in (None, place.system) and words in strip_marks(place.name)
    ]
    console().print(simple_table(PLACE_COLUMNS, rows) if rows else "no such place")


def _validity(first: date | None, last: date | None) -> str:
    since = f"{first:%d/%m/%Y}" if first else ""
    until = f"{last:%d/%m/%Y}" if last else ""
    return f"{since} – {until}".strip() if since or until else ""
