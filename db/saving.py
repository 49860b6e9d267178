"""Writing a batch of articles with their facts, so that writing it again changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from operator import itemgetter

from sqlalchemy import Connection, bindparam, delete, select, update

from ..corpus.article import Article, Rejection
from ..extractors.types import Fact
from . import models
from .bulk import among, execute_for, insert_missing, rows_of, upsert
from .conclusions import ArticleToGroup
from .connection import PassingError
from .identity import article_id, article_key, rejection_id, text_hash
from .rows import Row, article_row, evidence_rows, fact_row
from .search import add_to_index, take_from_index

_TABLE = models.Article
_VERSIONS = select(_TABLE.id, _TABLE.key, _TABLE.version, _TABLE.extractor_version).where(
    among(_TABLE.key)
)
_WORDS = select(models.Fact.id, models.Fact.folded).where(among(models.Fact.article_id))


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What became of a batch: its articles by outcome, and the facts written.

    `articles` is the sum of `new`, `unchanged` and `replaced` (extracted again).
    """

    articles: int = 0
    new: int = 0
    unchanged: int = 0
    replaced: int = 0
    facts: int = 0

    def __add__(self, other: "SaveCounts") -> "SaveCounts":
        return SaveCounts(*map(sum, zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, under the id of its row."""

    article: Article
    key: str
    text_hash: str
    id: str

    @classmethod
    def of(cls, article: Article) -> "Version":
        """Return the version of an article that its text is."""
        key, content = article_key(article), text_hash(article.text)
        return cls(article, key, content, article_id(key, content))


@dataclass(slots=True)
class Stored:
    """What is stored: the extractor version of each article by id, the latest number by key."""

    extractors: dict[str, str] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    latest: dict[str, int]
    new: list[Version] = field(default_factory=list)
    replaced: list[Version] = field(default_factory=list)
    facts: list[tuple[str, Fact]] = field(default_factory=list)
    unchanged: int = 0


def save_batch(
    connection: Connection,
    articles_with_facts: Sequence[tuple[Article, Sequence[Fact]]],
    run_id: int,
    extractor_version: str,
    signatures: Sequence[Row] = (),
) -> SaveCounts:
    """Write a batch inside the connection's transaction.

    `signatures` are those of its texts that the store does not hold yet. Raises PassingError if
    another writer has just stored one of its articles.
    """
    batch = _sort(connection, articles_with_facts, extractor_version)
    written = {"run_id": run_id, "extractor_version": extractor_version}
    _write_sources(connection, batch)
    insert_missing(connection, models.Signature, signatures)
    _write_new(connection, batch, written)
    _write_replaced(connection, batch.replaced, written)
    _note_changed(connection, batch)
    return SaveCounts(
        articles=len(articles_with_facts),
        new=len(batch.new),
        unchanged=batch.unchanged,
        replaced=len(batch.replaced),
        facts=_write_facts(connection, batch.facts),
    )


def find_stored(connection: Connection, versions: Iterable[Version]) -> Stored:
    """Return what the store holds under the keys of these article versions.

    One query answers for ids and version numbers, so that both are of one moment even while
    another writer is at work.
    """
    stored = Stored()
    for row in rows_of(connection, _VERSIONS, sorted({version.key for version in versions})):
        stored.extractors[row.id] = row.extractor_version
        stored.latest[row.key] = max(row.version, stored.latest.get(row.key, 0))
    return stored


def save_rejections(connection: Connection, rejections: Iterable[Rejection], run_id: int) -> None:
    """Record rejections; one that an earlier run met now belongs to this run."""
    rows = {
        rejection_id(it): {"source": it.source, "reason": it.reason, "detail": it.detail}
        for it in rejections
    }
    if not rows:
        return
    written = [{"id": key, "run_id": run_id} | row for key, row in sorted(rows.items())]
    insertion = upsert(connection.dialect.name, models.Rejection)
    statement = insertion.on_conflict_do_update(
        index_elements=["id"], set_={"run_id": insertion.excluded.run_id}
    )
    connection.execute(statement, written)


def _sort(
    connection: Connection,
    articles_with_facts: Sequence[tuple[Article, Sequence[Fact]]],
    extractor_version: str,
) -> _Batch:
    pairs = [(Version.of(article), facts) for article, facts in articles_with_facts]
    stored = find_stored(connection, (version for version, _ in pairs))
    batch = _Batch(stored.latest)
    for version, facts in pairs:
        if stored.extractors.get(version.id) == extractor_version:
            batch.unchanged += 1
            continue
        (batch.replaced if version.id in stored.extractors else batch.new).append(version)
        batch.facts += [(version.id, fact) for fact in facts]
        stored.extractors[version.id] = extractor_version  # a second copy is nothing new
    return batch


def _write_sources(connection: Connection, batch: _Batch) -> None:
    texts = sorted({version.text_hash: version.article.text for version in batch.new}.items())
    insert_missing(connection, models.StoredText, [{"hash": k, "body": text} for k, text in texts])
    names = {version.article.publisher for version in batch.new + batch.replaced}
    insert_missing(
        connection, models.Publisher, [{"name": name} for name in sorted(filter(None, names))]
    )


def _write_new(connection: Connection, batch: _Batch, written: Row) -> None:
    """Insert article rows; the last text not seen before under a key becomes the current one."""
    table, versions, numbers = models.Article, batch.new, dict(batch.latest)
    if superseded := [{"old_key": one.key} for one in versions if one.key in numbers]:
        statement = update(table).where(table.key == bindparam("old_key")).values(current=False)
        connection.execute(statement, superseded)
    current = {version.key: version.id for version in versions}
    rows = []
    for version in versions:
        numbers[version.key] = numbers.get(version.key, 0) + 1
        identity = {
            "id": version.id,
            "key": version.key,
            "text_hash": version.text_hash,
            "version": numbers[version.key],
            "current": current[version.key] == version.id,
        }
        rows.append(article_row(version.article) | identity | written)
    if insert_missing(connection, table, sorted(rows, key=itemgetter("id"))) < len(rows):
        raise PassingError("another writer has just stored an article of this batch")


def _write_replaced(connection: Connection, versions: Sequence[Version], written: Row) -> None:
    """Drop the facts of articles that were extracted again, and note what they came from now.

    One of another day may be the original, or no longer: its cluster is told anew.
    """
    ids = [version.id for version in versions]
    take_from_index(connection, [row._mapping for row in rows_of(connection, _WORDS, ids)])
    execute_for(connection, delete(models.Fact).where(among(models.Fact.article_id)), ids)
    if versions:
        table = models.Article
        rows = [article_row(version.article) | {"same_id": version.id} for version in versions]
        statement = update(table).where(table.id == bindparam("same_id"))
        source: Row = {name: bindparam(name) for name in rows[0] if name != "same_id"}
        redated = statement.where(table.published.is_distinct_from(bindparam("day")))
        days = [{"same_id": row["same_id"], "day": row["published"]} for row in rows]
        connection.execute(redated.values(cluster=None, cluster_role=None), days)
        connection.execute(statement.values(**source, **written), rows)


def _note_changed(connection: Connection, batch: _Batch) -> None:
    """List the versions of articles whose facts, or whose place as the current one, changed."""
    changed = sorted({one.key for one in batch.new + batch.replaced})
    found = sorted(row.id for row in rows_of(connection, _VERSIONS, changed))
    insert_missing(connection, ArticleToGroup, [{"article_id": one} for one in found])


def _write_facts(connection: Connection, facts: Sequence[tuple[str, Fact]]) -> int:
    """Insert facts with their evidence; return how many."""
    chosen = surest(facts)
    rows = [row for row, _ in chosen.values()]
    insert_missing(connection, models.Fact, rows)
    add_to_index(connection, rows)
    evidence = [piece for key, (_, fact) in chosen.items() for piece in evidence_rows(key, fact)]
    insert_missing(connection, models.Evidence, evidence)
    return len(chosen)


def surest(facts: Iterable[tuple[str, Fact]]) -> dict[str, tuple[Row, Fact]]:
    """Return the facts of articles, given with the articles' ids, as rows by their own ids.

    Of facts that are one by their identity the surest is kept, whatever their order.
    """
    chosen: dict[str, tuple[Row, Fact]] = {}
    for article, fact in facts:
        row = fact_row(article, fact)
        rival = chosen.get(row["id"])
        if rival is None or _preference(fact) < _preference(rival[1]):
            chosen[row["id"]] = (row, fact)
    return chosen


def _preference(fact: Fact) -> tuple[float, int, str]:
    return (-fact.confidence, len(fact.open), repr(fact))
