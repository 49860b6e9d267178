"""`solieu timeline` and `compare`: one place over the years, and the places of one year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import DbOption, Format, FormatOption
from .questions import asks, formed, option_of, tell_empty, understood

if TYPE_CHECKING:
    from rich.text import Text

    from ...db.asking import Question, Understood
    from ...db.figures import Figure
    from ...db.store import Store
    from .render import Column

COLUMNS = ("rank", "value", "growth", "tier", "rank_change", "value_change")
PngOption = Annotated[
    Path | None,
    typer.Option("--png", metavar="FILE", help="Draw it as well.", show_default=False),
]
SvgOption = Annotated[
    Path | None,
    typer.Option("--svg", metavar="FILE", help="Draw it as well.", show_default=False),
]
Row = tuple["str | Text", ...]


@asks("year", "kind")
def timeline(
    question: Question,
    db: DbOption = "solieu.db",
    form: FormatOption = Format.table,
    png: PngOption = None,
    svg: SvgOption = None,
) -> None:
    """Print what was reported of one place over the years; values in conflict stand together.

    \b
    solieu timeline --index PCI --province "Bắc Giang"
    solieu timeline --index PCI --province "hưng yên" --include-predecessors --svg pci.svg
    solieu timeline --index PAPI --component "công khai" --province "bac giang" -f csv
    """
    _needed(question, "index", "province")
    with formed(db) as store:
        meant = _overall(store, question)
        _print(store, question, meant, form, "timeline", _timeline_table)
        if png or svg:
            _draw(store, question, meant, [path for path in (png, svg) if path])


@asks("since", "until", "kind")
def compare(
    question: Question,
    db: DbOption = "solieu.db",
    form: FormatOption = Format.table,
) -> None:
    """Print the places of one index and year side by side, the best first.

    \b
    solieu compare --index SIPAS --year 2022
    solieu compare --index PCI --year 2023 --component "chi phí thời gian"
    solieu compare --index PCI --year 2023 --witnesses 2 --format csv > pci.csv
    """
    _needed(question, "index", "year")
    with formed(db) as store:
        _print(store, question, _overall(store, question), form, "figures", _compare_table)


def _needed(question: Question, *words: str) -> None:
    for word in words:
        if not question.get(word):
            raise typer.BadParameter("is needed", param_hint=option_of(word))


def _overall(store: Store, question: Question) -> Understood:
    """Understand a question; without a component it is of the index as a whole."""
    from dataclasses import replace

    meant = understood(store, question)
    if question.get("component"):
        return meant
    index = meant.parts["index"]
    return replace(meant, parts={**meant.parts, "index": {**index, "overall": True}})


def _print(
    store: Store,
    question: Question,
    meant: Understood,
    form: Format,
    what: str,
    show: Callable[[Sequence[Figure]], None],
) -> None:
    from ...db import figures as concluded
    from ...db.viewed import viewed
    from ...db.views import TIMELINE
    from .rows import print_rows

    if form is Format.table:
        found = _reported(store, meant)
        show(found)
        printed = len(found)
    else:
        printed = print_rows(TIMELINE, viewed(store, TIMELINE, meant.asked), form)
    if not printed:
        tell_empty(what, question, meant, partial(concluded.exists, store))


def _reported(store: Store, meant: Understood) -> list[Figure]:
    from ...db.figures import figures

    return [figure for figure in figures(store, **meant.asked) if figure.modality == "reported"]


def _draw(store: Store, question: Question, meant: Understood, paths: list[Path]) -> None:
    from .charts import draw
    from .exits import complain

    found = _reported(store, meant)
    if not found:
        return
    title = f"{meant.asked['index']} · {question['province']}"
    for path in paths:
        draw(found, title, path, option=f"--{'svg' if path is paths[-1] else 'png'}")
        complain(f"wrote {path}")


def _timeline_table(found: Sequence[Figure]) -> None:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in sorted(found, key=lambda one: (one.period, one.subject.name)):
        groups.setdefault((figure.period, figure.subject.name), []).append(figure)
    measures = _measures(found)
    rows = [(*named, *_cells(group, measures)) for named, group in groups.items()]
    _show(rows, ("period", "whose"), measures, "no figures")


def _compare_table(found: Sequence[Figure]) -> None:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in found:
        groups.setdefault((figure.subject.name, figure.period), []).append(figure)
    periods = len({figure.period for figure in found}) > 1
    measures = _measures(found)
    rows = [
        (name, *((period,) if periods else ()), *_cells(group, measures))
        for (name, period), group in sorted(groups.items(), key=_best_first)
    ]
    heads = ("whose", *(("period",) if periods else ()))
    _show(rows, heads, measures, "no figures")


def _best_first(item: tuple[tuple[str, str], list[Figure]]) -> tuple[str, float, float, str]:
    (name, period), group = item
    best = {figure.measure: figure.candidates[0].value for figure in group}
    rank, value = best.get("rank"), best.get("value") or best.get("growth")
    return (
        period,
        float("inf") if rank is None or isinstance(rank, str) else float(rank),
        float("inf") if value is None or isinstance(value, str) else -float(value),
        name,
    )


def _measures(found: Sequence[Figure]) -> list[str]:
    told = {figure.measure for figure in found}
    return [name for name in COLUMNS if name in told] + sorted(told - set(COLUMNS))


def _show(rows: Sequence[Row], heads: Sequence[str], measures: Sequence[str], none: str) -> None:
    from .render import console, simple_table

    columns: list[Column] = [(head, {}) for head in heads]
    columns += [(name.replace("_", " "), {}) for name in measures]
    columns += [("papers", {"justify": "right"})]
    console().print(simple_table(columns, rows) if rows else none)


def _cells(group: Sequence[Figure], measures: Sequence[str]) -> Row:
    """Return a cell for each measure, then how many articles report any of them at most."""
    from rich.text import Text

    from .figured import STYLES, shown

    cells = []
    for name in measures:
        told: dict[str, str] = {}  # a change may be told with its baseline and without
        for figure in group:
            if figure.measure == name:
                deciding = [one for one in figure.candidates if one.decides]
                words = " / ".join(shown(figure, one.printed) for one in deciding)
                told.setdefault(words, STYLES[figure.status])
        parts = [Text(words, style=style) for words, style in told.items()]
        cells.append(Text("; ").join(parts))
    return (*cells, str(max(figure.witnesses for figure in group)))
