"""Verdicts: kept apart from facts, ended and never deleted, attached again after re-extraction."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from solieu.corpus.article import Article
from solieu.db import queries
from solieu.db.figures import conflicts, figures, form, waiting
from solieu.db.store import StoreError
from solieu.db.verdicts.giving import (
    end_verdict,
    judge_different,
    judge_right,
    judge_same,
    judge_wrong,
)
from solieu.db.verdicts.nearness import are_near, near_indicators
from solieu.db.verdicts.reading import verdicts
from solieu.extractors.types import Period
from test_figures import publish, reported

WHY = {"reason": "đọc lại bài", "author": "Lan"}


def fact_of(store, value):
    (row,) = [row for row in queries.facts(store) if str(row.fact.amount.value) == value]
    return row.id


def test_a_fact_judged_wrong_is_no_candidate_until_that_is_ended(store):
    publish(store, [reported("69.70")], [reported("68.10")])
    wrong = fact_of(store, "68.10")
    number = judge_wrong(store, wrong[:12], **WHY)
    assert waiting(store) == 1
    form(store)
    (figure,) = figures(store)
    assert ([str(one.value) for one in figure.candidates], figure.status) == (["69.70"], "single")
    assert [str(row.fact.amount.value) for row in queries.facts(store)] == ["69.70"]
    end_verdict(store, number, reason="bài đúng", author="Minh")
    form(store)
    assert [figure.status for figure in conflicts(store)] == ["in_conflict"]
    assert fact_of(store, "68.10") == wrong
    assert verdicts(store) == []
    (ended,) = verdicts(store, ended=True)
    assert (ended.author, ended.reason, ended.orphan) == ("Lan", "đọc lại bài", False)
    assert (ended.ended_by, ended.ended_reason) == ("Minh", "bài đúng")
    assert ended.ended >= ended.made


@pytest.mark.parametrize(
    ("now", "attributes", "attached"),
    [
        (reported("68.10"), None, True),
        (replace(reported("68.10"), start=40, end=45), None, True),
        (replace(reported("68.10"), confidence=0.4, rule="score.other"), None, True),
        (reported("68.10", period=Period("2021")), None, False),
        (reported("68.10", index="PGI"), None, False),
        (reported("68.10", index="PGI"), ["period"], True),
        (reported("68.10", period=Period("2021")), ["period"], False),
        (replace(reported("68.10"), quote="68,1"), None, False),
    ],
)
def test_a_verdict_is_attached_again_after_extraction(store, now, attributes, attached):
    article = Article("1", "một bài", "https://bao.vn/a", "", "bao.vn", date(2024, 5, 9))
    store.save([(article, [reported("68.10")])], store.start_run("1"))
    form(store)
    judge_wrong(store, fact_of(store, "68.10"), attributes=attributes, **WHY)
    form(store)
    assert figures(store) == []
    store.save([(article, [now])], store.start_run("2"))
    form(store)
    (verdict,) = verdicts(store)
    assert (verdict.orphan, verdict.fact_id is None) == (not attached, not attached)
    assert len(figures(store)) == (0 if attached else 1)
    store.save([(article, [reported("68.10")])], store.start_run("3"))
    form(store)
    assert [verdict.orphan for verdict in verdicts(store)] == [False]


def test_a_value_judged_right_settles_the_figure(store):
    publish(store, [reported("69.70")], [reported("69.70")], [reported("68.10")])
    (figure,) = conflicts(store)
    assert figure.candidates[0].value == Decimal("69.70")
    number = judge_right(store, figure.id[:8], "68,1", **WHY)
    form(store)
    assert conflicts(store) == []
    (settled,) = figures(store, status="settled")
    assert settled.candidates[0].value == Decimal("68.10")
    assert settled.candidates[0].reasons == ("judged right by Lan: đọc lại bài",)
    publish(store, [reported("69.70")], [reported("69.70")], [reported("68.10")])
    assert conflicts(store) == []
    end_verdict(store, number, **WHY)
    form(store)
    assert len(conflicts(store)) == 1


def test_a_right_value_that_nobody_prints_any_more_is_an_orphan(store):
    article = Article("1", "một bài", "https://bao.vn/a")
    store.save([(article, [reported("68.10")])], store.start_run("1"))
    form(store)
    (figure,) = figures(store)
    judge_right(store, figure.id, "68.10", **WHY)
    store.save([(article, [reported("69.70")])], store.start_run("2"))
    form(store)
    (figure,) = figures(store)
    assert (figure.status, [one.orphan for one in verdicts(store)]) == ("single", [True])


def test_indicators_judged_same_form_one_figure_until_that_is_ended(store):
    names = ("tỷ lệ hộ nghèo", "tỉ lệ hộ nghèo", "tỷ lệ nghèo")
    facts = [reported("3.5", "share", index=None, indicator=name) for name in names]
    publish(store, *([fact] for fact in facts))
    assert [figure.witnesses for figure in figures(store)] == [1, 1, 1]
    first = judge_same(store, names[0], names[1], **WHY)
    judge_same(store, names[2], names[0], **WHY)
    form(store)
    (figure,) = figures(store)
    assert (figure.witnesses, figure.indicator) == (3, min(names))
    end_verdict(store, first, **WHY)
    form(store)
    assert sorted(figure.witnesses for figure in figures(store)) == [1, 2]
    assert {row.fact.indicator for row in queries.facts(store)} == set(names)


def test_near_indicators_are_asked_about_until_they_are_judged(store):
    poor = {"index": None, "period": Period("2023")}
    said = [
        reported("1200", "count", indicator="số hộ nghèo", **poor),
        reported("1200", "count", indicator="tổng số hộ nghèo", **poor),
        reported("900", "count", indicator="số hộ cận nghèo", **poor),
        reported("1200", "count", indicator="dự án FDI", **poor),
    ]
    publish(store, *([fact] for fact in said))
    found = [(one.one, one.other, one.agree, one.differ) for one in near_indicators(store)]
    assert found == [
        ("số hộ nghèo", "tổng số hộ nghèo", 1, 0),
        ("số hộ cận nghèo", "số hộ nghèo", 0, 1),
        ("số hộ cận nghèo", "tổng số hộ nghèo", 0, 1),
    ]
    judge_same(store, "số hộ nghèo", "tổng số hộ nghèo", **WHY)
    judge_different(store, "số hộ nghèo", "số hộ cận nghèo", **WHY)
    form(store)
    assert near_indicators(store) == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("tỷ lệ hộ nghèo đa chiều", "tỷ lệ hộ nghèo", True),
        ("Kinh tế số", "kinh tế số", True),
        ("dự án FDI", "số hộ nghèo", False),
        ("hộ", "hộ nghèo", False),
    ],
)
def test_indicators_near_in_words(one, other, near):
    assert are_near(one, other) is near


def test_what_cannot_be_judged_is_told_in_one_line(store):
    publish(store, [reported("69.70")], [reported("3.5", "share", index=None, indicator="hộ")])
    (figure,) = figures(store, index="PCI")
    fact = fact_of(store, "69.70")
    number = judge_wrong(store, fact, **WHY)
    attempts = (
        lambda: judge_wrong(store, fact, **WHY),
        lambda: judge_wrong(store, "zz", **WHY),
        lambda: judge_wrong(store, "", **WHY),
        lambda: judge_wrong(store, fact, attributes=["colour"], **WHY),
        lambda: judge_right(store, figure.id, "12", **WHY),
        lambda: judge_right(store, figure.id, "69,7", reason=" ", author="Lan"),
        lambda: judge_same(store, "hộ", "hộ", **WHY),
        lambda: judge_different(store, "hộ", "nhà", **WHY),
        lambda: end_verdict(store, number + 9, **WHY),
    )
    for attempt in attempts:
        with pytest.raises(StoreError) as told:
            attempt()
        assert "\n" not in str(told.value)
    assert [verdict.id for verdict in verdicts(store)] == [number]
