"""Label Studio: facts go out as regions, and come back as gold whatever a person made of them."""

import json
from copy import deepcopy
from xml.etree import ElementTree as ET

import pytest
from solieu.corpus.article import Article
from solieu.evaluation.gold import read_gold
from solieu.evaluation.labelling import controls, labelling_config
from solieu.evaluation.labelstudio import AnnotationError, annotated, file_name, task, write_gold
from solieu.extractors.types import KINDS
from solieu.pipeline.cli import app
from typer.testing import CliRunner

TEXT = "🏆 Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63, thuộc nhóm khá."
RANK = {
    "kind": "rank", "start": 47, "end": 52, "quote": "13/63", "value": 13, "value_to": None,
    "unit": None, "out_of": 63, "direction": None, "qualifier": "exact", "modality": "reported",
    "index": "SIPAS", "component": None, "indicator": None, "period": "2022", "baseline": None,
    "scope": None, "subject": {"type": "province", "code": "34", "name": "Thái Bình"},
}  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def done(exported, *regions):
    """A task as Label Studio exports it: predictions accepted, with further results."""
    record = deepcopy(exported)
    (prediction,) = record.pop("predictions")
    record["annotations"] = [{"id": 1, "result": prediction["result"] + list(regions)}]
    return record


@pytest.fixture
def one():
    """A task with the rank of the text."""
    return task(Article("báo/1.txt", TEXT, publisher="Báo Lúa"), [RANK], "solieu 0.1.0")


def result(name, form, values, region="fact-1", start=47, end=52):
    value = {"start": start, "end": end, form: values}
    types = {"labels": "labels", "choices": "choices", "text": "textarea"}
    return {
        "id": region, "from_name": name, "to_name": "text", "type": types[form], "value": value,
    }  # fmt: skip


def test_the_screen_asks_for_each_attribute_of_a_region():
    view = ET.fromstring(labelling_config())
    kinds = [label.get("value") for label in view.iter("Label")]
    assert kinds == [*KINDS, "ignore"]
    names = [element.get("name") for element in view.iter() if element.get("perRegion") == "true"]
    assert names == [control.name for control in controls()]
    assert set(RANK) - {"kind", "start", "end", "quote"} <= set(names)
    assert [text.get("value") for text in view.iter("Text")] == ["$text"]
    index = next(e for e in view.iter("Choices") if e.get("name") == "index")
    assert {"SIPAS", "PAR_INDEX"} <= {choice.get("value") for choice in index}


def test_every_result_belongs_to_a_control_of_the_screen(one):
    names = {
        element.get("name"): element.tag for element in ET.fromstring(labelling_config()).iter()
    }
    tags = {"labels": "Labels", "choices": "Choices", "textarea": "TextArea"}
    for found in one["predictions"][0]["result"]:
        assert names[found["from_name"]] == tags[found["type"]]
        assert found["to_name"] == "text"
        assert TEXT[found["value"]["start"] : found["value"]["end"]] == "13/63"


def test_what_is_accepted_comes_back_as_it_was(one):
    found = annotated(done(one))
    (fact,) = found.record["facts"]
    assert fact == RANK
    assert (found.name, found.text) == ("báo-1", TEXT)
    assert found.record["article"] == {"publisher": "Báo Lúa"}
    assert "kinds" not in found.record


@pytest.mark.parametrize(
    ("more", "attribute", "value"),
    [
        (result("scope", "text", ["cả nước"]), "scope", "cả nước"),
        (result("scope", "text", ["cả nước", "-"]), "scope", ["cả nước", None]),
        (result("scope", "text", ["cả nước\n-"]), "scope", ["cả nước", None]),
        (result("value_to", "text", ["15"]), "value_to", 15),
        (result("value_to", "text", ["15.50"]), "value_to", 15.5),
        (result("value_to", "text", "15"), "value_to", 15),
        (result("direction", "choices", ["up", "same"]), "direction", ["up", "same"]),
        (result("optional", "choices", ["optional"]), "optional", True),
        (result("note", "text", ["hai cách đọc"]), "note", "hai cách đọc"),
        (result("baseline", "text", []), "baseline", None),
    ],
)
def test_what_is_added_comes_back(one, more, attribute, value):
    (fact,) = annotated(done(one, more)).record["facts"]
    assert fact[attribute] == value


def test_a_region_made_by_hand_needs_little():
    empty = task(Article("a", TEXT), [], "solieu")
    made = [
        result("kind", "labels", ["tier"], "x", 60, 69),
        result("value", "text", ["khá"], "x", 60, 69),
        result("subject", "text", ["group - cấp xã, phường"], "x", 60, 69),
        result("kind", "labels", ["ignore"], "y", 0, 10),
        {"type": "relation", "from_id": "x", "to_id": "y"},
    ]
    record = annotated(done(empty, *made), ["tier"]).record
    (fact,) = record["facts"]
    assert (record["ignore"], record["kinds"], fact["value"]) == ([[0, 10]], ["tier"], "khá")
    assert fact["subject"] == {"type": "group", "code": None, "name": "cấp xã, phường"}
    assert (fact["modality"], fact["qualifier"], fact["index"]) == ("reported", "exact", None)


