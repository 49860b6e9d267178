"""CSV and TSV in, articles out: the first line names the columns, each row is a record."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence

from ..article import Article, Rejection
from ..texts import LIMIT, Refused, decoded, too_large
from .fields import Place, article_of, layout_of
from .lines import numbered_lines
from .sources import Source

DELIMITERS = (",", "\t", ";", "|")

Line = tuple[int, bytes | None]


def is_table(head: bytes) -> bool:
    """Return whether bytes begin with a line of column names, one of them that of a text."""
    first = head.partition(b"\n")[0]
    if len(first) > 2000 or not first.strip():
        return False
    header = _header(first)
    return len(header[1]) > 1 and bool(layout_of(header[1], {})["text"])


def read_table(source: Source) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each row; its first line's number is its place.

    A row with a broken quote is rejected as `bad_csv`, and reading goes on with the next line.
    Raises Refused `no_text` for a table without a column of texts.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LIMIT))
    lines = numbered_lines(source.stream)
    _, first = next(((n, line) for n, line in lines if line is None or line.strip()), (0, b""))
    if not first:
        raise Refused("empty", "no records") if first == b"" else too_large()
    delimiter, columns = _header(first)
    if not layout_of(columns, source.options.fields)["text"]:
        shown = ", ".join(columns)[:200]
        raise Refused("no_text", f"no column is known to hold texts (--map text=NAME): {shown}")
    found = False
    for number, cells in _rows(lines, delimiter):
        found = True
        place = Place(f"{source.name}:{number}", f"{source.label}:{number}")
        try:
            if isinstance(cells, Refused):
                raise cells
            record = dict(zip(columns, map(_cell, cells), strict=False))
            yield article_of(dict.fromkeys(columns) | record, source, place)
        except Refused as refusal:
            yield Rejection(place.source, refusal.reason, refusal.detail)
    if not found:
        yield Rejection(source.label, "empty", "no records")


def _header(line: bytes) -> tuple[str, list[str]]:
    """Return the delimiter of a table and the names of its columns."""
    text = line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
    read = ((mark, next(csv.reader([text], delimiter=mark), [])) for mark in DELIMITERS)
    found = [(mark, [name.strip() for name in names]) for mark, names in read]
    return max(found, key=lambda one: (bool(layout_of(one[1], {})["text"]), len(one[1])))


class _Lines:
    """The physical lines of a table; those of the row that is being read can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.lines = lines
        self.waiting: deque[Line] = deque()
        self.taken: list[Line] = []
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        while True:
            one = self.waiting.popleft() if self.waiting else next(self.lines, None)
            if one is None:
                return
            self.taken.append(one)
            self.size += LIMIT + 1 if one[1] is None else len(one[1])
            if one[1] is None or self.size > LIMIT:
                raise too_large()
            yield one[1].decode("utf-8", "surrogateescape")

    def row(self) -> int:
        """Begin the next row; return the number of the first line of the one that ends here."""
        number = self.taken[0][0]
        self.taken, self.size = [], 0
        return number

    def broken_row(self) -> int:
        """Put back all lines of a row but the first, whose number is returned."""
        self.waiting.extendleft(reversed(self.taken[1:]))
        return self.row()


def _rows(lines: Iterator[Line], delimiter: str) -> Iterator[tuple[int, Sequence[str] | Refused]]:
    """Yield the cells of each row, or why there are none, with its first line's number.

    The lines that a broken quote has swallowed are rows of their own.
    """
    source = _Lines(lines)
    while True:
        try:
            for cells in csv.reader(iter(source), delimiter=delimiter, strict=True):
                number = source.row()
                if cells:
                    yield number, cells
            return
        except csv.Error as error:
            yield source.broken_row(), Refused("bad_csv", str(error))
        except Refused as error:
            if not source.taken:  # the stream itself broke off
                raise
            yield source.broken_row(), error


def _cell(cell: str) -> str:
    try:
        cell.encode()
        return cell
    except UnicodeEncodeError:
        return decoded(cell.encode("utf-8", "surrogateescape")).text
