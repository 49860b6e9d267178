"""Scoring: what is right, how it is counted, and that the reference scorer counts the same."""

import json
import random
import subprocess
import sys

import pytest
from solieu.corpus.article import Article
from solieu.evaluation.calibration import reliability
from solieu.evaluation.gold import Gold, GoldArticle, GoldError, read_gold
from solieu.evaluation.judging import Verdict, judge
from solieu.evaluation.scores import Counts, Scores
from solieu.evaluation.telling import excerpt, fact_told, gold_told, wrong_told
from solieu.pipeline.cli import app
from typer.testing import CliRunner

TEXT = "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63, tăng 27 bậc so với năm 2021."
THAI_BINH = {"type": "province", "code": "34", "name": "Thái Bình"}
RANK = {
    "kind": "rank", "start": 45, "end": 50, "value": 13, "value_to": None, "unit": None,
    "out_of": 63, "direction": None, "qualifier": "exact", "modality": "reported",
    "index": "SIPAS", "component": None, "indicator": None, "subject": THAI_BINH,
    "period": "2022", "baseline": None, "scope": None,
}  # fmt: skip
DELTA = RANK | {
    "kind": "delta", "start": 57, "end": 63, "value": 27, "unit": "bậc", "out_of": None,
    "direction": "up", "baseline": "2021",
}  # fmt: skip
GROUP = {"type": "group", "code": None, "name": "cấp xã"}


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def gold_of(*facts, **rest):
    return GoldArticle("a", Article("a.txt", TEXT), Gold.model_validate({"facts": facts, **rest}))


def outcomes(verdicts):
    return [verdict.outcome for verdict in verdicts]


@pytest.mark.parametrize(
    ("gold", "found", "outcome"),
    [
        ({}, {}, ["right"]),
        ({}, {"start": 40, "end": 51}, ["right"]),
        ({}, {"start": 30, "end": 51}, ["false", "missed"]),
        ({}, {"start": 50, "end": 52}, ["missed", "false"]),
        ({}, {"kind": "score"}, ["missed", "false"]),
        ({}, {"value": 14}, ["missed", "false"]),
        ({}, {"out_of": 64}, ["missed", "false"]),
        ({"out_of": None}, {}, ["right"]),
        ({"out_of": [63, None]}, {"out_of": None}, ["right"]),
        ({"value": [12, 13]}, {}, ["right"]),
        ({"value_to": 15}, {}, ["missed", "false"]),
        ({}, {"subject": None}, ["mislinked"]),
        ({}, {"subject": THAI_BINH | {"name": "x"}}, ["right"]),
        ({}, {"subject": THAI_BINH | {"code": "36"}}, ["mislinked"]),
        ({"subject": [THAI_BINH, None]}, {"subject": None}, ["right"]),
        ({"subject": GROUP}, {"subject": GROUP | {"name": "cấp xã, phường"}}, ["right"]),
        ({"subject": GROUP}, {"subject": GROUP | {"name": "các bộ ngành"}}, ["mislinked"]),
        ({"period": "2022"}, {"period": "2022-01/2022-12"}, ["right"]),
        ({"period": "2022-06"}, {"period": "2022-06-01/2022-06-30"}, ["right"]),
        ({}, {"period": "2021"}, ["mislinked"]),
        ({"period": "giữa năm"}, {"period": "giữa năm"}, ["right"]),
        ({"component": "cải cách thể chế"}, {"component": "Cải cách  thể chế"}, ["right"]),
        ({"component": "cải cách thể chế"}, {"component": "tài chính công"}, ["mislinked"]),
        ({}, {"scope": "cả nước"}, ["right"]),
        ({}, {"scope": "63 tỉnh, thành phố"}, ["right"]),
        ({}, {"scope": "vùng Đông Nam Bộ"}, ["mislinked"]),
        ({}, {"index": "PAPI"}, ["mislinked"]),
        ({"index": ["PAPI", "SIPAS"]}, {}, ["right"]),
        ({}, {"modality": "target"}, ["inexact"]),
        ({}, {"qualifier": "about"}, ["inexact"]),
        ({}, {"indicator": "hồ sơ"}, ["inexact"]),
        ({"optional": True}, {}, ["optional"]),
    ],
)  # fmt: skip
def test_a_pair_is_judged_figure_first(gold, found, outcome):
    assert outcomes(judge(gold_of(RANK | gold), [RANK | found])) == outcome


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ({}, {}, True),
        ({}, {"direction": "down"}, False),
        ({"direction": ["up", "down"]}, {"direction": "down"}, True),
        ({}, {"unit": "điểm"}, False),
        ({"unit": ["bậc", "điểm"]}, {"unit": "điểm"}, True),
        ({}, {"out_of": 63}, True),
        ({}, {"value": 27.0000000001}, True),
        ({}, {"value": 27.001}, False),
    ],
)
def test_a_change_needs_its_direction_and_unit(gold, found, right):
    verdicts = judge(gold_of(DELTA | gold), [DELTA | found])
    assert (outcomes(verdicts) == ["right"]) == right


