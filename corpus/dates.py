"""Printed publication dates in, days out: what a page or a record says about when it appeared."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

YEARS = range(1945, 2101)
LONGEST = 120  # a longer value is prose, whatever date it holds


def _numbered(*names: str) -> dict[str, int]:
    return {name: month for month, line in enumerate(names, 1) for name in line.split("|")}


# fmt: off
_VIETNAMESE = _numbered(
    "một|giêng", "hai", "ba", "tư|bốn", "năm", "sáu",
    "bảy|bẩy", "tám", "chín", "mười", "mười một", "mười hai|chạp",
)
_ENGLISH = _numbered(
    "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun",
    "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov", "december|dec",
)
# fmt: on

_SHAPES = regex.compile(
    r"""
    (?<!\w|\d[/.-])                             # not inside "148/12/2019" or a word
    (?:
      (?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4})
    | (?P<year>\d{4})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})
    | (?P<day>\d{1,2})[\s,]*(?:tháng|thg)\s*(?P<month>\d{1,2}|\L<vietnamese>)
      [\s,/.-]+(?:năm\s+)?(?P<year>\d{4})
    | (?:tháng|thg)\s*(?P<month>\d{1,2}|\L<vietnamese>)\s+(?P<day>\d{1,2})[\s,]+(?P<year>\d{4})
    | (?P<day>\d{1,2})[\s-](?P<month>\L<english>)\.?[\s,-]+(?P<year>\d{4})
    | (?P<month>\L<english>)\.?\s(?P<day>\d{1,2})[\s,]+(?P<year>\d{4})
    )
    (?!\d|/\w|[.]\d|-\p{L})                     # not the number of a document: "12/05/2022/NĐ-CP"
    """,
    regex.IGNORECASE | regex.VERBOSE,
    vietnamese=list(_VIETNAMESE),
    english=list(_ENGLISH),
)
# "11 tháng năm 2020" in a line is eleven months of 2020; "11 Tháng Năm 2020" is a day in May.
_MONTHS_OF_A_YEAR = regex.compile(r"(?<![Nn]gày )\b\d{1,2} tháng năm \d{4}")


def published_date(printed: str | None) -> date | None:
    """Return the day that a printed publication date names, or None.

    The first date counts; weekday, clock, time zone and words such as "Ngày đăng:" may stand
    around it. The day stays as printed: no conversion between time zones. None for a date in
    no known shape, an impossible one, a year outside 1945-2100, and a relative one
    ("5 giờ trước").
    """
    if not printed or len(printed) > LONGEST:
        return None
    return next(_days(printed), None)


def find_date(line: str) -> date | None:
    """Return the day that a dateline names, or None if it holds no date or several days.

    The same shapes as `published_date`. Whether the line is a dateline is for the caller to say.
    """
    line = unicodedata.normalize("NFC", line)
    days = set(_days(_MONTHS_OF_A_YEAR.sub(" ", line))) - {None}
    return days.pop() if len(days) == 1 else None


def _days(text: str) -> Iterator[date | None]:
    """Yield the day of each date in the text, None for an impossible one."""
    for match in _SHAPES.finditer(unicodedata.normalize("NFC", text)):
        month = " ".join(match["month"].lower().split())
        # dateparser takes "tháng sáu" for a number of months and does not know "giêng" or
        # "12 Tháng Năm 2025", so it is only ever shown a month's number.
        number = _VIETNAMESE.get(month) or _ENGLISH.get(month) or month
        found = _parser().get_date_data(
            f"{match['day']}/{number}/{match['year']}", date_formats=["%d/%m/%Y"]
        )
        day = found.date_obj.date() if found.date_obj else None
        yield day if day and day.year in YEARS else None


@cache
def _parser() -> "DateDataParser":
    # Imported at the first date: dateparser takes a tenth of a second to load.
    from dateparser.date import DateDataParser

    # Only the given format: dateparser's guesses would read an impossible date in another order.
    return DateDataParser(languages=["vi"], settings={"PARSERS": ["custom-formats"]})
