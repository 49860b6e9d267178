"""Checks: what follows from facts, which facts cannot all be right, and which only seem so."""

from datetime import date
from decimal import Decimal

import pytest
from solieu.corpus.article import Article, stored_form
from solieu.db import models, turns
from solieu.db.checks.found import KINDS
from solieu.db.checks.reading import derived_values, findings
from solieu.db.checks.schema import DerivedValue, Finding, FindingFact
from solieu.db.conclusions import ArticleToGroup, Candidate, Figure, FigureFact
from solieu.db.connection import writing
from solieu.db.figures import figures, form
from solieu.pipeline.cli.check import Kind
from solieu.pipeline.load import read_articles
from sqlalchemy import delete, insert, select


@pytest.fixture
def print_articles(store, nlp):
    """Save articles, each of another paper and a day later, with what is read in them."""
    run = store.start_run("1")
    printed = []

    def save(*texts):
        for text in texts:
            printed.append(text)
            number = len(printed)
            article = Article(
                *(f"{number}.txt", stored_form(text), f"https://bao{number}.vn/a", "Tin"),
                *(f"bao{number}.vn", date(2024, 5, number)),
            )
            ((_, doc),) = read_articles(nlp, [article])
            store.save([(article, doc._.facts)], run)
        form(store)

    return save


RANK_2022 = "Năm 2022, Chỉ số SIPAS của tỉnh Thái Bình xếp thứ 13/63, tăng 27 bậc so với năm 2021."
SCORE_2022 = "Năm 2022, PCI của tỉnh Thái Bình đạt 65,10 điểm, tăng 2,54 điểm so với năm 2021."


# Texts, and what is found in them: of which kind, in which words, about which quotes.
WRONG = [
    ([RANK_2022, "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 43/63."],
     "change", "13, up 27, was 40, and 43 is printed for 2021", ["13/63", "27 bậc", "43/63"]),
    ([SCORE_2022, "Năm 2021, PCI của tỉnh Thái Bình đạt 62,65 điểm."],
     "change", "65,10, up 2,54, was 62,56, and 62,65 is printed for 2021",
     ["65,10 điểm", "2,54 điểm", "62,65 điểm"]),
    (["Năm 2022, Chỉ số PCI của tỉnh Thái Bình xếp thứ 13/63, giảm 27 bậc so với năm 2021."],
     "impossible_change", "13, down 27, was -14 in 2021", ["13/63", "27 bậc"]),
    (["Toàn tỉnh có 32 nhiệm vụ, trong đó 9 nhiệm vụ hoàn thành, 13 nhiệm vụ đang thực hiện"
      " và 11 nhiệm vụ chưa thực hiện."],
     "parts", "9 + 13 + 11 is 33, and 32 is printed",
     ["32 nhiệm vụ", "9 nhiệm vụ", "13 nhiệm vụ", "11 nhiệm vụ"]),
    (["Tỉnh cung cấp 1.456 dịch vụ công, gồm 26 dịch vụ công một phần và 1.433 dịch vụ công"
      " toàn trình."],
     "parts", "26 + 1.433 is 1.459, and 1.456 is printed", None),
    (["Tỉnh đã hoàn thành 21/25 dịch vụ, đạt 82%."],
     "share", "21 of 25 is 84,00%, and 82% is printed", ["21/25 dịch vụ", "82%"]),
    (["Có 50/83 bộ, cơ quan, địa phương (chiếm 62,40%) đã ban hành kế hoạch."],
     "share", "50 of 83 is 60,24%, and 62,40% is printed", None),
    (["Năm 2022, Chỉ số PCI của tỉnh Thái Bình xếp thứ 65/63."],
     "denominator", "65 of 63", ["65/63"]),
    (["Năm 2022, Chỉ số PCI của tỉnh Thái Bình xếp thứ 13/65 tỉnh, thành phố."],
     "ranked", "among 65, where 63 provinces were ranked", ["13/65"]),
    (["Năm 2022, Chỉ số SIPAS của tỉnh Thái Bình đạt 184,97%."],
     "range", "184,97, where SIPAS ends at 100", ["184,97%"]),
    (["Năm 2022, Chỉ số PCI của tỉnh Thái Bình xếp thứ 13/63.",
      "Năm 2022, Chỉ số PCI của tỉnh Hải Dương xếp thứ 13/63."],
     "shared_rank", "rank 13 for", ["13/63", "13/63"]),
    (["Thái Bình xếp thứ 13/63 về PCI năm 2022\nNăm 2022, Chỉ số PCI của tỉnh Thái Bình xếp thứ"
      " 14/63 tỉnh, thành phố, theo công bố của VCCI.\nĐây là kết quả của nhiều cố gắng."],
     "self_contradiction", "13 and 14 in one article", ["13/63", "14/63"]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "kind", "message", "quotes"), WRONG)
