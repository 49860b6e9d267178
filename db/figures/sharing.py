"""The figures of a turn judged: by two processes where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from sqlalchemy import Connection

from ..beside import beside, is_worth_help, or_alone
from ..bulk import Values, values_of
from ..turns import Turn, divided
from ..verdicts.reading import right_values
from .gathering import gather
from .judging import judge

MINE = 0.5  # of them that are judged here, where all are written

Judged = tuple[Values, Values]  # rows of figures, and of their candidates


@contextmanager
def judged(connection: Connection, turn: Turn) -> Iterator[Iterator[Judged]]:
    """Give the rows of the figures of a turn and of their candidates, in order of ids, in parts."""
    if not is_worth_help(connection, turn):
        yield judge_all(connection, turn)
        return
    mine, others = divided(connection, turn, int(turn.size * MINE))
    with beside(connection.engine, judge_all, others) as found:
        yield chain(judge_all(connection, mine), or_alone(found, connection, judge_all, others))


def judge_all(connection: Connection, turn: Turn) -> Iterator[Judged]:
    """Yield the rows of the figures of a turn and of their candidates, in order of ids."""
    right = right_values(connection, turn)
    for some in gather(connection, turn):
        formed = judge(connection, some, right)
        candidates = [row for _, rows in formed for row in rows]
        yield values_of([figure for figure, _ in formed]), values_of(candidates)
