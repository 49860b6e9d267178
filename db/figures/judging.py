"""What the values printed for a figure come to: its candidates, its status, the recommended one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from sqlalchemy import Connection

from ..identity import decimal_text
from ..official.comparing import Official
from ..rows import Row, Stored, folded
from .agreement import Value, agree, contradictory, deciding
from .arithmetic import reports_by_arithmetic
from .printed import NAMES, read_printed
from .weighing import Closeness, Report, Weight, weigh
from .witnesses import find_witnesses, reports_for

COUNTS = ("mentions", "witnesses", "independent")


@dataclass(frozen=True, slots=True)
class Right:
    """What someone judged to be the right value of a figure, and the words for why."""

    verdict_id: int
    value: Value
    reason: str


def judge(
    connection: Connection,
    summary: Stored,
    printed: Sequence[Stored],
    official: Official | None = None,
    right: Right | None = None,
) -> tuple[Row, list[Row]]:
    """Return the row of a figure, and those of the values printed for it, in a fixed order.

    The recommended value comes first, then the other candidates and the coarser values. Reports
    are read one by one only where candidates contradict each other. `official` is what a table
    says of the figure; a value judged `right`, if anyone prints it, settles the figure.
    """
    measure, values = summary["measure"], [read_printed(row) for row in printed]
    decides = deciding(values, measure)
    candidates = [at for at, does in enumerate(decides) if does]
    conflict = contradictory([values[at] for at in candidates], measure)
    weights: dict[int, Weight] = {}
    if conflict:
        weighed = _weigh(connection, summary, [values[at] for at in candidates], official)
        weights = dict(zip(candidates, weighed, strict=True))
    settling = values.index(right.value) if right and right.value in values else None
    if right and settling is not None:
        weights[settling] = Weight(inf, (right.reason,))

    def order(at: int) -> tuple[bool, bool, float, int, str]:
        score = weights[at].score if at in weights else 0.0
        independent = printed[at]["independent"]
        return at != settling, not decides[at], -score, -independent, repr(values[at])

    ordered = sorted(range(len(values)), key=order)
    rows = [
        _candidate_row(printed[at], decides[at], weights.get(at))
        | {"figure_id": summary["id"], "position": position, "recommended": position == 0}
        for position, at in enumerate(ordered)
    ]
    figure = _figure_row(
        summary, conflict, len(candidates), right if settling is not None else None
    )
    return figure | _official_columns(values[ordered[0]], official, measure), rows


def _candidate_row(printed: Stored, decides: bool, weight: Weight | None) -> Row:
    reasons = weight.reasons if weight else ()
    return {name: printed[name] for name in (*NAMES, *COUNTS)} | {
        "standing": "candidate" if decides else "coarser",
        "reasons": json.dumps(reasons, ensure_ascii=False),
    }


def _weigh(
    connection: Connection,
    summary: Stored,
    candidates: Sequence[Value],
    official: Official | None,
) -> list[Weight]:
    reports = reports_for(find_witnesses(connection, [summary["id"]]), candidates, summary)
    reports += reports_by_arithmetic(connection, candidates, summary)
    if official:
        reports += [
            Report(at, "official table", None, None, Closeness.official)
            for at, candidate in enumerate(candidates)
            if agree(candidate, official.printed, summary["measure"])
        ]
    return weigh(len(candidates), reports)


def _official_columns(recommended: Value, official: Official | None, measure: str) -> Row:
    if official is None:
        return dict.fromkeys(("official_value", "official_source", "official_status"))
    confirmed = agree(recommended, official.printed, measure)
    return {
        "official_value": decimal_text(official.value),
        "official_source": official.source,
        "official_status": "confirmed" if confirmed else "contradicted",
    }


def _figure_row(summary: Stored, conflict: bool, candidates: int, right: Right | None) -> Row:
    agreed = "agreed" if summary["witnesses"] > 1 else "single"
    status = "in_conflict" if conflict else agreed
    words = (
        summary["subject_name"],
        summary["index_code"],
        summary["component"],
        summary["indicator"],
    )
    return dict(summary) | {
        "candidates": candidates,
        "status": "settled" if right else status,
        "verdict_id": right and right.verdict_id,
        "folded": folded(*words),
    }
