"""The tables of what follows from facts by arithmetic, and of what does not fit together."""

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..conclusions import FIGURE_ID
from ..models import CODE, KEY, Base


class DerivedValue(Base):
    """A value that nobody printed: it follows from one fact, or from two of one article.

    `level_id` is the fact it starts from, `change_id` the change taken back from it, `margin` how
    far rounding may carry it. `figure_id` is the figure it is a value of, in `period`, whether
    anyone reports that or not; a share has none.
    """

    __tablename__ = "derived_value"

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    article_id: Mapped[str] = mapped_column(KEY, index=True)
    figure_id: Mapped[str | None] = mapped_column(FIGURE_ID, index=True)
    measure: Mapped[str] = mapped_column(CODE)
    period: Mapped[str | None] = mapped_column(CODE)
    value: Mapped[str] = mapped_column(Text)
    margin: Mapped[str] = mapped_column(Text)
    level_id: Mapped[str] = mapped_column(KEY)
    change_id: Mapped[str | None] = mapped_column(KEY)


class Finding(Base):
    """Facts that cannot all be right, by one check; `message` says why, in words."""

    __tablename__ = "finding"

    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE, index=True)
    message: Mapped[str] = mapped_column(Text)


class FindingFact(Base):
    """A fact of a finding and what it is in it, with what makes the finding be looked at again."""

    __tablename__ = "finding_fact"
    __table_args__ = (ForeignKeyConstraint(["finding_id"], [Finding.id], ondelete="CASCADE"),)

    finding_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(CODE)
    fact_id: Mapped[str] = mapped_column(KEY, index=True)
    article_id: Mapped[str] = mapped_column(KEY, index=True)
    figure_id: Mapped[str | None] = mapped_column(FIGURE_ID, index=True)
