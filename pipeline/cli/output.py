"""Facts of articles printed as they are read: as a table, JSON Lines, JSON or CSV."""

import csv
import json
import sys
from collections.abc import Iterable

from ...corpus.article import Article
from ..reading import Reading
from ..records import CSV_COLUMNS, Record, fact_cells, fact_record, safe_cells
from .options import Format
from .render import (
    console,
    figure_cell,
    measured_cell,
    period_cell,
    simple_table,
    subject_cell,
    visible,
)

ARTICLE_COLUMNS = ("article", "publisher", "published", "url", "title")


def output_format(wanted: Format | None) -> Format:
    """Return the format asked for, else a table on a terminal and JSON Lines in a pipe."""
    return wanted or (Format.table if sys.stdout.isatty() else Format.jsonl)


def json_line(record: Record) -> str:
    """Return a record as one line of JSON, letters as they are."""
    return json.dumps(record, ensure_ascii=False)


def print_readings(readings: Iterable[Reading], form: Format) -> None:
    """Print what articles gave, each as soon as it is read; articles without facts too."""
    printers = {
        Format.table: _tables,
        Format.jsonl: _json_lines,
        Format.json: _json,
        Format.csv: _csv,
    }
    printers[form](readings)
    sys.stdout.flush()


def _record(reading: Reading) -> Record:
    return {
        "article": reading.article.id,
        "facts": [fact_record(fact) for fact in reading.facts],
    }


def _json_lines(readings: Iterable[Reading]) -> None:
    for reading in readings:
        print(json_line(_record(reading)), flush=True)


def _json(readings: Iterable[Reading]) -> None:
    before = "["
    for reading in readings:
        print(f"{before}{json_line(_record(reading))}", end="", flush=True)
        before = ",\n"
    print("[]" if before == "[" else "]")


def _csv(readings: Iterable[Reading]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(ARTICLE_COLUMNS + CSV_COLUMNS)
    for reading in readings:
        source = article_cells(reading.article)
        for fact in reading.facts:
            writer.writerow(safe_cells(source + fact_cells(fact)))
        sys.stdout.flush()


def article_cells(article: Article) -> list[object]:
    """Return where a fact was said as the cells of `ARTICLE_COLUMNS`."""
    return [article.id, article.publisher, article.published, article.url, article.title]


def _tables(readings: Iterable[Reading]) -> None:
    screen = console()
    columns = (
        ("figure", {"max_width": 22}),
        ("index", {"ratio": 3}),
        ("whose", {"ratio": 3}),
        ("period", {"max_width": 16}),
        ("words", {"ratio": 2, "style": "dim"}),
    )
    for reading in readings:
        rows = [
            (
                figure_cell(fact),
                measured_cell(fact),
                subject_cell(fact.subject),
                period_cell(fact),
                fact.quote,
            )
            for fact in reading.facts
        ]
        title = heading(reading.article)
        if rows:
            screen.print(simple_table(columns, rows, title))
        else:
            screen.print(f"{title}\nno facts\n")


def heading(article: Article) -> str:
    """Return an article's id, paper and day on one line."""
    day = article.published.strftime("%d/%m/%Y") if article.published else None
    return visible(" · ".join(part for part in (article.id, article.publisher, day) if part))
