"""What official tables say of figures, and how far what is printed is from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from ..bulk import among
from ..figures.agreement import Value
from ..rows import Stored
from .schema import OfficialFigure, OfficialTable

COLUMN_OF = {"rank": "rank", "value": "score"}
_OPEN = ("component", "scope", "baseline", "out_of")

Key = tuple[str, str, str, str]  # index, year, system and code of the province

# The rows of some indices and provinces, those that go before others last.
_COVERING = (
    select(*OfficialFigure.__table__.columns)
    .join(OfficialTable, OfficialFigure.table_name == OfficialTable.name)
    .where(among(OfficialFigure.index_code, "indices"))
    .where(among(OfficialFigure.subject_code, "codes"))
    .order_by(OfficialTable.published.desc(), OfficialTable.loaded, OfficialTable.name)
)


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
        keys = {figure["id"]: key for figure in figures if (key := _key(figure))}
        values = _values(connection, set(keys.values())) if keys else {}
        self._values = {figure: values[key] for figure, key in keys.items() if key in values}

    def of(self, figure: Stored) -> Official | None:
        """Return what the first table that covers a figure says of it."""
        return self._values.get(figure["id"], {}).get(figure["measure"])


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


def _values(connection: Connection, keys: Set[Key]) -> dict[Key, dict[str, Official]]:
    """Return the value of each key by its measure; a later row goes before an earlier one."""
    indices, _, _, codes = zip(*keys, strict=True)
    given = {"indices": sorted(set(indices)), "codes": sorted(set(codes))}
    found: dict[Key, dict[str, Official]] = defaultdict(dict)
    for row in connection.execute(_COVERING, given).all():
        key = (row.index_code, str(row.year), row.subject_system, row.subject_code)
        for measure, column in COLUMN_OF.items() if key in keys else ():
            if printed := getattr(row, column):
                found[key][measure] = Official(Decimal(printed), row.source)
    return found
