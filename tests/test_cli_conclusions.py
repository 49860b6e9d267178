"""The commands about conclusions: `official`, `check` and `verdict`."""

import csv
import io
import json

import pytest
from test_cli import run

TEXTS = {
    "a.txt": "Năm 2022, SIPAS của tỉnh Thái Bình xếp thứ 13/63, tăng 27 bậc so với năm 2021.",
    "b.txt": "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 43/63.",
    "c.txt": "Năm 2021, SIPAS của tỉnh Thái Bình xếp thứ 41/63.",
}
TABLE = "index,year,province,rank,source\nSIPAS,2021,Thái Bình,41,bảng của Bộ\n"


@pytest.fixture
def kept(db, tmp_path):
    """The options that name a store of three short articles, as they end a command."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in TEXTS]
    assert run("ingest", *paths, "--db", db, "--entities", "off").exit_code == 0
    return ["--db", db]


def test_findings_are_told_with_their_words_and_places(kept):
    shown = run("check", "--index", "sipas", "--format", "table", *kept)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "13, up 27, was 40, and 4" in shown.stdout
    assert "xếp thứ 13/63, tăng 27 bậc" in shown.stdout
    (line,) = run("check", "--province", "thai binh", "--year", 2021, *kept).stdout.splitlines()
    finding = json.loads(line)
    assert [fact["role"] for fact in finding["facts"]] == ["rank", "change", "before"]
    for fact in finding["facts"]:
        assert TEXTS[fact["article"]][fact["start"] : fact["end"]] == fact["quote"]
    rows = list(csv.DictReader(io.StringIO(run("check", "--format", "csv", *kept).stdout)))
    assert [row["quote"] for row in rows] == [fact["quote"] for fact in finding["facts"]]
    assert json.loads(run("check", "--format", "json", *kept).stdout) == [finding]
    nothing = run("check", "--kind", "parts", "--format", "table", *kept)
    assert nothing.stdout == "no findings\n"


def test_official_tables_are_loaded_compared_and_removed(kept, tmp_path):
    table = tmp_path / "sipas-2021.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert run("official", "load", table, *kept).stdout == "sipas-2021.csv: 1 official figures\n"
    listed = run("official", "list", *kept).stdout
    assert "sipas-2021.csv" in listed
    assert "pci.csv" in listed
    compared = run("official", "compare", "--province", "thai binh", *kept).stdout
    assert "1 of 3 figures are covered: 1 confirmed (100.0%), 0 contradicted" in compared
    conflicts = run("conflicts", *kept).stdout
    assert "recommended: the official table says so" in conflicts
    assert "confirmed by the official table: #41" in conflicts
    assert run("official", "remove", "sipas-2021.csv", *kept).exit_code == 0
    assert "0 of 3 figures are covered" in run("official", "compare", *kept).stdout
    table.write_text(TABLE.replace("Thái Bình", "Thái Bìn"), encoding="utf-8")
    refused = run("official", "load", table, *kept)
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert "line 2, column province: no province is called 'Thái Bìn'" in refused.stderr


def test_verdicts_are_given_listed_and_ended(kept):
    (line,) = [
        line
        for line in run("facts", "--year", 2021, "--format", "jsonl", *kept).stdout.splitlines()
        if json.loads(line)["value"] == 43
    ]
    why = ["--reason", "in nhầm", "--author", "Lan"]
    assert run("verdict", "wrong", json.loads(line)["id"], *why, *kept).stdout == "verdict 1\n"
    assert run("conflicts", *kept).stdout == "no conflicts\n"
    assert "“43/63” is wrong: SIPAS, Thái Bình, 2021" in run("verdict", "list", *kept).stdout
    assert run("verdict", "list", "--orphans", *kept).stdout == "no verdicts\n"
    assert run("verdict", "end", 1, *why, *kept).stdout == "verdict 1 ended\n"
    conflict = run("conflicts", *kept).stdout
    figure = conflict.partition("(")[2].partition(")")[0]
    assert run("verdict", "right", figure, 41, *why, *kept).stdout == "verdict 2\n"
    assert "judged right by Lan: in nhầm" in run("witnesses", figure, *kept).stdout
    assert "ended" in run("verdict", "list", "--all", *kept).stdout
    again = run("verdict", "end", 1, *why, *kept)
    assert (again.exit_code, again.stderr) == (2, "solieu: 1: it ended already\n")
