"""Articles and facts as rows, and rows as facts again; the same values come back."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import RowMapping

from ..corpus.article import Article
from ..extractors.types import Amount, Fact, Period, Subject
from ..patterns.fold import strip_marks
from .identity import decimal_text, fact_id

Row = dict[str, Any]
Stored = Mapping[str, Any] | RowMapping

_SAME_NAME = (
    "kind",
    "start",
    "end",
    "quote",
    "modality",
    "component",
    "indicator",
    "scope",
    "attribution",
    "measure",
    "zone",
    "rule",
    "confidence",
)
_same = attrgetter(*_SAME_NAME)
_period = lru_cache(maxsize=4096)(Period.parse)


def folded(*words: str | None) -> str:
    """Return words as they are searched: lower case, without diacritics."""
    return strip_marks(" ".join(filter(None, words)))


def article_row(article: Article) -> Row:
    """Return what a row tells of an article's source; identity and version are not in it."""
    return {
        "record_id": article.id,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher or None,
        "published": article.published,
        "published_origin": article.dated_by,
        "author": article.author,
        "source": article.source,
        "encoding": article.encoding,
    }


def fact_row(article: str, fact: Fact) -> Row:
    """Return a fact of the article with this id as a row."""
    subject = fact.subject
    return {
        **dict(zip(_SAME_NAME, _same(fact), strict=True)),
        "id": fact_id(article, fact),
        "article_id": article,
        "index_code": fact.index,
        "subject_type": subject and subject.type,
        "subject_code": subject and subject.code,
        "subject_name": subject and subject.name,
        "subject_system": subject and subject.system,
        "baseline": fact.baseline and str(fact.baseline),
        "open": _open_json(fact.open),
        "folded": folded(
            fact.quote,
            fact.indicator,
            fact.component,
            subject.name if subject else None,
            fact.index,
        ),
        **_amount_columns(fact.amount),
        **_period_columns(fact.period),
    }


def _amount_columns(amount: Amount) -> Row:
    return {
        "value": decimal_text(amount.value),
        "number": None if isinstance(amount.value, str) else float(amount.value),
        "decimals": amount.decimals,
        "value_to": decimal_text(amount.value_to),
        "unit": amount.unit,
        "out_of": decimal_text(amount.out_of),
        "direction": amount.direction,
        "qualifier": amount.qualifier,
    }


@lru_cache(maxsize=4096)
def _open_json(reasons: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(reasons), ensure_ascii=False)


@lru_cache(maxsize=4096)
def _period_columns(period: Period | None) -> Row:
    return {
        "period": period and str(period),
        "period_start": period and period.first_day,
        "period_end": period and period.last_day,
    }


def evidence_rows(row_id: str, fact: Fact) -> list[Row]:
    """Return the evidence of the fact with this id, in the order it was given."""
    return [
        {
            "fact_id": row_id,
            "position": position,
            "role": piece.role,
            "start": piece.start,
            "end": piece.end,
            "rule": piece.rule,
        }
        for position, piece in enumerate(fact.evidence)
    ]


def read_fact(row: Stored) -> Fact:
    """Return the fact that a row holds, without its evidence."""
    return Fact(
        **{name: row[name] for name in _SAME_NAME},
        amount=_read_amount(row),
        index=row["index_code"],
        subject=read_subject(row),
        period=_period(row["period"]) if row["period"] else None,
        baseline=_period(row["baseline"]) if row["baseline"] else None,
        open=tuple(json.loads(row["open"]).items()),
    )


def read_subject(row: Stored) -> Subject | None:
    """Return the subject that a row names, if any."""
    if row["subject_type"] is None:
        return None
    return Subject(
        row["subject_type"], row["subject_code"], row["subject_name"], row["subject_system"]
    )


def read_value(row: Stored) -> Decimal | str:
    """Return the value of a row with its printed decimals, or the label of a tier."""
    value: str = row["value"]
    return value if row["number"] is None else Decimal(value)


def _read_amount(row: Stored) -> Amount:
    return Amount(
        value=read_value(row),
        value_to=_decimal(row["value_to"]),
        unit=row["unit"],
        out_of=_decimal(row["out_of"]),
        direction=row["direction"],
        qualifier=row["qualifier"],
    )


def as_day(given: date | str | None) -> date | None:
    """Return a day as a driver gives it: SQLite's gives text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
