"""`solieu ingest`: articles in, rows in a store, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from .options import (
    DbOption,
    EncodingOption,
    Entities,
    EntitiesOption,
    MapOption,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
    reading_options,
)

if TYPE_CHECKING:
    from ..summary import IngestSummary


def ingest(
    paths: Paths,
    db: DbOption = "solieu.db",
    entities: EntitiesOption = Entities.needed,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
    names: MapOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Read articles and keep their facts in a database. Running it again adds nothing.

    \b
    solieu ingest archive/
    solieu ingest press.jsonl.gz --db press.db
    solieu ingest crawl.warc.gz dump.parquet pages.tar.zst
    solieu ingest dump.json --map text=NoiDungTin --encoding cp1258
    solieu ingest archive/ --db postgresql+psycopg://user@host/solieu

    Status 1: some inputs were rejected; the database keeps their sources and reasons.
    """
    from ..ingest import ingest as run

    with progress() as show:
        summary = run(
            paths,
            db,
            entities=entities.value,
            publisher=publisher,
            published=published,
            patterns=patterns,
            on_progress=show,
            options=reading_options(names, encoding),
        )
    print_summary(summary, db)
    if summary.rejections:
        from .exits import REJECTED

        raise typer.Exit(REJECTED)


@contextmanager
def progress() -> Iterator[Callable[[IngestSummary], None] | None]:
    """Show a moving line on standard error while a run goes on, if that is a terminal."""
    from .render import error_console

    screen = error_console()
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}")
    with Progress(
        BarColumn(bar_width=12), text, TimeElapsedColumn(), console=screen, transient=True
    ) as bar:
        task = bar.add_task("loading …", total=None)

        def show(summary: IngestSummary) -> None:
            rate = summary.articles / summary.seconds if summary.seconds else 0
            words = f"{summary.articles:,} articles · {rate:.0f}/s · {summary.facts:,} facts"
            if rejected := sum(summary.rejections.values()):
                words += f" · {rejected:,} rejected"
            bar.update(task, description=words)

        yield show


def print_summary(summary: IngestSummary, db: str) -> None:
    """Print what became of the articles on standard output, rejections on standard error."""
    from .exits import complain
    from .rejections import rejection_line
    from .render import console

    counts = {
        "articles": summary.articles,
        "  new": summary.new,
        "  unchanged": summary.unchanged,
        "  read again": summary.replaced,
        "near-copies": summary.near_copies,
        "facts written": summary.facts,
        "inputs rejected": sum(summary.rejections.values()),
    }
    screen = console()
    screen.print(f"{db}, {summary.seconds:.1f} seconds", style="bold")
    for name, count in counts.items():
        screen.print(f"{name:<16}{count:>12,}")
    for rule, articles in summary.slow_rules.items():
        complain(f"{rule}: ran too long and was left out in {articles:,} articles")
    for reason, count in summary.rejections.items():
        complain(f"{count:,} × {reason.replace('_', ' ')}")
        examples = [item for item in summary.rejected if item.reason == reason]
        for rejection in examples:
            complain(f"  {rejection_line(rejection)}")
        if count > len(examples):
            complain(f"  … and {count - len(examples):,} more")
