"""Measures a store of a million facts: forming all figures, one more article, and every query.

The archive is planted (`planted.py`): all kinds of news, most figures of one paper.

    python benchmarks/million.py [--facts 1000000] [--db URL] [--plans]

`--db` names a store that is there already, or one to fill, in SQLite or PostgreSQL; `--plans`
prints how the database answers each query that took longer than it should.
"""

import argparse
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import planted
from rich.console import Console
from solieu.corpus.article import Article
from solieu.db import facts, figures, queries, stats, views
from solieu.db.asking import Asked, Question, understand
from solieu.db.store import Store, open_store
from solieu.db.viewed import viewed
from sqlalchemy import event

FACTS_OF_A_FIGURE = 3.03  # on average, in a planted archive
ENOUGH = 0.2  # seconds that a query may take
SCREENFUL = 101
TIMES = 3

QUESTIONS: dict[str, Question] = {
    "all": {},
    "index": {"index": "PCI"},
    "index, province": {"index": "PCI", "province": "bac giang"},
    "index, year": {"index": "SIPAS", "year": 2022},
    "index, component": {"index": "PCI", "component": "chi phí thời gian"},
    "province with predecessors": {"province": "hung yen", "include_predecessors": True},
    "since, until": {"since": "2012", "until": "2013-06"},
    "kind": {"kind": "delta"},
    "measure, rare": {"measure": "count", "year": 2011},
    "publisher": {"publisher": "bao7.vn"},
    "status": {"status": "in_conflict"},
    "status, province": {"status": "in_conflict", "province": "bac giang"},
    "witnesses": {"minimum_witnesses": 9},
    "words, common": {"search": "diem"},
    "words, rare": {"search": "58,31 điểm"},
    "words, none": {"search": "không có trong kho"},
}


def fill(store: Store, count: int) -> None:
    chance = random.Random(1)
    truths = planted.truths(int(count / FACTS_OF_A_FIGURE), chance)
    planted.save(store, planted.printed(truths, chance, planted.few))


def asked_for(store: Store) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield what people ask, by name: facts, figures, conflicts, rows of the views, the rest."""
    for name, question in QUESTIONS.items():
        asked = understand(store, question).asked
        yield f"facts: {name}", partial(facts.facts, store, limit=SCREENFUL, **asked)
        yield f"figures: {name}", partial(figures.figures, store, limit=SCREENFUL, **asked)
    conflicts: Asked = {"status": "in_conflict", "index": "PCI"}
    for view in (views.FACTS, views.FIGURES, views.CONFLICTS, views.TIMELINE, views.SOURCES):
        for name in ("all", "index, province"):
            asked = understand(store, QUESTIONS[name]).asked
            wanted = partial(viewed, store, view, asked, SCREENFUL)
            yield f"{view.name}: {name}", lambda rows=wanted: list(rows())
    yield "conflicts: index", partial(figures.conflicts, store, limit=SCREENFUL, **conflicts)
    timeline = understand(store, QUESTIONS["index, province"]).asked | {"overall": True}
    yield "timeline", partial(figures.figures, store, **timeline)
    compare = understand(store, QUESTIONS["index, year"]).asked | {"overall": True}
    yield "compare", partial(figures.figures, store, **compare)
    (one,) = figures.figures(store, minimum_witnesses=9, limit=1)
    yield "witnesses", partial(figures.witnesses, store, [one.id])
    yield "find a figure", partial(figures.find_figure, store, one.id[:9])
    yield "stats", partial(stats.stats, store)
    yield "counts", partial(queries.counts, store)
    yield "understand", partial(understand, store, QUESTIONS["index, component"])


@contextmanager
def listened(store: Store, statements: list[tuple[str, Any]]) -> Iterator[None]:
    """Note the statements that a store is asked."""

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    yield
    event.remove(store.engine, "before_cursor_execute", note)


def plans(store: Store, statements: list[tuple[str, Any]]) -> Iterator[str]:
    """Yield how the database answers statements."""
    word = "EXPLAIN QUERY PLAN" if store.engine.dialect.name == "sqlite" else "EXPLAIN"
    with store.reading() as connection:
        for statement, parameters in statements:
            if statement.lstrip().upper().startswith("SELECT"):
                rows = connection.exec_driver_sql(f"{word} {statement}", parameters)
                yield "\n".join(f"    {row[-1]}" for row in rows)


def added(store: Store) -> float:
    """Return how long one more article takes, saved and its figures formed, in seconds.

    Each tells twenty other figures, as the next article of a paper does.
    """
    chance = random.Random(perf_counter())
    truths = planted.truths(200, random.Random(1))
    taken = []
    for number in range(10):
        told = [planted.tell(truth, chance).fact for truth in truths[number::10]]
        placed = [replace(fact, start=9 * at, end=9 * at + 5) for at, fact in enumerate(told)]
        name = f"them-{number}-{chance.random()}"
        article = Article(name, name, f"https://bao7.vn/{name}", name, "bao7.vn", date(2025, 1, 1))
        run = store.start_run("planted")
        start = perf_counter()
        store.save([(article, placed)], run)
        figures.form(store)
        taken.append(perf_counter() - start)
    return statistics.median(taken)


def measure(store: Store, shown: Console, show_plans: bool) -> None:
    shown.print(f"{'query':44}{'rows':>8}{'ms':>8}{'fastest':>9}", style="bold")
    for name, ask in asked_for(store):
        statements: list[tuple[str, Any]] = []
        with listened(store, statements):
            taken, found = timed(ask)
        least = min(taken)
        size = len(found) if hasattr(found, "__len__") else ""
        times = f"{statistics.median(taken) * 1000:8,.0f}{least * 1000:9,.0f}"
        shown.print(f"{name:44}{size!s:>8}{times}", style="red" if least > ENOUGH else None)
        if least > ENOUGH and show_plans:
            once = statements[: len(statements) // len(taken)]
            shown.print("\n".join(plans(store, once)), markup=False, highlight=False)


def timed(ask: Callable[[], Any]) -> tuple[list[float], Any]:
    """Return the times of some askings, and the answer; what is far too slow is asked once."""
    taken: list[float] = []
    while len(taken) < TIMES and (not taken or taken[0] < 10 * ENOUGH):
        start = perf_counter()
        found = ask()
        taken.append(perf_counter() - start)
    return taken, found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--facts", type=int, default=1_000_000)
    options.add_argument("--db")
    options.add_argument("--plans", action="store_true")
    chosen = options.parse_args()
    shown = Console(width=140)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(chosen.db or str(Path(folder) / "million.db")) as store,
    ):
        if not queries.counts(store).facts:
            fill(store, chosen.facts)
        if waiting := figures.waiting(store):
            start, worked = perf_counter(), process_time()
            figures.form(store)
            wall, cpu = perf_counter() - start, process_time() - worked
            shown.print(f"figures of {waiting:,} articles: {wall:.1f} s ({cpu:.1f} s of processor)")
        held, load = queries.counts(store), os.getloadavg()[0]
        shown.print(f"{held.facts:,} facts of {held.articles:,} articles")
        shown.print(f"load {load:.1f} on {os.cpu_count()} processors")
        shown.print(f"an added article of 20 facts: {added(store) * 1000:.0f} ms")
        measure(store, shown, chosen.plans)


if __name__ == "__main__":
    main()
