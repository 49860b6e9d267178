"""The table of results: on the screen, as JSON, and as Markdown for the docs."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

from rates import RUNS, Row
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

HEADS = ("", "median", "slowest–fastest", "asked", "ratio", "asked")


def cells(row: Row) -> tuple[str, ...]:
    """Return the cells of a row of the table."""
    spread = f"{min(row.rates):,.4g}–{max(row.rates):,.4g}" if len(row.rates) > 1 else ""
    return (
        row.name if not row.yardstick else f"{row.name} (ratio: {row.yardstick})",
        f"{row.rate:,.4g} {row.unit}",
        spread,
        "" if row.least is None else f"{row.least:,.4g}",
        "" if row.ratio is None else f"{row.ratio:.2f} ×",
        "" if row.least_ratio is None else f"{row.least_ratio:g} ×",
    )


def show(rows: Sequence[Row]) -> None:
    """Print rows on the screen."""
    table = Table(*HEADS, box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*cells(row))
    console = Console()
    console.print(table)
    for note in dict.fromkeys(row.note for row in rows if row.note):
        console.print(note, style="dim")


def machine() -> str:
    """Say what the figures were measured on."""
    parts = [f"{os.cpu_count()} cores", platform.machine(), f"Python {platform.python_version()}"]
    parts += [f"{name} {version(name)}" for name in ("solieu", "spacy", "underthesea")]
    return f"{date.today()}, {', '.join(parts)}"


def write(results: dict[str, list[Row]], as_json: Path, as_markdown: Path) -> None:
    """Write all results to a JSON file and to a page of the docs."""
    told = {name: [asdict(row) for row in rows] for name, rows in results.items()}
    as_json.write_text(
        json.dumps({"machine": machine(), "results": told}, indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    lines = [
        "# Benchmarks",
        "",
        f"Measured by `benchmarks/run.py`, {machine()}.",
        f"Rates are medians of {RUNS} runs by processor time on one core, ratios are taken within",
        "one process, and the columns “asked” say what the project wants to reach.",
        "",
        f"| {' | '.join(HEADS)} |",
        f"| --- {'| ---: ' * (len(HEADS) - 1)}|",
    ]
    rows = [row for found in results.values() for row in found]
    lines += [f"| {' | '.join(cells(row))} |" for row in rows]
    lines += ["", *dict.fromkeys(f"- {row.name}: {row.note}" for row in rows if row.note), ""]
    as_markdown.write_text("\n".join(lines), encoding="utf-8")
