"""Tables in a text: lines parted by tabs or bars, runs of blanks, or a cell a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from ..corpus.zones import READABLE
from ..patterns.compiling import Pattern, compiled
from ..patterns.tables import load_columns
from .page import Page

NUMBER = regex.compile(
    r"[(]?\s*(?P<sign>[^\w\s(]|tăng|giảm)?\s*(?P<number>\d[\d.,]*)"
    r"\s*(?:%|điểm|bậc)?\s*[)]?",
    regex.I,
)
SPACED = regex.compile(
    r"(?P<rank>\d{1,3})[.)]?\s+(?P<name>\p{Lu}[\p{L}\s.,&–-]*?\p{L})"
    r"(?P<rest>(?:\s+[+-]?\d[\d.,]*%?)+)"
)
BLANKS = " \xa0|"
MOST_HEADS = 24  # lines; a head may take several
NEAR = 3  # lines above a table among which its caption is looked for


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell: offsets into the text, without blanks around them."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the heads of its columns (each of one cell or more, from the top down) and its rows.

    `start` and `end` enclose heads and rows; `above` are the lines that may be its caption.
    """

    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    above: tuple[Cell, ...]


def find_tables(page: Page) -> list[Table]:
    """Return the tables of a page whose heads could name a column of ranks, names or values."""
    if not _maybe(page.folded):
        return []
    lines = [Cell(*_trimmed(page, z.start, z.end)) for z in page.zones if z.name in READABLE]
    lines = [line for line in lines if line.start < line.end]
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        read = _parted(page, lines, at) or _spaced(page, lines, at) or _stacked(page, lines, at)
        if read is None:
            at += 1
            continue
        heads, rows, last = read
        above = tuple(lines[max(0, at - NEAR) : at])
        tables.append(Table(heads, rows, lines[at].start, lines[last - 1].end, above))
        at = last
    return tables


Read = tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[Cell, ...], ...], int]


def _maybe(folded: str) -> bool:
    """Tell cheaply whether a page may hold a table."""
    return "\t" in folded or "|" in folded or _head_line().search(f"\n{folded}") is not None


@cache
def _head_line() -> Pattern:
    columns = load_columns()
    words = "|".join(columns[name].pattern for name in ("order", "rank"))
    return compiled(rf"\n[^\S\n]*(?:{words})(?:\s|$)")


def _trimmed(page: Page, start: int, end: int) -> tuple[int, int]:
    words = page.text[start:end]
    # A tab parts cells, and one at an end parts off a blank one.
    return start + len(words) - len(words.lstrip(BLANKS)), start + len(words.rstrip(BLANKS))


def _parted(page: Page, lines: Sequence[Cell], first: int) -> Read | None:
    """Read lines whose cells are parted by tabs or bars: heads, until a row holds numbers."""
    cells: list[tuple[Cell, ...]] = []
    for line in lines[first:]:
        row = tuple(_cells(page, line))
        if len(row) < 2:
            break
        if not all(c.start == c.end or not page.text[c.start : c.end].strip("-: ") for c in row):
            cells.append(row)  # the rule below the head of a Markdown table is no row
        elif "-" not in page.text[line.start : line.end]:
            break
    if len(cells) < 3:
        return None
    width = max(map(len, cells))
    below = 1
    while below < 3 and below < len(cells) and not _has_value(page, cells[below]):
        below += 1
    heads = _columns(page, [_padded(row, width) for row in cells[:below]], width)
    rows = tuple(_padded(row, width) for row in cells[below:])
    last = first
    while last < len(lines) and lines[last].start <= cells[-1][-1].end:
        last += 1
    return heads, rows, last


def _cells(page: Page, line: Cell) -> Iterator[Cell]:
    text = page.text[line.start : line.end]
    mark = "\t" if "\t" in text else "|" if "|" in text else None
    if mark is None:
        return
    start = line.start
    for part in text.split(mark):
        yield Cell(*_trimmed(page, start, start + len(part)))
        start += len(part) + 1


