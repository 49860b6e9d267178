"""What can be asked: filters, predecessors, empty answers, timelines, comparisons, exports."""

import csv
import io
import json
import re
import sys

import openpyxl
import pyarrow.parquet as pq
import pytest
from solieu.db import facts
from solieu.db.asking import QuestionError, understand
from solieu.db.exports import SHEETS, Format, export
from solieu.db.exports.cells import safe
from solieu.db.figures import form
from solieu.db.store import StoreError, open_store
from solieu.patterns.places import find_province, predecessors, provinces
from solieu.pipeline.cli import app
from solieu.pipeline.ingest import ingest
from typer.testing import CliRunner


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def db(request, checkout, tmp_path_factory):
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("queries") / "solieu.db")
    else:
        address = request.getfixturevalue("postgres").database()
    ingest(checkout / "corpus" / "sample", address)
    with open_store(address) as store:
        form(store)
    return address


@pytest.fixture
def held(db):
    with open_store(db) as store:
        yield store


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_predecessors_are_the_provinces_that_one_has_joined():
    (today,) = [p for p in provinces("34").values() if p.name == "Hưng Yên"]
    assert {(p.system, p.name) for p in predecessors(today)} == {
        ("63", "Hưng Yên"),
        ("63", "Thái Bình"),
    }
    assert predecessors(find_province("Thái Bình")) == ()


@pytest.mark.parametrize(
    ("question", "whose"),
    [
        ({"province": "hung yen"}, {"Hưng Yên"}),
        ({"province": "Hưng Yên", "include_predecessors": True}, {"Hưng Yên", "Thái Bình"}),
        ({"province": "thai binh", "include_predecessors": True}, {"Thái Bình"}),
        ({"index": "sipas", "year": 2022, "province": "thai binh"}, {"Thái Bình"}),
    ],
)
def test_provinces_are_asked_with_their_predecessors(held, question, whose):
    for frame in (held.facts(**question), held.figures(**question), held.timeline(**question)):
        assert set(frame.subject_name) == whose


def test_filters_narrow_what_is_found(held):
    everything = held.figures()
    for question, met in (
        ({"index": "PAPI"}, everything.index_code == "PAPI"),
        ({"component": "chi phi thoi gian"}, everything.component == "chi phí thời gian"),
        ({"measure": "rank"}, everything.measure == "rank"),
        ({"kind": "rank"}, everything.measure == "rank"),
        ({"status": "in_conflict"}, everything.status == "in_conflict"),
        ({"minimum_witnesses": 2}, everything.witnesses >= 2),
        ({"since": "2022-06"}, everything.period_end >= "2022-06-01"),
        ({"since": "2021", "until": "2021"}, everything.period_end.dt.year == 2021),
        ({"year": 2021}, everything.period_end.dt.year == 2021),
    ):
        wanted = set(everything[met.fillna(False)].figure_id)
        assert wanted
        assert set(held.figures(**question).figure_id) == wanted, question
        told = held.facts(**question)
        assert set(told.figure_id.dropna()) == wanted, question


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"index": "PCI"},
        {"status": "single"},
        {"status": "single", "province": "hung yen"},
        {"index": "PAPI", "minimum_witnesses": 1},
        {"status": "single", "search": "điểm"},
    ],
)
@pytest.mark.parametrize(("few", "many"), [(0, 0), (0, 9_999), (9_999, 0), (9_999, 9_999)])
def test_the_same_facts_by_whatever_way_they_are_found(held, monkeypatch, question, few, many):
    asked = understand(held, question).asked
    everything = facts.facts(held, **asked)
    assert everything
    monkeypatch.setattr(facts, "FEW", few)
    monkeypatch.setattr(facts, "MANY", many)
    for limit in (3, len(everything)):
        assert facts.facts(held, limit=limit, **asked) == everything[:limit]


