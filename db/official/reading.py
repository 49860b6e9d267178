"""An official table read from a CSV file, or refused with the line and column that are wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from ...patterns.indices import IndexDefinition, find_index
from ...patterns.places import Place, find_province
from ..connection import StoreError

REQUIRED = ("index", "year", "province")
COLUMNS = (*REQUIRED, "rank", "score", "source")
YEARS = range(1990, 2101)
MOST_PROVINCES = 64  # ranked at once, before 2008

Row = Mapping[str, str]


class OfficialError(StoreError):
    """A table that is refused; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class OfficialFigure:
    """Rank and score of a province in one year of an index; one of the two may be missing."""

    index: str
    year: int
    province: Place
    rank: Decimal | None
    score: Decimal | None
    source: str | None


def read_table(path: Path) -> list[OfficialFigure]:
    """Read a CSV file with the columns index, year, province, rank, score and source.

    Separated by commas or semicolons, in UTF-8; names as a person writes them. Raises
    OfficialError for the first thing that is wrong.
    """
    found: dict[tuple[object, ...], int] = {}
    figures = []
    for line, row in _rows(path):
        figure = _figure(row, f"{path}: line {line}")
        key = (figure.index, figure.year, figure.province.system, figure.province.code)
        if key in found:
            what = f"{figure.index} {figure.year} of {figure.province.name}"
            raise OfficialError(
                f"{path}: line {line}, column province: {what} stands in line {found[key]} already"
            )
        found[key] = line
        figures.append(figure)
    if not figures:
        raise OfficialError(f"{path}: line 1: a table without rows")
    return figures


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows below the head with the numbers of their lines; empty lines are none."""
    lines = _text(path).splitlines(keepends=True)
    head = lines[0] if lines else ""
    reader = csv.reader(lines, delimiter=";" if head.count(";") > head.count(",") else ",",
                        strict=True)  # fmt: skip
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
        _check_head(path, names)
        for cells in reader:
            if len(cells) > len(names) or (any(cells) and len(cells) < len(names)):
                raise OfficialError(
                    f"{path}: line {reader.line_num}, column {min(len(cells), len(names)) + 1}:"
                    f" {len(cells)} cells under {len(names)} heads"
                )
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, map(str.strip, cells), strict=True))
    except csv.Error as error:
        raise OfficialError(f"{path}: line {reader.line_num}: {error}") from None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OfficialError(f"{path}: {error.strerror or error}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise OfficialError(f"{path}: line {line}, character {column}: no UTF-8") from None


def _check_head(path: Path, names: list[str]) -> None:
    for at, name in enumerate(names, 1):
        if name not in COLUMNS or name in names[: at - 1]:
            fault = "a second time" if name in COLUMNS else f"is none of {', '.join(COLUMNS)}"
            raise OfficialError(f"{path}: line 1, column {at}: {name!r} {fault}")
    for name in REQUIRED:
        if name not in names:
            raise OfficialError(f"{path}: line 1: there is no column {name}")
    if "rank" not in names and "score" not in names:
        raise OfficialError(f"{path}: line 1: there is neither a column rank nor score")


def _figure(row: Row, where: str) -> OfficialFigure:
    try:
        index = _index(row["index"])
    except LookupError as error:
        raise OfficialError(f"{where}, column index: {error.args[0]}") from None
    year = _whole(row["year"], YEARS, f"{where}, column year")
    try:
        province = find_province(row["province"], date(int(year), 12, 31))
    except LookupError as error:
        raise OfficialError(f"{where}, column province: {error.args[0]}") from None
    told = row.get("rank")
    rank = _whole(told, range(1, MOST_PROVINCES + 1), f"{where}, column rank") if told else None
    score = _score(row.get("score") or "", index, f"{where}, column score")
    if rank is None and score is None:
        raise OfficialError(f"{where}, column rank: neither a rank nor a score")
    return OfficialFigure(index.code, int(year), province, rank, score, row.get("source") or None)


@lru_cache
def _index(words: str) -> IndexDefinition:
    return find_index(words)


def _whole(text: str, allowed: range, where: str) -> Decimal:
    if not (text.isascii() and text.isdigit() and int(text) in allowed):
        limits = f"{allowed.start} to {allowed.stop - 1}"
        raise OfficialError(f"{where}: {text!r} is no whole number from {limits}")
    return Decimal(text)


def _score(text: str, index: IndexDefinition, where: str) -> Decimal | None:
    if not text:
        return None
    try:
        score = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise OfficialError(f"{where}: {text!r} is no number") from None
    most = index.maximum
    if not score.is_finite() or score < 0 or (most is not None and score > most):
        raise OfficialError(f"{where}: {text} is no score of {index.code}, which ends at {most}")
    return score
