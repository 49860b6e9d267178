"""Verdicts of facts attached again to the articles' facts, when these were extracted anew."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, select, update

from ..models import Article, Fact
from ..turns import ARTICLES, Turn
from .schema import Verdict

_KEYS = select(Article.key).where(Article.id.in_(ARTICLES))
_ALL_JUDGED = select(Verdict.__table__).where(Verdict.kind == "wrong", Verdict.ended.is_(None))
_JUDGED = _ALL_JUDGED.where(Verdict.article_key.in_(_KEYS))


def attach(connection: Connection, turn: Turn) -> bool:
    """Attach what was judged of facts of some articles to the facts that these have now.

    Return whether a verdict is of another fact now, or of none.

    It is the fact with the same quote and the same attributes judged in the current version of the
    article, nearest to where it stood; a verdict without one is an orphan.
    """
    changed = False
    judged = _ALL_JUDGED if turn.wide else _JUDGED  # which are few beside so many articles
    for verdict in connection.execute(judged, turn.ids).all():
        now = _fact(connection, verdict)
        if now != verdict.fact_id:
            told = update(Verdict).where(Verdict.id == verdict.id).values(fact_id=now)
            connection.execute(told)
            changed = True
    return changed


def _fact(connection: Connection, verdict: Row[Any]) -> str | None:
    wanted = json.loads(verdict.judged)
    query = (
        select(*Fact.__table__.columns)
        .join(Article, Fact.article_id == Article.id)
        .where(Article.key == verdict.article_key, Article.current, Fact.quote == verdict.quote)
    )
    fitting = [
        row
        for row in connection.execute(query)
        if all(getattr(row, name) == value for name, value in wanted.items())
    ]
    nearest = min(fitting, key=lambda row: (abs(row.start - verdict.start), row.id), default=None)
    return nearest.id if nearest else None
