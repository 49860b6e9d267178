"""Times are read as ISO periods; what only another time settles stays relative."""

from datetime import date

import pytest
from solieu.extractors.periods import Relative, find_periods, settled
from solieu.extractors.types import Period

DAY = date(2023, 10, 5)


@pytest.fixture
def periods(page_of):
    """The times read in a phrase: in ISO, or what another time settles."""

    def read(phrase, day=DAY, index_ends=()):
        found = find_periods(page_of(phrase, day), index_ends)
        return [str(mention.value) if mention.value else relative for mention, relative in found]

    return read


@pytest.mark.parametrize(
    ("phrase", "iso"),
    [
        ("năm 2022", "2022"),
        ("9 tháng năm 2023", "2023-01/2023-09"),
        ("6 tháng đầu năm 2022", "2022-01/2022-06"),
        ("6 tháng cuối năm 2022", "2022-07/2022-12"),
        ("6 tháng đầu năm", "2023-01/2023-06"),
        ("nửa đầu năm 2021", "2021-01/2021-06"),
        ("quý I/2024", "2024-01/2024-03"),
        ("quý II năm 2023", "2023-04/2023-06"),
        ("quý III", "2023-07/2023-09"),
        ("quý 4-2022", "2022-10/2022-12"),
        ("tháng 9/2023", "2023-09"),
        ("tháng 10", "2023-10"),
        ("tính đến ngày 15/8", "2023-08-15"),
        ("ngày 19 tháng 4 năm 2023", "2023-04-19"),
        ("từ ngày 01/01/2022 đến 29/7/2022", "2022-01-01/2022-07-29"),
        ("giai đoạn 2021 - 2025", "2021/2025"),
        ("so với 2020", "2020"),
        ("đến năm 2025", "2025"),
    ],
)
def test_a_time(periods, phrase, iso):
    assert periods(phrase) == [iso]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month(periods, month):
    assert periods(f"tháng {month}/2022") == [f"2022-{month:02d}"]
    assert periods(f"{month} tháng đầu năm 2022") == [f"2022-01/2022-{month:02d}"]


@pytest.mark.parametrize("phrase", ["năm ngoái, tháng 13/2022", "ngày 31/2/2023", "quý vị"])
def test_what_is_no_time(periods, phrase):
    assert [found for found in periods(phrase) if isinstance(found, str)] == []


def test_a_day_takes_the_year_said_before_when_the_article_has_none(periods):
    assert periods("Năm 2021, tính đến ngày 15/8", day=None) == ["2021", "2021-08-15"]
    assert periods("tính đến ngày 15/8", day=None) == [None]


def test_a_year_behind_an_index_is_its_period(periods):
    assert periods("SIPAS 2022 đạt", index_ends=[5]) == ["2022"]
    assert periods("SIPAS 2022 đạt") == []


@pytest.mark.parametrize(
    ("relative", "figure", "day", "iso"),
    [
        (Relative("now"), None, DAY, "2023-10-05"),
        (Relative("this_year"), None, DAY, "2023"),
        (Relative("last_year"), None, DAY, "2022"),
        (Relative("last_year"), Period("2021"), DAY, "2020"),
        (Relative("same"), Period("2023-01", "2023-09"), DAY, "2022-01/2022-09"),
        (Relative("same", 2020), Period("2023-01", "2023-09"), None, "2020-01/2020-09"),
        (Relative("same"), None, DAY, None),
        (Relative("last_year"), None, None, None),
    ],
)
def test_relative_times_are_settled(relative, figure, day, iso):
    found = settled(relative, figure, day)
    assert (str(found) if found else None) == iso


@pytest.mark.parametrize(
    ("phrase", "code", "year"),
    [
        ("cùng kỳ năm 2022", "same", 2022),
        ("so với cùng kỳ năm trước", "same", None),
        ("năm ngoái", "last_year", None),
        ("đến nay", "now", None),
        ("trong năm nay", "this_year", None),
    ],
)
def test_relative_times_are_found(periods, phrase, code, year):
    assert periods(phrase) == [Relative(code, year)]
