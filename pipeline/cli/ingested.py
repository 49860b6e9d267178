"""What `solieu ingest` shows: a moving line while it goes on, and counts at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from .exits import complain
from .rejections import rejection_line
from .render import console, error_console

if TYPE_CHECKING:
    from ...corpus.readers import Meter
    from ..summary import IngestSummary


@contextmanager
def progress(meter: Meter) -> Iterator[Callable[[IngestSummary], None] | None]:
    """Show a moving line on standard error while a run goes on, if that is a terminal."""
    screen = error_console()
    if not screen.is_terminal:
        yield None
        return
    columns = (
        BarColumn(bar_width=12),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("loading …", total=None)

        def show(summary: IngestSummary) -> None:
            words = f"{summary.articles:,} articles · {per_second(summary.articles, summary)}/s"
            words += f" · {summary.facts:,} facts"
            if rejected := sum(summary.rejections.values()):
                words += f" · {rejected:,} rejected"
            bar.update(task, description=words, total=meter.total, completed=meter.read)

        yield show


def per_second(count: int, summary: IngestSummary) -> str:
    """Return a rate over the time of a run."""
    return f"{count / summary.seconds if summary.seconds else 0:,.0f}"


def print_summary(summary: IngestSummary, db: str) -> None:
    """Print what became of the articles on standard output, rejections on standard error."""
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
    speeds = (per_second(count, summary) for count in (summary.articles, summary.facts))
    told = "{}, {:.1f} seconds, {} articles/s, {} facts/s".format(db, summary.seconds, *speeds)
    screen.print(told, style="bold", soft_wrap=True)
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
