"""Figures on the screen: a table of many, or one with the words of everyone who reports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .render import console, number, shown_amount, simple_table, source_line, subject_cell, visible

if TYPE_CHECKING:
    from rich.text import Text

    from ...db.figures import Candidate, Figure, Witness
    from ...db.figures.agreement import Value
    from ...db.store import Store

SHORT_ID = 6  # characters of an id that tell figures apart on a screen
STYLES = {
    "in_conflict": "bold red",
    "agreed": "bold green",
    "settled": "bold green",
    "single": "bold",
    "several": "bold yellow",
}


def print_figures(found: Sequence[Figure]) -> None:
    """Print figures as a table; values in conflict are red, those of several papers green."""
    columns = (
        ("id", {"style": "dim", "no_wrap": True}),
        ("index", {"ratio": 3}),
        ("whose", {"ratio": 3}),
        ("period", {"max_width": 16}),
        ("measure", {"max_width": 12}),
        ("reported", {"ratio": 3}),
    )
    rows = [
        (
            figure.id[:SHORT_ID],
            measured(figure),
            subject_cell(figure.subject),
            figure.period + (f" vs {figure.baseline}" if figure.baseline else ""),
            figure.measure.replace("_", " "),
            _values(figure),
        )
        for figure in found
    ]
    console().print(simple_table(columns, rows) if rows else "no figures")


def print_compared(found: Sequence[Figure]) -> None:
    """Print figures with the value that official tables give, and how far the print is from it."""
    columns = (
        ("id", {"style": "dim", "no_wrap": True}),
        ("index", {"ratio": 2}),
        ("whose", {"ratio": 2}),
        ("period", {"max_width": 16}),
        ("measure", {"max_width": 12}),
        ("reported", {"ratio": 2}),
        ("official", {"ratio": 2}),
    )
    rows = [
        (
            figure.id[:SHORT_ID],
            measured(figure),
            subject_cell(figure.subject),
            figure.period,
            figure.measure.replace("_", " "),
            _values(figure),
            _official_cell(figure),
        )
        for figure in found
    ]
    console().print(simple_table(columns, rows) if rows else "no figures")


def _official_cell(figure: Figure) -> Text:
    from rich.text import Text

    if figure.official is None:
        return Text("not covered", style="dim")
    confirmed = figure.official_status == "confirmed"
    mark, style = ("✓", "green") if confirmed else ("✗", "red")
    return Text(f"{mark} {_official_words(figure)}", style=style)


def _official_words(figure: Figure) -> str:
    """Return the official value, and by how much the recommended one is above or below it."""
    from ...db.figures.agreement import Value

    assert figure.official is not None
    words = shown(figure, Value(figure.official))
    off = figure.difference(figure.candidates[0])
    if figure.official_status == "confirmed" or not off:
        return words
    return f"{words} ({'+' if off > 0 else '−'}{number(abs(off))} printed)"


def measured(figure: Figure) -> str:
    """Return what a figure is of: index and component, or its indicator, and the scope."""
    told = (figure.index, figure.component, figure.indicator, figure.scope)
    return ", ".join(part for part in told if part)


def _values(figure: Figure) -> Text:
    from rich.text import Text

    text = Text()
    for candidate in figure.candidates:
        text.append("\n" if text else "")
        style = STYLES[figure.status] if candidate.decides else "dim"
        text.append(shown(figure, candidate.printed), style=style)
        if candidate.witnesses > 1:
            text.append(f" ×{candidate.witnesses}", style="dim")
        if (confirmed := figure.confirmed(candidate)) is not None:
            text.append(" ✓" if confirmed else " ✗", style="green" if confirmed else "red")
    if figure.modality == "target":
        text.append(" target", style="dim italic")
    return text


def shown(figure: Figure, printed: Value) -> str:
    """Return one value printed for a figure, in short; the value of an index in its own unit."""
    from ...extractors.types import Amount
    from ...patterns.indices import load_indices

    own = {index.code: index.unit for index in load_indices()}.get(figure.index or "")
    unit = own or figure.unit if figure.measure == "value" else figure.unit
    amount = Amount(
        printed.value,
        printed.value_to,
        unit,
        direction=printed.direction,  # type: ignore[arg-type]
        qualifier=printed.qualifier,  # type: ignore[arg-type]
    )
    return shown_amount(amount, figure.measure)


def print_figure(store: Store, figure: Figure) -> None:
    """Print a figure: each value, what speaks for it, who prints it and in which sentence."""
    from ...db.figures import witnesses

    screen = console()
    told = (measured(figure), figure.subject.name, figure.period, figure.measure.replace("_", " "))
    screen.print(f"{' · '.join(told)} ({figure.id[:SHORT_ID]})", style="bold")
    if figure.official is not None:
        words = f"  {figure.official_status} by the official table: {_official_words(figure)}"
        screen.print(f"{words} ({figure.official_source or 'no source told'})", style="dim")
    found = witnesses(store, [figure.id])
    for candidate in figure.candidates:
        _print_candidate(store, figure, candidate, found)
    screen.print()


def _print_candidate(
    store: Store, figure: Figure, candidate: Candidate, found: Sequence[Witness]
) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from ...db import queries

    screen = console()
    line = Text(f"  {shown(figure, candidate.printed)}", style=STYLES[figure.status])
    if not candidate.decides:
        line.append(" coarser", style="dim italic")
    elif candidate.reasons:
        why = "; ".join(candidate.reasons)
        line.append(f" {'recommended: ' if candidate.recommended else ''}{why}", style="dim")
    screen.print(line)
    for witness in found:
        if witness.printed != candidate.printed:
            continue
        text = queries.text(store, witness.article_id) or witness.quote
        said_by = source_line(witness.publisher, witness.record_id, witness.published)
        screen.print(f"    {said_by}", style="dim")
        words = sentence(text, witness.start, witness.end)
        screen.print(Padding(words, (0, 0, 0, 4)))


def sentence(text: str, start: int, end: int) -> Text:
    """Return the words around a figure on its line, the figure marked."""
    from rich.text import Text

    line = text.rfind("\n", 0, start) + 1
    before, after = text.rfind(". ", line, start), text.find(". ", end)
    first = before + 2 if before >= 0 else line
    line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
    last = after + 1 if 0 <= after < line_end else line_end
    sentence = Text(f"“{visible(text[first:last])}”")
    sentence.stylize("bold red", 1 + start - first, 1 + end - first)
    return sentence
