"""Both engines read a pattern alike: `re`, wherever a pattern is given to it, and `regex`."""

import re
from pathlib import Path

import pytest
import regex
from solieu.corpus.article import Article
from solieu.corpus.readers import read
from solieu.patterns.compiling import Timed, compiled
from solieu.patterns.fold import fold_case
from solieu.patterns.loading import (
    compile_pattern,
    fill_tables,
    load_cues,
    load_periods,
    load_zone_cues,
    spaced,
)

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
ODD = (
    "Tỉnh Đắk Lắk: 1.456 m² (tăng 2,5%); x² ½ ⅓ ① Ⅳ _a_ Ảnh: 03/6, TP.HCM ngày 1‑2,\n"
    "\u00a0 đ/c Ngô  Văn\u2003Ý, ＡＢ, Ở ộ ﬁ, Ωmega Жук 1ª 10⁶ CO₂ 😀 end"
)


@pytest.fixture(scope="module")
def texts():
    found = [fold_case(item.text) for item in read([SAMPLE]) if isinstance(item, Article)]
    assert len(found) > 10
    return found


def matches(pattern, text):
    return [(m.span(), m.groupdict()) for m in pattern.finditer(text)]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{L}+",
        r"[\p{L}\d]+",
        r"[^\p{L}]+",
        r"[^\p{L}\d\s]",
        r"(?<!\p{L})\p{Lu}\p{Ll}*(?!\p{L})",
        r"\p{Lu}[\p{Lu}\d]{1,7}",
        r"[\p{L}\p{M}.]+",
        r"\p{Zs}+",
        r"\w+",
        r"\W+",
        r"(?<!\w)\d+(?!\w)",
        r"(?i:tỉnh|ảnh)",
        r"\p{L}+\x20++\p{L}",
        r"[\w,]+",
        r"[^\w,]+",
        r"\bx|CO\b|\d\b",
        r"\[\]|[\]x]",
    ],
)
def test_letters_and_words_are_those_of_regex(pattern, texts):
    fast = compiled(pattern)
    assert isinstance(fast, re.Pattern)
    for text in (*texts, "Ngô Văn Ý, đ/c Ảnh: 10⁶ x² ½ CO₂ ⅓ _a_ Ⅳ ＡＢ Ωmega Жук 😀"):
        assert matches(fast, text) == matches(regex.compile(pattern), text)


@pytest.mark.parametrize(
    "pattern",
    [r"(?<=xếp\s+)\d", r"(?r)\d+", r"(?:par){e<=1}", r"(?:ab|a)++b", r"(?>ab|a)b", r"\p{Greek}"],
)
def test_what_re_lacks_or_reads_otherwise_is_left_to_regex(pattern):
    assert isinstance(compiled(pattern), regex.Pattern)


def test_a_search_behind_a_look_back_is_left_to_regex():
    assert isinstance(compiled(r"(?:(?<!\p{L})số)", searched=True), regex.Pattern)
    assert isinstance(compiled(r"số(?<!\p{L})", searched=True), re.Pattern)


def test_a_mistake_is_told_by_regex():
    with pytest.raises(regex.error):
        compiled("(tỉnh")


def test_a_timed_pattern_stops():
    with pytest.raises(TimeoutError):
        Timed(regex.compile(r"(?:a|a)+c"), 0.01).match("a" * 40)


RULES = [
    *((f"cues: {c.name}", c.pattern) for c in load_cues()),
    *((f"periods: {p.name}", rf"(?<!\w)(?:{p.pattern})") for p in load_periods()),
    *((f"zones: {z.name}", z.pattern) for z in load_zone_cues()),
]


@pytest.mark.parametrize(("name", "pattern"), RULES, ids=[name for name, _ in RULES])
def test_rules_find_the_same_in_either_engine(name, pattern, texts):
    fast = compile_pattern(pattern, file="", rule=name)
    slow = regex.compile(spaced(fill_tables(pattern, file="", rule=name)))
    for text in (*texts, fold_case(ODD)):
        assert matches(fast, text) == matches(slow, text)
