"""The public face: quick to import, typed, and the same whatever was imported before it."""

import json
import subprocess
import sys
from decimal import Decimal

import pytest
import solieu.pipeline
from solieu.extractors.types import Amount, Evidence, Fact, Period, Subject
from solieu.pipeline.records import CSV_COLUMNS, fact_cells, fact_record, safe_cells

SLOW = ("spacy", "underthesea", "sqlalchemy", "dateparser", "pydantic", "rich", "alembic")
FACT = Fact(
    "delta", 10, 19, "1,50 điểm", Amount(Decimal("1.50"), unit="điểm", direction="up"),
    "delta.points", "body", index="PCI", subject=Subject("province", "30", "Hải Dương", "63"),
    period=Period("2023"), open=(("baseline", "not_told"),), measure="value_change",
    evidence=(Evidence("period", 0, 8, "link.period"),),
)  # fmt: skip


def fresh(code):
    """Run code in a fresh interpreter and return what it prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("module", ["solieu.pipeline", "solieu.pipeline.cli"])
def test_importing_is_light(module):
    loaded = fresh(f"import sys, {module}; print(*sys.modules)").split()
    light = [name for name in SLOW if name != "rich" or module == "solieu.pipeline"]
    assert module in loaded
    assert not set(light) & set(loaded)


def test_every_public_name_is_there():
    for name in solieu.pipeline.__all__:
        assert getattr(solieu.pipeline, name).__name__ == name
    assert dir(solieu.pipeline) == sorted(solieu.pipeline.__all__)
    with pytest.raises(AttributeError, match="no attribute 'loud'"):
        _ = solieu.pipeline.loud


@pytest.mark.parametrize("name", ["load", "ingest"])
def test_a_function_is_not_hidden_by_its_module(name):
    code = (
        f"import solieu.pipeline.{name}; from solieu.pipeline import {name}; "
        f"import solieu.pipeline.{name}; "
        f"import solieu.pipeline as p; print(callable({name}), p.{name} is {name})"
    )
    assert fresh(code) == "True True"


def test_extract_reads_a_text():
    text = "Na\u0306m 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63.\r\n"
    (fact,) = solieu.pipeline.extract(text, published="19/04/2023", publisher="baotinh.vn")
    assert str(fact) == "Thái Bình | SIPAS | 2022 | rank | 13/63"
    assert (
        "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63."[fact.start : fact.end] == fact.quote
    )
    with pytest.raises(ValueError, match="published is no date: 'hôm qua'"):
        solieu.pipeline.extract(text, published="hôm qua")


def test_a_fact_as_a_record():
    record = json.loads(json.dumps(fact_record(FACT)))
    assert record["value"] == 1.5
    assert record["decimals"] == 2
    assert record["subject"] == {
        "type": "province", "code": "30", "name": "Hải Dương", "system": "63",
    }  # fmt: skip
    assert (record["period"], record["baseline"]) == ("2023", None)
    assert record["open"] == {"baseline": "not_told"}
    assert record["evidence"] == [{"role": "period", "start": 0, "end": 8, "rule": "link.period"}]


@pytest.mark.parametrize(
    ("value", "number"),
    [("13", 13), ("79500000", 79500000), ("7E+3", 7000), ("84.97", 84.97), ("33.00", 33)],
)
def test_whole_numbers_are_int(value, number):
    found = fact_record(Fact("score", 0, 2, "", Amount(Decimal(value)), "r.r", "body"))["value"]
    assert (found, type(found)) == (number, type(number))


def test_cells_keep_printed_decimals_and_hold_no_formula():
    cells = dict(zip(CSV_COLUMNS, safe_cells(fact_cells(FACT)), strict=True))
    assert cells["value"] == "1.50"
    assert cells["subject"] == "Hải Dương"
    assert cells["baseline"] == ""
    dangerous = ["=1+1", "+84 912", "-5%", "@cmd", "  =A1", "\t@x", "5-3", "a=b", Decimal("-1.20")]
    assert list(safe_cells(dangerous)) == [
        "'=1+1", "'+84 912", "'-5%", "'@cmd", "'  =A1", "'\t@x", "5-3", "a=b", "-1.20",
    ]  # fmt: skip
