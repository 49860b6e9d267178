"""`solieu indices` and `solieu places`: what is known before any article is read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from ...patterns.indices import IndexDefinition
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


INDEX_COLUMNS: tuple[Column, ...] = (
    ("code", {"style": "bold", "no_wrap": True}),
    ("name", {"ratio": 3}),
    ("value", {"no_wrap": True}),
    ("ranks", {"ratio": 1}),
    ("published by", {"ratio": 2, "style": "dim"}),
)
PLACE_COLUMNS: tuple[Column, ...] = (
    ("of", {}),
    ("code", {"style": "bold"}),
    ("name", {"ratio": 1}),
    ("in", {}),
    ("valid", {"no_wrap": True, "style": "dim"}),
    ("became", {"style": "dim"}),
)


def indices(
    words: Annotated[
        str,
        typer.Argument(metavar="[CODE]", help="A code, an acronym or a name.", show_default=False),
    ] = "",
    level: Annotated[
        str, typer.Option("--level", help="Only those that rank these: province, country …")
    ] = "",
) -> None:
    """Print the indices whose names are known, or all that is known of one.

    \b
    solieu indices
    solieu indices --level province
    solieu indices "par index"
    """
    from ...patterns.indices import find_index, load_indices
    from .render import console, simple_table

    if words:
        try:
            console().print(_described(find_index(words)))
        except LookupError as error:
            raise typer.BadParameter(error.args[0], param_hint="CODE") from None
        return
    levels = sorted({name for index in load_indices() for name in index.level})
    if level and level not in levels:
        raise typer.BadParameter(f"one of {', '.join(levels)}", param_hint="--level")
    chosen = [index for index in load_indices() if not level or level in index.level]
    rows = [(index.code, index.name, *_told(index)) for index in chosen]
    console().print(simple_table(INDEX_COLUMNS, rows))
    console().print(f"{len(rows)} indices; solieu indices CODE tells all that is known of one")


def _told(index: IndexDefinition) -> tuple[str, str, str]:
    return _measured(index), ", ".join(index.level), index.publisher.split(" (")[0]


def _measured(index: IndexDefinition) -> str:
    """Return how the value of an index is written: "điểm, of 100", "%, growth"."""
    told: list[str] = [index.unit or ("no unit" if index.native == "score" else index.native)]
    if index.native == "growth":
        told.append("growth")
    elif index.maximum is not None and index.unit != "%":
        told.append(f"of {index.maximum}")
    return ", ".join(told)


def _described(index: IndexDefinition) -> Table:
    """Return all that is known of one index, a row for each thing known."""
    from rich.table import Table

    rows = (
        ("code", index.code),
        ("name", index.name),
        ("english", index.english),
        ("acronyms", ", ".join(index.acronyms)),
        ("published by", index.publisher),
        ("value", _measured(index)),
        ("ranks", ", ".join(index.level)),
        ("printed as", "\n".join(index.takes)),
        ("is not", "\n".join(index.leaves)),
        ("components", "\n".join(index.components)),
        ("note", index.note),
    )
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for name, told in rows:
        if told:
            table.add_row(name, told)
    return table


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
