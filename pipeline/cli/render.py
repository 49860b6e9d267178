"""What the terminal shows: consoles, tables, and figures as a Vietnamese reader writes them."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...extractors.types import Amount, Fact, Subject

KIND_STYLES = {
    "rank": "bold cyan",
    "score": "bold green",
    "percentage": "bold yellow",
    "delta": "bold magenta",
    "tier": "bold blue",
    "count": "green",
    "money": "green",
    "quantity": "green",
}
LONGEST = 60  # characters of a measured thing in a table; CSV and JSON give all of it
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ARROWS = {"up": "↑", "down": "↓", "same": "="}
_BOUNDS = {"about": "≈", "over": ">", "under": "<", "at_least": "≥", "at_most": "≤"}

Cell = str | Text
Column = tuple[str, Mapping[str, Any]]  # its name and rich's settings for it


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command line, which ends quietly."""
        raise BrokenPipeError


def console(file: IO[str] | None = None) -> Console:
    """Return a console that prints text as it is, with no markup in it."""
    return _Console(file=file or sys.stdout, markup=False, highlight=False, emoji=False)


def error_console() -> Console:
    """Return the console of standard error."""
    return console(sys.stderr)


def visible(text: str) -> str:
    """Return text of the same length in which control characters cannot move the cursor."""
    return _CONTROL.sub("�", text)


def simple_table(
    columns: Iterable[Column],
    rows: Iterable[Sequence[Cell]],
    title: str | None = None,
) -> Table:
    """Return a table with only a line below its head."""
    table = Table(
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        header_style="bold",
    )
    for name, settings in columns:
        table.add_column(name, **settings)
    for row in rows:
        table.add_row(*(visible(cell) if isinstance(cell, str) else cell for cell in row))
    return table


def number(value: Decimal | str) -> str:
    """Return a number as it is printed in Vietnamese, `1.456` or `84,97`; a label as it is."""
    if isinstance(value, str):
        return value
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def shown_amount(amount: Amount, kind: str) -> str:
    """Return an amount in short: `#13/63`, `↑27 bậc`, `≈84,97%`, `3–5%`, `nhóm khá`."""
    mark = _BOUNDS.get(amount.qualifier, "") + _ARROWS.get(amount.direction or "", "")
    mark += {"rank": "#", "tier": "nhóm "}.get(kind, "")
    text = mark + number(amount.value)
    if amount.value_to is not None:
        text += f"–{number(amount.value_to)}"
    if amount.out_of is not None:
        text += f"/{number(amount.out_of)}"
    if amount.unit:
        text += amount.unit if amount.unit == "%" else f" {amount.unit}"
    return text


def source_line(publisher: str | None, record: str, published: date | None) -> str:
    """Return who said something, and when: `Báo Đồng Lúa 20/04/2023`."""
    day = f" {published:%d/%m/%Y}" if published else ""
    return visible(publisher or record) + day


def figure_cell(fact: Fact) -> Text:
    """Return a fact's amount in the colour of its kind; a target is marked."""
    text = Text(visible(shown_amount(fact.amount, fact.kind)), style=KIND_STYLES[fact.kind])
    return text.append(" target", style="dim italic") if fact.modality == "target" else text


def measured_cell(fact: Fact) -> Text:
    """Return what a fact measures: its index, component or indicator, cut where it is long."""
    text = Text(fact.index or "")
    for part in (fact.component, fact.indicator):
        if part:
            words = visible(part) if len(part) <= LONGEST else visible(part[: LONGEST - 2]) + " …"
            text.append((" " if text else "") + words, style="italic")
    return text or Text("–", style="dim")


def subject_cell(subject: Subject | None) -> Text:
    """Return whose figure it is."""
    return Text(visible(subject.name)) if subject else Text("–", style="dim")


def period_cell(fact: Fact) -> Text:
    """Return a fact's period and what its change is measured against."""
    text = Text(str(fact.period)) if fact.period else Text("–", style="dim")
    return text.append(f" vs {fact.baseline}", style="dim") if fact.baseline else text
