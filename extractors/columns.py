"""The columns of a table and their figures: what each head says, and what the cells below hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

import regex

from ..patterns.places import find_province
from ..patterns.tables import load_columns, load_directions, load_targets
from .atoms import decimal_of
from .page import Page
from .tables import NUMBER, Cell, Table, find_tables
from .types import Amount, Direction, Mention, Subject

YEAR = regex.compile(r"(?:\bnăm\s+)?\b((?:19|20)\d\d)\b")
NUMERIC = regex.compile(r"\d[\d.,/]*")
ASIDE = regex.compile(r"\([^()]*\)")
UNIT = regex.compile(r"%|phần trăm")
FIGURES = ("rank", "value", "percent", "rank_change", "change")
DISTRICT = ("huyện ", "quận ", "thị xã ", "thành phố ", "tp ", "tp. ")
OFFICE = regex.compile(
    r"(?i)(?:sở|ban|cục|chi cục|văn phòng|công an|bộ|thanh tra|kho bạc|bảo hiểm)\b"
)
MOST_RANK = 700
LONGEST_CAPTION = 150  # characters


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a kind of `patterns/tables.toml`, of which index and year, and why."""

    kind: str
    index: Mention | None
    year: int | None
    percent: bool
    heads: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose name is known: whose it is, and its figures with their columns."""

    owner: Subject
    name: Cell
    figures: tuple[tuple[Mention, Column], ...]


@dataclass(frozen=True, slots=True)
class RankingTable:
    """A table that was understood: its rows, and the index that the words around it name."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    index: Mention


def read_tables(page: Page) -> list[RankingTable]:
    """Return the tables of a page whose heads say what they hold and most of whose rows fit.

    A table is read where one column holds names, another ranks, values or changes of an index
    that a head, the lines above, or else the whole page names.
    """
    found = []
    for table in find_tables(page):
        columns = [_column(page, heads) for heads in table.heads]
        if [c.kind for c in columns].count("name") != 1 or not any(
            c.kind in FIGURES for c in columns
        ):
            continue
        index = _index_of(page, table, columns)
        if index is None or _is_of_targets(page, table):
            continue
        rows = [row for cells in table.rows if (row := _row(page, columns, cells)) is not None]
        if len(rows) * 2 > len(table.rows):
            found.append(RankingTable(table, tuple(columns), tuple(rows), index))
    return found


class Placed(Protocol):
    """Anything with a place in the text: an atom, a mention."""

    @property
    def start(self) -> int:
        """Where it begins."""


P = TypeVar("P", bound=Placed)


def outside(tables: Sequence[RankingTable], found: Sequence[P]) -> Sequence[P]:
    """Return what stands in none of the tables that were read."""
    spans = [(read.table.start, read.table.end) for read in tables]
    if not spans:
        return found
    return [one for one in found if not any(a <= one.start < b for a, b in spans)]


def table_figures(tables: Sequence[RankingTable]) -> Iterator[Mention]:
    """Yield the figures of all tables, in reading order."""
    for read in tables:
        for row in read.rows:
            yield from (figure for figure, _ in row.figures)


def account_for_tables(page: Page, tables: Sequence[RankingTable]) -> Iterator[Mention]:
    """Yield a reason for each number of a table that is in no figure."""
    taken = {at for f in table_figures(tables) for at in range(f.start, f.end)}
    for read in tables:
        ordered = [n for n, column in enumerate(read.columns) if column.kind == "order"]
        marks = {row[n].start for row in read.table.rows for n in ordered}
        body = read.table.rows[0][0].start
        for number in NUMERIC.finditer(page.text, read.table.start, read.table.end):
            if number.start() in taken:
                continue
            reason = "list_marker" if number.start() in marks else "table"
            if number.start() < body and YEAR.fullmatch(number[0]):
                reason = "period"
            yield Mention("unread", reason, number.start(), number.end(), f"table.{reason}")


def _is_of_targets(page: Page, table: Table) -> bool:
    """Tell whether a line above says that it holds targets; prose above may speak of any."""
    captions = (line for line in table.above if line.end - line.start <= LONGEST_CAPTION)
    return any(load_targets().search(page.folded, c.start, c.end) for c in captions)


def _column(page: Page, heads: tuple[Cell, ...]) -> Column:
    kinds: list[str] = []
    index, year, percent = None, None, False
    for head in heads:
        words = page.folded[head.start : head.end]
        named = page.within("index", head.start, head.end)
        index = named[-1] if named else index
        if found := YEAR.findall(words):
            year = int(found[0]) if len(found) == 1 else None
        percent = percent or UNIT.search(words) is not None
        if load_targets().search(words):
            return Column("target", index, year, percent, heads)
        if kind := _kind(page, head, named):
            kinds.append(kind)
            percent = percent or kind == "percent"
    known = [kind for kind in kinds if kind != "named"]
    kind = known[-1] if known else "value" if kinds and index else "year" if year else ""
    if kind == "value" and "rank" in known:
        kind = "rank"
    return Column("value" if kind == "percent" else kind, index, year, percent, heads)


