"""Values that nobody printed and that follow: last year's from this year's and the change, x of y.

What an article says of one year's rank and its change since an earlier year tells that year's rank
(13 now, up 27: 40 then), which is compared with what others report and speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    and_,
    case,
    delete,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Row as Found
from sqlalchemy.orm import aliased

from ..bulk import first, insert_missing, unindexed, upsert
from ..conclusions import FigureFact, FigureToForm
from ..figures.identity import ALL_PROVINCES, figure_id
from ..identity import decimal_text, digest
from ..models import Article, Fact, StoredText
from ..rows import Row
from ..turns import ARTICLES, Turn, of_articles
from ..verdicts.standing import stands
from .schema import DerivedValue

POINTS = ("điểm", "điểm %")
LAST_RANK = 64  # of a province
REACH = 200  # characters between a level and its change, in one sentence
BREAK = re.compile(r"[.;!?]\s|\n")
SHARE_STEP = Decimal("0.01")
_OF_TURN = DerivedValue.article_id.in_(ARTICLES)
_DROP = delete(DerivedValue).where(_OF_TURN)
_ONE = ("index_code", "component", "subject_type", "subject_code", "subject_name", "period")


def derive(connection: Connection, turn: Turn) -> None:
    """Derive anew what follows from the facts of some articles.

    Figures that gain or lose a derived value are listed to be formed again.
    """
    list_figures = _list_figures(connection.dialect.name)
    connection.execute(list_figures, turn.ids)
    connection.execute(_DROP, turn.ids)
    pairs = connection.execute(_levels_and_changes(turn.wide), turn.ids).all()
    counts = connection.execute(_parts_of_a_whole(turn.wide), turn.ids).all()
    rows = [*_before(pairs), *_shares(counts)]
    if rows:
        insert_missing(connection, DerivedValue, rows)
        connection.execute(list_figures, turn.ids)


@cache
def _list_figures(dialect: str) -> Insert:
    told = select(DerivedValue.figure_id).where(_OF_TURN, DerivedValue.figure_id.is_not(None))
    reported = select(FigureFact.figure_id).where(FigureFact.figure_id.in_(told)).distinct()
    listing = upsert(dialect, FigureToForm).from_select(["figure_id"], reported)
    return listing.on_conflict_do_nothing()


@cache
def _levels_and_changes(wide: bool) -> Select[*tuple[Any, ...]]:
    """Select each rank or value of an index beside its change since a time that is told."""
    change = aliased(Fact)
    changes = first(_changes(wide))
    before = figure_id(period=change.baseline, baseline=null())
    return (
        select(
            *(Fact.article_id, Fact.measure, Fact.subject_type),
            *(change.baseline, before.label("figure_id")),
            *(Fact.id.label("level_id"), Fact.value.label("level"), Fact.start.label("at")),
            *(change.id.label("change_id"), change.value.label("change"), change.direction),
            *(change.start.label("change_at"), _between(change).label("between")),
        )
        .join_from(changes, change, change.id == changes.c.id)
        .join(Fact, Fact.article_id == changes.c.article_id)
        .join(Article, Fact.article_id == Article.id)
        .join(StoredText, Article.text_hash == StoredText.hash)
        .where(func.abs(Fact.start - change.start) < REACH)
        .where(Article.current)
        .where(*_plain(Fact), *_plain(change), *_belong_together(change))
        .order_by(Fact.article_id, Fact.start, change.start, Fact.id, change.id)
    )


def _changes(wide: bool) -> Select[str, str]:
    """Select the changes since a time that is told, which are few."""
    told = (Fact.baseline.is_not(None), Fact.direction.is_not(None))
    measures = Fact.measure.in_(("rank_change", "value_change"))
    return select(Fact.id, Fact.article_id).where(
        of_articles(Fact.article_id, wide), measures, *told
    )


def _plain(fact: type[Fact]) -> tuple[ColumnElement[bool], ...]:
    reported = fact.modality == "reported"
    return fact.qualifier == "exact", fact.value_to.is_(None), reported, stands(fact)


def _belong_together(change: type[Fact]) -> list[ColumnElement[bool]]:
    """Return when a change is that of a rank or value since a time of which it is also told."""
    of_rank = and_(Fact.measure == "rank", change.measure == "rank_change")
    points = and_(change.measure == "value_change", change.unit.in_(POINTS))
    return [
        or_(of_rank, and_(Fact.measure == "value", points)),
        *(_same(getattr(Fact, name), getattr(change, name)) for name in (*_ONE, "scope")),
        Fact.index_code.is_not(None),
        Fact.subject_type.is_not(None),
        Fact.baseline.is_(None),
        change.direction.is_not(None),
        or_(Fact.out_of.is_(None), Fact.measure == "value", Fact.out_of.in_(ALL_PROVINCES)),
        change.baseline != Fact.period,
        _same_territory(change.baseline),
    ]


def _between(change: type[Fact]) -> ColumnElement[str]:
    """Return the words between a level and its change, whichever comes first."""
    body = StoredText.body
    return case(
        (change.start >= Fact.end, func.substr(body, Fact.end + 1, change.start - Fact.end)),
        (Fact.start >= change.end, func.substr(body, change.end + 1, Fact.start - change.end)),
        else_="",
    )


def _same(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(one, "") == func.coalesce(other, "")


def _same_territory(before: Any) -> ColumnElement[bool]:
    """Provinces and their ranks of before July 2025 are not those of after it."""
    old, year = Fact.subject_system == "63", func.substr(before, 1, 4)
    return or_(Fact.subject_system.is_(None), and_(old, year < "2025"), and_(~old, year > "2025"))


def _before(pairs: Iterable[Found[Any]]) -> list[Row]:
    """Return what was before; of pairs in one article that say the same the closest is kept."""
    closest: dict[tuple[str, ...], tuple[int, Row]] = {}
    for pair in _nearest(pairs):
        level, change = Decimal(pair.level), Decimal(pair.change)
        rising = {"up": 1, "down": -1, "same": 0}[pair.direction]
        ranks = pair.measure == "rank"
        value = level + rising * change * (1 if ranks else -1)
        last = LAST_RANK if pair.subject_type == "province" else value
        possible = 1 <= value <= last if ranks else value >= 0
        row = _row(pair.article_id, pair.measure, value, pair.level_id, pair.change_id)
        row |= {
            "figure_id": pair.figure_id if possible else None,
            "period": pair.baseline,
            "margin": "0" if ranks else decimal_text(_half(level) + _half(change)),
        }
        key = (pair.article_id, pair.figure_id, str(value))
        distance = abs(pair.at - pair.change_at)
        if key not in closest or distance < closest[key][0]:
            closest[key] = distance, row
    return [row for _, row in closest.values()]


def _nearest(pairs: Iterable[Found[Any]]) -> list[Found[Any]]:
    """Return each change with the level of its sentence that stands nearest."""
    nearest: dict[str, Found[Any]] = {}
    for pair in pairs:
        if BREAK.search(pair.between):
            continue
        rival = nearest.get(pair.change_id)
        if rival is None or len(pair.between) < len(rival.between):
            nearest[pair.change_id] = pair
    return list(nearest.values())


def _half(number: Decimal) -> Decimal:
    """Return how far rounding may have carried a printed number."""
    return Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2


@cache
def _parts_of_a_whole(wide: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(Fact.id, Fact.article_id, Fact.value, Fact.out_of, Fact.period)
        .join(Article, Fact.article_id == Article.id)
        .where(of_articles(Fact.article_id, wide), Article.current, stands())
        .where(Fact.kind == "count", Fact.out_of.is_not(None), Fact.qualifier == "exact")
        .where(Fact.value_to.is_(None), Fact.modality == "reported")
        .order_by(unindexed(Fact.id))
    )


def _shares(parts: Sequence[Found[Any]]) -> list[Row]:
    rows = []
    for part in parts:
        whole = Decimal(part.out_of)
        if not whole:
            continue
        share = (100 * Decimal(part.value) / whole).quantize(SHARE_STEP)
        row = _row(part.article_id, "share", share, part.id, None)
        margin = decimal_text(SHARE_STEP / 2)
        rows.append(row | {"figure_id": None, "period": part.period, "margin": margin})
    return rows


def _row(article: str, measure: str, value: Decimal, level: str, change: str | None) -> Row:
    return {
        "id": digest(measure, level, change),
        "article_id": article,
        "measure": measure,
        "value": decimal_text(value),
        "level_id": level,
        "change_id": change,
    }
