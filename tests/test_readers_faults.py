"""Bad archives: told with a reason, never in the way of the next, what came before is kept."""

import gzip
import io
import json
import lzma
import random
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from solieu.corpus.article import Article, Rejection
from solieu.corpus.readers import Limits, Options, read
from solieu.corpus.texts import LIMIT

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "Năm 2023, tỉnh xếp thứ 13/63 về PAR INDEX."
PAGE = f"<html><body><article><h1>Tin trong tỉnh</h1><p>{TEXT} {TEXT} {TEXT}</p></article></body>"
SMALL = Limits(ratio=20, free=100_000, unpacked=5_000_000, members=50)


def line(**record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def outcome(path: Path, limits: Limits = SMALL) -> list[str]:
    """Return what reading gives: the text of an article, the reason of a rejection."""
    items = read([path], options=Options(limits=limits))
    return [item.text if isinstance(item, Article) else item.reason for item in items]


def noise(count: int) -> bytes:
    """Return records that hardly compress, so that damage hits single ones."""
    draw = random.Random(0)
    return b"".join(line(id=n, text=draw.randbytes(500).hex()) for n in range(count))


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def page_record(page: bytes, number: int = 0, length: int | None = None) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
        f"WARC-Target-URI: https://bao.vn/{number}\r\nWARC-Date: 2023-05-01T00:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


KEPT = noise(2000).splitlines()
BLANKS = line(text=TEXT) + b" " * 4_000_000
BOMBS: dict[str, Callable[[], bytes]] = {
    "a.jsonl.gz": lambda: gzip.compress(BLANKS),
    "a.jsonl.zst": lambda: zstd.compress(BLANKS),
    "a.jsonl.xz": lambda: lzma.compress(BLANKS),
    "a.zip": lambda: zipped(("a.jsonl", BLANKS)),
    "a.tar.gz": lambda: gzip.compress(tarred(("a.jsonl", BLANKS))),
    "b.zip": lambda: zipped(("a.jsonl.gz", gzip.compress(BLANKS))),
    "sizes.zip": lambda: zipped(*((f"{n}.jsonl", BLANKS[:200_000]) for n in range(40))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_stopped_and_the_next_file_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BOMBS[name]())
    (tmp_path / "z.txt").write_text(TEXT)
    found = outcome(tmp_path)
    assert set(found) == {TEXT, "bomb"}
    assert found[-2:] == ["bomb", TEXT]
    last = list(read([tmp_path], options=Options(limits=SMALL)))[-2]
    assert isinstance(last, Rejection)
    assert last.detail == "unpacks to more than 20 times its size"


def test_a_size_and_a_count_are_limits_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(noise(6000)))
    (tmp_path / "b.tar").write_bytes(tarred(*((f"{n}.txt", b"a") for n in range(60))))
    (tmp_path / "c.zip").write_bytes(zipped(*((f"{n}.txt", b"a") for n in range(60))))
    items = [
        item
        for item in read([tmp_path], options=Options(limits=SMALL))
        if isinstance(item, Rejection)
    ]
    assert [(item.reason, item.detail) for item in items] == [
        ("bomb", "unpacks to more than 5,000,000 bytes"),
        ("bomb", "holds more than 50 files"),
        ("bomb", "holds more than 50 files"),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", lambda: zipped(("in.zip", zipped(("a.txt", TEXT.encode()))))),
        ("a.tar", lambda: tarred(("in.zip", zipped(("a.txt", TEXT.encode()))))),
        ("a.tar", lambda: tarred(("in.tar.gz", gzip.compress(tarred(("a.txt", b"a")))))),
        ("a.zip", lambda: zipped(("in.tar", tarred(("a.txt", b"a"))))),
        ("a.txt.gz.gz", lambda: gzip.compress(gzip.compress(TEXT.encode()))),
        ("a.zip.gz", lambda: gzip.compress(zipped(("a.txt", b"a")))),
    ],
)
def test_an_archive_in_an_archive_is_refused(
    name: str, data: Callable[[], bytes], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data())
    assert outcome(tmp_path) == ["nested"]


