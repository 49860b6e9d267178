"""Tables: each number of one is in a fact or has a reason; links name head and row."""

import tomllib
from pathlib import Path

import pytest
from solieu.corpus.article import Article
from solieu.extractors.columns import read_tables
from solieu.pipeline.accounts import account_for
from solieu.pipeline.load import load, read_article

CHECKOUT = Path(__file__).parents[1]
CASES = tomllib.loads((CHECKOUT / "corpus/cases/tables.toml").read_text(encoding="utf-8"))["case"]
RANKED = """Bảng xếp hạng PCI năm 2023
STT\tTỉnh\tĐiểm\tXếp hạng\tSo với 2022
1\tQuảng Ninh\t71,25\t1\t-1,70
2\tLong An\t70,94\t2\t+2,49
Tỉnh Long An tăng 8 bậc so với năm 2022."""


@pytest.fixture(scope="module")
def nlp():
    return load(entities="off")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_number_of_a_table_is_accounted_for(nlp, case):
    doc = read_article(nlp, Article("table", case["text"].strip()))
    for read in read_tables(doc._.page):
        inside = [a for a in account_for(doc) if read.table.start <= a.start < read.table.end]
        assert inside
        assert all(account.facts or account.reason for account in inside)
        assert len({(a.start, a.end) for a in inside}) == len(inside)


def test_links_of_a_table_rest_on_its_heads_rows_and_caption(nlp):
    doc = read_article(nlp, Article("table", RANKED))
    facts = {fact.quote: fact for fact in doc._.facts}
    told = {
        (piece.role, piece.rule, RANKED[piece.start : piece.end])
        for piece in facts["70,94"].evidence
    }
    assert told == {
        ("index", "table.caption", "PCI"),
        ("subject", "table.row", "Long An"),
        ("period", "table.caption", "năm 2023"),
        ("header", "table.header", "Điểm"),
    }
    assert str(facts["2,49"]) == "Long An | PCI | 2023 | delta | +2.49 điểm | baseline=2022"
    assert str(facts["8 bậc"]) == "Long An | PCI | 2023 | delta | +8 bậc | baseline=2022"
    assert all(RANKED[f.start : f.end] == f.quote for f in doc._.facts)
    reasons = {RANKED[a.start : a.end]: a.reason for a in account_for(doc) if a.reason}
    assert reasons["2022"] == "period"
