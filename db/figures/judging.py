"""Which values printed for a figure decide, whether they agree, and which is probably right."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from sqlalchemy import Connection

from ..identity import decimal_text
from ..official.comparing import Official, OfficialValues
from ..rows import Row, folded
from .agreement import Value, agree, contradictory, deciding, fitting
from .arithmetic import Derivations
from .gathering import Printed
from .printed import read_printed
from .weighing import Closeness, Report, Weight, weigh
from .witnesses import Witness, reports_for, witnesses_by_figure

_UNCOVERED: Row = dict.fromkeys(("official_value", "official_source", "official_status"))
_folded = lru_cache(maxsize=65_536)(folded)


@dataclass(frozen=True, slots=True)
class Right:
    """What someone judged to be the right value of a figure, and the words for why."""

    verdict_id: int
    value: Value
    reason: str


def judge(
    connection: Connection, figures: Sequence[Printed], right: Mapping[str, Right]
) -> list[tuple[Row, list[Row]]]:
    """Return the row of each figure, and those of the values printed for it, in a fixed order.

    The recommended value comes first, then the other candidates and the coarser values. Reports
    are read one by one only where candidates contradict each other. A value judged `right` of a
    figure, if anyone prints it, settles it.
    """
    readings = [_read(summary, printed) for summary, printed in figures]
    in_conflict = [one.id for one in readings if one.conflict]
    known = _Known(
        witnesses_by_figure(connection, in_conflict),
        Derivations(connection, in_conflict),
        OfficialValues(connection, [one.summary for one in readings]),
        right,
    )
    return [_rows(one, known) for one in readings]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The values printed for a figure, and which of them are candidates, by their places."""

    summary: Row
    printed: Sequence[Row]
    candidates: Sequence[int] = (0,)
    conflict: bool = False

    @property
    def id(self) -> str:
        figure: str = self.summary["id"]
        return figure

    @property
    def measure(self) -> str:
        measure: str = self.summary["measure"]
        return measure

    def value(self, at: int) -> Value:
        return read_printed(self.printed[at])


def _read(summary: Row, printed: Sequence[Row]) -> _Reading:
    if len(printed) == 1:
        return _Reading(summary, printed)
    values = [read_printed(row) for row in printed]
    decides = deciding(values, summary["measure"])
    candidates = [at for at, does in enumerate(decides) if does]
    conflict = contradictory([values[at] for at in candidates], summary["measure"])
    return _Reading(summary, printed, candidates, conflict)


@dataclass(frozen=True, slots=True)
class _Known:
    """What speaks for values: who prints them, what follows from others, tables and verdicts."""

    witnesses: Mapping[str, Sequence[Witness]]
    derivations: Derivations
    official: OfficialValues
    right: Mapping[str, Right]

    def weights(self, one: _Reading) -> dict[int, Weight]:
        """Weigh the candidates of a figure in conflict."""
        candidates = [one.value(at) for at in one.candidates]
        reports = reports_for(self.witnesses.get(one.id, ()), candidates, one.summary)
        reports += self.derivations.reports(one.id, candidates, one.measure)
        if official := self.official.of(one.summary):
            reports += [
                Report(at, "official table", None, None, Closeness.official)
                for at, candidate in enumerate(candidates)
                if agree(candidate, official.printed, one.measure)
            ]
        return dict(zip(one.candidates, weigh(len(candidates), reports), strict=True))

    def disagree(self, one: _Reading) -> bool:
        """Whether articles print values that cannot all be right, each of them one alone.

        An article that prints several itself mostly tells of things that are not told apart.
        """
        values = [one.value(at) for at in one.candidates]
        told: dict[str, set[int]] = defaultdict(set)
        witnesses = self.witnesses.get(one.id, ())
        fits = fitting([witness.printed for witness in witnesses], values, one.measure)
        for witness, places in zip(witnesses, fits, strict=True):
            if len(places) == 1:
                told[witness.article_id] |= set(places)
        sides = {at for tells in told.values() if len(tells) == 1 for at in tells}
        return contradictory([values[at] for at in sorted(sides)], one.measure)

    def settling(self, one: _Reading) -> tuple[Right | None, int | None]:
        """Return the verdict that settles a figure, and the place of its value."""
        right = self.right.get(one.id)
        for at in range(len(one.printed)) if right else ():
            if right and one.value(at) == right.value:
                return right, at
        return None, None


def _rows(one: _Reading, known: _Known) -> tuple[Row, list[Row]]:
    official = known.official.of(one.summary)
    figure = _figure_row(one)
    if len(one.printed) == 1 and one.id not in known.right:
        alone: Row = {"status": _status(one, known), "verdict_id": None}
        return figure | alone | _official_columns(one, 0, official), [
            _candidate_row(one, 0, 0, None)
        ]
    weights = known.weights(one) if one.conflict else {}
    right, settled = known.settling(one)
    if right and settled is not None:
        weights[settled] = Weight(inf, (right.reason,))

    def order(at: int) -> tuple[bool, bool, float, int, str]:
        score = weights[at].score if at in weights else 0.0
        independent = one.printed[at]["independent"]
        return at != settled, at not in one.candidates, -score, -independent, repr(one.value(at))

    ordered = sorted(range(len(one.printed)), key=order)
    rows = [
        _candidate_row(one, at, position, weights.get(at)) for position, at in enumerate(ordered)
    ]
    status = "settled" if right else _status(one, known)
    told: Row = {"status": status, "verdict_id": right and right.verdict_id}
    return figure | told | _official_columns(one, ordered[0], official), rows


def _status(one: _Reading, known: _Known) -> str:
    if one.conflict:
        return "in_conflict" if known.disagree(one) else "several"
    return "agreed" if one.summary["witnesses"] > 1 else "single"


def _candidate_row(one: _Reading, at: int, position: int, weight: Weight | None) -> Row:
    told = {
        "figure_id": one.id,
        "position": position,
        "standing": "candidate" if at in one.candidates else "coarser",
        "recommended": position == 0,
        "reasons": json.dumps(weight.reasons, ensure_ascii=False) if weight else "[]",
    }
    return told | one.printed[at]


def _official_columns(one: _Reading, recommended: int, official: Official | None) -> Row:
    if official is None:
        return _UNCOVERED
    confirmed = agree(one.value(recommended), official.printed, one.measure)
    return {
        "official_value": decimal_text(official.value),
        "official_source": official.source,
        "official_status": "confirmed" if confirmed else "contradicted",
    }


def _figure_row(one: _Reading) -> Row:
    summary = one.summary
    words = (
        summary["subject_name"],
        summary["index_code"],
        summary["component"],
        summary["indicator"],
    )
    return summary | {"candidates": len(one.candidates), "folded": _folded(*words)}
