"""From the rows of tables to facts: whose each figure is, of which index and of which year."""

from collections.abc import Iterator, Sequence

from ..columns import Column, RankingTable, Row
from ..page import Page
from ..tables import Cell
from ..types import Amount, Evidence, Fact, Kind, Mention, Period
from .confidence import Confidence
from .facts import measure_of

CHANGES = ("rank_change", "change")
HEADER, ROW, CAPTION, ELSEWHERE = "table.header", "table.row", "table.caption", "table.article"
Dated = tuple[Period | None, Evidence | None]


def link_tables(page: Page, tables: Sequence[RankingTable]) -> list[Fact]:
    """Return the facts of tables: a row tells whose, a head of what, head or caption when.

    The rule of each piece of evidence names where it stands: `table.header`, `table.row`,
    `table.caption`, or `table.article` for the title and the lead.
    """
    if not tables:
        return []
    sure = Confidence(page)
    return [fact for read in tables for row in read.rows for fact in _facts(page, read, row, sure)]


def _facts(page: Page, read: RankingTable, row: Row, sure: Confidence) -> Iterator[Fact]:
    common = _period_of(page, read)
    for figure, column in row.figures:
        change = column.kind in CHANGES
        period, dated = common if change or column.year is None else _of_column(page, column)
        baseline, older = _baseline(page, read, column, period) if change else (None, None)
        amount = figure.value
        assert isinstance(amount, Amount)
        kind: Kind = figure.kind  # type: ignore[assignment]
        index = column.index or read.index
        code = str(index.value)
        links = {"period": period, "baseline": baseline if figure.kind == "delta" else period}
        evidence = (
            Evidence("index", index.start, index.end, _where(read, index)),
            Evidence("subject", row.name.start, row.name.end, ROW),
            *(piece for piece in (dated, older) if piece),
            *(Evidence("header", head.start, head.end, HEADER) for head in column.heads),
        )
        left_open = tuple(
            (name, "not_told")
            for name, value in links.items()
            if value is None and (name == "period" or figure.kind == "delta")
        )
        yield Fact(
            kind=kind,
            start=figure.start,
            end=figure.end,
            quote=page.text[figure.start : figure.end],
            amount=amount,
            rule=figure.rule,
            zone="body",
            index=code,
            subject=row.owner,
            period=period,
            baseline=baseline,
            measure=measure_of(kind, amount, code),
            confidence=sure.of(figure.rule, figure.start, left_open, evidence),
            open=left_open,
            evidence=evidence,
        )


def _where(read: RankingTable, mention: Mention) -> str:
    if mention.start >= read.table.start:
        return HEADER
    caption = read.table.above[0].start if read.table.above else read.table.start
    return CAPTION if mention.start >= caption else ELSEWHERE


def _of_column(page: Page, column: Column) -> Dated:
    head = next(h for h in column.heads if str(column.year) in page.text[h.start : h.end])
    return Period(str(column.year)), Evidence("period", head.start, head.end, HEADER)


def _period_of(page: Page, read: RankingTable) -> Dated:
    """Return the year of a table: of its heads, the last one, of the lines above, of the lead."""
    results = [c for c in read.columns if c.year is not None and c.kind not in CHANGES]
    if results:
        return _of_column(page, max(results, key=lambda c: c.year or 0))
    above = read.table.above
    if found := _years(page, above):
        return (
            _told(found[-1], CAPTION) if len({str(m.value) for m in found}) == 1 else (None, None)
        )
    for zone in ("title", "lead"):
        lines = [Cell(z.start, z.end) for z in page.zones if z.name == zone]
        found = _years(page, lines)
        if found and len({str(m.value) for m in found}) == 1:
            return _told(found[0], ELSEWHERE)
    return None, None


def _years(page: Page, lines: Sequence[Cell]) -> list[Mention]:
    """Return the times told in some lines, whole years only."""
    said = [m for line in lines for m in page.within("period", line.start, line.end)]
    return [m for m in said if isinstance(m.value, Period) and len(str(m.value)) == len("2023")]


def _told(mention: Mention, rule: str) -> Dated:
    assert isinstance(mention.value, Period)
    return mention.value, Evidence("period", mention.start, mention.end, rule)


def _baseline(page: Page, read: RankingTable, column: Column, period: Period | None) -> Dated:
    """Return what a change is measured against: the year of its head, else of an older column."""
    older = [c for c in read.columns if c.year and period and c.year < period.year]
    if column.year is None and older:
        column = max(older, key=lambda c: c.year or 0)
    if column.year is None or period == Period(str(column.year)):
        return None, None
    year, head = _of_column(page, column)
    return year, head._replace(role="baseline") if head else None
