"""`solieu official`: official tables loaded and listed, and figures held against them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import DbOption, LimitOption
from .questions import SCREENFUL, asks, formed, tell_cut, understood

if TYPE_CHECKING:
    from ...db.asking import Question
    from ...db.figures import Figure

app = typer.Typer(rich_markup_mode="rich", invoke_without_command=True)


@app.callback()
def official(context: typer.Context) -> None:
    """Keep official tables, and hold figures against them.

    \b
    solieu official list
    solieu official load pci-2025.csv
    solieu official compare --only contradicted
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


class Told(StrEnum):
    """What official tables say of a figure."""

    confirmed = "confirmed"
    contradicted = "contradicted"
    not_covered = "not_covered"


@app.command("load")
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.csv...", show_default=False)],
    db: DbOption = "solieu.db",
) -> None:
    """Load tables: CSV with the columns index, year, province, rank, score, source.

    A table takes the place of one of the same file name. Where tables overlap, the one loaded last
    holds, and those that come with Solieu come last.

    \b
    solieu official load pci-2025.csv
    """
    from ...db.official import load_table
    from ...db.store import open_store

    with open_store(db) as store:
        for file in files:
            print(f"{file.name}: {load_table(store, file)} official figures")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The name of its file.")],
    db: DbOption = "solieu.db",
) -> None:
    """Take out a table that you loaded.

    \b
    solieu official remove pci-2025.csv
    """
    from ...db.official import remove_table
    from ...db.store import open_store

    with open_store(db, create=False) as store:
        remove_table(store, name)
    print(f"{name}: removed")


@app.command("list")
def tables(db: DbOption = "solieu.db") -> None:
    """Print the tables of a store and what they cover.

    \b
    solieu official list
    """
    from ...db import official
    from .render import console, simple_table

    with formed(db) as store:
        found = official.tables(store)
    columns = ("table", "from", "indices", "years", "figures")
    rows = [
        (
            table.name,
            "Solieu" if table.published else f"you, {table.loaded:%d/%m/%Y}",
            ", ".join(table.indices),
            f"{table.first_year}–{table.last_year}",
            str(table.rows),
        )
        for table in found
    ]
    console().print(simple_table([(name, {}) for name in columns], rows) if rows else "no tables")


@app.command("compare")
@asks()
def compare(
    question: Question,
    db: DbOption = "solieu.db",
    told: Annotated[
        Told | None, typer.Option("--only", help="Only these figures.", show_default=False)
    ] = None,
    limit: LimitOption = None,
) -> None:
    """Print figures beside the official value: confirmed, contradicted by how much, not covered.

    \b
    solieu official compare --index PCI
    solieu official compare --only contradicted
    """
    from ...db import figures as concluded
    from .figured import print_compared

    cut = limit or SCREENFUL
    with formed(db) as store:
        found = concluded.figures(store, **understood(store, question).asked)
    counts = {status: sum(_told(figure) is status for figure in found) for status in Told}
    shown = [figure for figure in found if (told is None or _told(figure) is told)]
    if told is None:
        shown = [figure for figure in shown if _told(figure) is not Told.not_covered]
    print_compared(shown[:cut])
    if len(shown) > cut:
        tell_cut(cut)
    covered = counts[Told.confirmed] + counts[Told.contradicted]
    share = f" ({counts[Told.confirmed] / covered:.1%})" if covered else ""
    print(
        f"{covered} of {len(found)} figures are covered: {counts[Told.confirmed]} confirmed{share},"
        f" {counts[Told.contradicted]} contradicted"
    )


def _told(figure: Figure) -> Told:
    return Told(figure.official_status or Told.not_covered)