def test_facts_are_paired_with_their_own_and_once():
    other = RANK | {"index": "PAPI"}
    verdicts = judge(gold_of(RANK, other), [other, RANK, RANK])
    assert sorted(outcomes(verdicts)) == ["false", "right", "right"]
    assert all(v.gold.index == (v.found["index"],) for v in verdicts if v.paired)


def test_an_attribute_that_is_not_annotated_is_not_judged():
    bare = {key: RANK[key] for key in ("kind", "start", "end", "value", "out_of")}
    (verdict,) = judge(gold_of(bare), [RANK])
    assert (verdict.outcome, verdict.attributes) == ("right", {})


def test_ignored_stretches_and_kinds_are_left_out():
    assert judge(gold_of(ignore=[[40, 50]]), [RANK]) == []
    assert outcomes(judge(gold_of(ignore=[[50, 60]]), [RANK])) == ["false"]
    assert judge(gold_of(DELTA, kinds=["score"]), [RANK]) == []
    assert judge(gold_of(), [RANK | {"kind": "quantity"}]) == []


def test_scores_count_each_level_and_attribute():
    mislinked, missed = RANK | {"period": "2021"}, DELTA
    false = RANK | {"start": 4, "end": 8, "value": 2022, "index": None}
    scores = Scores([judge(gold_of(RANK, missed), [mislinked, false]), judge(gold_of(), [])])
    assert scores.of("figure", "rank") == Counts(1, 1, 0)
    assert scores.of("linked", "rank") == Counts(0, 2, 1)
    assert scores.of("figure", "rank", "delta") == Counts(1, 1, 1)
    assert scores.of("figure", "with index") == Counts(1, 0, 1)
    assert scores.of("figure", "without index") == Counts(0, 1, 0)
    assert scores.attributes["period"] == 0
    assert scores.attributes["indicator"] is None  # free where there is an index
    assert scores.non_default["period"] == Counts(0, 1, 1)
    assert scores.non_default["baseline"] == Counts()


def test_rates_of_nothing():
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert Counts(0, 1, 1).f1 == 0


def found_with(*pairs):
    return [
        [Verdict("right" if right else "false", found=RANK | {"confidence": confidence})
         for confidence, right in pairs]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "error", "auroc"),
    [
        ([(0.9, True), (0.1, False)], 0.1, 1.0),
        ([(0.1, True), (0.9, False)], 0.9, 0.0),
        ([(0.5, True), (0.5, False)], 0.0, 0.5),
        ([(0.75, True)] * 3 + [(0.75, False)], 0.0, 0.5),
        ([(0.8, True), (0.6, False), (0.7, True), (0.7, False)], (0.2 + 0.6 + 0.4) / 4, 0.875),
        ([(1.0, True), (1.0, True)], 0.0, None),
        ([(0.0, False), (0.05, False)], 0.025, None),
    ],
)
def test_confidence_is_compared_with_truth(pairs, error, auroc):
    trust = reliability(found_with(*pairs))
    assert trust.error == pytest.approx(error)
    assert trust.auroc == (None if auroc is None else pytest.approx(auroc))
    assert sum(b.count for b in trust.bins) == trust.count == len(pairs)


