"""Tokens keep every character, and numbers, dates and documents stay whole."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from solieu.extractors.tokens import LAYOUT, scan

TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "solieu.tokenizer.v1"}}}
BLANK = spacy.blank("xx", config=TOKENIZER)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("xếp thứ 13/63 tỉnh", ["xếp", "thứ", "13/63", "tỉnh"]),
        ("đạt 84,97%.", ["đạt", "84,97", "%", "."]),
        ("tăng 1.456.789 đồng", ["tăng", "1.456.789", "đồng"]),
        ("Nghị quyết 17/NQ-CP, 2021", ["Nghị", "quyết", "17/NQ-CP", ",", "2021"]),
        ("ngày 19/04/2023 lúc 8h30", ["ngày", "19/04/2023", "lúc", "8h30"]),
        ("giảm16%", ["giảm", "16", "%"]),
        ("3-5%", ["3", "-", "5", "%"]),
        ("Chỉ số PCI2023", ["Chỉ", "số", "PCI", "2023"]),
        ("www.baolua.vn/a?b=1 cho biết", ["www.baolua.vn/a?b=1", "cho", "biết"]),
        ("Hà\nNội", ["Hà", "\n", "Nội"]),
    ],
)
def test_text_is_cut(text, tokens):
    doc = BLANK(text)
    assert [token.text for token in doc] == tokens
    assert doc.text == text


@pytest.mark.parametrize(
    ("text", "numeric"),
    [
        ("13/63 và 84,97", [("ratio", 0, 5), ("number", 9, 14)]),
        ("tháng 9/2020", [("month", 6, 12)]),
        ("2020-12-17", [("date", 0, 10)]),
        ("16:12:29", [("time", 0, 8)]),
        ("06/2022/TT-BNV", [("document", 0, 14)]),
        ("không có số", []),
    ],
)
def test_numeric_tokens_are_kept(text, numeric):
    layout = BLANK(text).user_data[LAYOUT]
    assert layout.text == text
    assert list(layout.numeric) == numeric


@given(st.one_of(st.text(), st.text(alphabet="aĐòa 0159.,/-%\n\u00a0\u0301")))
def test_joined_tokens_give_the_text(text):
    doc = BLANK.make_doc(text)
    assert doc.text == text
    assert "".join(text[start:end] for _, start, end in scan(text)) == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


FACTORIES = ["zones", "entities", "indices", "periods", "figures", "links"]


def test_the_components_run_in_a_pipeline_of_ones_own():
    nlp = spacy.blank("xx", config=TOKENIZER)
    for name in FACTORIES:
        nlp.add_pipe(f"solieu_{name}", config={"mode": "off"} if name == "entities" else {})
    doc = nlp("Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63.")
    assert [str(fact) for fact in doc._.facts] == ["Thái Bình | SIPAS | 2022 | rank | 13/63"]
    assert [ent.text for ent in doc.ents] == ["Thái Bình"]


def test_another_tokenizer_is_refused():
    nlp = spacy.blank("xx")
    nlp.add_pipe("solieu_zones")
    with pytest.raises(ValueError, match=r"needs the tokenizer solieu\.tokenizer\.v1"):
        nlp("Thái Bình xếp thứ 13/63.")


@pytest.mark.parametrize("name", FACTORIES[1:])
def test_a_component_names_the_one_it_misses(name):
    nlp = spacy.blank("xx", config=TOKENIZER)
    nlp.add_pipe(f"solieu_{name}")
    with pytest.raises(ValueError, match=f"solieu_{name} needs the component solieu_zones"):
        nlp("Thái Bình xếp thứ 13/63.")


def test_links_name_the_figures_they_miss():
    nlp = spacy.blank("xx", config=TOKENIZER)
    nlp.add_pipe("solieu_zones")
    nlp.add_pipe("solieu_links")
    with pytest.raises(ValueError, match="needs the component solieu_figures"):
        nlp("Thái Bình xếp thứ 13/63.")


def test_an_unknown_mode_is_refused():
    nlp = spacy.blank("xx", config=TOKENIZER)
    with pytest.raises(ValueError, match="'some'"):
        nlp.add_pipe("solieu_entities", config={"mode": "some"})
