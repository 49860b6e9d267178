"""The tables of the store; the only place that names a column or a type.

An article row is one version of one article; its text is stored once, by content hash. A fact row
holds what an article said, and an evidence row the words that one attribute of it rests on.
Conclusions (figures, verdicts) never share a row with these.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HASH = String(64)
KEY = String(32)
CODE = String(64)


class Base(DeclarativeBase):
    """The metadata of all tables; constraints are named, so that a migration can alter them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Publisher(Base):
    """A newspaper or portal, under its domain or the outlet's name."""

    __tablename__ = "publisher"

    name: Mapped[str] = mapped_column(Text, primary_key=True)


class StoredText(Base):
    """A text, once, however many articles print it."""

    __tablename__ = "text"

    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class Signature(Base):
    """The MinHash of a text, as bytes; `method` names how it was made, with its parameters.

    `size` counts the text's shingles. `number` is the beginning of the text's hash, as bands name
    the text.
    """

    __tablename__ = "signature"

    text_hash: Mapped[str] = mapped_column(ForeignKey(StoredText.hash), primary_key=True)
    method: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, index=True)
    size: Mapped[int]
    hashes: Mapped[bytes] = mapped_column(LargeBinary)


class Band(Base):
    """Pieces of texts' signatures: texts with one in common may be copies of each other.

    `entries` are pairs of a band and the number of a text that has it, eight bytes each; `block` is
    the beginning of these bands, `turn` the least number among the texts that came with them.
    """

    __tablename__ = "band"
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entries: Mapped[bytes] = mapped_column(LargeBinary)


class Run(Base):
    """One pass over a source: what ran, when (UTC), and what came of it.

    `models` is JSON: each model or setting that decides what is extracted, with its version.
    `status` is `running`, `finished`, `interrupted` or `failed`.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(CODE)
    solieu_version: Mapped[str] = mapped_column(Text)
    extractor_version: Mapped[str] = mapped_column(Text)
    models: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    articles: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    replaced: Mapped[int] = mapped_column(default=0)
    facts: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)


class Batch(Base):
    """A batch of a run that was written, and what came of it; a batch is written once in a run."""

    __tablename__ = "batch"

    run_id: Mapped[int] = mapped_column(ForeignKey(Run.id), primary_key=True)
    name: Mapped[str] = mapped_column(CODE, primary_key=True)
    articles: Mapped[int]
    new: Mapped[int]
    unchanged: Mapped[int]
    replaced: Mapped[int]
    facts: Mapped[int]


class Rejection(Base):
    """An input that gave no article, once, however many runs met it; `run_id` is the last one."""

    __tablename__ = "rejection"

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey(Run.id), index=True)
    source: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)


class Article(Base):
    """One version of an article: `key` says which article, `text_hash` which version of it.

    `run_id` is the run that wrote its facts, `extractor_version` what they were extracted with.
    `published_origin` says where the day of publication was found, `encoding` what the text was
    converted from. Articles that copy one another share a `cluster`, which is the least of their
    ids; `cluster_role` is `original`, `copy` or `update`. Both are null until they are told.
    """

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        UniqueConstraint("key", "text_hash"),
        Index(None, "published", "key"),
        Index(
            "ix_article_superseded",
            "publisher",
            sqlite_where=text("current IS 0"),
            postgresql_where=text("current IS false"),
        ),
    )

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    key: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    current: Mapped[bool]
    text_hash: Mapped[str] = mapped_column(ForeignKey(StoredText.hash), index=True)
    record_id: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(ForeignKey(Publisher.name), index=True)
    published: Mapped[date | None]
    published_origin: Mapped[str | None] = mapped_column(CODE)
    author: Mapped[str | None] = mapped_column(Text)
    encoding: Mapped[str | None] = mapped_column(CODE)
    source: Mapped[str | None] = mapped_column(Text)
    cluster: Mapped[str | None] = mapped_column(KEY, index=True)
    cluster_role: Mapped[str | None] = mapped_column(CODE)
    extractor_version: Mapped[str] = mapped_column(Text)
    run_id: Mapped[int] = mapped_column(ForeignKey(Run.id))


class Place(Base):
    """A place of the catalogue; a code means a place only together with its system.

    A district that changed its name kept its code. `successors` are codes of system 34, with `|`
    between them.
    """

    __tablename__ = "place"

    system: Mapped[str] = mapped_column(CODE, primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    level: Mapped[str] = mapped_column(CODE)
    type: Mapped[str] = mapped_column(Text)
    parent: Mapped[str | None] = mapped_column(CODE)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successors: Mapped[str | None] = mapped_column(Text)


class IndexDefinition(Base):
    """An index of the catalogue; `native` tells a score from a share or a growth rate."""

    __tablename__ = "index_definition"

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    english: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    maximum: Mapped[int | None]
    native: Mapped[str | None] = mapped_column(CODE)


class Fact(Base):
    """One reported figure.

    `value` is the printed number as decimal text, or the label of a tier; `number` is the same for
    arithmetic and `decimals` how many were printed. `period` and `baseline` are ISO 8601,
    `period_start` and `period_end` the first and last day. `open` is JSON: each attribute that
    stayed open, with its reason. `folded` is searched: lower case, without diacritics.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index(None, "index_code", "subject_code", "period_end"),
        Index(None, "subject_code", "period_end"),
    )

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey(Article.id), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    number: Mapped[float | None] = mapped_column(Float)
    decimals: Mapped[int]
    value_to: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    out_of: Mapped[str | None] = mapped_column(Text)
    direction: Mapped[str | None] = mapped_column(CODE)
    qualifier: Mapped[str] = mapped_column(CODE)
    modality: Mapped[str] = mapped_column(CODE)
    index_code: Mapped[str | None] = mapped_column(CODE)
    component: Mapped[str | None] = mapped_column(Text)
    indicator: Mapped[str | None] = mapped_column(Text)
    subject_type: Mapped[str | None] = mapped_column(CODE)
    subject_code: Mapped[str | None] = mapped_column(CODE)
    subject_name: Mapped[str | None] = mapped_column(Text)
    subject_system: Mapped[str | None] = mapped_column(CODE)
    period: Mapped[str | None] = mapped_column(CODE)
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    baseline: Mapped[str | None] = mapped_column(CODE)
    scope: Mapped[str | None] = mapped_column(Text)
    attribution: Mapped[str | None] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(CODE)
    zone: Mapped[str] = mapped_column(CODE)
    rule: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float] = mapped_column(Float)
    open: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)


class Evidence(Base):
    """The words that one attribute of a fact rests on; goes with its fact."""

    __tablename__ = "evidence"
    __table_args__ = (ForeignKeyConstraint(["fact_id"], [Fact.id], ondelete="CASCADE"),)

    fact_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(CODE)
    start: Mapped[int]
    end: Mapped[int]
    rule: Mapped[str] = mapped_column(Text)
