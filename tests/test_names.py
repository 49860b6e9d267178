"""Scores of names, and how well names are read in the annotated sentences."""

import json
from pathlib import Path

import pytest
from solieu.corpus.article import Article
from solieu.corpus.readers import read
from solieu.evaluation.names import (
    LABELS,
    NameGoldError,
    agreement,
    check_of,
    read_sentences,
)
from solieu.pipeline.cli.evaluate_names import compare
from solieu.pipeline.load import load
from typer.testing import CliRunner

CHECKOUT = Path(__file__).parents[1]
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"
GOLD = CHECKOUT / "tests" / "gold"
# Of every fifth annotated sentence and all held out; the whole takes minutes.
FLOORS = {"PER": 0.80, "ORG": 0.82, "LOC": 0.90}


@pytest.mark.parametrize(
    ("gold", "found", "exact", "overlap"),
    [
        ([(0, 5, "PER")], [(0, 5, "PER")], 1.0, 1.0),
        ([(0, 5, "PER")], [(0, 4, "PER")], 0.0, 1.0),
        ([(0, 5, "PER")], [(0, 5, "ORG")], 0.0, 0.0),
        ([(0, 5, "PER")], [(5, 9, "PER")], 0.0, 0.0),
        ([(0, 5, "PER"), (6, 9, "LOC")], [(0, 5, "PER")], 2 / 3, 2 / 3),
        ([], [], 0.0, 0.0),
    ],
)
def test_agreement(gold, found, exact, overlap):
    scores = agreement([(gold, found)])
    assert scores.f1 == pytest.approx(exact)
    assert scores.overlap_f1 == pytest.approx(overlap)


def test_agreement_of_one_label():
    pair = ([(0, 5, "PER"), (6, 9, "LOC")], [(0, 5, "PER"), (20, 25, "LOC")])
    people, places = agreement([pair], "PER"), agreement([pair], "LOC")
    assert (people.precision, people.recall, people.gold, people.found) == (1.0, 1.0, 1, 1)
    assert (places.precision, places.recall, places.gold, places.found) == (0.0, 0.0, 1, 1)


def test_a_wrong_line_is_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"article": "a", "start": 0}\n')
    with pytest.raises(NameGoldError, match=r"line 1: end"):
        read_sentences(path)
    with pytest.raises(NameGoldError, match="No such file"):
        read_sentences(tmp_path / "none.jsonl")


@pytest.fixture
def archive(tmp_path):
    text = "Theo UBND tỉnh Hà Nam, ông Hưng đã đến."
    gold = {
        "start": 0,
        "end": len(text),
        "check": check_of(text),
        "entities": [[5, 21, "ORG"], [27, 31, "PER"]],
    }
    lines = [json.dumps({"article": name, **gold}) for name in ("a", "b")]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines))
    records = [{"id": "a", "text": text}, {"id": "b", "text": f"Other words. {text}"}]
    articles = "\n".join(json.dumps(record) for record in records)
    (tmp_path / "archive.jsonl").write_text(articles)
    return tmp_path


def test_the_command(archive):
    from solieu.pipeline.cli import app

    paths = [str(archive / "gold.jsonl"), str(archive / "archive.jsonl")]
    result = CliRunner().invoke(app, ["evaluate-names", *paths])
    assert result.exit_code == 0, result.output
    assert "1 sentence, --entities full" in result.output
    assert "1 annotated sentence not in this archive" in result.output
    row = next(line for line in result.output.splitlines() if line.strip().startswith("ORG"))
    assert row.split() == ["ORG", "1", "Solieu", "1.00", "1.00", "1.00", "1.00"]


def test_the_annotations_are_well_formed():
    for path in sorted(GOLD.glob("entities*.jsonl")):
        for sentence in read_sentences(path):
            ends = [sentence.start]
            for start, end, label in sentence.entities:
                assert ends[-1] <= start < end <= sentence.end
                assert label in LABELS
                ends.append(end)


def test_names_are_read_as_well_as_before():
    if not PRESS.exists():
        pytest.skip(f"no {PRESS.relative_to(CHECKOUT.parent)} beside the checkout")
    sentences = [
        *read_sentences(GOLD / "entities.jsonl")[::5],
        *read_sentences(GOLD / "entities_held_out.jsonl"),
    ]
    articles = (item for item in read([PRESS]) if isinstance(item, Article))
    compared, missing = compare(load(entities="full"), sentences, articles)
    assert missing == 0
    for label, floor in FLOORS.items():
        assert agreement([(c.gold, c.solieu) for c in compared], label).f1 >= floor, label
