"""XLSX: a sheet for each table, and one that says what was asked, of which version, and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..views import View
from .cells import safe

if TYPE_CHECKING:
    from .exporting import About, Rows, Tables

MOST_ROWS = 1_048_576  # of a sheet, its head included
MOST_CHARACTERS = 32_767  # of a cell
MISSING = "XLSX needs XlsxWriter: pip install 'solieu[xlsx]'"
NARROW, WIDE = 12, 40  # characters
WIDE_COLUMNS = ("quote", "title", "url", "indicator", "component", "reasons", "source")
ABOUT = "about"


def write(path: Path, tables: Tables, about: About, *, bom: bool) -> int:
    """Write tables as the sheets of a workbook; return how many rows in all."""
    from .exporting import ExportError

    try:
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError
    except ModuleNotFoundError:
        raise ExportError(MISSING) from None
    try:
        return _write_book(xlsxwriter.Workbook, path, tables, about.record())
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _write_book(workbook: Any, path: Path, tables: Tables, told: dict[str, str]) -> int:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with workbook(str(path), options) as book:
        book.set_properties(
            {"title": "Solieu", "comments": "\n".join(f"{k}: {v}" for k, v in told.items())}
        )
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#eeeeee"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for name, view, rows in tables:
            count += _sheet(book.add_worksheet(name), formats, view, rows)
        _about(book.add_worksheet(ABOUT), formats, tables, told)
    return count


def _sheet(sheet: Any, formats: dict[str, Any], view: View, rows: Rows) -> int:
    from .exporting import ExportError

    sheet.freeze_panes(1, 0)
    for at, column in enumerate(view.columns):
        dated = formats["date"] if column.type == "date" else None
        sheet.set_column(at, at, WIDE if column.name in WIDE_COLUMNS else NARROW, dated)
        sheet.write_string(0, at, column.name, formats["head"])
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_ROWS:
            raise ExportError(f"a sheet holds {MOST_ROWS - 1:,} rows: ask for less, or for Parquet")
        for at, (cell, column) in enumerate(zip(row, view.columns, strict=True)):
            _write(sheet, count, at, cell, formats["date"] if column.type == "date" else None)
    sheet.autofilter(0, 0, count, len(view.columns) - 1)
    return count


def _write(sheet: Any, row: int, at: int, cell: Any, dated: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, at, safe(cell)[:MOST_CHARACTERS])
    elif dated is not None:
        sheet.write_datetime(row, at, cell, dated)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, at, cell)
    else:
        sheet.write_number(row, at, cell)


def _about(sheet: Any, formats: dict[str, Any], tables: Tables, told: dict[str, str]) -> None:
    """Write what the workbook answers, and what each column of it says."""
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, 1, WIDE / 2)
    sheet.set_column(2, 2, 2 * WIDE)
    at = 0
    for name, words in told.items():
        sheet.write_string(at, 0, name, formats["head"])
        sheet.write_string(at, 2, safe(words))
        at += 1
    for name, view, _ in tables:
        sheet.write_string(at + 1, 0, name, formats["head"])
        sheet.write_string(at + 1, 2, view.about)
        at += 2
        for column in view.columns:
            sheet.write_string(at, 1, column.name)
            sheet.write_string(at, 2, column.about)
            at += 1
