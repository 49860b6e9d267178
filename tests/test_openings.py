"""Patterns by the words they open and end with: nothing that a search finds is passed over."""

from dataclasses import replace

import pytest
import regex
from solieu.extractors.edges import LETTERS, beginnings, endings, fits, last_word, next_word
from solieu.extractors.entities import entity_rules
from solieu.extractors.indices import index_names
from solieu.extractors.linking.cues import cue, cues_in
from solieu.extractors.openings import Opening, Openings, opening_words
from solieu.extractors.periods import period_rules
from solieu.extractors.rules import rule_book
from solieu.patterns.compiling import Timed
from solieu.pipeline.load import read_article

FAMILIES = {
    "entities": [replace(opening, pattern=opening.of.pattern) for opening in entity_rules().all],
    "periods": period_rules().all,
    "words": rule_book().words.all,
    "indices": index_names().all,
}
CUES = (
    "bare_rate", "component", "component_again", "examples", "given", "heading",
    "in_turn", "index_again", "measure_again", "measure_head", "measure_noun", "measure_verb",
    "national", "national_measure", "part_of_whole", "rate_noun", "seen_by", "survey_before",
    "target", "whole_index",
)  # fmt: skip


def searched(page, opening):
    """The matches of a pattern anywhere in the sentences."""
    source = page.text if opening.printed else page.folded
    return [
        match.span()
        for sentence in page.sentences
        for match in opening.pattern.finditer(source, sentence.start, sentence.end)
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_pattern_is_tried_wherever_it_fits(nlp, kept_articles, family):
    for article in kept_articles:
        page = read_article(nlp, article)._.page
        for opening in FAMILIES[family]:
            tried = [match.span() for _, match in Openings([opening]).matches(page)]
            missed = [
                span
                for span in searched(page, opening)
                if not any(start <= span[0] and span[1] <= end for start, end in tried)
                # A name of an index glued to the word before it is none.
                and not page.text[span[0] - 1 : span[0]].isalpha()
            ]
            assert not missed, (opening.of, [page.text[a:b] for a, b in missed])


@pytest.mark.parametrize("role", CUES)
def test_a_cue_is_found_wherever_a_search_finds_it(nlp, kept_articles, role):
    for article in kept_articles:
        page = read_article(nlp, article)._.page
        for sentence in page.sentences:
            for end in range(sentence.start, sentence.end, 40):
                found = [m.span() for m in cues_in(page, role, sentence.start, end)]
                stretch = page.folded, sentence.start, end
                assert found == [m.span() for m in cue(role).finditer(*stretch)]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("chỉ số (?:hài lòng|par)", ("chỉ số",)),
        ("năm (?:ngoái|trước)", ("năm",)),
        ("pci(?! dss)", ("pci",)),
        ("tăng giá tiêu dùng", ("tăng giá tiêu",)),
        ("par ?index", ("par", "parindex")),
        ("chỉ số ?par", ("chỉ",)),
        ("cấp? tỉnh", ("cấ", "cấp")),
        ("xếp|đứng", ("xếp", "đứng")),
        ("(?:xếp|đứng) thứ", ("xếp", "đứng")),
        (r"(?:xếp|đứng) thứ(?!\p{L})", ("xếp thứ", "đứng thứ")),
        (r"tháng \d+ năm \d", ("tháng {number}",)),
        (r"thứ ba(?=,| của| là cao|$)", ("thứ ba",)),
        (r"(?:các )*tỉnh(?!\p{L})", ("các", "tỉnh")),
        (r"\p{L}+ thứ", ()),
    ],
)
def test_opening_words(pattern, words):
    assert opening_words(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "told", "words"),
    [
        ("(?:các|mọi|{number}) (?:tỉnh|bộ)", ["các"], ("các bộ", "các tỉnh")),
        (r"(?:các|\d+) (?:tỉnh|bộ)", ["các", "{number} bộ"], ("các bộ", "các tỉnh", "{number} bộ")),
        ("(?i:các) tỉnh", ["các"], ("các",)),
        ("[Cc]ác tỉnh", ["các tỉnh"], ("các tỉnh",)),
    ],
)
def test_opening_words_told(pattern, told, words):
    assert opening_words(pattern, told, whole=True) == words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?:xếp|đứng) thứ", {"thứ"}),
        ("tăng(?: (?:thêm|mạnh))* ", {"tăng", "thêm", "mạnh"}),
        (r"[(\[] ?- ?", {"-"}),
        (r"năm \d{4}:?", {"0", ":"}),
        (r"tăng[^\d.]{0,30} từ(?: mức)? ", {"từ", "mức"}),
        (r"(?<=(?:^|\n) ?)", {"\n", "\0"}),
        (r"(?:đt|sđt)[ :.-]*", {"đt", "sđt", ":", ".", "-"}),
        (r"(?:covid|\p{L}) ?- ?", {"-"}),
        (r"tỷ lệ[^\d]{0,80}?", None),
        (r"\p{L}+ ", {LETTERS}),
    ],
)
def test_endings(pattern, words):
    assert endings(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (" ?(?:tỉnh|thành phố)", {"tỉnh", "thành"}),
        ("(?= (?:và|so với)|[,;]|$)", {"và", "so", ",", ";", "\n", "\0"}),
        (r"(?! tỉnh)(?<=\d)[:-] ?\d", {":", "-"}),
        (r" ?\p{L}{2,}", {LETTERS}),
        (r"(?! tỉnh)", None),
        (r"[^\p{L}]", None),
    ],
)
def test_beginnings(pattern, words):
    assert beginnings(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"chỉ số(?: về)? (?:giá|vàng)(?!\p{L})", {"chỉ số giá", "chỉ số vàng", "chỉ số về"}),
        (r"từ (?:ngày )?\d{1,2} đến", {"từ 0", "từ ngày 0"}),
        (r"hạng(?:, nhóm)? [^a]", {"hạng", "hạng , nhóm"}),
        (r"cấp xã(?= (?:là|có)| ?\()", {"cấp xã", "cấp xã ("}),
    ],
)
def test_beginnings_of_several_words(pattern, words):
    assert beginnings(pattern, 3) == words


