"""The account of an archive's numbers: each is counted once, and unread ones by their words."""

import pytest
from solieu.corpus.article import Article
from solieu.corpus.zones import READABLE
from solieu.extractors.tokens import LAYOUT
from solieu.patterns.fold import fold_case
from solieu.pipeline.cli import app
from solieu.pipeline.coverage import Coverage, around
from solieu.pipeline.load import read_article
from typer.testing import CliRunner

TEXT = (
    "Thái Bình xếp thứ 13/63 về SIPAS\n\nNgày 19/04/2023\n\n"
    "Năm 2022, chỉ số SIPAS của Thái Bình đạt 84,97%, xếp thứ 13/63, "
    "ghi 77 rồi thì 78 nữa mà thôi.\n"
)


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.mark.parametrize(
    ("text", "number", "context"),
    [
        ("Đã có 77 dự án mới ở tỉnh", "77", "có # dự án"),
        ("TRONG  77\u00a0Dự  Án", "77", "trong # dự án"),
        ("từ 1.456 đến 77 dự án", "77", "đến # dự án"),
        ("77 dự án", "77", "# dự án"),
        ("dòng trước\n77\ndòng sau", "77", "#"),
        ("covid-77.", "77", "covid -#."),
        ("Có 5 vụ/77 đối tượng", "77", "vụ /# đối tượng"),
        ("1.456 và 77, 12,5% nữa", "77", "và #, 0 %"),
        ("ước đạt 77%", "77", "đạt # %"),
    ],
)
def test_a_context_is_the_words_about_a_number(text, number, context):
    start = text.index(number)
    assert around(fold_case(text), start, start + len(number)) == context


def test_each_number_is_counted_once(nlp, kept_articles):
    for article in kept_articles:
        found = Coverage()
        doc = read_article(nlp, article)
        found.add(doc)
        counted = sum(counts.total() for counts in found.zones.values()) + found.aside.total()
        assert counted == len(doc.user_data[LAYOUT].numeric)
        assert found.reasons.total() == sum(c["reason"] for c in found.zones.values())
        unread = sum(counts["neither"] for counts in found.zones.values())
        assert unread == sum(context.count for context in found.contexts.values())
        assert set(found.zones) == set(READABLE)


def test_numbers_are_counted_by_zone_and_fate(nlp):
    found = Coverage()
    for name in ("một", "hai"):
        found.add(read_article(nlp, Article(name, TEXT)))
    assert found.zones["title"] == {"fact": 2}
    assert found.zones["body"] == {"fact": 4, "reason": 2, "neither": 4}
    assert (found.reasons, found.aside) == ({"period": 2}, {"dateline": 2})
    (first, context), (second, _) = found.commonest()
    assert (first, second) == ("ghi # rồi thì", "thì # nữa mà")
    assert (context.count, context.articles, context.first) == (2, 2, "một")
    assert "77 rồi" in context.example


def test_contexts_of_many_articles_come_before_repeated_ones(nlp):
    found = Coverage()
    found.add(read_article(nlp, Article("bảng", "Ghi 71 nữa mà ghi 72 nữa mà ghi 73 nữa mà.\n")))
    for name in ("một", "hai"):
        found.add(read_article(nlp, Article(name, "Viết 77 rồi thì.\n")))
    assert [words for words, _ in found.commonest(1)] == ["viết # rồi thì"]


def test_the_command_prints_shares_reasons_and_contexts(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = run("coverage", tmp_path)
    assert result.exit_code == 0
    for words in ("1 article\n", "33.3%", "belongs to a period", "ghi # rồi thì", "1 in dateline"):
        assert words in result.stdout
    one = run("coverage", tmp_path, "--limit", 1).stdout
    assert "1 more context; --limit shows it" in one
    assert "thì # nữa mà" not in one
    assert max(map(len, result.stdout.splitlines())) <= 80
    (tmp_path / "b.txt").write_bytes(b"\xff")
    assert run("coverage", tmp_path).exit_code == 1
