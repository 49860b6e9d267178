"""Parquet files in a folder: what the database would hold, each batch once."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from archives import contents, write_archive
from solieu.corpus.article import Article, Rejection
from solieu.db.saving import SaveCounts
from solieu.db.store import StoreError
from solieu.pipeline.batches import Batch
from solieu.pipeline.ingest import ingest
from solieu.pipeline.load import extract
from solieu.pipeline.reading import Reading
from solieu.pipeline.sinks.folder import TABLES, UNFINISHED, Folder

parquet = pytest.importorskip("pyarrow.parquet", reason="no pyarrow: pip install 'solieu[parquet]'")
TEXT = "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ {}/63."
BAD = Rejection("x.txt", "empty")


def rows(folder, table):
    return parquet.read_table(str(folder / table)).to_pylist()


def readings(batch):
    return [Reading(article, tuple(extract(article.text))) for article in batch.articles]


@pytest.fixture
def batch():
    articles = [Article(str(n), TEXT.format(n), url=f"https://a.vn/{n}") for n in (1, 2, 3)]
    return Batch("7", (*articles, articles[0], BAD))


def test_a_folder_holds_what_the_database_would(tmp_path):
    archive, out = write_archive(tmp_path / "a.jsonl", 150), tmp_path / "out"
    (tmp_path / "empty.txt").touch()
    inputs = [archive, tmp_path / "empty.txt"]
    done = ingest(inputs, str(tmp_path / "a.db"), entities="off")
    assert ingest(inputs, out=str(out), entities="off").facts == done.facts
    stored = contents(str(tmp_path / "a.db"))
    assert {row["id"] for row in rows(out, "articles")} == {row[0] for row in stored["article"]}
    facts = {row["id"]: row for row in rows(out, "facts")}
    assert len(facts) == len(stored["fact"]) == len(rows(out, "facts")) > 500
    assert all(facts[row.id][name] == row[at] for row in stored["fact"]
               for at, name in enumerate(row._fields))  # fmt: skip
    assert sum(len(row["evidence"]) for row in facts.values()) == len(stored["evidence"])
    assert [row["reason"] for row in rows(out, "rejections")] == ["empty"]
    again = ingest(inputs, out=str(out), entities="off")
    assert (again.articles, again.unchanged, again.facts) == (150, 150, 0)
    assert [len(list((out / table).iterdir())) for table in TABLES] == [2, 2, 2]
    assert not list((out / UNFINISHED).iterdir())


@pytest.mark.parametrize("protocol", ["", "file://", "memory://"])
def test_a_batch_stands_there_once(protocol, batch, tmp_path):
    given = readings(batch)
    folder = Folder(f"{protocol}{tmp_path}", "1")
    for version, expected in (
        ("1", SaveCounts(4, new=3, unchanged=1, facts=3)),
        ("1", SaveCounts(4, unchanged=4)),
        ("2", SaveCounts(4, replaced=3, unchanged=1, facts=3)),
    ):
        with replace(folder, extractor_version=version).open() as sink:
            assert sink.known(batch) == [expected.unchanged == 4] * 4
            assert sink.save(batch, given, [BAD]) == expected
            assert sink.known(replace(batch, name="8")) == [True] * 4
    assert folder.shared == bool(protocol)


def test_a_whole_batch_takes_the_place_of_its_parts(batch, tmp_path):
    with Folder(str(tmp_path), "1").open() as sink:
        first, second = batch.parts(None)
        deeper = second.parts(1)[0]
        assert {part.content for part in (first, second, deeper)} == {batch.content}
        for part in (first, deeper):
            sink.save(part, readings(part), [])
            assert sink.known(part) == [True] * len(part.articles)
        assert sink.known(batch) == [False] * 4
        assert len(rows(tmp_path, "articles")) == 3
        sink.save(batch, readings(batch), [])
    assert len(rows(tmp_path, "articles")) == len(rows(tmp_path, "facts")) == 3
    assert [path.stem for path in (tmp_path / "articles").iterdir()] == [batch.content]


def test_a_file_is_there_whole_or_not_at_all(batch, tmp_path):
    """What is written before the articles says nothing of the batch: it is done again."""
    with Folder(str(tmp_path), "1").open() as sink:
        sink.save(batch, readings(batch), [BAD])
        (tmp_path / "articles" / f"{batch.content}.parquet").unlink()
        assert not any(sink.known(batch))
        assert sink.save(batch, readings(batch), [BAD]).new == 3
    assert [len(rows(tmp_path, table)) for table in TABLES] == [1, 3, 3]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("{file}/out", "Not a directory"),
        ("nowhere://a/b", "nowhere"),
    ],
)
def test_a_folder_that_cannot_be_is_one_clear_line(url, told, tmp_path):
    (tmp_path / "file").touch()
    url = url.format(file=tmp_path / "file")
    with pytest.raises(StoreError, match=told) as error, Folder(url, "1").open():
        pass
    assert str(error.value).startswith(f"{url}: ")
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("module", ["fsspec", "pyarrow"])
def test_a_missing_extra_is_told(module, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with (
        pytest.raises(StoreError, match=r"pip install 'solieu\[parquet\]'"),
        Folder(str(tmp_path / "out"), "1").open(),
    ):
        pass
    assert not Path(tmp_path / "out").exists()
