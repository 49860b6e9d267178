"""`solieu check`: facts that cannot all be right, with their words and places."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .options import DbOption, Format, LimitOption, OutputFormat
from .questions import SCREENFUL, asks, formed, tell_cut, understood

if TYPE_CHECKING:
    from ...db.asking import Question
    from ...db.checks.reading import Finding
    from ...db.store import Store


class Kind(StrEnum):
    """The checks."""

    change = "change"
    impossible_change = "impossible_change"
    parts = "parts"
    share = "share"
    denominator = "denominator"
    ranked = "ranked"
    range = "range"
    shared_rank = "shared_rank"
    self_contradiction = "self_contradiction"


CSV_COLUMNS = (
    *("finding", "kind", "message", "index", "subject", "period", "role", "article", "publisher"),
    *("published", "url", "quote", "start", "end", "fact"),
)


@asks("kind", "component", "measure", "status", "minimum_witnesses")
def check(
    question: Question,
    db: DbOption = "solieu.db",
    kind: Annotated[
        Kind | None,
        typer.Option("--kind", help="One check only: see docs/figures.md.", show_default=False),
    ] = None,
    limit: LimitOption = None,
    form: OutputFormat = None,
) -> None:
    """Print findings: facts that cannot all be right. Nothing is repaired.

    \b
    solieu check --index PCI
    solieu check --kind parts --province "thai binh"
    solieu check --format csv > findings.csv
    """
    from ...db.checks.reading import findings
    from .output import output_format

    form = output_format(form)
    cut = SCREENFUL if limit is None and form is Format.table else None
    with formed(db) as store:
        asked = understood(store, question).asked
        found = findings(store, check=kind and kind.value, limit=cut + 1 if cut else limit, **asked)
        _print(store, found[:cut], form)
    if cut and len(found) > cut:
        tell_cut(cut)


def _print(store: Store, found: Sequence[Finding], form: Format) -> None:
    from .output import json_line

    if form is Format.table:
        for finding in found:
            _print_finding(store, finding)
        if not found:
            print("no findings")
    elif form is Format.csv:
        _print_csv(found)
    elif form is Format.json:
        print("[" + ",\n".join(json_line(_record(finding)) for finding in found) + "]")
    else:
        for finding in found:
            print(json_line(_record(finding)))


def _print_finding(store: Store, finding: Finding) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from ...db import queries
    from .figured import sentence
    from .render import console, source_line, visible

    screen = console()
    told = (finding.kind.replace("_", " "), finding.index, finding.subject, finding.period)
    head = Text(visible(" · ".join(part for part in told if part)), style="bold")
    screen.print(head.append(f"  {finding.message}", style="bold red"))
    said: dict[tuple[str, str], None] = {}
    for place in finding.places:
        text = queries.text(store, place.article_id) or place.quote
        words = sentence(text, place.start, place.end)
        if (place.article_id, words.plain) not in said:
            said[place.article_id, words.plain] = None
            by = source_line(place.publisher, place.record_id, place.published)
            screen.print(f"  {place.role}: {by}", style="dim")
            screen.print(Padding(words, (0, 0, 0, 4)))
    screen.print()


def _record(finding: Finding) -> dict[str, object]:
    names = ("id", "kind", "message", "index", "subject", "period")
    record: dict[str, object] = {name: getattr(finding, name) for name in names}
    places = [
        {
            "role": place.role,
            "article": place.record_id,
            "publisher": place.publisher,
            "published": place.published.isoformat() if place.published else None,
            "url": place.url,
            "quote": place.quote,
            "start": place.start,
            "end": place.end,
            "fact": place.fact_id,
        }
        for place in finding.places
    ]
    return record | {"facts": places}


def _print_csv(found: Sequence[Finding]) -> None:
    import csv
    import sys

    from ..records import safe_cells

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for finding in found:
        head = [finding.id, finding.kind, finding.message]
        of: list[object] = [*head, finding.index, finding.subject, finding.period]
        for place in finding.places:
            source = [place.role, place.record_id, place.publisher, place.published, place.url]
            words = [place.quote, place.start, place.end, place.fact_id]
            writer.writerow(safe_cells([*of, *source, *words]))