@pytest.mark.parametrize("name", ["../../outside.txt", "/etc/outside.txt", "..\\outside.txt"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_members_name_leads_nowhere(
    name: str, pack: Callable[..., bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    (folder / "a.bin").write_bytes(pack((name, b"Inside 13/63"), ("b.txt", TEXT.encode())))
    (tmp_path / "outside.txt").write_text("outside")
    (folder / "a.bin").rename(folder / "a.zip")
    items = [item for item in read([folder]) if isinstance(item, Article)]
    assert [item.text for item in items] == ["Inside 13/63", TEXT]
    assert {item.id for item in items} <= {"outside.txt", "b.txt"}
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "a.zip", "archives", "outside.txt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.jsonl.zst", lambda: zstd.compress(noise(2000)), "bad_zstd"),
        ("a.jsonl.xz", lambda: lzma.compress(noise(2000)), "bad_xz"),
        ("a.tar", lambda: tarred(*((f"{n}.jsonl", noise(20)) for n in range(40))), "bad_tar"),
        ("a.tar.gz", lambda: gzip.compress(tarred(("a.jsonl", noise(2000)))), "bad_gzip"),
    ],
)
@pytest.mark.parametrize("cut", [0.5, 0.503, 0.51])
def test_what_comes_before_the_break_is_kept(
    name: str, data: Callable[[], bytes], reason: str, cut: float, tmp_path: Path
) -> None:
    whole = data()
    (tmp_path / name).write_bytes(whole[: int(len(whole) * cut)])
    items = list(read([tmp_path]))
    articles = [item for item in items if isinstance(item, Article)]
    assert len(articles) > 300
    assert {item.text for item in articles} <= {json.loads(one)["text"] for one in KEPT}
    rejected = [item for item in items[len(articles) :] if isinstance(item, Rejection)]
    assert rejected[-1] == Rejection(str(tmp_path / name), reason, rejected[-1].detail)
    assert [item.source for item in rejected[:-1]] in ([], [rejected[0].source])


@pytest.mark.parametrize("keep", [512 * 3, 512 * 2 + 100])
def test_a_tar_cut_between_its_members_is_told(keep: int, tmp_path: Path) -> None:
    data = tarred(("a.txt", TEXT.encode()), ("b.txt", TEXT.encode()))
    (tmp_path / "a.tar").write_bytes(data[:keep])
    assert outcome(tmp_path)[0] == TEXT
    assert outcome(tmp_path)[-1] == "bad_tar"


def test_a_zip_member_that_is_damaged_leaves_the_others(tmp_path: Path) -> None:
    data = zipped(("a.txt", TEXT.encode()), ("b.txt", noise(50)), ("c.txt", TEXT.encode()))
    at = data.index(b"b.txt") + 5000
    (tmp_path / "a.zip").write_bytes(data[:at] + b"\xff" * 20 + data[at + 20 :])
    (tmp_path / "b.zip").write_bytes(data[: len(data) // 2])
    locked = bytearray(zipped(("a.txt", TEXT.encode())))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "c.zip").write_bytes(locked)
    assert outcome(tmp_path) == [TEXT, "bad_zip", TEXT, "bad_zip", "encrypted"]


CRAWL = [page_record(PAGE.encode(), number) for number in range(6)]


@pytest.mark.parametrize(
    ("data", "pages", "reason"),
    [
        (b"".join(CRAWL), 6, None),
        (b"".join(CRAWL)[:-100], 5, "bad_warc"),
        (b"".join(CRAWL)[: len(CRAWL[0]) * 3 + 50], 3, "bad_warc"),
        (b"".join(CRAWL)[: len(CRAWL[0]) * 3 + 400], 3, "bad_warc"),
        (b"".join(CRAWL[:3]), 3, None),
        (b"".join([*CRAWL[:2], b"no record\r\n\r\n", *CRAWL[2:]]), 2, "bad_warc"),
        (b"WARC/1.0\r\n", 0, "bad_warc"),
        (b"no crawl", 0, "bad_warc"),
    ],
    ids=["whole", "end", "head", "body", "fewer", "middle", "first", "none"],
)
def test_a_crawl_that_breaks_off_is_told(
    data: bytes, pages: int, reason: str | None, tmp_path: Path
) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    found = outcome(tmp_path)
    assert sum("13/63" in one for one in found) == pages
    assert found[pages:] == ([] if reason is None else [reason])


@pytest.mark.parametrize("cut", [0.3, 0.45, 0.7, 0.9])
def test_a_packed_crawl_that_breaks_off_is_told(cut: float, tmp_path: Path) -> None:
    whole = b"".join(map(gzip.compress, CRAWL))
    (tmp_path / "a.warc.gz").write_bytes(whole[: int(len(whole) * cut)])
    found = outcome(tmp_path)
    assert len(found) == int(6 * cut) + 1
    assert found[-1] == "bad_gzip"


def test_a_record_of_500_megabytes_is_not_held(tmp_path: Path) -> None:
    size = 500_000_000
    large = page_record(b"", 7, length=size)
    with (tmp_path / "a.warc").open("wb") as crawl:
        crawl.write(CRAWL[0] + large[:-4])
        crawl.seek(len(CRAWL[0]) + large.index(b"\r\n\r\n") + 4 + size)
        crawl.write(b"\r\n\r\n" + CRAWL[1])
    list(read([tmp_path]))
    tracemalloc.start()
    try:
        first, bad, last = read([tmp_path])
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, Rejection)
    assert bad.reason == "too_large"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('1,"a"\n2,"b\n3,c\n4,d\n', ["a", "bad_csv", "c", "d"]),
        ('1,"a"\n2,"b\n3,"c"\n4,"d"\n', ["a", "bad_csv", "c", "d"]),
        ('1,"a ""b"" c"\n2,"b\nc, d"\n', ['a "b" c', "b\nc, d"]),
        ('1,"He said "no""\n2,b\n', ["bad_csv", "b"]),
        ("1,a\n2,\n3\n4,b,c,d\n", ["a", "empty", "no_text", "b"]),
        ("1,a\n2,b\xff\n", ["a", "not_utf8"]),
        ("1,a\n2,b\0\n3,c\n", ["a", "binary", "c"]),
        ("", ["empty"]),
    ],
)
def test_a_bad_row_leaves_the_next_ones(rows: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + rows.encode("latin-1"))
    assert outcome(tmp_path) == expected


