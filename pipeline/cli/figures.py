"""`solieu figures` and `solieu conflicts`: what several articles report of one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from .facts import SCREENFUL, IndexOption, ProvinceOption
from .options import DbOption, LimitOption

if TYPE_CHECKING:
    from rich.text import Text

    from ...db.figures import Candidate, Figure
    from ...db.store import Store


def figures(
    db: DbOption = "solieu.db",
    index: IndexOption = None,
    province: ProvinceOption = None,
    witnesses: Annotated[
        int, typer.Option("--witnesses", min=1, help="Reported by so many articles at least.")
    ] = 1,
    limit: LimitOption = None,
) -> None:
    """Print figures: each thing measured with every value reported for it, × how many articles.

    \b
    solieu figures --index PCI --province "hải dương"
    solieu figures --witnesses 2
    """
    from ...db import figures as concluded
    from ...db.store import open_store
    from .exits import complain

    with open_store(db, create=False) as store:
        found = wanted(concluded.figures(store, witnesses), index, province)
    cut = limit or SCREENFUL
    print_figures(found[:cut])
    if len(found) > cut:
        complain(f"{cut} of {len(found):,}; print more with --limit N")


def conflicts(
    db: DbOption = "solieu.db",
    index: IndexOption = None,
    province: ProvinceOption = None,
    limit: LimitOption = None,
) -> None:
    """Print figures whose reported values cannot all be right, with the papers' words.

    \b
    solieu conflicts
    solieu conflicts --province "thai binh"
    """
    from ...db import figures as concluded
    from ...db.store import open_store
    from .exits import complain

    cut = limit or SCREENFUL
    with open_store(db, create=False) as store:
        found = wanted(concluded.conflicts(store), index, province)
        for figure in found[:cut]:
            print_conflict(store, figure)
    if not found:
        print("no conflicts")
    if len(found) > cut:
        complain(f"{cut} of {len(found):,}; print more with --limit N")


def wanted(found: list[Figure], index: str | None, province: str | None) -> list[Figure]:
    """Return the figures of an index and a province, each as a person writes it."""
    from .lookups import index_code, province_codes

    code, places = index_code(index), province_codes(province)
    return [
        figure
        for figure in found
        if (code is None or figure.index == code)
        and (
            places is None
            or (
                figure.subject.type == "province"
                and (figure.subject.system, figure.subject.code) in places
            )
        )
    ]


def print_figures(found: Sequence[Figure]) -> None:
    """Print figures as a table; values in conflict are red."""
    from .render import console, simple_table, subject_cell

    columns = (
        ("index", {"ratio": 3}),
        ("whose", {"ratio": 3}),
        ("period", {"max_width": 16}),
        ("measure", {"max_width": 12}),
        ("reported", {"ratio": 3}),
    )
    rows = [
        (
            " ".join(filter(None, (figure.index, figure.component))),
            subject_cell(figure.subject),
            figure.period + (f" vs {figure.baseline}" if figure.baseline else ""),
            figure.measure.replace("_", " "),
            _values(figure),
        )
        for figure in found
    ]
    console().print(simple_table(columns, rows) if rows else "no figures")


def _values(figure: Figure) -> Text:
    from rich.text import Text

    text = Text()
    for candidate in figure.candidates:
        text.append("\n" if text else "")
        text.append(shown(figure, candidate), style="bold red" if figure.in_conflict else "bold")
        if len(candidate.articles) > 1:
            text.append(f" ×{len(candidate.articles)}", style="dim")
    if figure.modality == "target":
        text.append(" target", style="dim italic")
    return text


def shown(figure: Figure, candidate: Candidate) -> str:
    """Return one value reported for a figure, in short; the value of an index in its own unit."""
    from ...extractors.types import Amount
    from ...patterns.indices import load_indices
    from .render import shown_amount

    own = {index.code: index.unit for index in load_indices()}.get(figure.index)
    unit = own or figure.unit if figure.measure == "value" else figure.unit
    amount = Amount(
        candidate.value,
        candidate.value_to,
        unit,
        direction=candidate.direction,  # type: ignore[arg-type]
        qualifier=candidate.qualifier,  # type: ignore[arg-type]
    )
    return shown_amount(amount, figure.measure)


def print_conflict(store: Store, figure: Figure) -> None:
    """Print a figure in conflict: each value, who prints it and in which sentence."""
    from rich.padding import Padding

    from ...db import queries
    from .render import console, source_line

    screen = console()
    place = (figure.subject.system or "", figure.subject.code or "")
    told = [figure.index, figure.component, figure.subject.name, figure.period]
    screen.print(" · ".join(part for part in told if part), style="bold")
    rows = {
        row.id: row
        for row in queries.facts(
            store,
            index=figure.index,
            province=[place] if figure.subject.type == "province" and all(place) else None,
        )
    }
    for candidate in figure.candidates:
        screen.print(f"  {shown(figure, candidate)}", style="bold red")
        for row in (rows[fact] for fact in candidate.facts):
            text = queries.text(store, row.article_id) or row.fact.quote
            said_by = source_line(row.publisher, row.record_id, row.published)
            screen.print(f"    {said_by}", style="dim")
            words = _sentence(text, row.fact.start, row.fact.end)
            screen.print(Padding(words, (0, 0, 0, 4)))
    screen.print()


def _sentence(text: str, start: int, end: int) -> Text:
    """Return the words around a figure on its line, the figure marked."""
    from rich.text import Text

    from .render import visible

    line = text.rfind("\n", 0, start) + 1
    before, after = text.rfind(". ", line, start), text.find(". ", end)
    first = before + 2 if before >= 0 else line
    line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
    last = after + 1 if 0 <= after < line_end else line_end
    sentence = Text(f"“{visible(text[first:last])}”")
    sentence.stylize("bold red", 1 + start - first, 1 + end - first)
    return sentence
