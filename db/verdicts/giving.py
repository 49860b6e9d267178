"""Verdicts given and ended; both only write rows of their own, and list what is formed again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, insert, select, update

from ..bulk import insert_missing
from ..conclusions import ArticleToGroup, Candidate, Figure, FigureToForm
from ..connection import StoreError
from ..models import Article, Fact
from ..rows import Row
from .sameness import name_indicators
from .schema import Verdict

if TYPE_CHECKING:
    from ..store import Store

JUDGED = (
    *("kind", "value", "index_code", "component", "indicator", "subject_type", "subject_system"),
    *("subject_code", "subject_name", "period", "baseline", "scope", "modality", "measure"),
)
FIGURE_TOLD = ("index_code", "component", "indicator", "subject_name", "period", "measure")


def judge_wrong(
    store: Store,
    fact: str,
    *,
    reason: str,
    author: str,
    attributes: Sequence[str] | None = None,
) -> int:
    """Record that a fact, told by its id or the start of it, is wrong; return the verdict's number.

    The verdict holds while the article, the quote and the `attributes` judged (of `JUDGED`; all
    unless told) stay what they are, however often the article is read again.
    """
    if unknown := set(attributes or ()) - set(JUDGED):
        raise StoreError(f"{min(unknown)}: no attribute to judge; they are {', '.join(JUDGED)}")

    def write(connection: Connection) -> int:
        query = select(*Fact.__table__.columns, Article.key.label("article_key"))
        query = query.join(Article, Fact.article_id == Article.id)
        row = _only(connection, query.where(_starts(Fact.id, fact)), "fact", fact)
        judged = {name: getattr(row, name) for name in attributes or JUDGED}
        told = {name: getattr(row, name) for name in ("start", "end", "quote", "article_key")}
        _look_again(connection, row.article_id)
        return _add(connection, "wrong", reason, author, judged,
                    told | {"fact_id": row.id})  # fmt: skip

    return store.write(write)


def judge_right(store: Store, figure: str, value: str, *, reason: str, author: str) -> int:
    """Record that a value printed for a figure is right, which settles it; return the number.

    `figure` is its id or the start of it, `value` a number as printed (`84,97`) or a tier's label.
    """

    def write(connection: Connection) -> int:
        found = _only(connection, select(Figure.__table__).where(_starts(Figure.id, figure)),
                      "figure", figure)  # fmt: skip
        query = select(Candidate.__table__).where(Candidate.figure_id == found.id)
        printed = connection.execute(query.order_by(Candidate.position)).all()
        meant = [row for row in printed if _is_value(row.value, value)]
        if not meant:
            values = ", ".join(row.value for row in printed)
            raise StoreError(f"{value}: nobody prints it for this figure; printed are {values}")
        names = ("value", "number", "value_to", "direction", "qualifier")
        right = {name: getattr(meant[0], name) for name in names}
        judged = {name: getattr(found, name) for name in FIGURE_TOLD}
        _form_again(connection, found.id)
        return _add(connection, "right", reason, author, judged,
                    {"figure_id": found.id, "value": json.dumps(right)})  # fmt: skip

    return store.write(write)


def judge_same(store: Store, one: str, other: str, *, reason: str, author: str) -> int:
    """Record that two indicators, as facts write them, are one; their figures become one."""
    return _judge_indicators(store, "same", one, other, reason, author)


def judge_different(store: Store, one: str, other: str, *, reason: str, author: str) -> int:
    """Record that two indicators are not one, so that nobody judges them again."""
    return _judge_indicators(store, "different", one, other, reason, author)


def end_verdict(store: Store, number: int, *, reason: str, author: str) -> None:
    """End a verdict: its row stays, and what it concluded holds no longer."""

    def write(connection: Connection) -> None:
        row = connection.execute(select(Verdict.__table__).where(Verdict.id == number)).first()
        if row is None or row.ended is not None:
            raise StoreError(f"{number}: {'it ended already' if row else 'no such verdict'}")
        told = {"ended": _now(), "ended_by": author, "ended_reason": _told(reason)}
        connection.execute(update(Verdict).where(Verdict.id == number).values(told))
        if row.fact_id:
            found = select(Fact.article_id).where(Fact.id == row.fact_id)
            for article in connection.execute(found).scalars().all():
                _look_again(connection, article)
        if row.figure_id:
            _form_again(connection, row.figure_id)
        if row.kind == "same":
            name_indicators(connection)

    store.write(write)


def _judge_indicators(
    store: Store, kind: str, one: str, other: str, reason: str, author: str
) -> int:
    def write(connection: Connection) -> int:
        if one == other:
            raise StoreError(f"{one}: an indicator is the same as itself")
        for name in (one, other):
            if not connection.execute(select(Fact.id).where(Fact.indicator == name).limit(1)).all():
                raise StoreError(f"{name}: no fact has this indicator")
        told = {"one": min(one, other), "other": max(one, other)}
        number = _add(connection, kind, reason, author, {}, told)
        name_indicators(connection)
        return number

    return store.write(write)


def _add(
    connection: Connection, kind: str, reason: str, author: str, judged: Row, told: Row
) -> int:
    same = [getattr(Verdict, name) == told[name] for name in told]
    query = select(Verdict.id).where(Verdict.kind == kind, Verdict.ended.is_(None), *same)
    if (number := connection.execute(query).scalar()) is not None:
        raise StoreError(f"verdict {number} says so already")
    row = {
        "kind": kind,
        "reason": _told(reason),
        "author": author,
        "made": _now(),
        "judged": json.dumps(judged, ensure_ascii=False, sort_keys=True),
        **told,
    }
    return int(connection.execute(insert(Verdict).returning(Verdict.id), row).scalar_one())


def _only(connection: Connection, query: Select[Any], what: str, start: str) -> Any:
    found = connection.execute(query.limit(2)).all()
    if len(found) != 1:
        told = f"several {what}s start" if found else f"no {what} starts"
        raise StoreError(f"{start}: {told} so")
    return found[0]


def _starts(column: Any, start: str) -> Any:
    return column.startswith(start.lower(), autoescape=True)


def _is_value(printed: str, told: str) -> bool:
    try:
        return Decimal(printed) == Decimal(told.replace(",", "."))
    except InvalidOperation:
        return printed == told.strip().lower()


def _look_again(connection: Connection, article: str) -> None:
    insert_missing(connection, ArticleToGroup, [{"article_id": article}])


def _form_again(connection: Connection, figure: str) -> None:
    insert_missing(connection, FigureToForm, [{"figure_id": figure}])


def _told(reason: str) -> str:
    if not reason.strip():
        raise StoreError("a verdict needs a reason")
    return reason.strip()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