def _kind(page: Page, head: Cell, named: Sequence[Mention]) -> str:
    """Return what a head calls its column: `named` where it is the name of an index, or "" ."""
    words = list(page.folded[head.start : head.end])
    for mention in named:
        words[mention.start - head.start : mention.end - head.start] = " " * (
            mention.end - mention.start
        )
    plain = "".join(words)
    spellings = (plain, page.folded[head.start : head.end])
    for spelling in spellings:
        bare = " ".join(YEAR.sub(" ", ASIDE.sub(" ", spelling)).replace("*", " ").split())
        for kind, pattern in load_columns().items():
            if bare and pattern.fullmatch(bare):
                return kind
    return (
        "named"
        if named and not regex.search(r"\p{L}{3}", ASIDE.sub(" ", YEAR.sub(" ", plain)))
        else ""
    )


def _index_of(page: Page, table: Table, columns: Sequence[Column]) -> Mention | None:
    """Return the index of a table: a head's, else the nearest line's above, else the page's one."""
    named = [column.index for column in columns if column.index is not None]
    if named:
        return named[0]
    for line in reversed(table.above):
        if found := page.within("index", line.start, line.end):
            return found[-1] if len({m.value for m in found}) == 1 else None
    said = page.mentions.get("index", [])
    return said[0] if len({m.value for m in said}) == 1 else None


def _row(page: Page, columns: Sequence[Column], cells: Sequence[Cell]) -> Row | None:
    name = next(cell for column, cell in zip(columns, cells, strict=True) if column.kind == "name")
    owner = owner_of(page, name)
    if owner is None:
        return None
    figures = tuple(
        (figure, column)
        for column, cell in zip(columns, cells, strict=True)
        if (figure := _figure(page, column, cell)) is not None
    )
    return Row(owner, name, figures)


def owner_of(page: Page, cell: Cell) -> Subject | None:
    """Return whose row it is: a province, a district or an office of the publisher's province."""
    words = " ".join(page.text[cell.start : cell.end].split())
    if not words or not words[0].isupper() or len(words) > 80 or NUMBER.search(words):
        return None
    home = page.home
    code, system = (home.code, home.system) if home else (None, None)
    if OFFICE.match(words):
        return Subject("organisation", code, words, system)
    try:
        place = find_province(words, page.day)
    except LookupError:
        district = words.lower().startswith(DISTRICT)
        return Subject("district", code, words, system) if district else None
    return Subject("province", place.code, place.name, place.system)


def _figure(page: Page, column: Column, cell: Cell) -> Mention | None:
    """Return the figure of a cell, None where it does not fit its column."""
    match = NUMBER.fullmatch(page.text, cell.start, cell.end) if column.kind in FIGURES else None
    value = decimal_of(match["number"]) if match else None
    if match is None or value is None:
        return None
    sign = _direction((match["sign"] or "").lower())
    made: tuple[str, Amount] | None = None
    if column.kind == "rank":
        whole = value == value.to_integral_value() and 0 < value <= MOST_RANK
        made = ("rank", Amount(value)) if whole and not match["sign"] else None
    elif column.kind in ("rank_change", "change"):
        made = _change(column, value, sign, signed=bool(match["sign"]))
    elif not match["sign"]:
        percent = column.percent or "%" in match[0]
        made = (
            ("percentage", Amount(value, unit="%"))
            if percent
            else ("score", Amount(value, unit="điểm"))
        )
    elif sign == "down" and column.percent:
        made = "delta", Amount(value, unit="%", direction="down")
    if made is None:
        return None
    start, end = match.start("number"), match.end("number")
    end += page.text[end : end + 1] == "%"
    return Mention(made[0], made[1], start, end, f"table.{column.kind}")


def _change(
    column: Column, value: Decimal, sign: Direction | None, *, signed: bool
) -> tuple[str, Amount] | None:
    if signed and sign is None:
        return None
    whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
    if value == 0:
        sign = "same"
    elif sign is None:
        return None  # a bare number tells no direction
    if column.kind == "rank_change":
        return ("delta", Amount(value, unit="bậc", direction=sign)) if whole else None
    unit = "%" if column.percent else "điểm"
    return None if whole and value else ("delta", Amount(value, unit=unit, direction=sign))


def _direction(sign: str) -> Direction | None:
    directions: tuple[Direction, ...] = ("up", "down")
    return next((d for d in directions if sign and load_directions()[d].fullmatch(sign)), None)