def test_confidence_of_nothing():
    assert reliability([[Verdict("missed", gold_of(RANK).gold.facts[0])]]) is None
    optional = [[Verdict("optional", found=RANK | {"confidence": 0.5})]]
    assert reliability(optional) is None


def test_facts_are_told_alike_whether_annotated_or_found():
    (gold,) = gold_of(DELTA).gold.facts
    told = "delta ↑27 bậc · SIPAS · of Thái Bình"
    assert fact_told(DELTA) == f"{told} · in 2022 · vs 2021"
    assert gold_told(gold).startswith(told)
    (verdict,) = judge(gold_of(RANK | {"subject": [GROUP, None]}), [RANK])
    assert wrong_told(verdict) == [
        "subject Thái Bình (province 34), should be cấp xã (group) or open"
    ]


def test_an_excerpt_is_cut_at_blanks_and_on_one_line():
    text = "một hai ba\n" * 12 + "13/63" + "\nbốn năm sáu" * 12
    found = excerpt(text, text.index("13"), text.index("13") + 5)
    assert found.words == "13/63"
    assert found.before.startswith("…")
    assert found.after.endswith("…")
    assert "\n" not in found.before + found.after
    assert set(found.before.strip("…").split()) == {"một", "hai", "ba"}
    assert excerpt("thứ 13/63", 4, 9).before == "thứ "


@pytest.fixture
def gold_dir(tmp_path):
    """A folder with one annotated article."""

    def made(record, text=TEXT):
        if text is not None:
            (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        content = record if isinstance(record, str) else json.dumps(record)
        (tmp_path / "a.gold.json").write_text(content, encoding="utf-8")
        return tmp_path

    return made


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{", "Invalid JSON"),
        ({}, "facts: Field required"),
        ({"facts": [RANK | {"kind": "colour"}]}, "facts.0.kind: Input should be 'rank'"),
        ({"facts": [RANK | {"value": "khá"}]}, "the value of a tier is a label"),
        ({"facts": [RANK | {"kind": "tier"}]}, "the value of a tier is a label"),
        ({"facts": [RANK, RANK | {"end": 400}]}, "fact 2: 45 to 400 is no stretch of the text"),
        ({"facts": [RANK | {"quote": "14/63"}]}, "the text has '13/63' there, not '14/63'"),
        ({"facts": [RANK | {"subject": {"type": "planet"}}]}, "facts.0.subject.0.type: "),
    ],
)
def test_wrong_gold_names_its_file_and_place(gold_dir, record, told):
    folder = gold_dir(record)
    with pytest.raises(GoldError) as wrong:
        read_gold(folder)
    assert str(wrong.value).startswith(f"{folder / 'a.gold.json'}: ")
    assert told in str(wrong.value)
    result = run("evaluate", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_gold_without_its_text_or_none_at_all(gold_dir, tmp_path):
    with pytest.raises(GoldError, match=r"no \*\.gold\.json in it"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match=r"its text a\.txt is missing"):
        read_gold(gold_dir({"facts": []}, text=None))
    with pytest.raises(GoldError, match="empty"):
        read_gold(gold_dir({"facts": []}, text=" "))
    assert run("evaluate", tmp_path / "nowhere").stderr.endswith("there is no such folder\n")


def test_what_gold_tells_of_the_source_is_read_with_the_article(gold_dir):
    text = "Chỉ số PCI của tỉnh năm nay đạt 66,10 điểm."
    fact = RANK | {"kind": "score", "start": 32, "end": 42, "value": 66.1, "unit": "điểm"}
    fact |= {"out_of": None, "index": "PCI", "period": "2023"}
    source = {"publisher": "baothaibinh.com.vn", "published": "19/04/2023"}
    told, untold = (
        json.loads(run("evaluate", gold_dir({"facts": [fact], **rest}, text), "--json").stdout)
        for rest in ({"article": source}, {})
    )
    assert [s["core"]["figure"]["f1"] for s in (told, untold)] == [1, 1]
    assert [s["core"]["linked"]["f1"] for s in (told, untold)] == [1, 0]


def test_evaluate_prints_scores_and_errors(gold_dir):
    wrong = RANK | {"period": "2020"}
    missed = RANK | {"start": 4, "end": 8, "value": 2022, "out_of": None}
    folder = gold_dir({"facts": [wrong, missed]})
    plain, listed = (run("evaluate", folder, *options).stdout for options in ([], ["--errors"]))
    assert listed.startswith(plain)
    for words in ("core", "rank", "delta", "core F1 within", "AUROC", "1 missed", "1 mislinked"):
        assert words in plain
    errors = listed.removeprefix(plain)
    assert "Năm [2022], chỉ số" in errors
    assert "period 2022, should be 2020" in errors
    assert "27 bậc" in errors
    assert "delta." in errors  # the rule that read it
    assert max(map(len, listed.splitlines())) <= 80


def reference(dev, facts):
    """What the reference scorer says of facts by article."""
    scorer = dev.parent / "score.py"
    lines = "".join(json.dumps({"article": name, "facts": f}) + "\n" for name, f in facts.items())
    command = [sys.executable, scorer, dev, "-", "--json"]
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True, text=True)
    record = json.loads(done.stdout)
    for ours_alone in ("articles_without_output", "offsets_outside_text"):
        del record[ours_alone]
    return record


