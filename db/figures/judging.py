"""Which values printed for a figure decide, whether they agree, and which is probably right."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import inf
from typing import Any

from sqlalchemy import Connection

from ..identity import decimal_text
from ..official.comparing import Official, OfficialValues
from ..rows import Row, as_day, folded
from .agreement import Value, agree, contradictory, deciding, fitting
from .arithmetic import Derivations
from .gathering import VALUE, Gathered, Printed
from .gathering import Report as Told
from .printed import printed_value
from .weighing import Closeness, Report, Weight, weigh
from .witnesses import closeness

_UNCOVERED: Row = dict.fromkeys(("official_value", "official_source", "official_status"))
_folded = lru_cache(maxsize=65_536)(folded)


@dataclass(frozen=True, slots=True)
class Right:
    """What someone judged to be the right value of a figure, and the words for why."""

    verdict_id: int
    value: Value
    reason: str


def judge(
    connection: Connection, figures: Sequence[Gathered], right: Mapping[str, Right]
) -> list[tuple[Row, list[Row]]]:
    """Return the row of each figure, and those of the values printed for it, in a fixed order.

    The recommended value comes first, then the other candidates and the coarser values. Reports
    are looked at one by one only where candidates contradict each other. A value judged `right` of
    a figure, if anyone prints it, settles it.
    """
    readings = [_Reading.of(figure) for figure in figures]
    in_conflict = [one.id for one in readings if one.conflict]
    known = _Known(
        Derivations(connection, in_conflict),
        OfficialValues(connection, [one.figure for one in figures]),
        right,
    )
    return [_rows(one, known) for one in readings]


@dataclass(slots=True)
class _Reading:
    """The values printed for a figure, and which of them are candidates, by their places."""

    figure: Row
    printed: Sequence[Printed]
    told: Sequence[Told]
    candidates: Sequence[int] = (0,)
    conflict: bool = False

    @classmethod
    def of(cls, gathered: Gathered) -> _Reading:
        reading = cls(*gathered)
        if len(reading.printed) > 1:
            values = [printed_value(*one.value) for one in reading.printed]
            decides = deciding(values, reading.measure)
            reading.candidates = [at for at, does in enumerate(decides) if does]
            reading.conflict = contradictory(reading.values, reading.measure)
        return reading

    @property
    def id(self) -> str:
        figure: str = self.figure["id"]
        return figure

    @property
    def measure(self) -> str:
        measure: str = self.figure["measure"]
        return measure

    @property
    def values(self) -> list[Value]:
        """The candidates."""
        return [self.value(at) for at in self.candidates]

    def value(self, at: int) -> Value:
        return printed_value(*self.printed[at].value)

    def fits(self) -> list[tuple[Told, list[int]]]:
        """Return each report with the places of the candidates that it fits, the oldest first."""
        told = sorted(self.told, key=_by_age)
        printed = [printed_value(*one[VALUE]) for one in told]
        return list(zip(told, fitting(printed, self.values, self.measure), strict=True))


def _by_age(told: Told) -> tuple[date, str, int, str]:
    return as_day(told.published) or date.max, told.source, told.start, told.fact_id


@dataclass(frozen=True, slots=True)
class _Known:
    """What speaks for values beside reports: what follows from others, tables and verdicts."""

    derivations: Derivations
    official: OfficialValues
    right: Mapping[str, Right]

    def weights(self, one: _Reading, fits: Sequence[tuple[Told, list[int]]]) -> dict[int, Weight]:
        """Weigh the candidates of a figure in conflict; a coarser value speaks for all it fits."""
        candidates = one.values
        reports = [report for told, places in fits for report in _reports(told, places, one.figure)]
        reports += self.derivations.reports(one.id, candidates, one.measure)
        if official := self.official.of(one.figure):
            reports += [
                Report(at, "official table", None, None, Closeness.official)
                for at, candidate in enumerate(candidates)
                if agree(candidate, official.printed, one.measure)
            ]
        return dict(zip(one.candidates, weigh(len(candidates), reports), strict=True))

    def settling(self, one: _Reading) -> tuple[Right | None, int | None]:
        """Return the verdict that settles a figure, and the place of its value."""
        right = self.right.get(one.id)
        for at in range(len(one.printed)) if right else ():
            if right and one.value(at) == right.value:
                return right, at
        return None, None


def _reports(told: Told, places: Sequence[int], figure: Row) -> list[Report]:
    near, day = closeness(told.publisher, figure), as_day(told.published)
    return [Report(at, told.source, told.publisher, day, near) for at in places]


def _disagree(one: _Reading, fits: Sequence[tuple[Told, list[int]]]) -> bool:
    """Whether articles print values that cannot all be right, each of them one alone.

    An article that prints several itself mostly tells of things that are not told apart.
    """
    printed: dict[str, set[int]] = defaultdict(set)
    for told, places in fits:
        if len(places) == 1:
            printed[told.article_id] |= set(places)
    sides = {at for tells in printed.values() if len(tells) == 1 for at in tells}
    values = one.values
    return contradictory([values[at] for at in sorted(sides)], one.measure)


def _rows(one: _Reading, known: _Known) -> tuple[Row, list[Row]]:
    official = known.official.of(one.figure)
    if len(one.printed) == 1 and one.id not in known.right:
        return _figure_row(one, _status(one, ()), None, 0, official), [
            _candidate_row(one, 0, 0, None)
        ]
    fits = one.fits() if one.conflict else []
    weights = known.weights(one, fits) if one.conflict else {}
    right, settled = known.settling(one)
    if right and settled is not None:
        weights[settled] = Weight(inf, (right.reason,))

    def order(at: int) -> tuple[bool, bool, float, int, str]:
        score = weights[at].score if at in weights else 0.0
        printed = one.printed[at]
        spelled = _spelled(*printed.value)
        return at != settled, at not in one.candidates, -score, -printed.independent, spelled

    ordered = sorted(range(len(one.printed)), key=order)
    rows = [
        _candidate_row(one, at, position, weights.get(at)) for position, at in enumerate(ordered)
    ]
    status = "settled" if right else _status(one, fits)
    verdict = right.verdict_id if right else None
    return _figure_row(one, status, verdict, ordered[0], official), rows


@lru_cache(maxsize=65_536)
def _spelled(*printed: Any) -> str:
    return repr(printed_value(*printed))


def _status(one: _Reading, fits: Sequence[tuple[Told, list[int]]]) -> str:
    if one.conflict:
        return "in_conflict" if _disagree(one, fits) else "several"
    return "agreed" if one.figure["witnesses"] > 1 else "single"


def _candidate_row(one: _Reading, at: int, position: int, weight: Weight | None) -> Row:
    printed, mentions, witnesses, independent = one.printed[at]
    value, number, value_to, direction, qualifier = printed
    return {
        "figure_id": one.figure["id"],
        "position": position,
        "standing": "candidate" if at in one.candidates else "coarser",
        "recommended": position == 0,
        "reasons": json.dumps(weight.reasons, ensure_ascii=False) if weight else "[]",
        "value": value,
        "number": number,
        "value_to": value_to,
        "direction": direction,
        "qualifier": qualifier,
        "mentions": mentions,
        "witnesses": witnesses,
        "independent": independent,
    }


def _figure_row(
    one: _Reading, status: str, verdict: int | None, recommended: int, official: Official | None
) -> Row:
    row = one.figure
    row["folded"] = _folded(
        row["subject_name"], row["index_code"], row["component"], row["indicator"]
    )
    row["candidates"], row["status"], row["verdict_id"] = len(one.candidates), status, verdict
    row.update(_UNCOVERED if official is None else _covered(one, recommended, official))
    return row


def _covered(one: _Reading, recommended: int, official: Official) -> Row:
    confirmed = agree(one.value(recommended), official.printed, one.measure)
    return {
        "official_value": decimal_text(official.value),
        "official_source": official.source,
        "official_status": "confirmed" if confirmed else "contradicted",
    }