def test_facts_that_cannot_all_be_right_are_found(store, print_articles, texts, kind, message,
                                                  quotes):  # fmt: skip
    print_articles(*texts)
    (finding,) = findings(store)
    assert (finding.kind, finding.message[: len(message)]) == (kind, message)
    said = [place.quote for place in finding.places]
    assert quotes is None or said == quotes
    assert all(texts[int(p.record_id[:-4]) - 1][p.start : p.end] == p.quote for p in finding.places)


@pytest.mark.parametrize(
    "texts",
    [
        [RANK_2022, "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 40/63."],
        [RANK_2022, "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 43/63.",
         "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 40/63."],
        [SCORE_2022, "Năm 2021, PCI của tỉnh Thái Bình đạt 62,57 điểm."],
        ["Trong hai ngày 28 và 29/12, tỉnh có 32 nhiệm vụ, trong đó 9 nhiệm vụ hoàn thành."],
        ["Có 32 nhiệm vụ, trong đó 9 nhiệm vụ của sở và 13 nhiệm vụ của huyện."],
        ["Khối có 64 đảng bộ, trong đó có 34 đảng bộ lớn, 29 đảng bộ nhỏ, 1 chi bộ cơ sở."],
        ["Tỉnh đã hoàn thành 2/3 dịch vụ, đạt 66,6%."],
        ["Có 10/11 nhóm hàng tăng giá, cao nhất là nhóm giáo dục với 7,19%."],
        ["Năm 2021, Chỉ số PCI của tỉnh Thái Bình và tỉnh Hải Dương cùng xếp thứ 13/63."],
        ["Năm 2025, Chỉ số PCI của tỉnh Hưng Yên xếp thứ 13/34."],
    ],
)  # fmt: skip
def test_facts_that_fit_are_no_findings(store, print_articles, texts):
    print_articles(*texts)
    assert findings(store) == []


def test_the_same_is_found_in_a_turn_of_all_articles(store, print_articles, monkeypatch):
    print_articles(*(text for texts, *_ in WRONG for text in texts))
    formed = figures(store)
    ids = [figure.id for figure in formed]
    found, derived = findings(store), derived_values(store, ids)
    assert len({one.kind for one in found}) > 5
    assert derived
    with writing(store.engine) as connection:
        for table in (FindingFact, Finding, DerivedValue, Candidate, Figure, FigureFact):
            connection.execute(delete(table))
        listed = select(models.Article.id)
        connection.execute(insert(ArticleToGroup).from_select(["article_id"], listed))
    monkeypatch.setattr(turns, "WIDE", 1)
    form(store)
    assert figures(store) == formed
    assert (findings(store), derived_values(store, ids)) == (found, derived)


def test_a_finding_goes_when_what_it_rests_on_does(store, print_articles):
    print_articles(RANK_2022, "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 43/63.")
    assert len(findings(store, index="SIPAS", provinces=[("63", "34")], check="change")) == 1
    assert findings(store, index="PCI") == findings(store, check="parts") == []
    assert findings(store, publisher="bao9.vn") == findings(store, search="hải dương") == []
    assert len(findings(store, publisher="bao2.vn", since=date(2021, 1, 1), search="thai")) == 1
    print_articles("Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 40/63.")
    assert findings(store) == []


def test_derived_values_name_their_parents_and_speak_for_a_value(store, print_articles):
    print_articles(
        RANK_2022,
        "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 43/63.",
        "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 40/63.",
    )
    (figure,) = figures(store, status="in_conflict")
    (derived,) = derived_values(store, [figure.id])
    assert (derived.measure, derived.period, derived.value) == ("rank", "2021", Decimal(40))
    assert len(derived.parents) == 2
    assert figure.candidates[0].value == 40
    assert "arithmetic" in " ".join(figure.candidates[0].reasons)


def test_the_command_line_knows_all_checks():
    assert [kind.value for kind in Kind] == list(KINDS)
