import shutil
import sys
from datetime import date
from decimal import Decimal

import pytest
from solieu.corpus.article import Article
from solieu.db import beside, models, turns
from solieu.db.checks.schema import Finding
from solieu.db.conclusions import ArticleToGroup, Candidate, Figure, FigureFact
from solieu.db.connection import writing
from solieu.db.figures import conflicts, figures, form, gathering, waiting, witnesses
from solieu.db.store import open_store
from solieu.extractors.types import Amount, Fact, Period, Subject
from sqlalchemy import delete, insert, select

HAI_DUONG = Subject("province", "30", "Hải Dương", "63")


def reported(value, measure="value", **attributes):
    """A fact of Hải Dương's PCI in 2023; a value is given as printed, or as an amount."""
    amount = value if isinstance(value, Amount) else Amount(Decimal(value))
    given = {"index": "PCI", "subject": HAI_DUONG, "period": Period("2023")} | attributes
    return Fact("score", 0, 5, "69,70", amount, "score.points", "body", measure=measure, **given)


def amount(value, value_to=None, **rest):
    return Amount(Decimal(value), Decimal(value_to) if value_to else None, **rest)


def publish(store, *articles):
    """Save articles of one publisher each, given as lists of facts."""
    pairs = [
        (
            Article(str(n), f"bài {n}", f"https://bao{n}.vn/a", "", f"bao{n}.vn", date(2024, 5, 9)),
            facts,
        )
        for n, facts in enumerate(articles)
    ]
    store.save(pairs, store.start_run("1"))
    form(store)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (reported("86.7"), reported("86.67"), False),
        (reported("87"), reported("86.67"), False),
        (reported("86.6"), reported("86.67"), True),
        (reported("86.70"), reported("86.67"), True),
        (reported("86.65"), reported("86.7"), False),
        (reported(amount("84.97", unit="%")), reported(amount("84.97", unit="điểm")), False),
        (reported("13", "rank"), reported(amount("13", out_of=Decimal(63)), "rank"), False),
        (reported("13", "rank"), reported("12", "rank"), True),
        (reported(amount("10", qualifier="at_most"), "rank"), reported("7", "rank"), False),
        (reported(amount("10", qualifier="at_most"), "rank"), reported("13", "rank"), True),
        (reported(amount("80", qualifier="over")), reported("84.97"), False),
        (reported(amount("85", qualifier="over")), reported("84.97"), True),
        (reported(amount("90", qualifier="about")), reported("86.67"), False),
        (reported(amount("90", qualifier="about")), reported("84.97"), True),
        (reported(amount("3", "5")), reported("4.2"), False),
        (reported(amount("3", "5")), reported("5.1"), True),
        (reported(amount("5", direction="up"), "rank_change"),
         reported(amount("5", direction="down"), "rank_change"), True),
        (reported(amount("0", direction="same"), "rank_change"),
         reported(amount("0", direction="up"), "rank_change"), False),
        (reported(amount("79500000"), "count"), reported(amount("79512345"), "count"), False),
        (reported(amount("79500000"), "count"), reported(amount("79612345"), "count"), True),
        (reported(Amount("khá"), "tier"), reported(Amount("khá"), "tier"), False),
        (reported(Amount("khá"), "tier"), reported(Amount("tốt"), "tier"), True),
    ],
)  # fmt: skip
def test_which_values_contradict_each_other(store, one, other, differ):
    publish(store, [one], [other])
    (figure,) = figures(store)
    assert figure.witnesses == figure.independent == 2
    assert {w.publisher for w in witnesses(store, [figure.id])} == {"bao0.vn", "bao1.vn"}
    assert conflicts(store) == ([figure] if differ else [])


@pytest.mark.parametrize(
    "other",
    [
        reported("69.70", component="Tiếp cận đất đai"),
        reported("69.70", index="PGI"),
        reported("69.70", subject=Subject("province", "31", "Hải Phòng", "63")),
        reported("69.70", subject=Subject("province", "30", "Hải Dương", "34")),
        reported("69.70", period=Period("2022")),
        reported("69.70", baseline=Period("2022")),
        reported("69.70", scope="đồng bằng sông Hồng"),
        reported("69.70", modality="target"),
        reported("69.70", measure="rank"),
        reported(amount("69.70", unit="USD")),
    ],
)
def test_facts_of_different_things_are_different_figures(store, other):
    publish(store, [reported("69.70")], [other])
    assert [figure.witnesses for figure in figures(store)] == [1, 1]
    assert conflicts(store) == figures(store, minimum_witnesses=2) == []


