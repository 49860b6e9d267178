"""What official tables say of figures, and how far what is printed is from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from ..figures.agreement import Value
from ..rows import Stored
from .schema import OfficialFigure, OfficialTable

COLUMN_OF = {"rank": "rank", "value": "score"}
_OPEN = ("component", "scope", "baseline", "out_of")

Key = tuple[str, str, str, str]  # index, year, system and code of the province


@dataclass(frozen=True, slots=True)
class Official:
    """The value that a table gives for a figure, and where the table has it from."""

    value: Decimal
    source: str | None

    @property
    def printed(self) -> Value:
        """The value as one more print of the figure."""
        return Value(self.value)


class OfficialValues:
    """What the tables say of some figures, read at once."""

    def __init__(self, connection: Connection, figures: Sequence[Stored]) -> None:
        keys = {key for figure in figures if (key := _key(figure))}
        self._values = _values(_rows(connection, keys)) if keys else {}

    def of(self, figure: Stored) -> Official | None:
        """Return what the first table that covers a figure says of it."""
        key = _key(figure)
        return self._values.get((key, figure["measure"])) if key else None


def _key(figure: Stored) -> Key | None:
    """Return under what a table would have a figure: yearly ranks and values of provinces."""
    covered = (
        figure["index_code"]
        and figure["subject_type"] == "province"
        and figure["measure"] in COLUMN_OF
        and figure["modality"] == "reported"
        and figure["unit"] in (None, "%", "điểm")
        and not any(figure[name] for name in _OPEN)
    )
    names = ("index_code", "period", "subject_system", "subject_code")
    return tuple(figure[name] for name in names) if covered else None


def _values(rows: Iterable[Row[Any]]) -> dict[tuple[Key, str], Official]:
    """Return the value of each figure and measure; a later row goes before an earlier one."""
    found: dict[tuple[Key, str], Official] = {}
    for row in rows:
        key = (row.index_code, str(row.year), row.subject_system, row.subject_code)
        for measure, column in COLUMN_OF.items():
            if printed := getattr(row, column):
                found[key, measure] = Official(Decimal(printed), row.source)
    return found


def _rows(connection: Connection, keys: Iterable[Key]) -> Sequence[Row[Any]]:
    """Return the rows of these indices and provinces, those that go before others last."""
    indices, _, _, codes = zip(*keys, strict=True)
    query = (
        select(*OfficialFigure.__table__.columns)
        .join(OfficialTable, OfficialFigure.table_name == OfficialTable.name)
        .where(OfficialFigure.index_code.in_(set(indices)))
        .where(OfficialFigure.subject_code.in_(set(codes)))
        .order_by(OfficialTable.published.desc(), OfficialTable.loaded, OfficialTable.name)
    )
    return connection.execute(query).all()
