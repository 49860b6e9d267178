"""The command line: what each command prints, and how it ends."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from typing import get_args

import pytest
import typer
from solieu.corpus.zones import READABLE, ZoneName
from solieu.db.store import open_store
from solieu.extractors.types import Amount
from solieu.patterns.schema import Reason
from solieu.pipeline.cli import app
from solieu.pipeline.cli.exits import Commands
from solieu.pipeline.cli.explained import REASONS
from solieu.pipeline.cli.render import shown_amount, visible
from typer.testing import CliRunner

TEXT = "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63."
COMMANDS = (
    "annotate", "conflicts", "copies", "coverage", "demo", "evaluate", "explain", "extract",
    "facts", "figures", "indices", "ingest", "places",
)  # fmt: skip


def run(*arguments, text=None):
    return CliRunner().invoke(app, [str(a) for a in arguments], input=text)


def process(*arguments, **settings):
    """Start the command line in a process of its own."""
    code = "from solieu.pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(command, **pipes | settings)


@pytest.fixture(scope="module")
def sample(checkout):
    return checkout / "corpus" / "sample"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def db(request, sample, tmp_path_factory):
    """A store that holds the sample, in each kind of database."""
    if request.param == "sqlite":
        address = tmp_path_factory.mktemp("store") / "sample.db"
    else:
        address = request.getfixturevalue("postgres").database()
    result = run("ingest", sample, "--db", address)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "19" in result.stdout
    return address


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "bài.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_extract_prints_json_lines_in_a_pipe(article, tmp_path):
    silent = tmp_path / "không.txt"
    silent.write_text("Không có con số nào.", encoding="utf-8")
    result = run("extract", article, silent)
    assert (result.exit_code, result.stderr) == (0, "")
    one, two = map(json.loads, result.stdout.splitlines())
    assert two == {"article": "không.txt", "facts": []}
    (fact,) = one["facts"]
    assert one["article"] == "bài.txt"
    assert (fact["kind"], fact["value"], fact["out_of"], fact["index"]) == ("rank", 13, 63, "SIPAS")
    assert TEXT[fact["start"] : fact["end"]] == fact["quote"]
    assert "Thái Bình" in result.stdout


def test_extract_in_other_formats(article):
    (record,) = json.loads(run("extract", article, "-f", "json").stdout)
    assert len(record["facts"]) == 1
    (row,) = csv.DictReader(io.StringIO(run("extract", article, "-f", "csv").stdout))
    assert (row["article"], row["value"], row["subject"]) == ("bài.txt", "13", "Thái Bình")
    table = run("extract", article, "-f", "table").stdout
    assert all(word in table for word in ("bài.txt", "#13/63", "SIPAS", "Thái Bình", "2022"))


def test_extract_reads_standard_input_with_what_the_options_tell():
    text = "Năm nay, chỉ số PCI của tỉnh đạt 66,10 điểm."
    options = ("--publisher", "baothaibinh.com.vn", "--published", "19/04/2023")
    (fact,) = json.loads(run("extract", "-", *options, text=text).stdout)["facts"]
    assert (fact["subject"]["name"], fact["period"]) == ("Thái Bình", "2023")


def test_fields_and_encodings_can_be_named(tmp_path):
    (tmp_path / "a.csv").write_text("Tin,Ngày\n" + TEXT.replace(",", ";") + ",19/04/2023\n")
    named = ["--map", "text=Tin", "--map", "published=Ngày", "--encoding", "utf-8"]
    for command in (["extract"], ["ingest", "--db", tmp_path / "a.db"]):
        assert run(*command, tmp_path / "a.csv", *named).exit_code == 0
        assert run(*command, tmp_path / "a.csv").exit_code == 1


def test_no_cell_of_a_csv_is_a_formula(tmp_path):
    record = {"id": "=1+1", "title": "@cmd", "text": TEXT}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(run("extract", tmp_path, "-f", "csv").stdout))
    assert (row["article"], row["title"]) == ("'=1+1", "'@cmd")


@pytest.mark.parametrize("command", ["extract", "explain", "ingest"])
def test_rejected_inputs_are_told_and_give_status_1(command, article, tmp_path):
    (tmp_path / "hỏng.txt").write_bytes(b"\xff")
    db = ("--db", tmp_path / "a.db") if command == "ingest" else ()
    result = run(command, tmp_path, *db)
    assert result.exit_code == 1
    assert "hỏng.txt: not utf8 (byte 0)" in result.stderr
    counted = "1 × not utf8" if command == "ingest" else "1 input rejected"
    assert counted in result.stderr.splitlines()
    assert result.stdout


def test_a_broken_rule_folder_names_file_rule_and_reason(article, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    rule = '[[rule]]\nname = "my.rule"\nkind = "rank"\npattern = "a"\ntakes = ["a"]\ncolour = "red"'
    (rules / "mine.toml").write_text(rule, encoding="utf-8")
    result = run("extract", article, "--patterns", rules)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"solieu: {rules / 'mine.toml'}: rule.0.colour: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["extract"], "Missing argument"),
        (["extract", "nowhere.txt"], "nowhere.txt: does not exist"),
        (["extract", sys.executable], "is neither a folder nor .txt, .html, .htm, .jsonl"),
        (["extract", "-", "--format", "xml"], "'xml' is not one of"),
        (["extract", "-", "--published", "30/02/2023"], "'30/02/2023' is no date"),
        (["extract", "-", "--patterns", "nowhere"], "nowhere: folder: there is no such folder"),
        (["extract", "-", "--map", "text"], "'text' is not like text=content"),
        (["extract", "-", "--map", "body=a"], "body: is no field of an article: text, title"),
        (["ingest", "-", "--address", "auto"], "--address: goes with --engine ray"),
        (["ingest", "-", "--workers", "0"], "'--workers'"),
        (["ingest", "-", "--engine", "spark"], "'spark' is not one of"),
        (["ingest", "-", "--out", "nowhere://bucket"], "nowhere://bucket: "),
        (["ingest", "-", "--encoding", "viscii"], "viscii: is no known encoding: utf-8"),
        (["extract", "-", "--colour"], "No such option: --colour"),
        (["facts", "--db", "nowhere.db"], "nowhere.db: there is no such store"),
        (["figures", "--db", "mysql://u:secret@h/x"], "mysql: a store is in SQLite or PostgreSQL"),
        (["facts", "--province", "Hưng Yen 2", "--db", "{db}"], "the nearest are Hưng Yên"),
        (["facts", "--index", "sipsa", "--db", "{db}"], "SIPAS"),
        (["facts", "--year", "22"], "--year"),
        (["facts", "--kind", "colour"], "'colour' is not one of"),
        (["explain", "{sample}", "--article", "zz"], "there is no article 'zz'"),
        (["evaluate", "nowhere"], "nowhere: there is no such folder"),
        (["coverage"], "Missing argument"),
        (["annotate", "export", "{sample}"], "Missing option '--out'"),
        (["annotate", "import", "nowhere.json", "--out", "{sample}"], "nowhere.json: No such file"),
        (["annotate", "colour"], "No such command 'colour'"),
        (["count"], "No such command 'count'"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(arguments, told, db, sample):
    result = run(*(argument.format(db=db, sample=sample) for argument in arguments), text=TEXT)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "secret" not in result.stderr


def test_an_error_of_ours_is_not_hidden():
    broken = typer.Typer(cls=Commands, pretty_exceptions_enable=False)

    @broken.command("one")
    def one():
        raise ValueError("a bug")

    @broken.command("two")
    def two():
        raise KeyboardInterrupt

    assert repr(CliRunner().invoke(broken, ["one"]).exception) == "ValueError('a bug')"
    stopped = CliRunner().invoke(broken, ["two"])
    assert (stopped.exit_code, stopped.stderr) == (130, "solieu: stopped\n")


def test_ingesting_again_adds_nothing(sample, db):
    facts = run("facts", "--db", db, "--format", "jsonl").stdout
    lines = run("ingest", sample, "--db", db).stdout.splitlines()[1:]
    told = {" ".join(line.split()[:-1]): line.split()[-1] for line in lines}
    assert told == {
        "articles": "19", "new": "0", "unchanged": "19", "read again": "0",
        "near-copies": "0", "facts written": "0", "inputs rejected": "0",
    }  # fmt: skip
    assert run("facts", "--db", db, "--format", "jsonl").stdout == facts


def test_facts_are_found_by_careless_names(db):
    def found(*options):
        result = run("facts", "--db", db, "-f", "jsonl", *options)
        assert result.exit_code == 0
        return [json.loads(line) for line in result.stdout.splitlines()]

    every = found()
    thai_binh = found("--province", "thai binh", "--index", "hài lòng", "--year", 2022)
    values = [fact["value"] for fact in thai_binh if fact["kind"] == "percentage"]
    assert sorted(values) == [84.79, 84.97]
    assert len(every) > len(found("--index", "par index")) > 0
    assert {f["kind"] for f in found("--kind", "tier")} == {"tier"}
    assert {f["publisher"] for f in found("--publisher", "Báo Đồng Lúa")} == {"Báo Đồng Lúa"}
    assert found("--search", "ho so") == found("--search", "hồ sơ") != []
    assert len(found("--limit", 3)) == 3
    assert set(thai_binh[0]) >= {"id", "article", "publisher", "url", "quote", "open", "measure"}


def test_facts_as_a_table_and_as_csv(db):
    options = ("facts", "--db", db, "--province", "thái bình")
    table = run(*options, "-f", "table")
    assert "84,97%" in table.stdout
    assert "Báo Đồng Lúa" in table.stdout
    rows = list(csv.DictReader(io.StringIO(run(*options, "-f", "csv").stdout)))
    assert {row["subject"] for row in rows} == {"Thái Bình"}
    assert "84.97" in {row["value"] for row in rows}
    assert json.loads(run(*options, "-f", "json").stdout)
    long = run("facts", "--db", db, "-f", "table")
    assert long.stderr.startswith("the first 100;")
    assert run("facts", "--db", db, "--search", "zzz", "-f", "table").stdout == "no facts\n"


def test_a_name_of_two_provinces_means_both(db):
    both = run("facts", "--db", db, "--province", "hung yen", "-f", "jsonl")
    assert both.stderr.startswith("Hưng Yên: both the province until 30/06/2025 and that since")
    assert "Hưng Yên, Thái Bình" in both.stderr
    systems = {json.loads(line)["subject"]["system"] for line in both.stdout.splitlines()}
    assert "34" in systems
    assert run("facts", "--db", db, "--province", "ha noi", "-f", "jsonl").stderr == ""


def test_figures_and_conflicts_show_all_papers(db):
    result = run("figures", "--db", db, "--index", "sipas", "--province", "thai binh")
    assert "84,79%" in result.stdout
    assert "84,97%" in result.stdout
    assert "×2" in run("figures", "--db", db, "--witnesses", 2).stdout
    conflicts = run("conflicts", "--db", db, "--index", "sipas").stdout
    for words in (
        "SIPAS · Thái Bình · 2022",
        "Báo Đồng Lúa 20/04/2023",
        "Tạp chí Cải cách Hôm nay",
    ):
        assert words in conflicts
    assert run("conflicts", "--db", db, "--index", "gii").stdout == "no conflicts\n"


def test_copies_stand_below_their_original(db, tmp_path):
    table = run("copies", "--db", db, "-f", "table").stdout
    assert 0 < table.index("original") < table.index("copy")
    assert max(map(len, table.splitlines())) <= 80
    (story,) = json.loads(run("copies", "--db", db, "-f", "json").stdout)
    assert [article["role"] for article in story["articles"]] == ["original", "copy"]
    assert json.loads(run("copies", "--db", db, "-f", "jsonl").stdout) == story
    rows = list(csv.DictReader(io.StringIO(run("copies", "--db", db, "-f", "csv").stdout)))
    assert [row["published"] for row in rows] == ["2024-05-13", "2024-05-14"]
    assert {row["cluster"] for row in rows} == {story["cluster"]}
    open_store(str(tmp_path / "new.db")).close()
    assert run("copies", "--db", tmp_path / "new.db", "-f", "table").stdout == "no copies\n"


def test_explain_shows_every_number(sample):
    shown = run("explain", sample / "bao-dong-lua.jsonl", "--article", "dl-2023-0418").stdout
    assert "84,97%²" in shown or "84,97%¹" in shown
    assert "index SIPAS" in shown
    assert "belongs to a period" in shown
    assert "stands in the date line" in shown
    assert "dl-2021-0233" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    wrapped = run("explain", sample / "cong-tin-song-han.jsonl", "--article", "SH22.0809").stdout
    assert "is page furniture" in wrapped
    assert "furniture" in wrapped


def test_explain_marks_numbers_that_no_rule_takes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"{TEXT} Còn lại là 77.\nNăm 2023 chưa rõ.", encoding="utf-8")
    shown = run("explain", path).stdout
    assert "77‹?›" in shown
    assert "no rule took it" in shown


def test_every_reason_has_its_words():
    zones = set(get_args(ZoneName)) - set(READABLE)
    assert set(REASONS) == set(get_args(Reason)) | zones


@pytest.mark.parametrize(
    ("amount", "kind", "shown"),
    [
        (Amount(Decimal(13), out_of=Decimal(63)), "rank", "#13/63"),
        (Amount(Decimal("84.970"), unit="%", qualifier="about"), "percentage", "≈84,970%"),
        (Amount(Decimal(27), unit="bậc", direction="down"), "delta", "↓27 bậc"),
        (Amount(Decimal(3), Decimal(5), "%"), "percentage", "3–5%"),
        (Amount(Decimal(79500000), unit="VND", qualifier="over"), "money", ">79.500.000 VND"),
        (Amount("trung bình cao"), "tier", "nhóm trung bình cao"),
    ],
)
def test_amounts_are_shown_as_vietnamese_readers_write_them(amount, kind, shown):
    assert shown_amount(amount, kind) == shown


def test_text_cannot_command_the_terminal(tmp_path):
    assert len(visible("a\x1b[31mb\x07")) == len("a\x1b[31mb\x07")
    record = {"id": "a\x1b[2J", "text": f"\x1b]0;x\x07 {TEXT} [bold]10%[/bold] hồ sơ"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    for command in (["explain"], ["extract", "-f", "table"]):
        shown = run(*command, tmp_path).stdout
        assert "\x1b" not in shown
        assert "\x07" not in shown
    assert "[bold]" in run("explain", tmp_path).stdout


def test_catalogues():
    indices = run("indices").stdout
    assert "PAR_INDEX" in indices
    assert "SIPAS" in indices
    assert "DOING_BUSINESS" not in run("indices", "--level", "province").stdout
    one = run("indices", "par index").stdout
    assert all(words in one for words in ("PAR_INDEX", "cải cách tài chính công", "PAX INDEX"))
    for wrong, near in ((["papy"], "PAPI"), (["--level", "village"], "province")):
        result = run("indices", *wrong)
        assert result.exit_code == 2
        assert near in result.stderr
    new, old = (run("places", "--system", system).stdout for system in ("34", "63"))
    assert "tỉnh Thái Bình" in old
    assert "tỉnh Thái Bình" not in new
    communes = run("places", "--level", "commune", "--search", "nam cuong").stdout
    assert "Nam Cường" in communes
    assert run("places", "--search", "zzz").stdout == "no such place\n"


def test_demo_shows_the_line_at_work(tmp_path):
    result = run("demo", "--db", tmp_path / "demo.db")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "demo.db").exists()
    assert "84,79%" in result.stdout
    assert "84,97%" in result.stdout
    assert "solieu explain" in result.stdout


def test_version_and_help():
    version = run("--version").stdout
    assert version.startswith("solieu 0.")
    assert "pipeline" in version
    assert "underthesea 9" in version
    assert "Commands" in run().stdout
    for command in COMMANDS:
        result = run(command, "--help")
        assert result.exit_code == 0
        assert f"solieu {command}" in result.stdout.split("Options")[0].replace("Usage: solieu", "")


def test_a_closed_pipe_ends_quietly(sample):
    for arguments in (["extract", sample], ["explain", sample], ["places", "--level", "commune"]):
        with process(*arguments) as running:
            running.stdout.readline()
            running.stdout.close()
            assert running.stderr.read() == ""
        assert running.returncode in (0, 141)


def test_an_interrupt_ends_with_one_line(tmp_path):
    text = json.dumps({"text": TEXT}) + "\n"
    (tmp_path / "many.jsonl").write_text(text * 100_000, encoding="utf-8")
    # Into a file: a full pipe that nobody reads would stop the process before the signal comes.
    with (tmp_path / "stderr").open("w+", encoding="utf-8") as errors:
        with process("extract", tmp_path / "many.jsonl", stderr=errors) as running:
            assert json.loads(running.stdout.readline())["facts"]
            running.send_signal(signal.SIGINT)
            running.stdout.read()
        errors.seek(0)
        assert errors.read() == "solieu: stopped\n"
    assert running.returncode == 130


def test_output_is_utf8_whatever_the_locale(article):
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    with process("extract", article, env=environment) as running:
        assert "Thái Bình" in running.stdout.read()
        assert running.stderr.read() == ""
