"""Rows of a view printed as JSON Lines, JSON or CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import Any

from ...db.exports.cells import safe
from ...db.exports.lines import record
from ...db.views import View
from .options import Format
from .output import json_line


def print_rows(view: View, rows: Iterable[tuple[Any, ...]], form: Format) -> int:
    """Print rows of a view in a format that is no table; return how many these were."""
    names = [column.name for column in view.columns]
    if form is Format.csv:
        return _csv(names, rows)
    count = 0
    between = ",\n" if form is Format.json else "\n"
    for row in rows:
        start = ("[" if form is Format.json else "") if count == 0 else between
        print(f"{start}{json_line(record(names, row))}", end="")
        count += 1
    if form is Format.json:
        print("]" if count else "[]")
    elif count:
        print()
    return count


def _csv(names: list[str], rows: Iterable[tuple[Any, ...]]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        writer.writerow(map(safe, row))
    return count
