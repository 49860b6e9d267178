"""Both administrative systems whole, and the names that lead to them."""

from collections import Counter
from datetime import date

import pytest
from solieu.patterns.fold import strip_marks
from solieu.patterns.places import (
    find_province,
    load_names,
    load_places,
    place_names,
    provinces,
    system_on,
)

OLD = """01 Hà Nội;02 Hà Giang;04 Cao Bằng;06 Bắc Kạn;08 Tuyên Quang;10 Lào Cai;11 Điện Biên;
12 Lai Châu;14 Sơn La;15 Yên Bái;17 Hòa Bình;19 Thái Nguyên;20 Lạng Sơn;22 Quảng Ninh;
24 Bắc Giang;25 Phú Thọ;26 Vĩnh Phúc;27 Bắc Ninh;30 Hải Dương;31 Hải Phòng;33 Hưng Yên;
34 Thái Bình;35 Hà Nam;36 Nam Định;37 Ninh Bình;38 Thanh Hóa;40 Nghệ An;42 Hà Tĩnh;
44 Quảng Bình;45 Quảng Trị;46 Thừa Thiên Huế;48 Đà Nẵng;49 Quảng Nam;51 Quảng Ngãi;
52 Bình Định;54 Phú Yên;56 Khánh Hòa;58 Ninh Thuận;60 Bình Thuận;62 Kon Tum;64 Gia Lai;
66 Đắk Lắk;67 Đắk Nông;68 Lâm Đồng;70 Bình Phước;72 Tây Ninh;74 Bình Dương;75 Đồng Nai;
77 Bà Rịa - Vũng Tàu;79 Hồ Chí Minh;80 Long An;82 Tiền Giang;83 Bến Tre;84 Trà Vinh;
86 Vĩnh Long;87 Đồng Tháp;89 An Giang;91 Kiên Giang;92 Cần Thơ;93 Hậu Giang;
94 Sóc Trăng;95 Bạc Liêu;96 Cà Mau"""
NEW = """01=01;04=04;08=02,08;11=11;12=12;14=14;15=10,15;19=06,19;20=20;22=22;24=24,27;25=17,25,26;
31=30,31;33=33,34;37=35,36,37;38=38;40=40;42=42;44=44,45;46=46;48=48,49;51=51,62;52=52,64;56=56,58;
66=54,66;68=60,67,68;75=70,75;79=74,77,79;80=72,80;82=82,87;86=83,84,86;91=89,91;92=92,93,94;
96=95,96"""


def test_the_63_provinces():
    listed = dict(entry.strip().split(" ", 1) for entry in OLD.split(";"))
    assert {code: place.name for code, place in provinces("63").items()} == listed
    for place in provinces("63").values():
        assert (place.valid_from, place.valid_to) == (None, date(2025, 6, 30))


def test_the_34_and_what_they_were_made_of():
    merged = {code: [] for code in provinces("34")}
    for place in provinces("63").values():
        (successor,) = place.successors
        merged[successor].append(place.code)
    listed = {
        entry.split("=")[0].strip(): entry.split("=")[1].strip().split(",")
        for entry in NEW.split(";")
    }
    assert merged == listed
    assert all(place.valid_from == date(2025, 7, 1) for place in provinces("34").values())


def test_seven_codes_name_two_provinces():
    old, new = provinces("63"), provinces("34")
    other = {code for code in new if old[code].name != new[code].name}
    assert other - {"46"} == {"15", "24", "44", "52", "80", "82", "91"}


def test_units_and_their_parents():
    places = load_places()
    count = Counter((place.system, place.level) for place in places)
    assert count["63", "district"] >= 705
    assert (count["63", "commune"], count["34", "commune"]) == (10035, 3321)
    known = {(p.system, p.code) for p in places}
    communes = {p.code for p in places if (p.system, p.level) == ("34", "commune")}
    for place in places:
        assert place.name == " ".join(place.name.split())
        if place.level != "province":
            assert (place.system, place.parent) in known
        if (place.system, place.level) == ("63", "commune"):
            assert place.successors
            assert set(place.successors) <= communes
    named = [(p.system, p.level, p.code, p.name) for p in places]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("name", "kind", "province", "last"),
    [
        ("Đông Sơn", "huyện", "Thanh Hóa", date(2024, 12, 31)),
        ("Cửa Lò", "thị xã", "Nghệ An", date(2024, 11, 30)),
        ("Mỹ Lộc", "huyện", "Nam Định", date(2024, 8, 31)),
        ("Quận 9", "quận", "Hồ Chí Minh", date(2020, 12, 31)),
        ("Đạ Tẻh", "huyện", "Lâm Đồng", date(2024, 11, 30)),
        ("Tiền Hải", "huyện", "Thái Bình", date(2025, 6, 30)),
        ("Thuận Hóa", "quận", "Thừa Thiên Huế", date(2025, 6, 30)),
    ],
)
def test_districts(name, kind, province, last):
    (place,) = [p for p in load_places("district") if (p.type, p.name) == (kind, name)]
    assert (provinces("63")[place.parent].name, place.valid_to) == (province, last)