def test_fits():
    assert fits(None, {"tỉnh"})
    assert fits(frozenset({"tỉnh"}), {"tỉnh", ","})
    assert fits(frozenset({LETTERS}), {"tỉnh"})
    assert not fits(frozenset({LETTERS, ":"}), {","})


def test_words_beside_a_place():
    text = "xếp thứ  13, (năm 2022 "
    assert [last_word(text, at) for at in (0, 9, 13, len(text))] == ["\0", "thứ", ",", "0"]
    assert [next_word(text, at) for at in (0, 3, 11, len(text))] == ["xếp", "thứ", ",", "\0"]


def test_a_rule_fits_behind_every_word_its_left_side_ends_with():
    lefts = [a for a in rule_book().anchored if a.left and a.ends]
    assert len(lefts) > 30
    for rule in lefts:
        for phrase in rule.rule.takes:
            folded = phrase.lower()
            behind = [m.start() for m in regex.finditer(r"\d[\d.,/]*", folded)]
            fitting = [at for at in behind if rule.left.match(folded, at)]
            assert all(fits(rule.ends, {last_word(folded, at)}) for at in fitting)


def test_needs_and_pairs(page_of):
    page = page_of("Các tỉnh, thành phố và 63 tỉnh khác, năm 2022; công  ty A và công an B.")
    found = [
        [match[0] for _, match in Openings([opening]).matches(page)]
        for opening in (
            Opening("pair", regex.compile(r"\p{L}+\s+an"), ("công an",)),
            Opening("blank", regex.compile(r"công\s+ty"), ("công ty",)),
            Opening("number", regex.compile(r"\d+ tỉnh"), ("{number} tỉnh",)),
            Opening("year", regex.compile(r"\d+"), ("{year}",)),
            Opening("missing", regex.compile(r"tỉnh"), ("tỉnh",), ("quận",)),
            Opening("anywhere", regex.compile(r"th\w+"), ()),
        )
    ]
    assert found == [["công an"], ["công  ty"], ["63 tỉnh"], ["2022"], [], ["thành"]]


def test_a_slow_pattern_is_named_and_left_out(page_of):
    page = page_of("a" * 40 + " b")
    slow = Opening("slow", Timed(regex.compile(r"(?:a|a)+c"), 0.01), ("a" * 40,))
    late = set()
    assert not list(Openings([slow]).matches(page, late))
    assert late == {"slow"}
