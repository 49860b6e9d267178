"""Facts gained and lost: what counts as a change, and the comparison of two revisions."""

import io
import json
import shutil
import subprocess
import sys

import pytest
from rich.console import Console
from solieu.evaluation.gains import changes, read_readings, shown, texts_of

RANK = {
    "kind": "rank", "start": 8, "end": 13, "value": 13, "out_of": 63, "index": "PCI",
    "period": "2022", "subject": {"type": "country", "code": "VN", "name": "Việt Nam"},
    "rule": "rank.ratio_place", "confidence": 0.9,
}  # fmt: skip
OTHER = RANK | {"start": 20, "end": 25}
TEXT = "xếp thứ 13/63, nay là 14/63."


def signs(before, after):
    return [(c.sign, *c.attributes) for c in changes({"a": before}, {"a": after})]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([RANK], [RANK], []),
        ([RANK], [RANK | {"confidence": 0.1, "rule": "rank.other"}], []),
        ([RANK], [], [("-",)]),
        ([], [RANK, OTHER], [("+",), ("+",)]),
        ([RANK], [RANK | {"index": None, "period": "2021"}], [("~", "index", "period")]),
        ([RANK], [RANK | {"value": 14}], [("+",), ("-",)]),
        ([RANK], [RANK, RANK | {"index": "PAPI"}], [("+",)]),
        ([RANK, RANK | {"index": "PAPI"}], [RANK | {"index": "PAPI"}], [("-",)]),
        ([RANK, RANK], [RANK], [("-",)]),
        ([OTHER], [RANK], [("+",), ("-",)]),
    ],
)
def test_alike_facts_are_paired_first(before, after, expected):
    assert signs(before, after) == expected


def test_articles_of_one_id_are_told_apart_and_missing_ones_count():
    lines = [json.dumps({"article": "a", "facts": [fact]}) for fact in (RANK, OTHER)]
    before = read_readings([*lines, ""])
    assert list(before) == ["a", "a (2)"]
    assert [(c.sign, c.article) for c in changes(before, {})] == [("-", "a"), ("-", "a (2)")]
    assert [c.sign for c in changes({}, before)] == ["+", "+"]


def printed(before, after, texts):
    screen = Console(file=io.StringIO(), soft_wrap=True, markup=False)
    for line in shown(changes(before, after), texts):
        screen.print(line)
    return screen.file.getvalue()


def test_changes_are_lines_with_their_words_and_counts():
    before, after = {"a": [RANK, OTHER]}, {"a": [RANK | {"subject": None}], "b": [RANK]}
    told = printed(before, after, {"a": TEXT}).splitlines()
    assert told == [
        "~ a: xếp thứ [13/63], nay là 14/63. | subject: Việt Nam (country VN) → open",
        "- a: xếp thứ 13/63, nay l[à 14/]63. | rank 13/63 · PCI · of Việt Nam · in 2022"
        " | rank.ratio_place",
        "+ b:  | rank 13/63 · PCI · of Việt Nam · in 2022 | rank.ratio_place",
        "+ gained: 1 rank",
        "- lost: 1 rank",
        "~ changed: 1 subject",
    ]
    assert printed(after, after, {}) == "no fact gained, lost or changed\n"


def test_texts_have_the_names_of_the_readings(tmp_path):
    lines = "".join(json.dumps({"id": "a", "text": text}) + "\n" for text in ("một", "hai"))
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    assert texts_of([tmp_path]) == {"a": "một", "a (2)": "hai"}


@pytest.fixture
def revisions(checkout, tmp_path):
    """A repository of its own whose working tree has lost a rule since its only revision."""
    if shutil.which("git") is None:
        pytest.skip("no git on this machine")
    root = tmp_path / "copy"
    for folder in ("corpus", "db", "evaluation", "extractors", "patterns", "pipeline", "scripts"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(checkout / folder, root / folder, ignore=ignored)
    author = ("-c", "user.name=a", "-c", "user.email=a@b")
    for command in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    rules = root / "patterns" / "percentages.toml"
    text = rules.read_text(encoding="utf-8")
    assert "pattern = '{percent}'" in text
    altered = text.replace("pattern = '{percent}'", "pattern = '{percent} zzz'")
    rules.write_text(altered, encoding="utf-8")
    return root


def gains(root, *arguments):
    command = [str(root / "scripts" / "gains.sh"), sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_two_revisions_are_compared_by_what_they_read(revisions, tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("Năm 2022, có 84,97% hồ sơ và tăng 27 bậc.", encoding="utf-8")
    done = gains(revisions, "HEAD", text)
    assert done.returncode == 0, done.stderr
    lost, *_, total = lines = done.stdout.splitlines()
    assert lost.startswith("- a.txt: Năm 2022, có [84,97%] hồ sơ và")
    assert "percentage.all" in lost
    assert "- lost: 1 percentage" in lines
    assert total == "1 article, 1 fact"
    wrong = gains(revisions, "nowhere", text)
    assert (wrong.returncode, wrong.stderr) == (2, "gains: there is no revision nowhere\n")
