"""Readers: every kind of input gives its articles, every bad one its rejection and never more."""

import gzip
import io
import json
import os
import random
import subprocess
import sys
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from solieu.corpus.article import Article, Rejection
from solieu.corpus.readers import SUFFIXES, InputError, Meter, check_paths, read
from solieu.corpus.texts import LIMIT

TEXT = "Năm 2023, tỉnh xếp thứ 13/63 về PAR INDEX."


def line(**record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def outcome(path: Path) -> list[str]:
    """Return what reading gives: the text of an article, the reason of a rejection."""
    return [item.text if isinstance(item, Article) else item.reason for item in read([path])]


def test_a_text_file_is_one_article_in_stored_form(tmp_path: Path) -> None:
    path = tmp_path / "seed0.txt"
    path.write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", TEXT + "\r\n\r\nHết").encode())
    day = date(2024, 4, 17)
    assert list(read([str(path)], publisher="baotinh.vn", published=day)) == [
        Article(
            "seed0.txt",
            TEXT + "\n\nHết",
            publisher="baotinh.vn",
            published=day,
            source=str(path),
        )
    ]


def test_records_bring_their_fields_and_defaults_fill_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "press.jsonl"
    path.write_bytes(
        line(
            id=7,
            url="https://www.Baotinh.vn:443/a?b=1",
            title=" Tiêu đề khác\r\n",
            published="Thứ 4, 22/06/2022 | 15:48:26 [GMT +7]",
            text=TEXT,
            genre="rank",
        )
        + b"\n"
        + line(id=None, url=None, title=None, published="5 giờ trước", text=TEXT)
        + line(id="c", url="baotinh.vn/a", publisher="Báo Tỉnh", published=3, text=TEXT)
        + line(id=["d"], url="http://[baotinh.vn/", title="", text=TEXT)
    )
    day = date(2020, 1, 1)
    assert list(read([path], publisher="kho.vn", published=day)) == [
        Article(
            "7",
            TEXT,
            url="https://www.Baotinh.vn:443/a?b=1",
            title="Tiêu đề khác",
            publisher="baotinh.vn",
            published=date(2022, 6, 22),
            source=f"{path}:1",
        ),
        Article("press.jsonl:3", TEXT, publisher="kho.vn", published=day, source=f"{path}:3"),
        Article("c", TEXT, "baotinh.vn/a", None, "Báo Tỉnh", day, f"{path}:4"),
        Article("press.jsonl:5", TEXT, "http://[baotinh.vn/", None, "kho.vn", day, f"{path}:5"),
    ]


def test_a_folder_is_walked_in_sorted_order_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.TXT", "a/b/c.txt", "c.txt", "named.txt/inside.txt"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "b.jsonl").write_bytes(line(id="record", text=TEXT))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line(id="packed", text=TEXT)))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    (tmp_path / "empty").mkdir()
    found = [item.id for item in read([tmp_path]) if isinstance(item, Article)]
    assert found == ["c.txt", "z.TXT", "packed", "record", "b.txt", "c.txt", "inside.txt"]
    assert all(isinstance(item, Article) for item in read([tmp_path]))
    rejected, article = read([tmp_path / "empty", tmp_path / "b.txt"])
    assert isinstance(article, Article)
    assert rejected == Rejection(
        str(tmp_path / "empty"), "no_articles", f"no {', '.join(SUFFIXES)} in it"
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), Article("-", TEXT, source="-")),
        (b" \n", Rejection("-", "empty")),
        (b"\xff", Rejection("-", "not_utf8", "byte 0")),
    ],
)
def test_standard_input_is_one_text(
    data: bytes, expected: Article | Rejection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert list(read(["-"])) == [expected]


def test_standard_input_may_be_closed() -> None:
    code = "from solieu.corpus.readers import read\nread(['-'])"
    run = subprocess.run(
        f'{sys.executable} -c "{code}" <&-', shell=True, capture_output=True, check=False, text=True
    )
    assert "InputError: -: standard input is closed" in run.stderr


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (b"", "empty", ""),
        (b"\xef\xbb\xbf \r\n\t\n", "empty", ""),
        ("Tỉnh".encode() + b"\xe9 13/63", "not_utf8", "byte 6"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary", "NUL at byte 8"),
        (b"a" * (LIMIT + 1), "too_large", f"more than {LIMIT:,} bytes"),
    ],
    ids=["empty", "blank", "latin-1", "png", "large"],
)
def test_a_bad_text_is_rejected_and_the_next_is_read(
    data: bytes, reason: str, detail: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text(TEXT)
    items = list(read([tmp_path]))
    assert items[0] == Rejection(str(tmp_path / "a.txt"), reason, detail)
    assert isinstance(items[1], Article)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"text": "a"', "bad_json"),
        (b"Ranks of 2023", "bad_json"),
        (b'{"text": "a\tb"}', "bad_json"),
        (b'{"id": ' + b"1" * 5000 + b', "text": "a"}', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'["text"]', "no_text"),
        (b"null", "no_text"),
        (b'{"id": 1}', "no_text"),
        (b'{"text": null}', "no_text"),
        (b'{"text": ["a"]}', "no_text"),
        (b'{"text": " \\n"}', "empty"),
        (b'{"text": "\xff"}', "not_utf8"),
        (b'{"text": "\\ud800 13/63"}', "not_utf8"),
        (b'{"text": "a", "title": "\\udfff"}', "not_utf8"),
        (b'{"text": "a\\u0000b"}', "binary"),
        (b'{"text": "a", "id": "\\u0000"}', "binary"),
        (b'{"text": "a\0b"}', "binary"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else value,
)
def test_a_bad_record_is_rejected_with_its_line_and_the_next_is_read(
    bad: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(text=TEXT) + bad + b"\r\n" + line(text=TEXT).rstrip())
    first, second, third = read([path])
    assert isinstance(first, Article)
    assert isinstance(second, Rejection)
    assert (second.source, second.reason) == (f"{path}:2", reason)
    assert isinstance(third, Article)


def test_a_pair_of_surrogates_is_one_character(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "\\ud83d\\ude00 13/63"}')
    assert outcome(tmp_path) == ["\U0001f600 13/63"]


@pytest.mark.parametrize("data", [b"", b"\n \r\n\n", gzip.compress(b"")])
def test_a_file_without_records_is_rejected_as_empty(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / ("a.jsonl.gz" if data[:1] == b"\x1f" else "a.jsonl")
    path.write_bytes(data)
    assert outcome(path) == ["empty"]


def test_a_line_beyond_the_limit_is_passed_over_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as packed:
        packed.write(line(text=TEXT) + b'{"text": "')
        for _ in range(4):
            packed.write(b"a" * LIMIT)
        packed.write(b'"}\n' + line(text=TEXT) + b"b" * (LIMIT + 1))
    tracemalloc.start()
    try:
        assert outcome(path) == [TEXT, "too_large", TEXT, "too_large"]
        # The interpreter's readline gathers pieces and joins them: twice the limit at its height.
        assert tracemalloc.get_traced_memory()[1] < 2.1 * LIMIT
    finally:
        tracemalloc.stop()


def packed_records(count: int) -> bytes:
    """Return gzip bytes of records that hardly compress, so that damage hits single ones."""
    noise = random.Random(0)
    return gzip.compress(
        b"".join(line(id=n, text=noise.randbytes(500).hex()) for n in range(count))
    )


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (lambda data: data[: len(data) // 2], 900),
        (lambda data: data[:-4], 2000),
        (lambda data: data[: len(data) // 2] + b"\xff" * 64 + data[len(data) // 2 + 64 :], 500),
        (lambda data: data[:-8] + b"\0\0\0\0" + data[-4:], 2000),
        (lambda data: data + b"garbage", 2000),
        (lambda data: b"no gzip at all" + data, 0),
        (lambda data: data[:5], 0),
    ],
    ids=["half", "no length", "flipped", "checksum", "garbage behind", "garbage before", "header"],
)
def test_broken_gzip_keeps_the_records_before_it(
    damage: Callable[[bytes], bytes], least: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(damage(packed_records(2000)))
    *records, last = read([path])
    kept = [item.id for item in records if isinstance(item, Article)]
    assert kept[:least] == [str(number) for number in range(least)]
    assert isinstance(last, Rejection)
    assert (last.source, last.reason) == (str(path), "bad_gzip")


def test_what_vanishes_or_cannot_be_opened_is_rejected(tmp_path: Path) -> None:
    for name in ["a.txt", "b.txt", "z.txt"]:
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "circle.txt").symlink_to(tmp_path / "circle.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    items = read([tmp_path])
    first = next(items)
    (tmp_path / "b.txt").unlink()
    rest = list(items)
    assert isinstance(first, Article)
    assert [item.reason for item in rest[:-1] if isinstance(item, Rejection)] == ["unreadable"] * 4
    assert isinstance(rest[-1], Article)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that fails when read")
def test_an_error_in_the_middle_of_reading_is_a_rejection(tmp_path: Path) -> None:
    for name in ["a.txt", "a.jsonl", "a.jsonl.gz"]:
        (tmp_path / name).symlink_to("/proc/self/mem")
    assert outcome(tmp_path) == ["unreadable"] * 3


def test_links_that_lead_back_up_end(tmp_path: Path) -> None:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    (inner / "a.txt").write_text(TEXT)
    (inner / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(inner)
    assert outcome(tmp_path) == [TEXT]


@pytest.fixture
def without_privileges() -> Iterator[None]:
    """Lay the privileges of root down for a while: root may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_what_may_not_be_read_is_rejected(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder, text, within = tmp_path / "closed", tmp_path / "a.txt", tmp_path / "closed" / "b.txt"
    folder.mkdir()
    for path in [text, within]:
        path.write_text(TEXT)
    text.chmod(0)
    folder.chmod(0)
    request.getfixturevalue("without_privileges")
    for path in [folder, text, within, tmp_path]:
        assert set(outcome(path)) == {"no_permission"}


def test_names_that_are_not_utf8_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"t\xe9.txt")).write_text(TEXT)
    (item,) = read([tmp_path])
    assert isinstance(item, Article)
    assert (item.id, item.source) == ("t\\xe9.txt", f"{tmp_path}/t\\xe9.txt")


def test_paths_that_cannot_be_meant_are_told_before_reading(tmp_path: Path) -> None:
    good, pdf, circle = tmp_path / "a.txt", tmp_path / "a.pdf", tmp_path / "circle"
    good.write_text(TEXT)
    pdf.write_text(TEXT)
    circle.symlink_to(circle)
    check_paths([good, "-", tmp_path])
    for wrong, reason in {
        tmp_path / "missing.txt": "does not exist",
        good / "below.txt": "does not exist",
        tmp_path / "nul\0.txt": "null",
        tmp_path / ("long" * 100): "too long",
        circle: "symbolic links",
        pdf: "is neither a folder nor .txt, .html, .htm, .jsonl",
    }.items():
        with pytest.raises(InputError) as caught:
            read([good, wrong])
        assert str(caught.value).startswith(f"{wrong}: ")
        assert reason in caught.value.reason.lower()


def test_a_large_archive_is_read_one_record_at_a_time(tmp_path: Path) -> None:
    path, size, count = tmp_path / "a.jsonl.gz", 2_000, 20_000
    with gzip.open(path, "wb", compresslevel=1) as packed:
        for number in range(count):
            packed.write(line(id=number, published="22/06/2022", text=f"{number} " + "a" * size))
    list(islice(read([path]), 10))  # loads dateparser
    tracemalloc.start()
    try:
        assert sum(isinstance(item, Article) for item in read([path])) == count
        assert tracemalloc.get_traced_memory()[1] < 500 * size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("pack", ["jsonl", "jsonl.gz", "zip"])
def test_a_meter_follows_the_bytes_of_the_files_given(pack, tmp_path):
    lines = "".join(
        json.dumps({"text": f"{n} {'chữ ' * 200}"}) + "\n" for n in range(2000)
    ).encode()
    packed = {"jsonl": lines, "jsonl.gz": gzip.compress(lines, 1), "zip": zipped(lines)}[pack]
    (tmp_path / f"a.{pack}").write_bytes(packed)
    (tmp_path / "b.txt").write_text("Một bài.", encoding="utf-8")
    meter = Meter([tmp_path])
    assert meter.total == len(packed) + len("Một bài.".encode())
    reached = [meter.read for _ in read([tmp_path], meter=meter)]
    assert len(reached) == 2001
    assert reached == sorted(reached)
    assert 0 < reached[0] < meter.total
    assert meter.read == meter.total


def test_the_end_of_standard_input_is_unknown(tmp_path):
    assert Meter([tmp_path, "-"]).total is None


def zipped(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", content)
    return packed.getvalue()
