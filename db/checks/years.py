"""Checks of figures: against what follows from other years', other provinces', the same article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    and_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from ..bulk import among, first, rows_of
from ..conclusions import Candidate, Figure, FigureFact
from ..figures.agreement import agree
from ..figures.arithmetic import derived_value
from ..figures.printed import NAMES, read_printed
from ..models import Fact
from ..turns import ARTICLES, FIGURES, Turn
from .found import Found, Part, plain
from .schema import DerivedValue

WORDS = {"up": "up", "down": "down", "same": "unchanged"}
_PRINTED = tuple(getattr(Fact, name) for name in NAMES)
_RANKED = slice(0, 7)  # what two ranks must share to be of one list, and the rank
_LEVEL, _CHANGE = aliased(Fact), aliased(Fact)


def _derivations(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select derived values with the words of the facts that they follow from."""
    return (
        select(*DerivedValue.__table__.columns)
        .where(*which)
        .join(_LEVEL, DerivedValue.level_id == _LEVEL.id)
        .join(_CHANGE, DerivedValue.change_id == _CHANGE.id)
        .add_columns(_LEVEL.value.label("level"), _CHANGE.value.label("change"))
        .add_columns(_CHANGE.direction)
        .order_by(DerivedValue.figure_id, DerivedValue.id)
    )


def _derivation(row: Row[Any]) -> str:
    change = "" if row.direction == "same" else f" {plain(row.change)}"
    return f"{plain(row.level)}, {WORDS[row.direction]}{change}, was {plain(row.value)}"


def _parents(row: Row[Any]) -> tuple[Part, Part]:
    level = "rank" if row.measure == "rank" else "value"
    return (
        Part(level, row.level_id, row.article_id),
        Part("change", row.change_id, row.article_id),
    )


def impossible_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find ranks and changes before which there was no such rank: 3rd, down 5 from -2."""
    for row in connection.execute(_of_no_figure(), turn.ids):
        message = f"{_derivation(row)} in {row.period}"
        yield Found("impossible_change", message, _parents(row))


@cache
def _of_no_figure() -> Select[*tuple[Any, ...]]:
    return _derivations(DerivedValue.article_id.in_(ARTICLES), DerivedValue.figure_id.is_(None))


def change_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find figures none of whose values is what follows from a later one and its change."""
    derivations = connection.execute(_of_figures(), turn.ids).all()
    told = _candidates(connection, turn) if derivations else {}
    for row in derivations:
        candidates = told.get(row.figure_id, [])
        derived = derived_value(row)
        if any(agree(derived, read_printed(one._mapping), row.measure) for one in candidates):
            continue
        for reported in candidates[:1]:
            printed = f"{plain(reported.value)} is printed for {row.period}"
            before = Part("before", reported.id, reported.article_id, row.figure_id)
            parts = (*_parents(row), before)
            yield Found("change", f"{_derivation(row)}, and {printed}", parts)


@cache
def _of_figures() -> Select[*tuple[Any, ...]]:
    return _derivations(DerivedValue.figure_id.in_(FIGURES))


def _candidates(connection: Connection, turn: Turn) -> dict[str, list[Row[Any]]]:
    """Return the deciding values of figures, each with the first fact that prints it."""
    rows = connection.execute(_reported(), turn.ids)
    firsts = [next(group) for _, group in groupby(rows, key=attrgetter("figure_id", "position"))]
    return {key: list(group) for key, group in groupby(firsts, key=attrgetter("figure_id"))}


@cache
def _reported() -> Select[*tuple[Any, ...]]:
    """Select the facts that print the deciding values of figures which have a derived one too."""
    return (
        select(Candidate.figure_id, Candidate.position, *_PRINTED, Fact.id, Fact.article_id)
        .join(FigureFact, FigureFact.figure_id == Candidate.figure_id)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .where(Candidate.figure_id.in_(FIGURES))
        .where(Candidate.figure_id.in_(select(DerivedValue.figure_id)))
        .where(Candidate.standing == "candidate")
        .where(Fact.value == Candidate.value, Fact.qualifier == Candidate.qualifier)
        .order_by(Candidate.figure_id, Candidate.position, Fact.id)
    )


