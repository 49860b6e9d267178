"""Checks of counts that stand beside one another: parts against a total, x of y against a share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

import regex
from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from ..bulk import among, rows_of, unindexed
from ..figures.agreement import Value, step
from ..models import Article, Fact, StoredText
from ..turns import Turn, of_articles
from ..verdicts.standing import stands
from .found import Found, Part, plain

REACH = 60  # characters between x of y and its percentage
SENTENCE = 500  # characters behind a total in which its parts stand
AT_ONCE = 2_000  # totals that are held with the words behind them
NEAR = Decimal("0.05")  # parts that miss their total by more are only some of them, or others
# "21/25 dịch vụ, đạt tỷ lệ", "50/83 bộ, cơ quan (chiếm": nothing else stands between the two.
TO_SHARE = regex.compile(
    r"^(?:[^.,;:()\d\n]*(?:,|\s)|[^.;:()\d\n]*\()\s*"
    r"(?:(?:đạt|chiếm|bằng|tương đương|tương ứng|tỷ lệ|tỉ lệ|tức|khoảng|=)\s*)+$"
    r"|^[^.;:()\d\n]*\(\s*$",
    regex.IGNORECASE,
)
TO_COUNT = regex.compile(r"^\s*\(\s*(?:tương đương|tương ứng|tức|với)?\s*$", regex.IGNORECASE)
OPENS = regex.compile(r"^[^.;:()\d\n]*(?:trong đó|(?:bao )?gồm|chia ra|:)", regex.IGNORECASE)
NUMBER = regex.compile(r"\d[\d.]*")
ONE = regex.compile(r"\bmột\b", regex.IGNORECASE)
ENDS = regex.compile(r"[.;!?](?=\s)|\n|trong đó|(?:bao )?gồm|so với|tăng|giảm", regex.IGNORECASE)


def share_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find x/y with another percentage printed for it: "50/83 (chiếm 62,4%)" is 60,2%."""
    for row in connection.execute(_counts_and_shares(turn.wide), turn.ids):
        bridge = TO_SHARE if row.behind else TO_COUNT
        if bridge.match(row.words) and not _is_share(row):
            yield _share_finding(row)


@cache
def _counts_and_shares(wide: bool) -> Select[*tuple[Any, ...]]:
    """Select x/y beside the percentages near it, with the words between them."""
    share, count = aliased(Fact), Fact
    behind = share.start - count.end
    ahead = count.start - share.end
    words = case(
        (behind > 0, func.substr(StoredText.body, count.end + 1, behind)),
        else_=func.substr(StoredText.body, share.end + 1, ahead),
    )
    return (
        select(count.id, count.article_id, count.value, count.out_of)
        .add_columns(share.id.label("share_id"), share.value.label("share"))
        .add_columns(words.label("words"), (behind > 0).label("behind"))
        .join(share, share.article_id == unindexed(count.article_id))
        .join(Article, count.article_id == Article.id)
        .join(StoredText, Article.text_hash == StoredText.hash)
        .where(of_articles(count.article_id, wide), Article.current, stands(), stands(share))
        .where(count.kind == "count", count.out_of.is_not(None), count.qualifier == "exact")
        .where(share.kind == "percentage", share.qualifier.in_(("exact", "about")))
        .where(count.value_to.is_(None), share.value_to.is_(None))
        .where(or_(behind.between(1, REACH), ahead.between(1, REACH)))
        .order_by(unindexed(count.article_id), count.start, share.start)
    )


def _is_share(row: Row[Any]) -> bool:
    """Whether the percentage is x of y, rounded or cut off at its last digit."""
    printed = Decimal(row.share)
    one = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    return not Decimal(row.out_of) or abs(_share(row) - printed) < one


def _share(row: Row[Any]) -> Decimal:
    return 100 * Decimal(row.value) / Decimal(row.out_of)


def _share_finding(row: Row[Any]) -> Found:
    share = _share(row).quantize(Decimal("0.01"))
    counted = f"{plain(row.value)} of {plain(row.out_of)}"
    return Found(
        "share",
        f"{counted} is {plain(share)}%, and {plain(row.share)}% is printed",
        (Part("count", row.id, row.article_id), Part("share", row.share_id, row.article_id)),
    )


