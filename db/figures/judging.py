"""What the values printed for a figure come to: its candidates, its status, the recommended one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import Connection

from ..rows import Row, Stored, folded
from .agreement import Value, contradictory, deciding
from .printed import NAMES, read_printed
from .weighing import Weight, weigh
from .witnesses import Witness, find_witnesses, reports_for

IN_ONE_QUERY = 500  # figures
COUNTS = ("mentions", "witnesses", "independent")
COLUMNS = (*NAMES, *COUNTS)
_columns = itemgetter(*COLUMNS)
_folded = lru_cache(maxsize=65_536)(folded)


Printed = tuple[Stored, Sequence[Stored]]  # what a figure is, and the values printed for it


def judge(connection: Connection, figures: Sequence[Printed]) -> list[tuple[Row, list[Row]]]:
    """Return the row of each figure, and those of the values printed for it, in a fixed order.

    The recommended value comes first, then the other candidates and the coarser values. Reports
    are read one by one only where candidates contradict each other.
    """
    readings = [_read(summary, printed) for summary, printed in figures]
    reported = _reports(connection, [one for one in readings if one.conflict])
    return [_rows(one, reported.get(one.summary["id"], ())) for one in readings]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The values printed for a figure, and which of them are candidates, by their places."""

    summary: Stored
    printed: Sequence[Stored]
    values: list[Value]
    candidates: list[int]
    conflict: bool


def _read(summary: Stored, printed: Sequence[Stored]) -> _Reading:
    if len(printed) == 1:
        return _Reading(summary, printed, [], [0], conflict=False)
    values = [read_printed(row) for row in printed]
    decides = deciding(values, summary["measure"])
    candidates = [at for at, does in enumerate(decides) if does]
    conflict = contradictory([values[at] for at in candidates], summary["measure"])
    return _Reading(summary, printed, values, candidates, conflict)


def _reports(connection: Connection, conflicts: Sequence[_Reading]) -> dict[str, list[Witness]]:
    """Return who reports the figures in conflict, by the figure."""
    found: dict[str, list[Witness]] = defaultdict(list)
    for start in range(0, len(conflicts), IN_ONE_QUERY):
        ids = [one.summary["id"] for one in conflicts[start : start + IN_ONE_QUERY]]
        for witness in find_witnesses(connection, ids):
            found[witness.figure_id].append(witness)
    return found


def _rows(one: _Reading, witnesses: Sequence[Witness]) -> tuple[Row, list[Row]]:
    candidates, printed = one.candidates, one.printed
    if len(printed) == 1:
        return _figure_row(one.summary, False, 1), [_row(one.summary["id"], printed[0], 0)]
    weights: dict[int, Weight] = {}
    if one.conflict:
        values = [one.values[at] for at in candidates]
        weighed = weigh(len(candidates), reports_for(witnesses, values, one.summary))
        weights = dict(zip(candidates, weighed, strict=True))

    def order(at: int) -> tuple[bool, float, int, str]:
        score = weights[at].score if at in weights else 0.0
        return at not in candidates, -score, -printed[at]["independent"], repr(one.values[at])

    rows = [
        _row(
            one.summary["id"],
            printed[at],
            position,
            "candidate" if at in candidates else "coarser",
            weights[at].reasons if at in weights else (),
        )
        for position, at in enumerate(sorted(range(len(printed)), key=order))
    ]
    return _figure_row(one.summary, one.conflict, len(candidates)), rows


def _row(
    figure: str,
    printed: Stored,
    position: int,
    standing: str = "candidate",
    reasons: Sequence[str] = (),
) -> Row:
    told = {
        "figure_id": figure,
        "position": position,
        "standing": standing,
        "recommended": position == 0,
        "reasons": json.dumps(reasons, ensure_ascii=False) if reasons else "[]",
    }
    told.update(zip(COLUMNS, _columns(printed), strict=True))
    return told


def _figure_row(summary: Stored, conflict: bool, candidates: int) -> Row:
    agreed = "agreed" if summary["witnesses"] > 1 else "single"
    words = (
        summary["subject_name"],
        summary["index_code"],
        summary["component"],
        summary["indicator"],
    )
    return dict(summary) | {
        "candidates": candidates,
        "status": "in_conflict" if conflict else agreed,
        "folded": _folded(*words),
    }
