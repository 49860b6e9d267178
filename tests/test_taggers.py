"""Words, tags and names are underthesea's own, to the letter, for any string."""

import gzip
import json
import unicodedata
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solieu.extractors import taggers
from solieu.extractors.taggers import known
from underthesea import ner, pos_tag, word_tokenize

HARD = [
    "", " ", "\n", "...", "?!", "a", "BOS", "EOS X BOS",
    "Năm 2022, chỉ số SIPAS của Thái Bình đạt 84,97%, xếp thứ 13/63.",
    "Ngày 20.08.2014, 02/05/2014, 08-2014, 10:20:50; 1.600m-2.000m, 3x4, 43H-0530, 4K",
    "Xem https://example.vn/a(b)?c=1&d=2, www.bao.vn/ hay a.b@example.com!",
    "Ông Nguyễn Văn A, Chủ tịch UBND TP. Hà Nội (T.Ư) v.v... H&M, xã N’Thôn Hạ",
    "🙂👍🏽 :)) :D =)) <3 ♥‿♥ :D", "kết thúc TP.", "kết thúc TP.\n", "kết thúc TP. ", "hết :D\n",
    unicodedata.normalize("NFD", "Tỉnh Quảng Ninh dẫn đầu bảng xếp hạng"), "ð Ð hoà hòa oà",
    "x" * 5000, "12345678901234567890 ٣٤ ² Ⅷ", "Việt\u00a0Nam\u2003và\u200bLào\x1ckia",
    "Россия и Ελλάδος ΟΔΟΣ ΣΑΣ 中国 日本語 ไทย İstanbul ß ǅ",
    "ĐẠI HỌC QUỐC GIA HÀ NỘI", "- – — “ ” « »",
    "Bộ trưởng Lê Minh Hoan và bà Phạm Thị B thăm Công ty CP Sữa Việt Nam ở Đồng Nai " * 8,
]  # fmt: skip


def assert_same(sentences):
    assert taggers.words(sentences) == [word_tokenize(s) for s in sentences]
    theirs = [ner(s) for s in sentences]
    assert taggers.tags(sentences) == [[row[:2] for row in rows] for rows in theirs]
    names = [[(word, tag, name) for word, tag, _, name in rows] for rows in theirs]
    assert taggers.entities(sentences) == names


@pytest.mark.parametrize("text", HARD)
def test_hard_strings(text):
    assert_same([text])
    assert taggers.tags([text]) == [pos_tag(text)]


def test_sentences_do_not_touch_each_other():
    assert_same(HARD)


def test_kept_texts(kept_articles):
    assert_same([line for article in kept_articles[:30] for line in article.text.splitlines()])


def test_texts_of_an_archive(checkout):
    press = checkout.parent / "shared" / "archives" / "press.jsonl.gz"
    if not press.exists():
        pytest.skip("no archive beside the checkout")
    with gzip.open(press, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for number, line in enumerate(lines) if not number % 400]
    assert_same([line for text in texts for line in text.splitlines()][:300])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_strings(sentences):
    assert_same(sentences)


def test_an_unknown_model_is_left_to_underthesea(monkeypatch):
    monkeypatch.setitem(known.VERSIONS, "underthesea", "1.0")
    taggers._taggers.cache_clear()
    try:
        with pytest.warns(UserWarning, match=r"underthesea \S+ is not the known 1.0"):
            assert taggers.words(HARD[8:9]) == [word_tokenize(HARD[8])]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert_same(HARD[8:12])
    finally:
        taggers._taggers.cache_clear()
