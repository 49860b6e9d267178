"""JSON Lines: one table, a record a line, nothing else, so that every reader takes it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .exporting import About, Tables

PARSED = ("reasons", "open")  # columns that hold JSON


def write(path: Path, tables: Tables, about: About, *, bom: bool) -> int:
    """Write one table as JSON Lines; return how many rows."""
    ((_, view, rows),) = tables
    names = [column.name for column in view.columns]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007
            file.write(json.dumps(record(names, row), ensure_ascii=False) + "\n")
    return count


def record(names: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a row as a record for JSON: days in ISO 8601, lists as lists."""
    return {
        name: json.loads(value) if name in PARSED and value else _plain(value)
        for name, value in zip(names, row, strict=True)
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