def shared_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find two provinces whose recommended rank of one index, year and scope is the same."""
    alike: dict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_ranks_beside(), turn.ids):
        alike[tuple(row[_RANKED])].append(row)
    pairs = {
        tuple(sorted((one.id, other.id))): one.value
        for rows in alike.values()
        for one, other in combinations(rows, 2)
        if one.subject_code != other.subject_code and (one.formed or other.formed)
    }
    firsts = _first_facts(connection, sorted({figure for pair in pairs for figure in pair}))
    for pair, rank in sorted(pairs.items()):
        if len(said := [firsts[figure] for figure in pair if figure in firsts]) == 2:
            names = " and ".join(row.subject_name for row in said)
            parts = tuple(Part("rank", row.id, row.article_id, row.figure_id) for row in said)
            yield Found("shared_rank", f"rank {rank} for {names}", parts)


@cache
def _ranks_beside() -> CompoundSelect[*tuple[Any, ...]]:
    """Select the recommended ranks of provinces in each index, period and component formed.

    Those of no component apart: one condition for both is met by no index of PostgreSQL.
    """
    return union_all(
        _ranks_where(lambda one, other: one == other),
        _ranks_where(lambda one, other: and_(one.is_(None), other.is_(None))),
    )


def _ranks_where(same: Callable[[Any, Any], ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    new, printed = aliased(Figure), aliased(Candidate)
    few, own = first(FIGURES), FIGURES.subquery()
    where = select(new.index_code, new.period, new.component).where(new.measure == "rank")
    turn = first(where.join_from(few, new, new.id == few.c.figure_id).distinct())
    beside = and_(
        Figure.index_code == turn.c.index_code,
        Figure.period == turn.c.period,
        same(Figure.component, turn.c.component),
    )
    of_provinces = (Figure.subject_type == "province", Figure.subject_code.is_not(None))
    return (
        select(Figure.index_code, Figure.period, Figure.component, Figure.subject_system)
        .add_columns(Figure.scope, Figure.out_of, printed.value)
        .add_columns(Figure.id, Figure.subject_code, own.c.figure_id.label("formed"))
        .join_from(turn, Figure, beside)
        .join(printed, printed.figure_id == Figure.id)
        .outerjoin(own, own.c.figure_id == Figure.id)
        .where(Figure.measure == "rank", Figure.modality == "reported", *of_provinces)
        .where(Figure.subject_system.is_not(None), printed.position == 0)
        .where(printed.qualifier == "exact", printed.value_to.is_(None))
    )


def _first_facts(connection: Connection, figures: Sequence[str]) -> dict[str, Any]:
    """Return the first fact that prints the recommended rank of each figure.

    Words that name several provinces print none: they share their rank.
    """
    rows = rows_of(connection, _ranks_first(), figures)
    return {figure: next(group) for figure, group in groupby(rows, key=attrgetter("figure_id"))}


@cache
def _ranks_first() -> Select[*tuple[Any, ...]]:
    twin = aliased(Fact)
    joint = select(twin.id).where(
        twin.article_id == Fact.article_id,
        twin.start == Fact.start,
        twin.subject_code != Fact.subject_code,
    )
    return (
        select(FigureFact.figure_id, Fact.id, Fact.article_id, Fact.subject_name)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .join(Candidate, Candidate.figure_id == FigureFact.figure_id)
        .where(Candidate.recommended, Fact.value == Candidate.value, ~joint.exists())
        .where(among(FigureFact.figure_id))
        .order_by(FigureFact.figure_id, Fact.id)
    )


def self_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find articles whose title, lead and body print several values for one figure of an index.

    Elsewhere two values that contradict each other mostly are of two things that were not told
    apart: such figures are conflicts, and no findings.
    """
    rows = connection.execute(_several_values(), turn.ids)
    for _, group in groupby(rows, key=attrgetter("figure_id", "article_id")):
        for one, other in combinations(list(group), 2):
            if _speak_of_one_thing(one, other) and not _agree(one, other):
                parts = tuple(
                    Part("value", row.id, row.article_id, row.figure_id) for row in (one, other)
                )
                values = f"{_printed(one)} and {_printed(other)} in one article"
                yield Found("self_contradiction", values, parts)
                break


@cache
def _several_values() -> Select[*tuple[Any, ...]]:
    """Select the facts of provinces' figures of an index that have more than one candidate."""
    turn = first(FIGURES)
    return (
        select(FigureFact.figure_id, Figure.measure, Fact.id, Fact.article_id, *_PRINTED)
        .add_columns(Fact.zone, Fact.out_of)
        .join_from(turn, Figure, Figure.id == turn.c.figure_id)
        .join(FigureFact, FigureFact.figure_id == Figure.id)
        .join(Fact, FigureFact.fact_id == Fact.id)
        .where(Figure.candidates > 1)
        .where(Figure.index_code.is_not(None), Figure.subject_type == "province")
        .order_by(FigureFact.figure_id, Fact.article_id, Fact.start, Fact.id)
    )


def _speak_of_one_thing(one: Row[Any], other: Row[Any]) -> bool:
    """Whether title, lead or body say again what another says, not what goes on beside it.

    Ranks are said again when one of them is told to be among all provinces.
    """
    told = one.measure == "value" or (one.measure == "rank" and (one.out_of or other.out_of))
    return bool(told) and one.zone != other.zone


def _agree(one: Row[Any], other: Row[Any]) -> bool:
    return agree(read_printed(one._mapping), read_printed(other._mapping), one.measure)


def _printed(row: Row[Any]) -> str:
    return str(row.value) if row.number is None else plain(row.value)
