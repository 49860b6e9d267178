"""Questions to the store: facts by index, place, year and words, and how much it holds."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from ..extractors.types import Evidence
from . import models
from .facts import FactRow, facts
from .store import Store

__all__ = ["FactRow", "StoreCounts", "counts", "evidence", "facts", "text"]


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much a store holds: rows of each kind; `articles` and `facts` are the current ones."""

    articles: int
    versions: int
    texts: int
    publishers: int
    facts: int
    runs: int
    rejections: int


def evidence(store: Store, fact_id: str) -> tuple[Evidence, ...]:
    """Return the words that the attributes of a fact rest on, as the extractor gave them."""
    table = models.Evidence
    query = select(table.role, table.start, table.end, table.rule).where(table.fact_id == fact_id)
    with store.reading() as connection:
        return tuple(Evidence(*row) for row in connection.execute(query.order_by(table.position)))


def text(store: Store, article_id: str) -> str | None:
    """Return the stored text of an article version, None if there is none of this id."""
    article, stored = models.Article, models.StoredText
    query = select(stored.body).join(article, article.text_hash == stored.hash)
    with store.reading() as connection:
        return connection.execute(query.where(article.id == article_id)).scalar_one_or_none()


def counts(store: Store) -> StoreCounts:
    """Return how much a store holds."""
    with store.reading() as connection:
        return count(connection)


def count(connection: Connection, **known: int) -> StoreCounts:
    """Return how much a store holds; tables whose rows are `known` are not counted again."""
    article = models.Article
    tables = {
        "versions": article,
        "texts": models.StoredText,
        "publishers": models.Publisher,
        "runs": models.Run,
        "rejections": models.Rejection,
        "facts": models.Fact,
    }
    queries = {name: select(func.count()).select_from(table) for name, table in tables.items()}
    # The few that are superseded are counted, not the many that are current.
    queries["superseded"] = queries["versions"].where(article.current.is_(False))
    queries["outdated"] = (
        queries["facts"]
        .join(article, models.Fact.article_id == article.id)
        .where(article.current.is_(False))
    )
    found = known | {
        name: connection.execute(query).scalar_one()
        for name, query in queries.items()
        if name not in known
    }
    found["articles"] = found["versions"] - found.pop("superseded")
    found["facts"] -= found.pop("outdated")
    return StoreCounts(**found)
