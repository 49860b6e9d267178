"""Folding keeps every offset, and joins the ways one word is typed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solieu.patterns.fold import fold_case, fold_tones, strip_marks

VIETNAMESE = "aàáảãạăằắẳẵặâeèéẻẽẹêoòóỏõọôơuùúủũụưyỳýỷỹỵđqhn OÀÈUÝQH-–“”\u00a0\u2009\n％１İΣ.,%"
texts = st.one_of(st.text(), st.text(alphabet=VIETNAMESE)).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@given(texts)
def test_folding_keeps_the_length(text):
    assert len(fold_tones(text)) == len(text)
    assert len(fold_case(text)) == len(text)


@given(texts)
def test_folding_twice_changes_nothing(text):
    for fold in (fold_tones, fold_case, strip_marks):
        assert fold(fold(text)) == fold(text)


def test_every_character_keeps_its_length_and_every_blank_is_a_space():
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        assert len(fold_case(char)) == 1
        if char.isspace():
            assert fold_case(char) == ("\n" if char == "\n" else " ")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Thanh Hoá", "Thanh Hóa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("Oà", "Òa"),
        ("sức khoẻ", "sức khỏe"),
        ("Uỷ ban, thuý, luỹ, thuỵ", "Ủy ban, thúy, lũy, thụy"),
        ("xoã toạ hoả xoè toé", "xõa tọa hỏa xòe tóe"),
        ("hoàn toán khoảng", "hoàn toán khoảng"),
        ("quý quỳ quỹ Quỵ QUÝ", "quý quỳ quỹ Quỵ QUÝ"),
        ("hòa khỏe thúy", "hòa khỏe thúy"),
        ("huyện khuyến huỳnh", "huyện khuyến huỳnh"),
    ],
)
def test_fold_tones(text, folded):
    assert fold_tones(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chỉ số\u00a0HOÀ", "chỉ số hòa"),
        ("84,97\u202f%\t“a” ‘b’", "84,97 % \"a\" 'b'"),
        ("3 – 5 — 7 − 8 ‑ 9", "3 - 5 - 7 - 8 - 9"),
        ("１３／６３ ９５％", "13/63 95%"),
        ("Ðồng Nai, ĐỒNG NAI", "đồng nai, đồng nai"),
        ("một\nhai", "một\nhai"),
        ("İ", "İ"),
    ],
)
def test_fold_case(text, folded):
    assert fold_case(text) == folded


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("  Thừa  Thiên\u00a0Huế\n", "thua thien hue"),
        ("Đắk Lắk", "dak lak"),
        (unicodedata.normalize("NFD", "Bà Rịa – Vũng Tàu"), "ba ria - vung tau"),
    ],
)
def test_strip_marks(text, bare):
    assert strip_marks(text) == bare
