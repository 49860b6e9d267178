"""Clusters read back: who printed a story first, who copied it, who went on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from ..bulk import among, rows_of
from ..models import Article

if TYPE_CHECKING:
    from ..store import Store

_ORDER = ("original", "copy", "update")


@dataclass(frozen=True, slots=True)
class ClusteredArticle:
    """An article of a cluster, as its source told of it; `role` is original, copy or update."""

    id: str
    role: str
    record_id: str
    publisher: str | None
    published: date | None
    url: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles of one story under the least of their ids: the original, copies, then updates."""

    id: str
    articles: tuple[ClusteredArticle, ...]


def clusters(store: Store, *, limit: int | None = None) -> list[Cluster]:
    """Return the clusters that hold more than one article, the largest first.

    Only the current version of each article is among them; an original may be one that its paper
    has changed since.
    """
    size = func.count(Article.key.distinct())
    several = (
        select(Article.cluster)
        .where(Article.current, Article.cluster.is_not(None))
        .group_by(Article.cluster)
        .having(size > 1)
        .order_by(size.desc(), Article.cluster)
        .limit(limit)
    )
    place = case({role: at for at, role in enumerate(_ORDER)}, value=Article.cluster_role)
    members = (
        select(Article)
        .where(Article.current, among(Article.cluster))
        .order_by(
            Article.cluster, place, Article.published.is_(None), Article.published, Article.id
        )
    )
    with store.reading() as connection:
        found = list(connection.execute(several).scalars())
        articles: dict[str | None, Cluster] = {}
        rows = rows_of(connection, members, found)
        for cluster, group in groupby(rows, key=attrgetter("cluster")):
            told = tuple(
                ClusteredArticle(
                    row.id, row.cluster_role, row.record_id, row.publisher,
                    row.published, row.url, row.title,
                )
                for row in group
            )  # fmt: skip
            articles[cluster] = Cluster(cluster, told)
    return [articles[cluster] for cluster in found]


def count_near_copies(store: Store, run_id: int) -> int:
    """Count the articles written by a run that are copies or updates of others."""
    query = (
        select(func.count())
        .select_from(Article)
        .where(Article.run_id == run_id, Article.cluster_role != _ORDER[0])
    )
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())
