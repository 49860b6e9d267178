"""Tables of data in a page: a line for each row, its cells parted by tabs."""

from selectolax.lexbor import LexborNode

MOST_COLUMNS = 40
LONGEST = 120  # characters of a cell; longer ones are paragraphs, and the table a layout


def rows_of(table: LexborNode) -> list[str] | None:
    """Return the lines of a table of data, its caption first; None where it is only a layout.

    A cell over several columns or rows stands in the first of them and leaves the others blank,
    so that each column keeps its place.
    """
    if len(table.css("table")) > 1:  # the table itself is one of them
        return None
    rows = _cells(table)
    if not _is_data(rows) or _is_linked(table, rows):
        return None
    caption = table.css_first("caption")
    lines = [" ".join(caption.text().split())] if caption is not None else []
    return [line for line in (*lines, *map("\t".join, rows)) if line.strip()]


def _cells(table: LexborNode) -> list[list[str]]:
    rows: list[list[str]] = []
    waiting: dict[int, int] = {}  # column: rows that a cell above still covers
    for row in table.css("tr"):
        line: list[str] = []
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            _covered(line, waiting)
            told = cell.attrs
            across, down = _span(told.get("colspan")), _span(told.get("rowspan"))
            at = len(line)
            line += [" ".join(cell.text(separator=" ").split()), *[""] * (across - 1)]
            waiting |= {column: down - 1 for column in range(at, at + across) if down > 1}
            if len(line) > MOST_COLUMNS:
                return []
        _covered(line, waiting)
        rows.append(line)
    return rows


def _covered(line: list[str], waiting: dict[int, int]) -> None:
    """Add a blank for each column that a cell of an earlier row covers."""
    while waiting.get(len(line)):
        waiting[len(line)] -= 1
        line.append("")


def _span(value: str | None) -> int:
    return min(int(value), MOST_COLUMNS) if value and value.isdecimal() and int(value) else 1


def _is_data(rows: list[list[str]]) -> bool:
    """Tell whether most rows are several short cells: two such rows, or one like a formula."""
    filled = [[cell for cell in row if cell] for row in rows]
    filled = [row for row in filled if row]
    several = sum(len(row) > 1 for row in filled)
    formula = len(filled) == 1 and len(filled[0]) > 2
    if not formula and (several < 2 or several * 2 < len(filled)):
        return False
    cells = [cell for row in filled for cell in row]
    long = sum(len(cell) > LONGEST for cell in cells)
    return long * 10 <= len(cells)


def _is_linked(table: LexborNode, rows: list[list[str]]) -> bool:
    """Tell whether a third of a table is links: a menu, or teasers side by side."""
    linked = sum(len(link.text(strip=True)) for link in table.css("a"))
    return linked * 3 > sum(len(cell) for row in rows for cell in row)
