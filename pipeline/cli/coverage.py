"""`solieu coverage`: how many numbers of an archive are accounted for, and which are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .options import (
    Entities,
    EntitiesOption,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..coverage import Coverage
    from .render import Column


def coverage(
    paths: Paths,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, metavar="N", help="Print N contexts at most.")
    ] = 20,
    entities: EntitiesOption = Entities.off,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
) -> None:
    """Count the numbers that became facts, those with a reason why not, and the others.

    \b
    solieu coverage archive/
    solieu coverage press.jsonl.gz --limit 50

    The others are gaps of the rules. The words they stand among in
    most articles tell which rule to write next: # is the number, 0 another.
    """
    from ...corpus.readers import check_paths, read
    from ..coverage import Coverage
    from ..load import load, read_article
    from ..reading import failure
    from .rejections import Rejections

    check_paths(paths)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    found = Coverage()
    for item in rejections.taken_from(read(paths, publisher=publisher, published=published)):
        with nlp.memory_zone():
            try:
                doc = read_article(nlp, item)
            except Exception as error:  # told like any other rejection, and the next one goes on
                rejections.take(failure(item, error))
                continue
            found.add(doc)
            del doc  # it must not outlive the zone
    _print(found, limit)
    rejections.end()


def _print(found: Coverage, limit: int) -> None:
    from ...evaluation.telling import counted
    from .render import console, simple_table

    screen = console()
    left: Column = ("", {"no_wrap": True})
    right = {"justify": "right", "no_wrap": True}
    zones: list[Column] = [
        left,
        *((name, right) for name in ("numbers", "facts", "", "no figures", "", "unread", "")),
    ]
    screen.print(counted(found.articles, "article"))
    screen.print(simple_table(zones, _zone_rows(found)))
    reasons: list[Column] = [
        ("no figure because it", {"no_wrap": True}),
        ("numbers", right),
        ("", right),
    ]
    if found.reasons:
        screen.print(simple_table(reasons, _reason_rows(found)))
    if found.aside:
        told = ", ".join(f"{count} in {zone}" for zone, count in found.aside.most_common())
        screen.print(f"not read: {told}\n")
    if limit and found.contexts:
        contexts: list[Column] = [
            ("articles", right),
            ("unread", right),
            ("among", {"ratio": 2}),
            ("for example", {"ratio": 3}),
        ]
        screen.print(simple_table(contexts, _context_rows(found, limit)))
        if (rest := len(found.contexts) - limit) > 0:
            shows = "it" if rest == 1 else "them"
            screen.print(f"{counted(rest, 'more context')}; --limit shows {shows}", style="dim")


def _zone_rows(found: Coverage) -> Iterator[tuple[str, ...]]:
    from collections import Counter

    total = sum(found.zones.values(), Counter[str]())
    for zone, counts in [*found.zones.items(), ("all", total)]:
        if numbers := counts.total():
            shares = ((counts[key], counts[key] / numbers) for key in ("fact", "reason", "neither"))
            cells = (cell for count, share in shares for cell in (f"{count:,}", f"{share:.1%}"))
            yield zone, f"{numbers:,}", *cells


def _reason_rows(found: Coverage) -> Iterator[tuple[str, ...]]:
    from .explained import REASONS

    total = found.reasons.total()
    for reason, count in found.reasons.most_common():
        yield REASONS[reason], f"{count:,}", f"{count / total:.1%}"


def _context_rows(found: Coverage, limit: int) -> Iterator[tuple[str, ...]]:
    for words, context in found.commonest(limit):
        example = f"{context.example} ({context.first})"
        yield str(context.articles), str(context.count), words, example
