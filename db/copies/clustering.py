"""Clusters of near-copies, told for articles that have none yet, some at a time.

Two texts are tied if they share a band and tell the same story; a cluster is all that is tied, over
however many texts between. Both depend on the texts alone, so that the clusters are the same in
whatever order, batches and runs the articles came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, select, update

from ...corpus.duplicates import Content, Member, Role, Signature, may_be_alike, roles, same_story
from ..bulk import among, execute_for, insert_missing, rows_of
from ..conclusions import ArticleToGroup
from ..connection import one_at_a_time
from ..models import Article, StoredText
from ..turns import by_turns
from .sets import DisjointSets
from .signatures import neighbours, signatures_of

if TYPE_CHECKING:
    from ..store import Store

ARTICLES = 100_000  # looked at in one transaction
_CONTENTS = 2_000  # texts held while they are compared; 20 KB each
_LOCK = 7_310_655  # PostgreSQL's lock while clusters are told: one process at a time does it

ArticleRow = Row[*tuple[Any, ...]]

_ARTICLES = select(
    *(Article.id, Article.text_hash, Article.version, Article.published),
    *(Article.cluster, Article.cluster_role),
)
_NEW = _ARTICLES.where(Article.cluster.is_(None)).limit(ARTICLES)
_MEMBERS = _ARTICLES.where(among(Article.cluster))
_CLUSTERS = select(Article.text_hash, Article.cluster).where(among(Article.text_hash))
_BODY = select(StoredText.body).where(StoredText.hash == bindparam("text_hash"))
_CHANGE = (
    update(Article)
    .where(Article.id == bindparam("same_id"))
    .values(cluster=bindparam("new_cluster"), cluster_role=bindparam("new_role"))
)
_MAKE_ORIGINAL = (
    update(Article).where(among(Article.id)).values(cluster=Article.id, cluster_role=Role.original)
)


def group(store: Store) -> int:
    """Give each article that has none yet its cluster and role; return how many these were.

    It may be interrupted at any time: what was not looked at waits for the next call. Articles
    whose cluster changed are listed for their figures to be formed anew.
    """
    return by_turns(store, _group_some, ARTICLES)


def _group_some(connection: Connection) -> int:
    """Look at some articles; return how many these were, 0 when none is left."""
    one_at_a_time(connection, _LOCK)
    new = connection.execute(_NEW).all()
    if not new:
        return 0
    signatures = signatures_of(connection, (row.text_hash for row in new))
    near = neighbours(connection, signatures)
    texts = signatures.keys() | {other for others in near.values() for other in others}
    stories, clusters = _told_before(connection, texts)
    _tie(connection, stories, signatures, near)
    together: dict[str, list[ArticleRow]] = defaultdict(list)
    for row in new:
        together[stories.find(row.text_hash)].append(row)
    tied = [one for one in clusters if stories.find(one) in together]
    members = list(rows_of(connection, _MEMBERS, tied))
    for row in members:
        together[stories.find(row.cluster)].append(row)
    signatures |= signatures_of(connection, {row.text_hash for row in members} - signatures.keys())
    _write(connection, together.values(), signatures)
    return len(new)


def _told_before(connection: Connection, texts: Iterable[str]) -> tuple[DisjointSets, list[str]]:
    """Return the clusters that articles with these texts have, and the texts in sets with them."""
    stories, clusters = DisjointSets(), set()
    for row in rows_of(connection, _CLUSTERS, sorted(texts)):
        if row.cluster is not None:  # asked of PostgreSQL, it would go through all that have one
            stories.join(row.text_hash, row.cluster)
            clusters.add(row.cluster)
    return stories, sorted(clusters)


def _tie(
    connection: Connection,
    stories: DisjointSets,
    signatures: Mapping[str, Signature],
    near: Mapping[str, Mapping[str, Signature]],
) -> None:
    """Join the texts that tell the same story; what others have tied is not compared again.

    Texts near one another are compared one after another, while their contents are held.
    """
    content, families = _contents(connection), DisjointSets()
    for one, others in near.items():
        for other in others:
            families.join(one, other)
    for one in sorted(near, key=lambda text: (families.find(text), text)):
        for other, signature in sorted(near[one].items()):
            if other < one and other in near:  # the two have been compared
                continue
            if stories.find(one) == stories.find(other):
                continue
            if not may_be_alike(signatures[one], signature):
                continue
            if same_story(content(one), content(other)):
                stories.join(one, other)


def _contents(connection: Connection) -> Callable[[str], Content]:
    """Return what tells the content of a text by its hash."""

    @lru_cache(maxsize=_CONTENTS)
    def content(text_hash: str) -> Content:
        return Content(connection.execute(_BODY, {"text_hash": text_hash}).scalar_one())

    return content


def _write(
    connection: Connection,
    clusters: Iterable[Sequence[ArticleRow]],
    signatures: Mapping[str, Signature],
) -> None:
    """Write the cluster and role of articles that belong together, where these changed."""
    alone, changed, moved = [], [], []
    for rows in clusters:
        if len(rows) == 1 and rows[0].cluster is None:
            alone.append(rows[0].id)
            continue
        cluster, found = min(row.id for row in rows), _roles(rows, signatures)
        for row in rows:
            if (row.cluster, row.cluster_role) != (cluster, found[row.id]):
                changed.append(
                    {"same_id": row.id, "new_cluster": cluster, "new_role": found[row.id]}
                )
            if row.cluster != cluster:
                moved.append({"article_id": row.id})
    if changed:
        connection.execute(_CHANGE, sorted(changed, key=itemgetter("same_id")))
    execute_for(connection, _MAKE_ORIGINAL, sorted(alone))
    moved += [{"article_id": one} for one in alone]
    insert_missing(connection, ArticleToGroup, sorted(moved, key=itemgetter("article_id")))


def _roles(rows: Sequence[ArticleRow], signatures: Mapping[str, Signature]) -> dict[str, Role]:
    return roles(
        Member(row.id, row.version, row.published, signatures[row.text_hash]) for row in rows
    )
