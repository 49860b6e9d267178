"""Indicators that were judged the same, under one name."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from ..conclusions import ArticleToGroup
from ..models import Fact
from .schema import IndicatorName, Verdict


def name_indicators(connection: Connection) -> None:
    """Write anew under which name each indicator goes, by the verdicts that hold.

    All that are the same, directly or by way of others, go under the first name by alphabet. The
    articles whose figures are others now are listed to be looked at again.
    """
    table = IndicatorName.__table__
    before = {row.indicator: row.canonical for row in connection.execute(select(table))}
    pairs = select(Verdict.one, Verdict.other).where(Verdict.kind == "same")
    held = connection.execute(pairs.where(Verdict.ended.is_(None)))
    now = _named([(row.one or "", row.other or "") for row in held])
    changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    if not changed:
        return
    connection.execute(delete(IndicatorName))
    rows = [{"indicator": name, "canonical": canonical} for name, canonical in now.items()]
    if rows:
        connection.execute(insert(IndicatorName), rows)
    listed = select(ArticleToGroup.article_id)
    told = select(Fact.article_id).where(Fact.indicator.in_(changed)).distinct()
    new = told.where(Fact.article_id.not_in(listed))
    connection.execute(insert(ArticleToGroup).from_select(["article_id"], new))


def _named(pairs: list[tuple[str, str]]) -> dict[str, str]:
    names: dict[str, str] = {}

    def first(name: str) -> str:
        while names.setdefault(name, name) != name:
            name = names[name]
        return name

    for one, other in pairs:
        low, high = sorted((first(one), first(other)))
        names[high] = low
    return {name: first(name) for name in sorted(names)}
