"""`solieu figures`, `conflicts` and `witnesses`: the one number behind many reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from .figured import print_figure, print_figures
from .options import DbOption, Format, FormatOption, LimitOption
from .questions import SCREENFUL, asks, formed, tell_cut, tell_empty, understood

if TYPE_CHECKING:
    from ...db.asking import Question, Understood
    from ...db.figures import Figure
    from ...db.store import Store
    from ...db.views import View


@asks()
def figures(
    question: Question,
    db: DbOption = "solieu.db",
    limit: LimitOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Print figures: each thing measured with every value printed for it, × how many articles.

    \b
    solieu figures --index PCI --province "hải dương"
    solieu figures --witnesses 2 --status agreed
    solieu figures --index PAPI --component "công khai" --format csv > papi.csv
    """
    from ...db.views import FIGURES

    _answer(question, db, limit, form, "figures", FIGURES, lambda _, found: print_figures(found))


@asks("status")
def conflicts(
    question: Question,
    db: DbOption = "solieu.db",
    limit: LimitOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Print figures whose printed values cannot all be right, with the papers' words.

    \b
    solieu conflicts
    solieu conflicts --province "thai binh" --since 2020
    solieu conflicts --format csv > conflicts.csv
    """
    from ...db.views import CONFLICTS

    def show(store: Store, found: Sequence[Figure]) -> None:
        for figure in found:
            print_figure(store, figure)
        if not found:
            print("no conflicts")

    question["status"] = "in_conflict"
    _answer(question, db, limit, form, "conflicts", CONFLICTS, show)


def witnesses(
    figure: Annotated[str, typer.Argument(help="The id of a figure, or its first characters.")],
    db: DbOption = "solieu.db",
) -> None:
    """Print who reports a figure, in whose words, and what speaks for each value.

    \b
    solieu figures --index PCI --province "hải dương"
    solieu witnesses 3f9c
    """
    from ...db import figures as concluded

    with formed(db) as store:
        print_figure(store, concluded.find_figure(store, figure))


def _answer(
    question: Question,
    db: str,
    limit: int | None,
    form: Format,
    what: str,
    view: View,
    show: Callable[[Store, Sequence[Figure]], None],
) -> None:
    """Print the figures that are asked for on the screen, or as rows of a view."""
    from ...db import figures as concluded

    with formed(db) as store:
        meant = understood(store, question)
        if form is Format.table:
            cut = limit or SCREENFUL
            found = concluded.figures(store, limit=cut + 1, **meant.asked)
            show(store, found[:cut])
            if len(found) > cut:
                tell_cut(cut)
            printed = len(found)
        else:
            printed = _print_rows(store, view, meant, limit, form)
        if not printed:
            tell_empty(what, question, meant, partial(concluded.exists, store))


def _print_rows(
    store: Store, view: View, meant: Understood, limit: int | None, form: Format
) -> int:
    from ...db.viewed import viewed
    from .rows import print_rows

    return print_rows(view, viewed(store, view, meant.asked, limit), form)
