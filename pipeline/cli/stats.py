"""`solieu stats`: how much a store holds, and of what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from .options import DbOption, Format, FormatOption
from .questions import formed

if TYPE_CHECKING:
    from ...db.stats import IndexStats, Stats

MOST = 15  # publishers on the screen
HEADS = ("index", "figures", "facts", "conflicts", "subjects", "periods")


def stats(db: DbOption = "solieu.db", form: FormatOption = Format.table) -> None:
    """Print how much a store holds, by index and publisher.

    \b
    solieu stats
    solieu stats --format json
    """
    from ...db import stats as asked

    with formed(db) as store:
        found = asked.stats(store)
    _PRINTERS[form](found)


def _record(found: Stats) -> dict[str, object]:
    record = asdict(found)
    for one in record["indices"]:
        one |= {"first": one["first"].isoformat(), "last": one["last"].isoformat()}
    return record


def _json(found: Stats) -> None:
    from .output import json_line

    print(json_line(_record(found)))


def _csv(found: Stats) -> None:
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(_cells(one) for one in found.indices)


def _table(found: Stats) -> None:
    from .render import console, simple_table

    screen, held = console(), found.counts
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.statuses.items())
    screen.print(
        f"{held.articles} articles of {held.publishers} publishers, {held.facts} facts,"
        f" {held.rejections} rejections\nfigures: {told or 'none'}\n"
    )
    numbers = [(head, {"justify": "right"}) for head in HEADS[1:-1]]
    columns = ((HEADS[0], {"style": "bold"}), *numbers, (HEADS[-1], {"style": "dim"}))
    screen.print(simple_table(columns, map(_cells, found.indices)))
    rows = [(name or "–", str(count)) for name, count in list(found.publishers.items())[:MOST]]
    screen.print(simple_table((("publisher", {}), ("articles", {"justify": "right"})), rows))
    if len(found.publishers) > MOST:
        screen.print(f"and {len(found.publishers) - MOST} more; solieu stats --format json")


def _cells(one: IndexStats) -> tuple[str, ...]:
    counts = (one.figures, one.facts, one.conflicts, one.subjects)
    return (one.index or "none", *map(str, counts), f"{one.first:%Y-%m} – {one.last:%Y-%m}")


_PRINTERS = {Format.table: _table, Format.csv: _csv, Format.json: _json, Format.jsonl: _json}
