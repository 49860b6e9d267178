"""The tables that hold official tables."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..models import CODE, HASH, Base


class OfficialTable(Base):
    """A table that was loaded: `published` ones come with Solieu, the others from a user.

    `digest` is the SHA-256 of its file.
    """

    __tablename__ = "official_table"

    name: Mapped[str] = mapped_column(CODE, primary_key=True)
    published: Mapped[bool]
    digest: Mapped[str] = mapped_column(HASH)
    loaded: Mapped[datetime]


class OfficialFigure(Base):
    """Rank and score of a province in one year of an index, as one table gives them.

    `rank` and `score` are decimal text as printed; one of them may be missing.
    """

    __tablename__ = "official_figure"

    index_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    subject_system: Mapped[str] = mapped_column(CODE, primary_key=True)
    subject_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    table_name: Mapped[str] = mapped_column(ForeignKey(OfficialTable.name), primary_key=True)
    rank: Mapped[str | None] = mapped_column(Text)
    score: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
