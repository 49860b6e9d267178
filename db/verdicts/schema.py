"""The tables of what people and rules conclude; a verdict is ended, and never deleted."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from ..conclusions import FIGURE_ID
from ..models import CODE, KEY, Base


class Verdict(Base):
    """What was concluded, why, by whom and when (UTC).

    `kind` is `wrong` (a fact), `right` (a value of a figure), `same` or `different` (two
    indicators, `one` and `other`). A fact is known by its article, span and quote and by the
    attributes that were `judged` (JSON), a figure by its id, with what it was in `judged` and the
    value that is right in `value` (JSON). `fact_id` is the fact that the verdict is attached to
    now, null for an orphan.
    """

    __tablename__ = "verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime]
    ended: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(Text)
    ended_reason: Mapped[str | None] = mapped_column(Text)
    fact_id: Mapped[str | None] = mapped_column(KEY, index=True)
    article_key: Mapped[str | None] = mapped_column(Text, index=True)
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str | None] = mapped_column(Text)
    figure_id: Mapped[str | None] = mapped_column(FIGURE_ID, index=True)
    value: Mapped[str | None] = mapped_column(Text)
    one: Mapped[str | None] = mapped_column(Text)
    other: Mapped[str | None] = mapped_column(Text)
    judged: Mapped[str] = mapped_column(Text)


class IndicatorName(Base):
    """The one name under which figures of indicators that were judged the same are formed."""

    __tablename__ = "indicator_name"

    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    canonical: Mapped[str] = mapped_column(Text)
