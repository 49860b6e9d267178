"""Times: what the rules of `patterns/periods.toml` read, turned into ISO periods."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..patterns.compiling import compiled
from ..patterns.loading import compile_pattern, fill_tables, load_periods, load_words
from ..patterns.schema import PeriodRule
from .openings import Opening, Openings, opening_words
from .overlaps import settle
from .page import Page
from .types import Mention, Period

AFTER_INDEX = compiled(r"\x20*[(-]?\x20*((?:19|20)\d\d)(?!\d|[/.,]\d|\x20?%)")
Found = tuple[int, int, PeriodRule, dict[str, str]]
COMPARED = compiled(r"(?<!\p{L})so(?:\x20+với)?\x20+$")
AHEAD = compiled(r"(?<!\p{L})(?:sẽ|phấn\s+đấu|mục\s+tiêu|kế\s+hoạch|dự\s+kiến|dự\s+báo)(?!\p{L})")
LONE_YEAR = compiled(
    r"(?<![\d/.,-]|(?:đến|giai\x20+đoạn|khóa|khoá)\x20+(?:năm\x20+)?)20[012]\d(?![\d/.,%]|\x20*[-–]\x20*\d|\x20+\p{Ll})"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
LONGEST_MONTH, LONGEST_QUARTER = 31, 92  # days
SOON = 45  # days before its end from which a quarter is reported on
PLAN = 120  # characters before a time in which a plan is spoken of
NEAR = 200  # characters from a year within which the next one is counted from it


@dataclass(frozen=True, slots=True)
class Relative:
    """A time only another one settles: `now`, `this_year`, `last_year`, `last_quarter`,
    `last_month`, `year_to_date` or `same`.

    `same` is the figure's own stretch of time in `year`, or in the year before when None;
    `last_year` may be told of a `month` of it.
    """

    code: str
    year: int | None = None
    month: int | None = None


@cache
def period_rules() -> Openings[PeriodRule]:
    """Return the rules of times, compiled."""
    return Openings(
        Opening(
            rule,
            compile_pattern(rf"(?<!\w)(?:{rule.pattern})", file="periods.toml", rule=rule.name),
            opening_words(
                fill_tables(rule.pattern, file="periods.toml", rule=rule.name), rule.opens
            ),
            frozenset(rule.needs),
        )
        for rule in load_periods()
    )


def find_periods(
    page: Page, index_ends: Sequence[int] = ()
) -> list[tuple[Mention, Relative | None]]:
    """Return the times said in the sentences of a page, in order, without overlaps.

    Each is a mention whose value is a Period, or None with a Relative that the linker settles.
    A time without a year takes that of the day of publication, else the page's main year, which is
    kept as `page.year`.
    `index_ends` are the ends of index names: a bare year behind one is its period.
    """
    found: list[Found] = []
    for rule, match in period_rules().matches(page):
        groups = {k: v for k, v in match.groupdict().items() if v is not None}
        start, end = match.span("figure" if "figure" in groups else 0)
        found.append((start, end, rule, groups))
    for end in index_ends:
        year = AFTER_INDEX.match(page.folded, end)
        if year:
            found.append((year.start(1), year.end(1), _year_rule(), {"y": year[1]}))
    longest = _longest(found)
    page.year = page.day.year if page.day else main_year(page, longest)
    return _resolved(page.folded, longest, page.day, page.year)


@cache
def _year_rule() -> PeriodRule:
    return next(rule for rule in load_periods() if rule.name == "period.year")


def _longest(found: list[Found]) -> list[Found]:
    said = {(start, end, rule.name): groups for start, end, rule, groups in found}
    rules = {rule.name: rule for _, _, rule, _ in found}
    mentions = settle(Mention("period", None, *key) for key in said)
    return [(m.start, m.end, rules[m.rule], said[m.start, m.end, m.rule]) for m in mentions]


def main_year(page: Page, found: list[Found]) -> int | None:
    """Return the year a page is of: its title's, else the one said most often, the latest of many.

    Spans of years and what is compared with do not count, but what is compared with the same time
    of a year is of a later one, and a title of what is to come tells none. None when the page says
    no year.
    """
    said: list[int] = []
    titled: list[int] = []
    before: list[int] = []
    for start, _, rule, groups in found:
        if "y" not in groups or "y2" in groups:
            continue
        year = int(groups["y"])
        if rule.relative == "same":
            before.append(year)
        elif not rule.relative and not COMPARED.search(page.folded, max(0, start - 20), start):
            said.append(year)
            sentence = page.sentences[page.sentence_at(start)]
            if sentence.zone == "title" and not AHEAD.search(
                page.folded, sentence.start, sentence.end
            ):
                titled.append(year)
    titled += [int(y) for y in _bare_years(page)]
    said = titled or said
    main = max(said, key=lambda year: (said.count(year), year), default=None)
    if before and main in (None, max(before)):
        return max(before) + 1  # "tháng 4 năm nay tăng 3,61% so với cùng kỳ năm 2017"
    return main


def _bare_years(page: Page) -> Iterator[str]:
    """Yield the years that stand alone in a title of what has been: "kỳ thi THPT Quốc gia 2019"."""
    for sentence in page.sentences:
        bounds = sentence.start, sentence.end
        if sentence.zone == "title" and not AHEAD.search(page.folded, *bounds):
            yield from (match[0] for match in LONE_YEAR.finditer(page.folded, *bounds))


def _resolved(
    text: str, found: list[Found], day: date | None, year: int | None
) -> list[tuple[Mention, Relative | None]]:
    result: list[tuple[Mention, Relative | None]] = []
    told: int | None = None
    told_at = 0
    for start, end, rule, groups in found:
        if rule.role == "point" and not day and told is not None and "y" not in groups:
            groups = {**groups, "y": str(told)} if not rule.relative else groups
        elif (
            "y" in groups
            and "y2" not in groups
            and not rule.relative
            and not COMPARED.search(text, max(0, start - 20), start)
        ):
            told, told_at = int(groups["y"]), start
        period: Period | None = None
        relative: Relative | None = None
        if "next" in groups:
            if told is None or start - told_at > NEAR:
                continue
            groups = {"y": str(told + 1)}
        if rule.relative:
            relative = _relative(rule.relative, groups)
        else:
            period = _period(rule.iso or "", groups, year)
            if day and "y" not in groups and rule.iso and period and not _planned(text, start):
                period = _gone_by(rule, groups, period, day)
        result.append((Mention("period", period, start, end, rule.name), relative))
    return result


def _relative(code: str, groups: dict[str, str]) -> Relative:
    """Return the time that a rule tells by another, of a year or month where it names one."""
    month = load_words()["month"].get(groups["m"], groups["m"]) if "m" in groups else None
    return Relative(
        code, int(groups["y"]) if "y" in groups else None, int(str(month)) if month else None
    )


def _planned(text: str, start: int) -> bool:
    """Whether the words before a time speak of what is to come."""
    return AHEAD.search(text, max(0, start - PLAN), start) is not None


def _gone_by(rule: PeriodRule, groups: dict[str, str], period: Period, day: date) -> Period:
    """Return a stretch of a year unsaid that is over: "9 tháng đầu năm" in January is last year's.

    One that ends within weeks of the day of publication is reported before its end.
    """
    coming = rule.role == "point" or rule.name == "period.second_half_of_year"
    if coming or period.end is None or (period.last_day - day).days <= SOON:
        return period
    return _period(rule.iso or "", groups, day.year - 1) or period


def _period(template: str, groups: dict[str, str], year: int | None) -> Period | None:
    """Fill an ISO template; None when the year is not known or there is no such day."""
    if "y" not in groups:
        if year is None:
            return None
        groups = {**groups, "y": str(year)}
    try:
        return Period.parse(template.format(**_filled(template, groups)))
    except ValueError:
        return None  # 31/2, "13 tháng": a slip of the pen is no time


def _filled(template: str, groups: dict[str, str]) -> dict[str, str]:
    """Return what fills a template; raise ValueError for a month that there is none of."""
    words = load_words()["month"]
    groups = {k: str(words.get(v, v)) if k in ("m", "m2", "n") else v for k, v in groups.items()}
    if "n" in groups:
        months = int(groups["n"])
        groups = {**groups, "last": f"{months:02d}", "first": f"{13 - months:02d}"}
    if "m2" in groups:
        begun = int(groups["y"]) - (int(groups["m"]) > int(groups["m2"]))
        groups = {**groups, "y1": str(begun)}
    if "{end}" in template:
        last = calendar.monthrange(int(groups["y"]), int(groups["m"]))[1]
        groups = {**groups, "end": str(last)}
    if "q" in groups:
        quarter = QUARTERS.get(groups["q"]) or int(groups["q"])
        groups = {**groups, "q1": f"{3 * quarter - 2:02d}", "q3": f"{3 * quarter:02d}"}
    return {k: v.zfill(2) if k in ("d", "m", "d2", "m2") else v for k, v in groups.items()}


def settled(
    relative: Relative, figure: Period | None, day: date | None, year: int | None = None
) -> Period | None:
    """Return the period that a relative time means beside a figure's own period.

    `day` is the day of publication, `year` the one an undated text speaks of; None is returned
    where nothing settles it.
    """
    year = day.year if day else year
    if relative.code == "now":
        return Period(day.isoformat()) if day else None
    if relative.code == "this_year":
        return Period(str(year)) if year else None
    if relative.code == "same":
        if figure is None:
            return None
        years = relative.year - figure.year if relative.year is not None else -1
        return figure.shifted(years)
    if relative.code == "year_to_date":
        begun = relative.year or year
        if day is None:
            return Period(str(begun)) if relative.year else None
        return Period(f"{begun}-01-01", day.isoformat())
    if relative.code == "last_month":
        return _month_before(figure)
    if relative.code == "last_quarter":
        return _quarter_before(figure)
    now = figure.year if figure is not None else year
    if not now:
        return None
    return Period(f"{now - 1}-{relative.month:02d}" if relative.month else str(now - 1))


def _month_before(figure: Period | None) -> Period | None:
    """Return the month before a month, or a stretch of days of a month's length a month earlier."""
    if figure is None:
        return None
    if figure.end is None and len(figure.start) == len("2024-01"):
        return Period(_moved(figure.start, -1))
    days = (figure.last_day - figure.first_day).days
    if figure.end is None or len(figure.start) != len("2024-01-31") or days > LONGEST_MONTH:
        return None
    return Period(_moved(figure.start, -1), _moved(figure.end, -1))


def _quarter_before(figure: Period | None) -> Period | None:
    if figure is None or figure.end is None or len(figure.end) != len("2024-01"):
        return None
    if (figure.last_day - figure.first_day).days > LONGEST_QUARTER:
        return None
    return Period(_moved(figure.start, -3), _moved(figure.end, -3))


def _moved(text: str, months: int) -> str:
    """Return a month or day of ISO 8601 some months later, a day at most the month's last."""
    at = int(text[:4]) * 12 + int(text[5:7]) - 1 + months
    year, month = at // 12, at % 12 + 1
    if len(text) == len("2024-01"):
        return f"{year:04d}-{month:02d}"
    day = min(int(text[8:]), calendar.monthrange(year, month)[1])
    return f"{year:04d}-{month:02d}-{day:02d}"
