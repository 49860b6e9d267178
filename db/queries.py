"""Questions to the store: facts by index, place, year and words, and how much it holds."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from ..extractors.types import Evidence, Fact
from . import models
from .rows import folded, read_fact
from .store import Store
from .verdicts.standing import stands

Province = str | tuple[str, str]

_ARTICLE_COLUMNS = tuple(
    models.Article.__table__.columns[name]
    for name in ("record_id", "url", "title", "publisher", "published")
)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as it is stored, without its evidence, and the article that says it."""

    id: str
    fact: Fact
    article_id: str
    record_id: str
    url: str | None
    title: str | None
    publisher: str | None
    published: date | None


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


def facts(
    store: Store,
    *,
    index: str | None = None,
    province: Province | list[Province] | None = None,
    year: int | None = None,
    kind: str | None = None,
    publisher: str | None = None,
    search: str | None = None,
    limit: int | None = None,
) -> list[FactRow]:
    """Return the facts of current articles that meet all conditions, in the order of the articles.

    Those that were judged wrong are left out.

    `province` is a code, a pair of system and code (`("34", "01")`), or a list of these; a code
    alone means its province in either system. `year` is the year that the period ends in. `search`
    finds facts that hold all its words, with or without diacritics.
    """
    fact, article = models.Fact, models.Article
    conditions: list[ColumnElement[bool]] = [article.current.is_(True), stands()]
    equal = ((fact.index_code, index), (fact.kind, kind), (article.publisher, publisher))
    conditions += [column == value for column, value in equal if value is not None]
    if province is not None:
        conditions.append(_of_province(province))
    if year is not None:
        conditions.append(fact.period_end.between(date(year, 1, 1), date(year, 12, 31)))
    conditions += [fact.folded.contains(word, autoescape=True) for word in folded(search).split()]
    return _rows(store, conditions, limit)


def _rows(store: Store, conditions: list[ColumnElement[bool]], limit: int | None) -> list[FactRow]:
    fact, article = models.Fact, models.Article
    told = (article.published.is_(None), article.published, article.key)
    query = (
        select(*models.Fact.__table__.columns, *_ARTICLE_COLUMNS)
        .join(article, fact.article_id == article.id)
        .where(*conditions)
        .order_by(*told, fact.start, fact.end, fact.id)
        .limit(limit)
    )
    with store.reading() as connection:
        return [
            FactRow(
                id=row["id"],
                fact=read_fact(row),
                article_id=row["article_id"],
                **{column.name: row[column.name] for column in _ARTICLE_COLUMNS},
            )
            for row in connection.execute(query).mappings()
        ]


def _of_province(province: Province | list[Province]) -> ColumnElement[bool]:
    fact = models.Fact
    several = province if isinstance(province, list) else [province]
    named = [
        fact.subject_code == one
        if isinstance(one, str)
        else and_(fact.subject_system == one[0], fact.subject_code == one[1])
        for one in several
    ]
    return and_(fact.subject_type == "province", or_(false(), *named))


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
    article, fact = models.Article, models.Fact
    tables = {
        "versions": article,
        "texts": models.StoredText,
        "publishers": models.Publisher,
        "runs": models.Run,
        "rejections": models.Rejection,
    }
    queries = {name: select(func.count()).select_from(table) for name, table in tables.items()}
    queries["articles"] = queries["versions"].where(article.current)
    queries["facts"] = (
        select(func.count())
        .select_from(fact)
        .join(article, fact.article_id == article.id)
        .where(article.current)
    )
    with store.reading() as connection:
        return StoreCounts(
            **{name: connection.execute(query).scalar_one() for name, query in queries.items()}
        )