def test_the_truth_or_else_the_last_annotation_counts(one):
    def made(at, **rest):
        return {"updated_at": at, "result": [], **rest}

    exported = done(one)
    exported["annotations"] += [made("2026-03-01"), made("2026-04-01", was_cancelled=True)]
    assert annotated(exported).record["facts"] == []
    exported["annotations"][0]["ground_truth"] = True
    assert len(annotated(exported).record["facts"]) == 1
    exported["annotations"] = [made("2026-04-01", was_cancelled=True)]
    assert annotated(exported) is None


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (result("kind", "labels", ["colour"], "x"), "“13/63” at 47: kind: Input should be 'rank'"),
        (result("value", "text", ["5"], "x"), "“13/63” at 47 has no kind"),
        (result("value_to", "text", ["84,97"]), "value_to: '84,97' is no number; write 84.97"),
        (result("subject", "text", ["Thái Bình"]), "subject: 'Thái Bình': write type, code or -"),
        (result("subject", "text", ["planet - Sao Hỏa"]), "at 47: subject.0.type: Input should be"),
        (result("kind", "labels", ["tier"], "x", 60, 69), "at 60: value.0"),
        (result("kind", "labels", ["rank"], "x", 60, 600), "at 60: value.0"),
    ],
)
def test_what_gives_no_gold_is_named_by_its_words(one, more, told):
    with pytest.raises(AnnotationError) as wrong:
        annotated(done(one, more))
    assert str(wrong.value).startswith("báo-1: ")
    assert told in str(wrong.value)


def test_a_text_that_was_altered_is_refused(one):
    other, moved = done(one), done(one)
    other["data"]["text"] = TEXT + "\r\n"
    moved["data"]["text"] = "x" + TEXT
    with pytest.raises(AnnotationError, match="is not as `solieu annotate export` wrote it"):
        annotated(other)
    with pytest.raises(AnnotationError, match="was “13/63” when it was marked"):
        annotated(moved)
    with pytest.raises(AnnotationError, match="export the project as JSON"):
        annotated(one)


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("bài.txt", "bài"), ("2020/10/0456", "2020-10-0456"), ("../../x", "x"), ("a.b", "a.b"),
        ("press.jsonl.gz:12", "press.jsonl.gz-12"), ("///", "article"),
    ],
)  # fmt: skip
def test_an_id_becomes_a_file_name(article, name):
    assert file_name(article) == name


def test_gold_never_overwrites_another_text(one, tmp_path):
    found = annotated(done(one))
    write_gold(tmp_path, found)
    write_gold(tmp_path, found)
    (item,) = read_gold(tmp_path)
    assert (item.article.text, item.article.publisher) == (TEXT, "Báo Lúa")
    (tmp_path / "báo-1.txt").write_text("khác", encoding="utf-8")
    with pytest.raises(AnnotationError, match="holds another text"):
        write_gold(tmp_path, found)


def test_round_trip_of_an_archive_scores_as_perfect(checkout, tmp_path):
    """What Solieu reads, accepted as it is, is all right when Solieu reads it again."""
    tasks, exported, gold = tmp_path / "tasks.json", tmp_path / "export.json", tmp_path / "gold"
    screen = tmp_path / "screen.xml"
    sent = run(
        "annotate", "export", checkout / "corpus" / "sample", "--out", tasks, "--config", screen
    )
    assert (sent.exit_code, sent.stdout) == (0, "")
    assert screen.read_text(encoding="utf-8") == labelling_config()
    records = [done(record) for record in json.loads(tasks.read_text(encoding="utf-8"))]
    records[0]["annotations"] = []
    exported.write_text(json.dumps(records), encoding="utf-8")
    back = run("annotate", "import", exported, "--out", gold)
    assert (back.exit_code, back.stderr) == (0, "")
    assert back.stdout.endswith("1 task that nobody has annotated\n")
    scores = json.loads(run("evaluate", gold, "--json").stdout)
    assert scores["articles"] == 18
    assert scores["core"]["linked"]["fp"] == scores["core"]["linked"]["fn"] == 0
    assert scores["core"]["linked"]["tp"] > 200
    assert all(share in (None, 1) for share in scores["attributes"].values())


def test_export_prints_the_screen_and_import_names_what_is_wrong(tmp_path, one):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    sent = run("annotate", "export", tmp_path / "a.txt", "--out", tmp_path / "tasks.json")
    assert sent.stdout == labelling_config()
    (tmp_path / "b.json").write_text(json.dumps([one, done(one)]), encoding="utf-8")
    back = run("annotate", "import", tmp_path / "b.json", "--out", tmp_path, "--kind", "rank")
    assert back.exit_code == 1
    assert "no annotations in it" in back.stderr
    assert back.stdout.startswith("1 article with 1 fact in ")
    assert read_gold(tmp_path)[0].gold.kinds == ("rank",)
    for content, told in (("{", "no JSON"), ('{"a": 1}', "no list of tasks"), (None, "No such")):
        path = tmp_path / "c.json"
        path.unlink(missing_ok=True)
        if content:
            path.write_text(content, encoding="utf-8")
        wrong = run("annotate", "import", path, "--out", tmp_path)
        assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (2, 1)
        assert told in wrong.stderr
