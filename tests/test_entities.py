"""Places, organisations, groups and people: who may own a figure, and who may not."""

from datetime import date

import pytest
from solieu.corpus.article import Article
from solieu.extractors.types import Subject
from solieu.pipeline.load import read_article


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


def test_underthesea_finds_the_people_the_rules_do_not_know():
    from solieu.pipeline.load import load

    text = "Tại hội nghị, Lê Văn Tám nói tỉnh Thái Bình tăng 27 bậc."
    full = load(entities="full")
    assert "Lê Văn Tám" in mentions(full, text, "person")
    assert [s.name for s in mentions(full, text, "place")] == ["Thái Bình"]
