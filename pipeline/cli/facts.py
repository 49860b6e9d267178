"""`solieu facts`: stored facts by index, province, year and words."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ...extractors.types import KINDS
from .options import DbOption, Format, LimitOption, OutputFormat

if TYPE_CHECKING:
    from ...db.queries import FactRow

Kind = StrEnum("Kind", KINDS)  # type: ignore[misc]
SCREENFUL = 100

IndexOption = Annotated[
    str | None,
    typer.Option(
        "--index", metavar="NAME", help='Code or name: "par index", "cải cách hành chính".'
    ),
]
ProvinceOption = Annotated[
    str | None,
    typer.Option("--province", metavar="NAME", help='With or without marks: "thai binh".'),
]
YearOption = Annotated[
    int | None,
    typer.Option("--year", min=1900, max=2100, help="Year that the period ends in."),
]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="Kind of figure.")]
SourceOption = Annotated[
    str | None,
    typer.Option("--publisher", metavar="NAME", help='As stored: "Báo Đồng Lúa", "baotinh.vn".'),
]
SearchOption = Annotated[
    str | None,
    typer.Option("--search", metavar="WORDS", help="All these words, with or without marks."),
]


def facts(
    db: DbOption = "solieu.db",
    index: IndexOption = None,
    province: ProvinceOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    publisher: SourceOption = None,
    search: SearchOption = None,
    limit: LimitOption = None,
    form: OutputFormat = None,
) -> None:
    """Print stored facts, the oldest articles first.

    \b
    solieu facts --province "thai binh" --index SIPAS
    solieu facts --index "cải cách hành chính" --year 2022 --kind rank
    solieu facts --search "hồ sơ trực tuyến" --format csv > facts.csv
    """
    from ...db import queries
    from ...db.store import open_store
    from .exits import complain
    from .lookups import index_code, province_codes
    from .output import output_format

    form = output_format(form)
    cut = SCREENFUL if limit is None and form is Format.table else None
    with open_store(db, create=False) as store:
        found = queries.facts(
            store,
            index=index_code(index),
            province=province_codes(province),  # type: ignore[arg-type]
            year=year,
            kind=kind.value if kind else None,
            publisher=publisher,
            search=search,
            limit=cut + 1 if cut else limit,
        )
    print_facts(found[:cut], form)
    if cut and len(found) > cut:
        complain(f"the first {cut}; print more with --limit N, or all with --format csv")


def print_facts(found: Iterable[FactRow], form: Format) -> None:
    """Print stored facts with the articles that say them."""
    {Format.table: _table, Format.csv: _csv, Format.json: _json, Format.jsonl: _json_lines}[form](
        found
    )


def _table(found: Iterable[FactRow]) -> None:
    from .render import (
        console,
        figure_cell,
        measured_cell,
        period_cell,
        simple_table,
        source_line,
        subject_cell,
    )

    columns = (
        ("figure", {"max_width": 22}),
        ("index", {"ratio": 3}),
        ("whose", {"ratio": 2}),
        ("period", {"max_width": 16}),
        ("said by", {"ratio": 3, "style": "dim"}),
    )
    rows = [
        (
            figure_cell(row.fact),
            measured_cell(row.fact),
            subject_cell(row.fact.subject),
            period_cell(row.fact),
            source_line(row.publisher, row.record_id, row.published),
        )
        for row in found
    ]
    console().print(simple_table(columns, rows) if rows else "no facts")


def _record(row: FactRow) -> dict[str, object]:
    from ..records import fact_record

    record = fact_record(row.fact)
    del record["evidence"]  # the store gives it apart
    source = {
        "id": row.id,
        "article": row.record_id,
        "publisher": row.publisher,
        "published": row.published.isoformat() if row.published else None,
        "url": row.url,
        "title": row.title,
    }
    return source | record


def _json_lines(found: Iterable[FactRow]) -> None:
    from .output import json_line

    for row in found:
        print(json_line(_record(row)))


def _json(found: Iterable[FactRow]) -> None:
    from .output import json_line

    print("[" + ",\n".join(json_line(_record(row)) for row in found) + "]")


def _csv(found: Iterable[FactRow]) -> None:
    import csv
    import sys

    from ..records import CSV_COLUMNS, fact_cells, safe_cells
    from .output import ARTICLE_COLUMNS

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(ARTICLE_COLUMNS + CSV_COLUMNS)
    for row in found:
        source: list[object] = [row.record_id, row.publisher, row.published, row.url, row.title]
        writer.writerow(safe_cells(source + fact_cells(row.fact)))