@pytest.mark.parametrize(
    ("day", "system"),
    [(None, "63"), (date(2025, 6, 30), "63"), (date(2025, 7, 1), "34"), (date(2013, 1, 1), "63")],
)
def test_system_on(day, system):
    assert system_on(day) == system


@pytest.mark.parametrize("place", load_places("province"), ids=lambda p: f"{p.system}-{p.code}")
def test_a_province_is_found_however_it_is_written(place):
    day = date(2025, 7, 1) if place.system == "34" else date(2020, 1, 1)
    bare = strip_marks(place.name)
    for words in (
        place.name,
        bare,
        place.name.upper(),
        f"{place.type} {place.name}",
        bare.replace(" ", ""),
    ):
        found = find_province(words, day)
        assert place.system == "63" or found == place
        assert found.name == place.name or (words, found.name) == ("Huế", "Thừa Thiên Huế")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("TP.HCM", "79"),
        ("tp hcm", "79"),
        ("Sài Gòn", "79"),
        ("TP Hà Nội", "01"),
        ("BR-VT", "77"),
        ("Bà Rịa – Vũng Tàu", "77"),
        ("TT-Huế", "46"),
        ("Huế", "46"),
        ("Thừa Thiên-Huế", "46"),
        ("Đắc Lắc", "66"),
        ("DAKLAK", "66"),
        ("Đăk Nông", "67"),
        ("Bắc Cạn", "06"),
        ("thanh hoá", "38"),
        ("tỉnh Gia-Lai", "64"),
    ],
)
def test_aliases(words, code):
    assert (find_province(words).system, find_province(words).code) == ("63", code)


@pytest.mark.parametrize(
    ("words", "day", "known_as"),
    [
        ("Hưng Yên", date(2025, 7, 2), ("34", "33")),
        ("Thái Bình", date(2025, 7, 2), ("63", "34")),
        ("Gia Lai", date(2026, 1, 1), ("34", "52")),
        ("Gia Lai", date(2024, 1, 1), ("63", "64")),
        ("Huế", date(2025, 7, 2), ("34", "46")),
        ("TP.HCM", date(2025, 7, 2), ("34", "79")),
    ],
)
def test_the_day_chooses_the_system(words, day, known_as):
    place = find_province(words, day)
    assert (place.system, place.code) == known_as


@pytest.mark.parametrize(
    ("words", "near"), [("Thai Bin", "Thái Bình"), ("tỉnh Hưng Yen A", "Hưng Yên")]
)
def test_an_unknown_province_names_the_nearest(words, near):
    with pytest.raises(LookupError, match=near):
        find_province(words)


def test_printed_names():
    names = place_names()
    assert names["Hưng Yên"] == (("63", "33"), ("34", "33"))
    assert names["Lào Cai"] == (("63", "10"), ("34", "15"))
    assert names["Thái Bình"] == (("63", "34"),)
    assert names["Huế"] == (("63", "46"), ("34", "46"))
    assert names["TP.HCM"] == (("63", "79"), ("34", "79"))


def test_names_written_by_hand():
    names = load_names()
    assert len(names.countries) >= 100
    assert all(len(code) == 2 and code.isupper() for code in names.countries)
    printed = Counter(name for forms in names.countries.values() for name in forms)
    assert max(printed.values()) == 1
    assert {"Phan", "Nguyễn"} <= set(names.people.family_names)
    assert len(set(names.people.titles)) == len(names.people.titles)
    assert len(set(names.people.family_names)) == len(names.people.family_names)
    for phrase in names.not_places:
        assert any(name in phrase for name in (*place_names(), *printed))
