"""`solieu figures`, `conflicts` and `witnesses`: the one number behind many reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from .facts import SCREENFUL, IndexOption, ProvinceOption, SearchOption, SourceOption, YearOption
from .figured import print_figure, print_figures
from .options import DbOption, LimitOption

if TYPE_CHECKING:
    from ...db.figures import Figure
    from ...db.figures.conditions import Asked
    from ...db.store import Store

MeasureOption = Annotated[
    str | None,
    typer.Option("--measure", help="rank, value, share, growth, rank_change …", show_default=False),
]
WitnessesOption = Annotated[
    int, typer.Option("--witnesses", min=1, help="Reported by so many articles at least.")
]


def figures(
    db: DbOption = "solieu.db",
    index: IndexOption = None,
    province: ProvinceOption = None,
    year: YearOption = None,
    measure: MeasureOption = None,
    publisher: SourceOption = None,
    witnesses: WitnessesOption = 1,
    search: SearchOption = None,
    limit: LimitOption = None,
) -> None:
    """Print figures: each thing measured with every value printed for it, × how many articles.

    \b
    solieu figures --index PCI --province "hải dương"
    solieu figures --witnesses 2
    """
    from ...db import figures as concluded

    asked = conditions(index, province, year, measure, publisher, search)
    asked["minimum_witnesses"] = witnesses
    cut = limit or SCREENFUL
    with formed(db) as store:
        found = concluded.figures(store, limit=cut + 1, **asked)
    print_figures(found[:cut])
    tell_cut(found, cut)


def conflicts(
    db: DbOption = "solieu.db",
    index: IndexOption = None,
    province: ProvinceOption = None,
    year: YearOption = None,
    measure: MeasureOption = None,
    publisher: SourceOption = None,
    search: SearchOption = None,
    limit: LimitOption = None,
) -> None:
    """Print figures whose printed values cannot all be right, with the papers' words.

    \b
    solieu conflicts
    solieu conflicts --province "thai binh"
    """
    from ...db import figures as concluded

    asked = conditions(index, province, year, measure, publisher, search)
    cut = limit or SCREENFUL
    with formed(db) as store:
        found = concluded.conflicts(store, limit=cut + 1, **asked)
        for figure in found[:cut]:
            print_figure(store, figure)
    if not found:
        print("no conflicts")
    tell_cut(found, cut)


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


@contextmanager
def formed(db: str) -> Iterator[Store]:
    """Open a store whose figures are up to date; one that may only be read stays as it is."""
    from ...db import figures as concluded
    from ...db.official import sync_published
    from ...db.store import StoreError, open_store
    from .exits import complain

    with open_store(db, create=False) as store:
        try:
            sync_published(store)
            if concluded.waiting(store):
                concluded.form(store)
        except StoreError as error:
            complain(f"figures are not up to date: {error}")
        yield store


def conditions(
    index: str | None,
    province: str | None,
    year: int | None,
    measure: str | None,
    publisher: str | None,
    search: str | None,
) -> Asked:
    """Return what a person asked of figures, as the store understands it."""
    from .lookups import index_code, province_codes

    return {
        "index": index_code(index),
        "provinces": province_codes(province),
        "since": date(year, 1, 1) if year else None,
        "until": date(year, 12, 31) if year else None,
        "measure": measure,
        "publisher": publisher,
        "search": search,
    }


def tell_cut(found: Sequence[Figure], cut: int) -> None:
    """Say that there is more than was printed."""
    from .exits import complain

    if len(found) > cut:
        complain(f"the first {cut}; print more with --limit N")
