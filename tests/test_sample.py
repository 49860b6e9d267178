"""The sample archive and the construction cases are well formed."""

import json
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from solieu.extractors.types import KINDS, Period

CORPUS = Path(__file__).parents[1] / "corpus"
ARCHIVES = sorted((CORPUS / "sample").glob("*.jsonl"))
PLAIN = sorted((CORPUS / "sample").glob("*.txt"))
CASE_FILES = sorted((CORPUS / "cases").glob("*.toml"))
NEAR_COPY = {"2024/05/2391", "240514-03"}
LISTED = set(KINDS) - {"quantity"}
EXTRAS = ["component", "scope", "baseline", "qualifier", "modality"]


def read_records(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_cases(path: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return cases


RECORDS = [record for path in ARCHIVES for record in read_records(path)]
CASES = [case for path in CASE_FILES for case in read_cases(path)]


def sentences(text: str) -> set[str]:
    """Lines of a text that are long enough to be its own."""
    return {line.strip() for line in text.splitlines() if len(line) > 80}


def test_archive_has_its_articles() -> None:
    assert len(RECORDS) + len(PLAIN) >= 14
    assert len({record["publisher"] for record in RECORDS}) == len(ARCHIVES) >= 6
    assert len(PLAIN) == 3
    assert max(Counter(record["id"] for record in RECORDS).values()) == 1
    assert max(Counter(record["url"] for record in RECORDS).values()) == 1


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_record_is_valid(record: dict[str, str]) -> None:
    assert set(record) == {"id", "url", "publisher", "title", "published", "text"}
    assert all(value.strip() for value in record.values())
    assert record["url"].startswith("https://")
    assert record["url"].split("/")[2].endswith(".example")
    assert record["title"] in record["text"]
    assert 800 <= len(record["text"]) <= 4000


@pytest.mark.parametrize(
    "text", [r["text"] for r in RECORDS] + [p.read_text("utf-8") for p in PLAIN]
)
def test_text_is_in_stored_form(text: str) -> None:
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


def test_only_the_near_copy_shares_text() -> None:
    texts = {record["id"]: record["text"] for record in RECORDS}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in PLAIN}
    lines = {name: sentences(text) for name, text in texts.items()}
    sharing = {frozenset((a, b)) for a in lines for b in lines if a < b and lines[a] & lines[b]}
    assert len(set(texts.values())) == len(texts)
    assert sharing == {frozenset(NEAR_COPY)}


def test_cases_cover_the_kinds_and_have_unique_names() -> None:
    kinds = Counter(fact.split(" | ")[3] for case in CASES for fact in case["facts"])
    assert set(kinds) == LISTED
    assert len(CASES) >= 80
    assert max(Counter(case["name"] for case in CASES).values()) == 1
    assert max(Counter(case["text"] for case in CASES if "publisher" not in case).values()) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case_is_valid(case: dict[str, Any]) -> None:
    assert (
        {"name", "text", "facts"}
        <= set(case)
        <= {"name", "text", "facts", "published", "publisher"}
    )
    assert unicodedata.is_normalized("NFC", case["text"])
    assert "published" not in case or date.fromisoformat(case["published"])
    for line in case["facts"]:
        subject, index, period, kind, figure, *extras = line.split(" | ")
        assert kind in KINDS
        assert all((subject, index, figure))
        assert period == "-" or Period.parse(period)
        names = [extra.partition("=")[0] for extra in extras]
        assert names == [name for name in EXTRAS if name in names]
        for extra in extras:
            name, _, value = extra.partition("=")
            assert name != "baseline" or Period.parse(value)
            assert name not in {"component", "scope"} or value in case["text"]