@pytest.mark.parametrize("missing", ["index", "subject", "period"])
def test_a_fact_with_an_open_key_reports_no_figure(store, missing):
    publish(store, [reported("69.70", **{missing: None})])
    assert figures(store) == []


def test_the_recommended_value_comes_first_and_the_coarser_last(store):
    publish(store, [reported("69.70")], [reported("68.10")], [reported("68.10"), reported("68.1")])
    (figure,) = figures(store, minimum_witnesses=3)
    assert [str(one.value) for one in figure.candidates] == ["68.10", "69.70", "68.1"]
    assert [one.decides for one in figure.candidates] == [True, True, False]
    first = figure.candidates[0]
    assert (first.witnesses, first.mentions, first.recommended) == (2, 2, True)
    assert first.reasons
    assert figures(store, minimum_witnesses=4) == []


def test_superseded_versions_are_no_witnesses(store):
    run = store.start_run("1")
    for text, value in (("cũ", "69.70"), ("mới", "68.10")):
        store.save([(Article("1", text, "https://bao.vn/a"), [reported(value)])], run)
        form(store)
        (figure,) = figures(store)
        assert [str(one.value) for one in figure.candidates] == [value]


def said_of_thirteen_figures():
    values = ("69.70", "69.7", "68.10")
    said = [[reported(f"{n}.5"), reported(value, scope=f"{n}")] for n, value in enumerate(values)]
    return said + [[reported(value, component=f"{n}") for n in range(9)] for value in values]


def forget_figures(store):
    with writing(store.engine) as connection:
        for table in (Finding, Candidate, Figure, FigureFact):
            connection.execute(delete(table))
        listed = select(models.Article.id)
        connection.execute(insert(ArticleToGroup).from_select(["article_id"], listed))


def test_the_same_figures_whatever_the_size_of_a_turn(store, monkeypatch):
    said = said_of_thirteen_figures()
    publish(store, *said)
    before = figures(store)
    assert len(before) == 13
    for most, wide, share, part in ((1, 99, 4, 1), (4, 1, 99, 3), (5, 1, 1, 2), (12, 1, 2, 13)):
        monkeypatch.setattr(turns, "MOST", most)
        monkeypatch.setattr(turns, "MOST_FACTS", 9 * most)
        monkeypatch.setattr(turns, "WIDE", wide)
        monkeypatch.setattr(turns, "SHARE", share)
        monkeypatch.setattr(gathering, "PART", part)
        forget_figures(store)
        assert form(store) == len(said)
        assert waiting(store) == 0
        assert figures(store) == before


@pytest.mark.parametrize("helps", [True, False], ids=["helps", "dies"])
def test_the_same_figures_with_the_help_of_another_process(tmp_path, monkeypatch, caplog, helps):
    if not helps and not shutil.which("false"):
        pytest.skip("no program that fails")
    with open_store(str(tmp_path / "a.db")) as store:
        publish(store, *said_of_thirteen_figures())
        before = figures(store)
        for module, name in ((turns, "WIDE"), (beside, "MANY")):
            monkeypatch.setattr(module, name, 2)
        monkeypatch.setattr(beside.os, "cpu_count", lambda: 2)
        if not helps:
            monkeypatch.setattr(sys, "executable", shutil.which("false"))
        forget_figures(store)
        form(store)
        assert figures(store) == before
        assert ("going on without it" in caplog.text) is not helps


def test_the_same_figures_whatever_the_order_and_the_batches(tmp_path):
    said = [reported("69.70"), reported("68.10"), reported("69.7"), reported("13", "rank")]
    articles = [
        (Article(str(n), f"bài {n}", publisher=f"bao{n}.vn"), [fact]) for n, fact in enumerate(said)
    ]
    found = []
    for name, order, at_once in (("a", articles, True), ("b", articles[::-1], False)):
        with open_store(str(tmp_path / f"{name}.db")) as store:
            run = store.start_run("1")
            for pair in order:
                store.save([pair], run)
                if not at_once:
                    form(store)
            form(store)
            assert waiting(store) == 0
            found.append(figures(store))
    assert found[0] == found[1]
    assert [figure.status for figure in found[0]] == ["in_conflict", "single"]