def test_frames_have_types_and_tell_what_they_answer(held):
    frame = held.facts(index="par index", search="hồ")
    assert {str(frame[name].dtype) for name in ("number", "decimals")} == {"Float64", "Int64"}
    assert frame.published.dt.year.min() > 2000
    assert frame.attrs["query"] == {"index": "par index", "search": "hồ"}
    assert set(frame.attrs["columns"]) == set(frame.columns)
    conflicts = held.conflicts()
    assert conflicts.groupby("figure_id").recommended.sum().eq(1).all()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"index": "sipsa"}, "SIPAS"),
        ({"province": "Hưng Yen 2"}, "Hưng Yên"),
        ({"publisher": "bao xanh"}, "Báo Chè Xanh"),
        ({"component": "chi phi thoi gan"}, "chi phí thời gian"),
        ({"since": "thế kỷ này"}, "write 2019"),
        ({"status": "fine"}, "in_conflict"),
    ],
)
def test_a_wrong_name_suggests_the_nearest(held, question, told):
    with pytest.raises(QuestionError, match=re.escape(told)) as raised:
        understand(held, question)
    assert raised.value.asked in question


@pytest.mark.parametrize(
    ("command", "options", "told"),
    [
        ("facts", ["--index", "gii"], "no facts: --index gii leaves none"),
        ("facts", ["--year", 1999, "--index", "pci"], "no facts: --year 1999 leaves none"),
        ("figures", ["--index", "sipas", "--kind", "money"],
         "no figures: --index sipas and --kind money together leave none"),
        ("figures", ["--witnesses", 99], "no figures: --witnesses 99 leaves none"),
        ("conflicts", ["--index", "gii"], "no conflicts: --index gii leaves none"),
        ("compare", ["--index", "sipas", "--year", 1999], "--year 1999 leaves none"),
        ("figures", ["--index", "pci", "--publisher", "báo đồng lúa", "--kind", "money"],
         "no figures: --kind money leaves none"),
    ],
)  # fmt: skip
def test_an_empty_answer_tells_which_filter_emptied_it(db, command, options, told):
    result = run(command, "--db", db, *options)
    assert result.exit_code == 0
    assert told in result.stderr


def test_an_empty_store_says_so(tmp_path):
    with open_store(str(tmp_path / "empty.db")):
        pass
    for command in ("facts", "figures", "conflicts"):
        result = run(command, "--db", tmp_path / "empty.db", "--year", 2020)
        assert f"no {command}: the store holds none" in result.stderr


def test_a_timeline_shows_values_in_conflict_together(db):
    result = run("timeline", "--db", db, "--index", "sipas", "--province", "thai binh")
    assert "84,97% / 84,79%" in result.stdout
    assert "#15" in result.stdout
    both = run("timeline", "--db", db, "--index", "sipas", "--province", "hung yen",
               "--include-predecessors")  # fmt: skip
    assert "Hưng Yên: with Thái Bình until 30/06/2025" in both.stderr
    assert "Thái Bình" in both.stdout
    assert run("timeline", "--db", db, "--index", "sipas").exit_code == 2


def test_places_are_compared_the_best_first(db):
    table = run("compare", "--db", db, "--index", "sipas", "--year", 2022).stdout
    names = ("Quảng Ninh", "Hải Dương", "Thái Bình", "Cần Thơ", "Việt Nam")
    assert sorted(names, key=table.index) == list(names)
    rows = run("compare", "--db", db, "--index", "sipas", "--year", 2022, "-f", "jsonl").stdout
    assert {json.loads(line)["year"] for line in rows.splitlines()} == {2022}


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_timeline_is_drawn(db, tmp_path, ending, monkeypatch):
    path = tmp_path / f"a.{ending}"
    command = ("timeline", "--db", db, "--index", "papi", "--province", "bac giang")
    assert f"wrote {path}" in run(*command, f"--{ending}", path).stderr
    start = {"png": b"\x89PNG", "svg": b"<?xml"}[ending]
    assert path.read_bytes().startswith(start)
    lost = run(*command, f"--{ending}", tmp_path / "nowhere" / "a")
    assert lost.exit_code == 2
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    missing = run(*command, f"--{ending}", path)
    assert (missing.exit_code, "solieu[charts]" in missing.stderr) == (2, True)


