"""CSV: one table, UTF-8, on demand with the mark that tells Excel so."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from .cells import safe

if TYPE_CHECKING:
    from .exporting import About, Tables


def write(path: Path, tables: Tables, about: About, *, bom: bool) -> int:
    """Write one table as CSV; return how many rows."""
    ((_, view, rows),) = tables
    count = 0
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n" if bom else "\n")
        writer.writerow(column.name for column in view.columns)
        for count, row in enumerate(rows, 1):  # noqa: B007
            writer.writerow(map(safe, row))
    return count
