"""Cells that no spreadsheet takes for a formula (OWASP, "CSV Injection")."""

from __future__ import annotations

from typing import Any

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: Any) -> Any:
    """Return a cell as it is, but text that begins like a formula behind an apostrophe.

    Excel looks past blanks before a formula; full-width signs are signs to it too.
    """
    if isinstance(cell, str) and (cell.startswith(STARTS) or cell.lstrip().startswith(STARTS)):
        return f"'{cell}"
    return cell
