"""Places, organisations, groups and people: who may own a figure, and who may not."""

from datetime import date

import pytest
from solieu.corpus.article import Article
from solieu.extractors.types import Subject
from solieu.pipeline.load import load, read_article


@pytest.fixture(scope="module")
def nlp_full():
    """The pipeline with underthesea's NER on every sentence."""
    return load(entities="full")


def mentions(nlp, text, kind, day=date(2023, 5, 1)):
    doc = read_article(nlp, Article("text", text, published=day))
    return [mention.value for mention in doc._.page.mentions[kind]]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Chỉ số của Thái Bình tăng.", Subject("province", "34", "Thái Bình", "63")),
        ("Chỉ số của tỉnh Hoà Bình tăng.", Subject("province", "17", "Hòa Bình", "63")),
        ("Chỉ số của THÁI BÌNH tăng.", Subject("province", "34", "Thái Bình", "63")),
        ("Chỉ số của TP.HCM tăng.", Subject("province", "79", "Hồ Chí Minh", "63")),
        ("Chỉ số của TP Hồ Chí Minh tăng.", Subject("province", "79", "Hồ Chí Minh", "63")),
        ("Chỉ số của BR-VT tăng.", Subject("province", "77", "Bà Rịa - Vũng Tàu", "63")),
        ("Chỉ số của Thừa Thiên Huế tăng.", Subject("province", "46", "Thừa Thiên Huế", "63")),
        ("Vốn của Nhật Bản tăng.", Subject("country", "JP", "Nhật Bản")),
    ],
)
def test_a_place(nlp_entities, text, subject):
    assert mentions(nlp_entities, text, "place") == [subject]


@pytest.mark.parametrize(
    ("day", "code", "system"),
    [(date(2024, 5, 1), "33", "63"), (date(2025, 8, 1), "33", "34"), (None, "33", "63")],
)
def test_a_province_is_read_in_the_system_of_the_day(nlp_entities, day, code, system):
    (subject,) = mentions(nlp_entities, "Chỉ số của Hưng Yên tăng.", "place", day)
    assert (subject.code, subject.system) == (code, system)


@pytest.mark.parametrize(
    "text",
    [
        "Ông Phan Thái Bình cho biết chỉ số tăng.",
        "Chủ tịch UBND tỉnh Phan Thái Bình phát biểu.",
        "Đồng chí Nguyễn Thái Bình dự hội nghị.",
    ],
)
def test_a_person_is_no_province(nlp_entities, text):
    assert mentions(nlp_entities, text, "place") == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Theo Bộ Nội vụ, chỉ số tăng.", "organisation", "Bộ Nội vụ"),
        ("Cục Hải quan Quảng Ninh đạt 90%.", "organisation", "Cục Hải quan Quảng Ninh"),
        ("Chỉ số của thị xã Mỹ Hào tăng.", "place", "thị xã Mỹ Hào"),
        ("Chỉ số của xã Tuy Phước Đông tăng.", "place", "xã Tuy Phước Đông"),
        ("Các bộ, ngành, địa phương đạt 90%.", "group", "Các bộ, ngành, địa phương"),
    ],
)
def test_who_else_may_own_a_figure(nlp_entities, text, kind, name):
    assert [subject.name for subject in mentions(nlp_entities, text, kind)] == [name]


def test_an_organisation_has_its_province(nlp_entities):
    (subject,) = mentions(nlp_entities, "Cục Hải quan Quảng Ninh đạt 90%.", "organisation")
    assert subject.code == "22"


@pytest.mark.parametrize("text", ["Kết quả của tỉnh đạt 90%.", "Toàn tỉnh có 5 dự án."])
def test_the_province_itself(nlp_entities, text):
    assert len(mentions(nlp_entities, text, "own_province")) == 1


def named(nlp, text):
    doc = read_article(nlp, Article("text", text, published=date(2023, 5, 1)))
    return [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Theo UBND tỉnh Quảng Bình, vốn tăng.", [("UBND tỉnh Quảng Bình", "ORG")]),
        ("Theo Cục Bảo vệ thực vật, vốn tăng.", [("Cục Bảo vệ thực vật", "ORG")]),
        ("Cục Hải quan TP.HCM và doanh nghiệp đã họp.", [("Cục Hải quan TP.HCM", "ORG")]),
        ("Chính phủ Cuba khẳng định vốn tăng.", [("Chính phủ Cuba", "ORG")]),
        ("Hôm qua, công ty Grab và VPBank đã ký.", [("công ty Grab", "ORG"), ("VPBank", "ORG")]),
        ("Hôm nay tại tỉnh Hà Tĩnh có mưa.", [("tỉnh Hà Tĩnh", "LOC")]),
        ("Các tỉnh Hà Tĩnh, Nghệ An có mưa.", [("Hà Tĩnh", "LOC"), ("Nghệ An", "LOC")]),
        ("Xe đi trên quốc lộ 20.", [("quốc lộ 20", "LOC")]),
        ("Nước sông Hương dâng ở châu Á.", [("sông Hương", "LOC"), ("châu Á", "LOC")]),
        ("Chỉ số VN-Index tăng.", []),
        ("Hôm nay thị trường Việt Nam tăng.", [("Việt Nam", "LOC")]),
        ("Khách dùng thẻ VPBank Diamond.", []),
    ],
)
def test_names_by_rule(nlp_entities, text, names):
    assert named(nlp_entities, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vốn tăng, ông Hưng cho biết.", [("Hưng", "PER")]),
        ("Khi đó Tổng thống Mỹ Donald Trump nói.", [("Mỹ", "LOC"), ("Donald Trump", "PER")]),
        ("Thủ tướng Chính phủ yêu cầu tăng vốn.", []),
        (
            "Liên đoàn Bóng đá Việt Nam (VFT) họp. Hôm nay VFT có tin vui.",
            [("Liên đoàn Bóng đá Việt Nam", "ORG"), ("VFT", "ORG"), ("VFT", "ORG")],
        ),
        (
            "Hôm qua ông Trần Đình Long gặp Brand Finance.",
            [("Trần Đình Long", "PER"), ("Brand Finance", "ORG")],
        ),
    ],
)
def test_names_by_what_stands_around(nlp_full, text, names):
    assert named(nlp_full, text) == names


@pytest.mark.parametrize(
    ("text", "place", "organisation"),
    [
        ("UBND tỉnh Quảng Bình đạt 90%.", ["Quảng Bình"], []),
        ("Sở Giáo dục và Đào tạo tỉnh Hưng Yên đạt 90%.", [], ["33"]),
        ("Vốn của tỉnh Hà Tĩnh đạt 90%.", ["Hà Tĩnh"], []),
    ],
)
def test_what_a_figure_may_belong_to(nlp_entities, text, place, organisation):
    assert [subject.name for subject in mentions(nlp_entities, text, "place")] == place
    assert [s.code for s in mentions(nlp_entities, text, "organisation")] == organisation


def test_underthesea_finds_the_people_the_rules_do_not_know(nlp_full):
    text = "Tại hội nghị, Lê Văn Tám nói tỉnh Thái Bình tăng 27 bậc."
    assert "Lê Văn Tám" in mentions(nlp_full, text, "person")
    assert [s.name for s in mentions(nlp_full, text, "place")] == ["Thái Bình"]
