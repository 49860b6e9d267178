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
        ("từ đầu năm đến ngày 27/9", "2023-01-01/2023-09-27"),
        ("từ đầu năm 2022 đến hết tháng 9", "2022-01/2022-09"),
        ("lũy kế từ đầu năm đến ngày 20/12/2022", "2022-01-01/2022-12-20"),
        ("15 ngày đầu năm 2021", "2021-01-01/2021-01-15"),
        ("10 ngày đầu tháng 3/2022", "2022-03-01/2022-03-10"),
        ("nửa đầu tháng 2", "2023-02-01/2023-02-15"),
        ("kỳ 2 tháng 2/2024", "2024-02-16/2024-02-29"),
        ("từ ngày 1 đến 15/3", "2023-03-01/2023-03-15"),
        ("từ ngày 19/9/2022 đến 25/9", "2022-09-19/2022-09-25"),
        ("từ tháng 7/2021 đến tháng 6/2022", "2021-07/2022-06"),
        ("từ tháng 4 đến tháng 6/2020", "2020-04/2020-06"),
        ("từ tháng 11 đến tháng 2/2023", "2022-11/2023-02"),
        ("Tính chung 8 tháng, kim ngạch xuất khẩu", "2023-01/2023-08"),
        ("bẩy tháng đầu năm 2022", "2022-01/2022-07"),
        ("nửa cuối năm 2020", "2020-07/2020-12"),
    ],
)
def test_a_time(periods, phrase, iso):
    assert periods(phrase) == [iso]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month(periods, month):
    assert periods(f"tháng {month}/2022") == [f"2022-{month:02d}"]
    assert periods(f"{month} tháng đầu năm 2022") == [f"2022-01/2022-{month:02d}"]


@pytest.mark.parametrize(
    "phrase",
    ["năm ngoái, tháng 13/2022", "ngày 31/2/2023", "quý vị", "đến 5-6 triệu đồng", "kỳ 2 tháng 13"],
)
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


@pytest.mark.parametrize(
    ("code", "figure", "expected"),
    [
        ("last_month", "2023-07-15/2023-08-14", "2023-06-15/2023-07-14"),
        ("last_month", "2024-02-29/2024-03-31", "2024-01-29/2024-02-29"),
        ("last_month", "2023-01", "2022-12"),
        ("last_month", "2023-01/2023-09", None),
        ("last_quarter", "2023-01/2023-03", "2022-10/2022-12"),
        ("last_quarter", "2023-01/2023-09", None),
        ("year_to_date", None, "2023-01-01/2023-10-05"),
    ],
)
def test_a_time_beside_a_figures_own(code, figure, expected):
    told = settled(Relative(code), Period.parse(figure) if figure else None, DAY)
    assert (str(told) if told else None) == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "Kinh tế năm 2019 khởi sắc\n\n"
            "Trong năm 2018, thu ngân sách của tỉnh tăng so với dự toán được giao; "
            "cũng trong năm 2018, kim ngạch xuất khẩu của tỉnh tăng 5% theo báo cáo của Sở.",
            2019,
        ),
        ("Xuất khẩu tăng 6,1% so với cùng kỳ 2020, năm 2020 tăng 5%.", 2021),
        ("Tỉnh sẽ bứt phá trong năm 2021\n\nNăm 2020, thu ngân sách của năm 2020 tăng 5%.", 2020),
    ],
)
def test_the_year_of_an_undated_page(nlp, text, year):
    assert nlp(text)._.page.year == year
