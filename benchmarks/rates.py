"""What the benchmarks share: work timed by turns, and the rows of their table."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import process_time

RUNS = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: what was measured, and what it is meant to reach.

    `rates` are those of each run, of which the median counts; `ratio` is to the yardstick, measured
    in the same process; `least` and `least_ratio` are the targets.
    """

    name: str
    rates: list[float]
    unit: str = "articles/s"
    least: float | None = None
    ratio: float | None = None
    yardstick: str = ""
    least_ratio: float | None = None
    note: str = ""

    @property
    def rate(self) -> float:
        """The rate in the middle."""
        return statistics.median(self.rates)


def timed(work: Callable[[], object]) -> float:
    """Return the processor time that some work took, in seconds."""
    begun = process_time()
    work()
    return process_time() - begun


def by_turns(works: Mapping[str, Callable[[int], object]], turns: int) -> dict[str, float]:
    """Return the seconds that several kinds of work took, each called with the number of its turn.

    They take turns, and are timed by the processor time they use: a machine whose speed drifts, or
    that others use as well, slows all of them alike.
    """
    spent: dict[str, float] = defaultdict(float)
    for turn in range(turns):
        for name, work in works.items():
            spent[name] += timed(lambda work=work, turn=turn: work(turn))
    return dict(spent)