def test_stats_tell_how_much_of_what(db):
    found = json.loads(run("stats", "--db", db, "-f", "json").stdout)
    assert found["counts"]["articles"] == sum(found["publishers"].values()) == 19
    assert sum(one["figures"] for one in found["indices"]) == sum(found["statuses"].values())
    assert "PAPI" in run("stats", "--db", db).stdout
    heads = run("stats", "--db", db, "-f", "csv").stdout.splitlines()[0]
    assert heads.startswith("index,figures")


def test_figures_are_printed_in_all_formats(db):
    options = ("--db", db, "--index", "sipas", "--format")
    rows = list(csv.DictReader(io.StringIO(run("figures", *options, "csv").stdout)))
    lines = run("figures", *options, "jsonl").stdout.splitlines()
    assert [json.loads(line)["value"] for line in lines] == [row["value"] for row in rows]
    assert json.loads(run("figures", *options, "json").stdout) == [*map(json.loads, lines)]
    assert json.loads(run("figures", "--db", db, "--index", "gii", "-f", "json").stdout) == []


@pytest.mark.parametrize("form", list(Format))
def test_exports_carry_query_version_and_time(held, tmp_path, form):
    path = tmp_path / f"a.{form}"
    question = {"index": "sipas", "province": "hung yen", "include_predecessors": True}
    made = export(held, ["figures"], path, question, bom=True)
    rows = len(held.figures(**question))
    assert made == {path: rows}
    assert rows
    if form is Format.xlsx:
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["figures", "about"]
        assert book["figures"].max_row == rows + 1
        told = " ".join(str(row[2]) for row in book["about"].iter_rows(values_only=True))
        assert "index=sipas" in book.properties.description
    elif form is Format.parquet:
        table = pq.read_table(path)
        assert table.num_rows == rows
        told = str(table.schema.metadata)
    else:
        told = (tmp_path / f"{path.name}-metadata.json").read_text(encoding="utf-8")
        described = json.loads(told)["tableSchema"]["columns"]
        assert len(path.read_text(encoding="utf-8").splitlines()) == rows + (form is Format.csv)
        assert [one["name"] for one in described][:2] == ["figure_id", "index_code"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (form is Format.csv)
    for words in ("figures index=sipas province=hung yen", "0.1.0", "Thái Bình until", "20"):
        assert words in told or words.encode().decode("latin-1") in told or form is Format.parquet


def test_all_goes_into_one_workbook_or_a_file_each(db, tmp_path):
    assert run("export", "all", "--db", db, "--to", tmp_path / "a.xlsx").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [*SHEETS, "about"]
    assert run("export", "all", "--db", db, "--to", tmp_path / "b.csv").exit_code == 0
    for name in SHEETS:
        assert (tmp_path / f"b-{name}.csv").exists()


@pytest.mark.parametrize(
    ("to", "told"),
    [("a.doc", "end its name in"), ("nowhere/a.csv", "nowhere"), ("nowhere/a.xlsx", "nowhere")],
)
def test_an_export_that_cannot_be_made_gives_one_line(db, tmp_path, to, told):
    result = run("export", "facts", "--db", db, "--to", tmp_path / to)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("cell", "neutral"),
    [
        ("=1+1", "'=1+1"), ("+84", "'+84"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"), ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("84,97%", "84,97%"),
        ("", ""), (None, None), (-1.5, -1.5),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell, neutral):
    assert safe(cell) == neutral


@pytest.mark.parametrize(
    ("module", "ask", "told"),
    [
        ("pandas", lambda store, _: store.figures(), "solieu[pandas]"),
        ("pyarrow", lambda store, to: export(store, ["facts"], to / "a.parquet", {}), "[parquet]"),
        ("xlsxwriter", lambda store, to: export(store, ["facts"], to / "a.xlsx", {}), "[xlsx]"),
    ],
)
def test_a_missing_library_is_told(held, tmp_path, monkeypatch, module, ask, told):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(StoreError, match=re.escape(told)):
        ask(held, tmp_path)
