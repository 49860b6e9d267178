"""The tables of what was concluded from facts; never mixed with them, and rebuilt at any time.

A figure is the one number that several facts report. Its candidates are the values printed for it,
each with its witnesses. Grouping is told what to look at again by two short lists: articles whose
facts changed, and figures whose facts did.
"""

from datetime import date

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .models import CODE, KEY, Base

FIGURE_ID = String(16)


class Figure(Base):
    """One measured thing, what identifies it, and a summary of who reports it.

    `unit` is `%` for the value of an index in points or percent. `out_of` is told for a rank among
    others than all provinces. `witnesses` are articles, `independent` those that copy no other,
    `mentions` facts. `status` is `single`, `agreed`, `several`, `in_conflict`, or `settled` by the
    verdict `verdict_id`. `official_value` is what an official table gives, from `official_source`;
    `official_status` is `confirmed` or `contradicted` by it. `first_seen` and `last_seen`
    are publication dates. `folded` is searched: lower case, without diacritics.
    """

    __tablename__ = "figure"
    __table_args__ = (
        Index(None, "index_code", "period", "id"),
        Index(None, "index_code", "period", "measure", "component"),
        # The last two are there to be counted without a look at the table.
        Index(None, "index_code", "subject_code", "period_end", "status", "mentions"),
        Index(None, "subject_code", "period_end"),
        Index(None, "subject_name", "subject_system", "measure", "period_end", "id"),
        Index(None, "status"),
        Index(None, "witnesses"),
        Index(None, "official_status"),
    )

    id: Mapped[str] = mapped_column(FIGURE_ID, primary_key=True)
    index_code: Mapped[str | None] = mapped_column(CODE)
    component: Mapped[str | None] = mapped_column(Text)
    indicator: Mapped[str | None] = mapped_column(Text)
    subject_type: Mapped[str] = mapped_column(CODE)
    subject_system: Mapped[str | None] = mapped_column(CODE)
    subject_code: Mapped[str | None] = mapped_column(CODE)
    subject_name: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(CODE)
    period_start: Mapped[date]
    period_end: Mapped[date]
    baseline: Mapped[str | None] = mapped_column(CODE)
    scope: Mapped[str | None] = mapped_column(Text)
    modality: Mapped[str] = mapped_column(CODE)
    measure: Mapped[str] = mapped_column(CODE)
    unit: Mapped[str | None] = mapped_column(Text)
    out_of: Mapped[str | None] = mapped_column(Text)
    mentions: Mapped[int]
    witnesses: Mapped[int]
    independent: Mapped[int]
    candidates: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(CODE, default="single")
    first_seen: Mapped[date | None]
    last_seen: Mapped[date | None]
    official_value: Mapped[str | None] = mapped_column(Text)
    official_source: Mapped[str | None] = mapped_column(Text)
    official_status: Mapped[str | None] = mapped_column(CODE)
    verdict_id: Mapped[int | None]
    folded: Mapped[str] = mapped_column(Text)


class Candidate(Base):
    """One value printed for a figure.

    `standing` is `candidate`, or `coarser` for a value that only rounds a candidate. The
    recommended one of a figure carries `reasons`, JSON: a list of sentences.
    """

    __tablename__ = "candidate"

    figure_id: Mapped[str] = mapped_column(ForeignKey(Figure.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    number: Mapped[float | None] = mapped_column(Float)
    value_to: Mapped[str | None] = mapped_column(Text)
    direction: Mapped[str | None] = mapped_column(CODE)
    qualifier: Mapped[str] = mapped_column(CODE)
    standing: Mapped[str] = mapped_column(CODE)
    mentions: Mapped[int]
    witnesses: Mapped[int]
    independent: Mapped[int]
    recommended: Mapped[bool]
    reasons: Mapped[str] = mapped_column(Text)


class FigureFact(Base):
    """Which figure a fact reports; a fact whose subject or period is open reports none.

    Facts are looked for with their article, by which the rows are ordered.
    """

    __tablename__ = "figure_fact"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    fact_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    figure_id: Mapped[str] = mapped_column(FIGURE_ID, index=True)


class ArticleToGroup(Base):
    """An article whose facts changed since figures were last formed."""

    __tablename__ = "article_to_group"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: Mapped[str] = mapped_column(KEY, primary_key=True)


class FigureToForm(Base):
    """A figure whose facts changed since it was last formed."""

    __tablename__ = "figure_to_form"
    __table_args__ = ({"sqlite_with_rowid": False},)

    figure_id: Mapped[str] = mapped_column(FIGURE_ID, primary_key=True)