def parts_findings(connection: Connection, turn: Turn) -> Iterator[Found]:
    """Find parts that miss their total by little: "32 nhiệm vụ, trong đó 9 …, 13 …, 11 …"."""
    query = _totals_and_parts(turn.wide)
    rows = connection.execute(query, turn.ids, execution_options=turn.options)
    beside = (list(parts) for _, parts in groupby(rows, key=attrgetter("id")))
    several = (parts for parts in beside if len(parts) > 1)
    while some := list(islice(several, AT_ONCE)):
        told = rows_of(connection, _words_behind(), [parts[0].id for parts in some])
        words = {row.id: row.words for row in told}
        for parts in some:
            if found := _parts_finding(parts, words[parts[0].id]):
                yield found


@cache
def _words_behind() -> Select[str, str]:
    """Select the words behind totals: of few, since to find them in a text takes long."""
    behind: ColumnElement[str] = func.substr(StoredText.body, Fact.end + 1, SENTENCE)
    return (
        select(Fact.id, behind.label("words"))
        .join(Article, Fact.article_id == Article.id)
        .join(StoredText, Article.text_hash == StoredText.hash)
        .where(among(Fact.id))
    )


@cache
def _totals_and_parts(wide: bool) -> Select[*tuple[Any, ...]]:
    """Select totals beside what may be their parts."""
    part, total = aliased(Fact), Fact
    return (
        select(total.id, total.article_id, total.value, total.unit, total.measure, total.end)
        .join(part, part.article_id == unindexed(total.article_id))
        .join(Article, total.article_id == Article.id)
        .where(of_articles(total.article_id, wide), Article.current, stands(), stands(part))
        .where(total.kind.in_(("count", "money")), part.kind == total.kind)
        .where(total.qualifier == "exact")
        .where(part.start > total.end, part.start - total.end < SENTENCE)
        .where(total.out_of.is_(None), total.value_to.is_(None), part.number < total.number)
        .add_columns(part.id.label("part_id"), part.value.label("part"), part.start.label("at"))
        .add_columns(part.out_of, part.value_to, part.qualifier, part.unit.label("part_unit"))
        .order_by(unindexed(total.article_id), total.start, total.id, part.start, part.id)
    )


def _parts_finding(rows: Sequence[Row[Any]], words: str) -> Found | None:
    total = rows[0]
    opening = OPENS.match(words)
    if opening is None:
        return None
    ending = ENDS.search(words, opening.end())
    last = total.end + (ending.start() if ending else len(words))
    parts = _alike([row for row in rows if total.end + opening.end() <= row.at < last])
    if len(parts) < 2 or not all(_is_plain(part) for part in parts):
        return None
    added = sum((Decimal(part.part) for part in parts), Decimal(0))
    whole, off = Decimal(total.value), added - Decimal(total.value)
    printed = [whole, *(Decimal(part.part) for part in parts)]
    rounding = sum(map(_half, printed), Decimal(0))
    if _is_left_out(-off, words[opening.end() : ending.start() if ending else None]):
        return None
    misprinted = sorted(str(added)) == sorted(str(whole))  # 237 for 273
    if abs(off) <= rounding or (abs(off) > NEAR * whole and not misprinted):
        return None
    terms = " + ".join(plain(part.part) for part in parts)
    message = f"{terms} is {plain(added)}, and {plain(whole)} is printed"
    told = (Part("part", part.part_id, part.article_id) for part in parts)
    return Found("parts", message, (Part("total", total.id, total.article_id), *told))


def _is_left_out(missing: Decimal, words: str) -> bool:
    """Whether what is missing stands in the list under another noun: "… và 1 chi bộ cơ sở"."""
    named = {number.replace(".", "") for number in NUMBER.findall(words)}
    return str(missing) in named or (missing == 1 and ONE.search(words) is not None)


def _half(number: Decimal) -> Decimal:
    """Return how far rounding may have carried a number: one of thousands or more was rounded."""
    return Decimal(0) if number % 1000 else step(Value(number), "count") / 2


def _alike(parts: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Return the parts that count what the total counts, or all where the words do not tell."""
    of_total = [part for part in parts if _noun(part.part_unit) == _noun(part.unit)]
    return of_total if len(of_total) > 1 else [part for part in parts if not part.part_unit]


def _noun(unit: str | None) -> str:
    return (unit or "").partition(" ")[0].lower()


def _is_plain(part: Row[Any]) -> bool:
    return part.qualifier == "exact" and part.out_of is None and part.value_to is None
