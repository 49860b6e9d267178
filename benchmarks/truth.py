"""Measures grouping and weighing on an archive whose truth is known, beside a majority vote.

The archive is planted (`planted.py`): figures of 1 to 40 papers, a quarter of them copies, one
report in twenty misprinted, numbers in full, rounded, bounded, in points and percent.

    python benchmarks/truth.py [--figures 10000] [--seed 1]
"""

import argparse
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import comb
from pathlib import Path

import planted
from rich.console import Console
from rich.table import Table
from solieu.db.conclusions import FigureFact
from solieu.db.figures import Figure, figures, form
from solieu.db.figures.agreement import Value, agree
from solieu.db.identity import fact_id
from solieu.db.store import Store, open_store
from solieu.extractors.types import Fact
from sqlalchemy import select

FLOORS = {
    "pairwise precision": 0.995,
    "pairwise recall": 0.98,
    "planted conflicts found": 0.95,
    "false among conflicts told": 0.01,  # at most
    "recommended value right": 0.95,
}
AT_MOST = ("false among conflicts told",)


def printed(fact: Fact) -> Value:
    amount = fact.amount
    return Value(amount.value, amount.value_to, amount.direction, amount.qualifier)


def right(value: Value, truth: Fact) -> bool:
    """Whether a printed value is the true one, in whatever precision."""
    return agree(value, printed(truth), truth.measure)


def pairs(groups: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in groups)


def grouping(true: dict[str, int], formed: dict[str, str]) -> dict[str, float]:
    """Return how many pairs of facts that are in one figure belong there, and the reverse."""
    both = Counter((true[fact], formed.get(fact, fact)) for fact in true)
    together = pairs(Counter(formed.get(fact, fact) for fact in true).values())
    wanted = pairs(Counter(true.values()).values())
    common = pairs(both.values())
    return {"pairwise precision": common / together, "pairwise recall": common / wanted}


def majority(told: Sequence[planted.Told]) -> Value:
    """Return what most articles print, the first of these where several do."""
    counts = Counter(printed(one.fact) for one in told)
    return counts.most_common(1)[0][0]


def judged(
    truths: Sequence[planted.Truth],
    told: dict[int, list[planted.Told]],
    found: dict[int, Figure],
) -> tuple[dict[str, float], float]:
    """Return the scores of conflicts and recommended values, and those of a majority vote."""
    wrong = {
        number: any(not right(printed(one.fact), truths[number].fact) for one in reports)
        for number, reports in told.items()
    }
    mixed = {
        number
        for number, reports in told.items()
        if wrong[number] and any(right(printed(one.fact), truths[number].fact) for one in reports)
    }
    conflicts = {number for number, figure in found.items() if figure.in_conflict}
    ours = sum(right(found[n].candidates[0].printed, truths[n].fact) for n in conflicts)
    votes = sum(right(majority(told[n]), truths[n].fact) for n in conflicts)
    scores = {
        "planted conflicts found": len(mixed & conflicts) / len(mixed),
        "false among conflicts told": sum(not wrong[n] for n in conflicts) / len(conflicts),
        "recommended value right": ours / len(conflicts),
    }
    return scores, votes / len(conflicts)


def measure(store: Store, count: int, seed: int) -> tuple[dict[str, float], float, int]:
    chance = random.Random(seed)
    truths = planted.truths(count, chance)
    articles = planted.save(store, planted.printed(truths, chance, planted.many))
    form(store)
    true, told = {}, defaultdict(list)
    for article, reports in articles.items():
        for one in reports:
            true[fact_id(article, one.fact)] = one.figure
            told[one.figure].append(one)
    with store.reading() as connection:
        rows = connection.execute(select(FigureFact.fact_id, FigureFact.figure_id)).all()
    formed: dict[str, str] = dict(tuple(row) for row in rows)  # type: ignore[misc]
    number_of = {formed[fact]: number for fact, number in true.items() if fact in formed}
    found = {number_of[figure.id]: figure for figure in figures(store)}
    scores, votes = judged(truths, told, found)
    return grouping(true, formed) | scores, votes, len(true)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--figures", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(str(Path(folder) / "truth.db")) as store,
    ):
        scores, votes, facts = measure(store, chosen.figures, chosen.seed)
    table = Table("", "Solieu", "majority vote", "wanted", title=f"{facts:,} facts, known truth")
    for name, floor in FLOORS.items():
        score = scores[name]
        met = score <= floor if name in AT_MOST else score >= floor
        vote = f"{votes:.4f}" if name == "recommended value right" else ""
        bound = "≤" if name in AT_MOST else "≥"
        table.add_row(name, f"{score:.4f}", vote, f"{bound} {floor}", style=None if met else "red")
    Console().print(table)


if __name__ == "__main__":
    main()
