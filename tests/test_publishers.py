"""A provincial paper's home is its province; a national paper has none."""

from datetime import date

import pytest
from solieu.patterns.places import provinces
from solieu.patterns.publishers import home_of, known_publisher, load_publishers, publisher_of


@pytest.mark.parametrize(
    ("publisher", "home"),
    [
        ("https://sonv.hungyen.gov.vn/tin-tuc/1.html", "Hưng Yên"),
        ("hungyen.gov.vn", "Hưng Yên"),
        ("https://baothaibinh.com.vn/news/3", "Thái Bình"),
        ("https://www.baohatinh.vn/x", "Hà Tĩnh"),
        ("nbtv.vn", "Ninh Bình"),
        ("baoquangninh.vn", "Quảng Ninh"),
        ("baoquangninh.com.vn", "Quảng Ninh"),
        ("hanoimoi.vn", "Hà Nội"),
        ("sggp.org.vn", "Hồ Chí Minh"),
        ("https://tphcm.gov.vn", "Hồ Chí Minh"),
        ("cchc.hochiminhcity.gov.vn", "Hồ Chí Minh"),
        ("cchc.thuathienhue.gov.vn", "Thừa Thiên Huế"),
        ("baria-vungtau.gov.vn", "Bà Rịa - Vũng Tàu"),
        ("huengaynay.vn", "Thừa Thiên Huế"),
        ("BAOTHANHHOA.VN", "Thanh Hóa"),
        ("Báo Thái Bình", "Thái Bình"),
        ("báo thanh hoá", "Thanh Hóa"),
        ("Cổng thông tin điện tử tỉnh Hưng Yên", "Hưng Yên"),
        ("Đài Phát thanh và Truyền hình Vĩnh Long", "Vĩnh Long"),
        ("Sài Gòn Giải Phóng", "Hồ Chí Minh"),
        ("vnexpress.net", None),
        ("tuoitre.vn", None),
        ("Tuổi Trẻ", None),
        ("Báo Đầu tư", None),
        ("moha.gov.vn", None),
        ("nothungyen.gov.vn", None),
        ("hungyen.gov.vn.example.com", None),
        ("", None),
        (None, None),
    ],
)
def test_home(publisher, home):
    place = home_of(publisher)
    assert (place and place.name) == home


def test_every_province_has_a_portal():
    homes = {home_of(domain) for domain in load_publishers() if domain.endswith(".gov.vn")}
    assert set(provinces("63").values()) <= homes


@pytest.mark.parametrize(
    ("day", "system", "code"),
    [(None, "63", "34"), (date(2025, 6, 30), "63", "34"), (date(2025, 7, 1), "34", "33")],
)
def test_the_home_follows_the_reform(day, system, code):
    place = home_of("baothaibinh.com.vn", day)
    assert (place.system, place.code) == (system, code)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.baohatinh.vn/a?b=1", "baohatinh.vn"),
        ("baohatinh.vn/a", "baohatinh.vn"),
        ("http://SONV.hungyen.gov.vn:8080/", "sonv.hungyen.gov.vn"),
        ("Báo Thái Bình", None),
        ("http://[broken", None),
        ("tuoitre", None),
        ("", None),
    ],
)
def test_publisher_of(url, host):
    assert publisher_of(url) == host


@pytest.mark.parametrize(
    ("url", "day", "name"),
    [
        ("https://baosonla.vn/a-1.html", date(2025, 6, 30), "Báo Sơn La"),
        (
            "https://m.baosonla.vn/a-1.html",
            date(2025, 7, 1),
            "Báo và phát thanh, truyền hình Sơn La",
        ),
        ("https://baosonla.vn", None, "Báo và phát thanh, truyền hình Sơn La"),
        ("https://baonamdinh.vn/a", date(2025, 6, 30), "Báo Nam Định"),
        ("https://baonamdinh.vn/a", date(2025, 9, 1), "Báo Nam Định"),  # its last name
        ("baobacninhtv.vn", date(2025, 9, 1), "Báo và phát thanh, truyền hình Bắc Ninh"),
        ("https://sonla.gov.vn/x", None, "Cổng thông tin điện tử Sơn La"),
        ("https://xaydungchinhsach.chinhphu.vn/x", None, "Xây dựng chính sách, pháp luật"),
        ("https://example.org", None, None),
        (None, None, None),
    ],
)
def test_names_hold_for_their_time(url, day, name):
    found = known_publisher(url, day)
    assert (found and found.name) == name


def test_outlets_of_provinces_that_ended_bear_their_name_until_then():
    lasting = {place.name for place in provinces("34").values()} | {"Thừa Thiên Huế"}
    for publisher in load_publishers().values():
        if publisher.home and provinces("63")[publisher.home].name not in lasting:
            assert publisher.until == date(2025, 6, 30), publisher.domain
