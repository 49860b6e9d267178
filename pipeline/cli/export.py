"""`solieu export`: facts, figures, conflicts and sources as files for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import DbOption
from .questions import asks, formed, tell_empty, understood

if TYPE_CHECKING:
    from ...db.asking import Question


class What(StrEnum):
    """What is exported."""

    facts = "facts"
    figures = "figures"
    conflicts = "conflicts"
    sources = "sources"
    all = "all"


class FileFormat(StrEnum):
    """The format of a file, which is also its ending."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"


@asks()
def export(
    question: Question,
    what: Annotated[What, typer.Argument(help="What to export.", show_default=False)],
    to: Annotated[
        Path,
        typer.Option("--to", metavar="FILE", help="Its ending tells the format."),
    ],
    db: DbOption = "solieu.db",
    form: Annotated[
        FileFormat | None,
        typer.Option("--format", "-f", help="If not by the ending.", show_default=False),
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="CSV that Excel reads rightly.")] = False,
) -> None:
    """Write what is asked for into files, with the query, the version and the time.

    An XLSX workbook holds a sheet for each table, and Parquet its metadata. Beside a CSV or JSON
    Lines file stands FILE-metadata.json. No cell is a formula.

    \b
    solieu export all --to thai-binh.xlsx --province "thai binh"
    solieu export facts --to facts.parquet --since 2020
    solieu export figures --to pci.csv --bom --index PCI
    """
    from functools import partial

    from ...db.exports import SHEETS, Format, export
    from ...db.facts import exists
    from .exits import complain

    names = list(SHEETS) if what is What.all else [what.value]
    with formed(db) as store:
        meant = understood(store, question)
        made = export(
            store, names, to, question, form=Format(form.value) if form else None, bom=bom
        )
        for path, count in made.items():
            complain(f"wrote {path}: {count} rows")
        if not any(made.values()):
            tell_empty("rows", question, meant, partial(exists, store))
