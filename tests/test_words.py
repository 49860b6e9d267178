"""underthesea's words stand beside the tokens, at exact offsets of an unchanged text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solieu.corpus.article import Article
from solieu.extractors.words import aligned, find_words
from solieu.pipeline.load import load, read_article
from underthesea import word_tokenize


@pytest.fixture(scope="module")
def worded():
    return load(entities="off", words=True)


def solid(text):
    """Text without blanks, and with them the only difference between a word and its print."""
    return "".join(text.split())


def test_words_are_those_of_underthesea(worded, kept_articles):
    for article in kept_articles[:25]:
        doc = read_article(worded, article)
        assert doc.text == article.text
        spans = find_words(doc._.page)
        for sentence in doc._.page.sentences:
            text = article.text[sentence.start : sentence.end]
            inside = [(a, b) for a, b in spans if sentence.start <= a < sentence.end]
            theirs = [len(solid(word)) for word in word_tokenize(text) if solid(word)]
            assert [len(solid(article.text[a:b])) for a, b in inside] == theirs
            assert solid("".join(article.text[a:b] for a, b in inside)) == solid(text)
        # spaCy's spans end where tokens end, so that a word inside one is widened to it.
        groups = [(span.start_char, span.end_char) for span in doc.spans["words"]]
        assert all(x <= a and b <= y for (a, b), (x, y) in zip(spans, groups, strict=True))


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("cải cách  hành chính", ["cải cách", "hành chính"], [(0, 8), (10, 20)]),
        ("sức khoẻ tốt", ["sức khỏe", "tốt"], [(0, 8), (9, 12)]),
        ("đạt 84,97%", ["đạt", "84,97", "%"], [(0, 3), (4, 9), (9, 10)]),
        ("hai từ", ["hai"], None),
        ("", [], []),
    ],
)
def test_words_are_laid_on_the_text(text, words, spans):
    assert aligned(text, words) == spans


@given(st.lists(st.text("aàbc ", min_size=1), max_size=8), st.text(" \n", min_size=1))
def test_blanks_do_not_move_words(words, blank):
    text = blank.join(words)
    spans = aligned(text, words)
    assert [solid(text[a:b]) for a, b in spans] == [solid(word) for word in words if solid(word)]


def test_facts_are_the_same_with_words(worded, nlp):
    article = Article("text", "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63.")
    assert read_article(worded, article)._.facts == read_article(nlp, article)._.facts
