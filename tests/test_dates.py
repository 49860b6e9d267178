"""Printed publication dates: every shape that pages print, and what must not become a day."""

import subprocess
import sys
import unicodedata
from datetime import date

import pytest
from solieu.corpus.dates import find_date, published_date

SHAPES = [
    ("2026-08-12T09:00:50+07:00", date(2026, 8, 12)),
    ("2025-09-12T23:11:33.900894+07:00", date(2025, 9, 12)),
    ("2026-01-06T21:02:00", date(2026, 1, 6)),
    ("2018-10-05 00:00:00", date(2018, 10, 5)),
    ("2021-09-20 16:38", date(2021, 9, 20)),
    ("2007-05-10", date(2007, 5, 10)),
    ("2022/07/29", date(2022, 7, 29)),
    ("18/01/2026", date(2026, 1, 18)),
    ("1/11/2013 8:38", date(2013, 11, 1)),
    ("23/10/2013 08:15", date(2013, 10, 23)),
    ("19-10-2018 12:15", date(2018, 10, 19)),
    ("09.03.2018", date(2018, 3, 9)),
    ("04 / 07 / 2022", date(2022, 7, 4)),
    ("18/03/2022 07:18 PM", date(2022, 3, 18)),
    ("04/12/2022 18:11:00 +07:00", date(2022, 12, 4)),
    ("16/01/2026 15:02 (GMT+07:00)", date(2026, 1, 16)),
    ("23/12/2021 | 11:14", date(2021, 12, 23)),
    ("05:15 | 23/06/2022", date(2022, 6, 23)),
    ("Thứ 4, 22/06/2022 | 15:48:26 [GMT +7]", date(2022, 6, 22)),
    ("Thứ 7, 19.12.2020 | 08:53:52", date(2020, 12, 19)),
    ("Chủ nhật, 24/11/2024, 03:02[GMT+7]", date(2024, 11, 24)),
    ("Thứ bảy, ngày 16/08/2025 18:55 GMT+7", date(2025, 8, 16)),
    ("Sunday 01/09/2024 - 12:32", date(2024, 9, 1)),
    ("Ngày đăng: 23/06/2022   05:15", date(2022, 6, 23)),
    ("Hà Nội, Ngày 04/07/2022", date(2022, 7, 4)),
    ("(Ngày đăng:04/07/2022)", date(2022, 7, 4)),
    ("22/06/2022.Tin địa phương", date(2022, 6, 22)),
    ("12 Tháng Năm 2025", date(2025, 5, 12)),
    ("22 Tháng Tư, 2024", date(2024, 4, 22)),
    ("19 tháng 1 2026", date(2026, 1, 19)),
    ("ngày 19 tháng 4 năm 2023", date(2023, 4, 19)),
    ("ngày 05 tháng năm năm 2023", date(2023, 5, 5)),
    ("Thứ Hai, Ngày 19 Tháng 1, 2026", date(2026, 1, 19)),
    ("Ngày 19 tháng 04/2023", date(2023, 4, 19)),
    ("12 thg 5, 2025", date(2025, 5, 12)),
    ("Tháng 1 19, 2024", date(2024, 1, 19)),
    ("Tháng Mười Hai 3, 2024", date(2024, 12, 3)),
    ("January 19, 2026", date(2026, 1, 19)),
    ("Mon, 19 Jan 2026 08:00:00 +0700", date(2026, 1, 19)),
    ("29/02/2024", date(2024, 2, 29)),
    ("01/01/1945", date(1945, 1, 1)),
    ("31/12/2100", date(2100, 12, 31)),
]
MONTHS = [
    *[("Một", 1), ("Hai", 2), ("Ba", 3), ("Tư", 4), ("Năm", 5), ("Sáu", 6), ("Bảy", 7)],
    *[("Tám", 8), ("Chín", 9), ("Mười", 10), ("Mười Một", 11), ("Mười Hai", 12)],
    *[("Giêng", 1), ("Bốn", 4), ("Bẩy", 7), ("Chạp", 12)],
]
NO_DAY = [
    *["", "   ", "19/1", "Tháng 1 19", "5 giờ trước", "Hôm qua, 15:02", "năm 2023", "tháng 4/2023"],
    *["32/13/2022", "31/02/2022", "29/02/2023", "12/31/2022", "00/05/2022", "2022-13-01"],
    *["31/12/1944", "01/01/2101", "22/06/22", "0022-06-22", "30 tháng Hai 2024"],
    *["48/2019/TT-BTC", "12/05/2022/NĐ-CP", "12-05-2022-BTC", "148/12/05/2022", "1.2.2022.3"],
    *["22/06-2022", "2022-07/29", "12 tháng mười ba 2024", "5 năm 2020", "x22/06/2022"],
    "Số liệu đến ngày 22/06/2022 cho thấy " + "tỉnh tiếp tục cải thiện " * 10,
]


@pytest.mark.parametrize(("printed", "day"), SHAPES)
def test_each_printed_shape_gives_its_day(printed: str, day: date) -> None:
    assert published_date(printed) == day
    assert find_date(printed) == day
    assert published_date(unicodedata.normalize("NFD", printed)) == day
    assert published_date(printed.upper()) == day


@pytest.mark.parametrize(("word", "month"), MONTHS)
def test_each_month_in_words_gives_its_number(word: str, month: int) -> None:
    assert published_date(f"12 Tháng {word} 2025") == date(2025, month, 12)
    assert published_date(f"ngày 12 tháng {word.lower()} năm 2025") == date(2025, month, 12)


@pytest.mark.parametrize("printed", NO_DAY)
def test_what_names_no_day_gives_none(printed: str) -> None:
    assert published_date(printed) is None


def test_a_record_without_a_date_gives_none() -> None:
    assert published_date(None) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Cập nhật: 22/06/2022 - Lượt xem: 1.204", date(2022, 6, 22)),
        ("22/06/2022 (cập nhật ngày 22/6/2022)", date(2022, 6, 22)),
        ("22/06/2022, sửa ngày 23/06/2022", None),
        ("Theo số 31/13/2022, đăng 22/06/2022", date(2022, 6, 22)),
        ("Bình quân 11 tháng năm 2020 tăng 3,51%", None),
        ("6 tháng đầu năm 2023", None),
        ("Từ 01/7 - 25/7/2025", date(2025, 7, 25)),
        ("Thông tư 48/2019/TT-BTC", None),
        ("", None),
    ],
)
def test_a_dateline_names_one_day(line: str, day: date | None) -> None:
    assert find_date(line) == day


def test_the_first_date_of_a_record_counts() -> None:
    assert published_date("Đăng 22/06/2022, sửa 23/06/2022") == date(2022, 6, 22)


def test_importing_dates_does_not_load_dateparser() -> None:
    code = "import sys, solieu.corpus.dates; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
