"""`solieu facts`: stored facts by index, province, year and words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .options import DbOption, Format, LimitOption, OutputFormat
from .questions import SCREENFUL, asks, formed, tell_cut, tell_empty, understood

if TYPE_CHECKING:
    from ...db.asking import Question
    from ...db.queries import FactRow


@asks()
def facts(
    question: Question,
    db: DbOption = "solieu.db",
    limit: LimitOption = None,
    form: OutputFormat = None,
) -> None:
    """Print stored facts, the oldest articles first.

    \b
    solieu facts --province "thai binh" --index SIPAS
    solieu facts --index "cải cách hành chính" --since 2019 --until 2022 --kind rank
    solieu facts --province "hưng yên" --include-predecessors
    solieu facts --search "hồ sơ trực tuyến" --format csv > facts.csv
    """
    from functools import partial

    from ...db.facts import exists
    from ...db.facts import facts as find
    from ...db.store import open_store
    from .output import output_format

    form = output_format(form)
    cut = SCREENFUL if limit is None and form is Format.table else None
    of_figures = any(question.get(word) for word in ("component", "status", "minimum_witnesses"))
    with formed(db) if of_figures else open_store(db, create=False) as store:
        meant = understood(store, question)
        found = find(store, limit=cut + 1 if cut else limit, **meant.asked)
        print_facts(found[:cut], form)
        if not found:
            tell_empty("facts", question, meant, partial(exists, store))
    if cut and len(found) > cut:
        tell_cut(cut)


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