def agree(ours, reference_scores):
    assert {key: ours[key] for key in reference_scores} == reference_scores


@pytest.fixture(scope="module")
def dev(checkout):
    folder = checkout.parent / "shared" / "eval" / "dev"
    if not folder.is_dir():
        pytest.skip("no shared/eval/dev beside the checkout")
    return folder


def test_the_command_scores_as_the_reference_does(dev):
    extracted = run("extract", *sorted(dev.glob("*.txt")), "--entities", "off", "-f", "jsonl")
    records = [json.loads(line) for line in extracted.stdout.splitlines()]
    facts = {record["article"]: record["facts"] for record in records}
    ours = json.loads(run("evaluate", dev, "--entities", "off", "--json").stdout)
    agree(ours, reference(dev, facts))
    assert ours["core"]["figure"]["tp"] > 0


def spoilt(fact, draw):
    """An annotated fact as something may have read it: one right value, often with a mistake."""
    found = {
        key: draw.choice(value) if isinstance(value, list) else value for key, value in fact.items()
    }
    mistakes = [
        {"value": 7} if found["kind"] != "tier" else {"value": "khá"}, {"unit": "điểm"},
        {"period": "2021"}, {"period": None}, {"subject": GROUP}, {"subject": None},
        {"index": "PCI"}, {"index": None}, {"scope": "cả nước"}, {"scope": "vùng"},
        {"component": "tài chính"}, {"indicator": None}, {"qualifier": "over"},
        {"modality": "target"}, {"baseline": "2020"}, {"out_of": 63}, {"end": fact["end"] + 20},
        {"start": fact["end"], "end": fact["end"] + 5}, {"kind": "percentage", "value": 5},
    ]  # fmt: skip
    return found | draw.choice(mistakes) if draw.random() < 0.5 else found


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_facts_score_as_with_the_reference(dev, seed):
    draw, facts = random.Random(seed), {}
    annotated = read_gold(dev)
    for item in annotated:
        path = dev / f"{item.name}.gold.json"
        given = json.loads(path.read_text(encoding="utf-8"))["facts"]
        kept = [spoilt(fact, draw) for fact in given if draw.random() < 0.9]
        facts[item.name] = kept + [spoilt(fact, draw) for fact in given if draw.random() < 0.1]
    verdicts = [judge(item, facts[item.name]) for item in annotated]
    agree(Scores(verdicts).as_record(), reference(dev, facts))