def _padded(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return (*row, *[Cell(row[-1].end, row[-1].end)] * (width - len(row)))


def _has_value(page: Page, row: Sequence[Cell]) -> bool:
    """Tell whether a row holds a number that is no year of a head."""
    numbers = [NUMBER.fullmatch(page.text, c.start, c.end) for c in row if c.start < c.end]
    return any(m and not _is_year(m["number"]) for m in numbers)


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and number[:2] in ("19", "20")


def _columns(page: Page, heads: list[tuple[Cell, ...]], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells above each column; a blank head over others goes on from its left."""
    columns: list[tuple[Cell, ...]] = []
    for column in range(width):
        above: list[Cell] = []
        for level, row in enumerate(heads):
            at = column
            spans = any(under[column].start < under[column].end for under in heads[level + 1 :])
            while spans and at > 0 and row[at].start == row[at].end:
                at -= 1
            if row[at].start < row[at].end:
                above.append(row[at])
        columns.append(tuple(above))
    return tuple(columns)


def _spaced(page: Page, lines: Sequence[Cell], first: int) -> Read | None:
    """Read `STT Tỉnh Điểm` with lines like `1 Quảng Ninh 71,25` below it."""
    heads = _heads_in_line(page, lines[first])
    if heads is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    for line in lines[first + 1 :]:
        match = SPACED.fullmatch(page.text, line.start, line.end)
        if match is None:
            break
        rest = regex.finditer(r"\S+", page.text, pos=match.start("rest"), endpos=match.end("rest"))
        row = (
            Cell(*match.span("rank")),
            Cell(*match.span("name")),
            *(Cell(*number.span()) for number in rest),
        )
        if len(row) != len(heads):
            return None
        rows.append(row)
    return (heads, tuple(rows), first + 1 + len(rows)) if len(rows) > 1 else None


def _heads_in_line(page: Page, line: Cell) -> tuple[tuple[Cell, ...], ...] | None:
    """Return the columns that a line names and nothing else, longest names first."""
    if not 8 <= line.end - line.start <= 100:
        return None
    found: list[tuple[Cell, ...]] = []
    at = line.start
    while at < line.end:
        matches = [p.match(page.folded, at, line.end) for p in load_columns().values()]
        ends = [m.end() for m in matches if m and m.end() > at and _parts(page.folded, m.end())]
        if not ends:
            return None
        found.append((Cell(at, max(ends)),))
        at = max(ends)
        while at < line.end and page.folded[at] in " ;":
            at += 1
    return tuple(found) if len(found) > 2 else None


def _parts(folded: str, at: int) -> bool:
    return at >= len(folded) or not folded[at].isalnum()


def _stacked(page: Page, lines: Sequence[Cell], first: int) -> Read | None:
    """Read a cell a line: heads, then `1`, a name and as many numbers in each row.

    Where there are more or fewer heads than columns, only the first two are known.
    """
    folded = page.folded[lines[first].start : lines[first].end]
    columns = load_columns()
    if not (columns["rank"].fullmatch(folded) or columns["order"].fullmatch(folded)):
        return None
    one = next((n for n in range(first + 2, min(len(lines), first + MOST_HEADS + 2))
                if page.text[lines[n].start : lines[n].end] == "1"), None)  # fmt: skip
    if one is None:
        return None
    starts = list(_starts(page, lines, one))
    widths = {b - a for a, b in pairwise(starts)}
    if len(starts) < 3 or len(widths) != 1:
        return None
    width = widths.pop()
    if not 2 <= width <= MOST_HEADS or starts[-1] + width > len(lines):
        return None
    named = lines[first:one]
    known = named if len(named) == width else named[:2]
    heads = tuple((cell,) for cell in known) + ((),) * (width - len(known))
    rows = tuple(tuple(lines[at : at + width]) for at in starts)
    if not all(NUMBER.fullmatch(page.text, c.start, c.end) for row in rows for c in row[2:]):
        return None
    return heads, rows, starts[-1] + width


def _starts(page: Page, lines: Sequence[Cell], one: int) -> Iterator[int]:
    """Yield where each row begins: the lines `1`, `2`, `3` … that a name stands below."""
    wanted, at = 1, one
    while at + 1 < len(lines):
        if page.text[lines[at].start : lines[at].end] == str(wanted):
            if not page.text[lines[at + 1].start].isupper():
                return
            yield at
            wanted += 1
            at += 2
        elif NUMBER.fullmatch(page.text, lines[at].start, lines[at].end):
            at += 1
        else:
            return