def test_many_broken_quotes_and_an_open_one_are_read_in_time(tmp_path: Path) -> None:
    rows = "".join(f'{n},"a\n{n},b\n' for n in range(5000))
    (tmp_path / "a.csv").write_text(f"id,text\n{rows}")
    found = outcome(tmp_path)
    assert (found.count("b"), found.count("bad_csv")) == (5000, 5000)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('[{"text": "a"}, {"text": "b" "c"}, {"text": "d"}]', ["a", "bad_json", "d"]),
        ('[{"text": "a"}, {"text": "b"', ["a", "bad_json"]),
        ('[{"text": "a"}', ["a", "bad_json"]),
        ('[{"text": "a\\"}]"}, {"text": "\\\\"}]', ['a"}]', "\\"]),
        ('[{"text": "a", "tags": [{"text": "x"}], "in": {"text": "y"}}]', ["a"]),
        ('{"text": "a\\ud800"}', ["not_utf8"]),
        ('[{"text": "a\\u0000"}, {"title": "b"}, {"text": "c"}]', ["binary", "no_text", "c"]),
        ("[1, 2, 3]", ["empty"]),
        ("[]", ["empty"]),
        ('{"status": "ok", "items": [{"text": "a"}, {"x": 1}]}', ["a", "no_text"]),
    ],
)
@pytest.mark.parametrize("spread", [0, 70_000])
def test_a_document_is_cut_into_its_objects(
    document: str, expected: list[str], spread: int, tmp_path: Path
) -> None:
    # Blanks in front move every bracket and quote over the border of what is read at once.
    for blanks in range(spread - 40 if spread else 0, spread + 1, 7):
        opened = document[0] + " " * blanks + document[1:]
        (tmp_path / "a.json").write_text(opened)
        assert outcome(tmp_path) == expected


def test_a_large_object_of_a_document_is_passed_over(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as out:
        out.write(b'[{"text": "a"}, {"text": "')
        for _ in range(6):
            out.write(b"b\\n" * (LIMIT // 12))
        out.write(b'"}, {"text": "c"}]')
    tracemalloc.start()
    try:
        assert outcome(tmp_path) == ["a", "too_large", "c"]
        assert tracemalloc.get_traced_memory()[1] < 1.2 * LIMIT
    finally:
        tracemalloc.stop()


def test_a_broken_parquet_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": ["a"] * 100}), out)
    (tmp_path / "a.parquet").write_bytes(out.getvalue()[:-20])
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    (tmp_path / "c.zip").write_bytes(zipped(("c.parquet", out.getvalue()[:-9])))
    (tmp_path / "d.parquet").write_bytes(b"PAR1")
    assert outcome(tmp_path) == ["bad_parquet"] * 4


def test_a_day_in_the_future_is_told_and_not_believed(tmp_path: Path) -> None:
    today = date.today()
    days = [today, today + timedelta(days=1), today + timedelta(days=30), date(2099, 1, 1)]
    (tmp_path / "a.jsonl").write_bytes(b"".join(line(text="a", date=str(day)) for day in days))
    items = list(read([tmp_path], published=date(2020, 1, 1)))
    assert [item.published for item in items if isinstance(item, Article)] == [
        *days[:2],
        *[date(2020, 1, 1)] * 2,
    ]
    told = [item for item in items if isinstance(item, Rejection)]
    assert [item.reason for item in told] == ["future_date"] * 2
    assert told[1].detail == "2099-01-01: the article was kept without it"
    assert told[1].source == f"{tmp_path / 'a.jsonl'}:4"


@pytest.mark.parametrize("module", ["fastwarc.warc", "pyarrow"])
def test_a_missing_extra_is_told(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    name = "a.warc" if module == "fastwarc.warc" else "a.parquet"
    (tmp_path / name).write_bytes(CRAWL[0] if name == "a.warc" else b"PAR1")
    (item,) = read([tmp_path])
    assert isinstance(item, Rejection)
    assert item.reason == "missing_extra"
    assert f"solieu[{name[2:]}]" in item.detail


DESCRIPTORS = Path("/proc/self/fd")


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="open files cannot be counted here")
def test_reading_leaves_no_file_open(tmp_path: Path) -> None:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": ["a"]}), out)
    (tmp_path / "c.zip").write_bytes(zipped(("c.parquet", out.getvalue())))
    before = len(list(DESCRIPTORS.iterdir()))
    assert outcome(tmp_path) == ["a"]
    assert len(list(DESCRIPTORS.iterdir())) == before
