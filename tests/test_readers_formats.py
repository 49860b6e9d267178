"""Each format, bare and packed, gives the same articles; what it is stands in its bytes."""

import bz2
import csv
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from solieu.corpus.article import Article, Rejection
from solieu.corpus.readers import InputError, Options, check_paths, read
from solieu.patterns.charsets import tcvn3_letters

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "Năm 2023, tỉnh xếp thứ {}/63 về PAR INDEX.\nDòng hai, có “ngoặc”, 84,97%."
PAGE = """<!DOCTYPE html><html><head><title>{0}</title></head><body><article><h1>{0}</h1>
<p>Năm 2023, tỉnh xếp thứ 13/63 về PAR INDEX, tăng hai bậc so với năm 2022, theo báo cáo.</p>
<p>Các sở, ngành được giao nâng điểm của từng tiêu chí trong năm tới và báo cáo hằng tháng.</p>
</article></body></html>"""
RECORDS = [
    {"id": f"r{n}", "title": f"Tin {n}", "link": f"https://bao.vn/{n}", "content": TEXT.format(n),
     "ngay_dang": f"{n:02}/04/2023"}
    for n in range(1, 4)
]  # fmt: skip


def as_lines() -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in RECORDS)


def as_table(delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, list(RECORDS[0]), delimiter=delimiter)
    table.writeheader()
    table.writerows(RECORDS)
    return out.getvalue().encode()


def as_parquet() -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(RECORDS), out)
    return out.getvalue()


def record(kind: str, block: bytes, url: str = "https://bao.vn/1", **headers: str) -> bytes:
    """Return one WARC record."""
    head = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:x:{hash(block)}>", "WARC-Target-URI": url}
    head |= {"WARC-Date": "2023-05-01T00:00:00Z", "Content-Length": str(len(block))}
    lines = [f"{name}: {value}" for name, value in (head | headers).items()]
    return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def response(page: bytes, url: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """Return the record of a web server's answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
    named = {"Content-Type": "application/http; msgtype=response"}
    return record("response", head + page, url, **named)


def as_crawl() -> list[bytes]:
    return [
        record("warcinfo", b"software: x\r\n"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", **{"Content-Type": "application/http"}),
        response(PAGE.format("Tin 1").encode(), "https://bao.vn/1"),
        response(b"\x89PNG", "https://bao.vn/a.png", kind="image/png"),
        response(b"Not here", "https://bao.vn/gone", "404 Not Found"),
        response(PAGE.format("Tin 2").encode("utf-16"), "https://bao.vn/2"),
        record("conversion", TEXT.encode(), "https://bao.vn/3", **{"Content-Type": "text/plain"}),
    ]


FORMATS: dict[str, Callable[[], bytes]] = {
    "a.jsonl": as_lines,
    "a.json": lambda: json.dumps(RECORDS, indent=1).encode(),
    "wrapped.json": lambda: json.dumps({"status": "ok", "articles": RECORDS}).encode(),
    "printed.json": lambda: "\n".join(json.dumps(r, indent=2) for r in RECORDS).encode(),
    "a.csv": as_table,
    "semicolons.csv": lambda: b"\xef\xbb\xbf" + as_table(";"),
    "a.tsv": lambda: as_table("\t"),
    "a.parquet": as_parquet,
}
MISNAMED = {"a": "a.jsonl", "b.txt": "a.json", "c": "a.csv", "d.txt": "a.parquet", "e": "a.json"}


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.md", "not ours")
        archive.writestr(f"folder/{name}", data)
    return out.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member, content in [("picture.png", b"\x89PNG"), (f"folder/{name}", data)]:
            entry = tarfile.TarInfo(member)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


PACKINGS: dict[str, Callable[[str, bytes], tuple[str, bytes]]] = {
    "bare": lambda name, data: (name, data),
    "gz": lambda name, data: (f"{name}.gz", gzip.compress(data)),
    "gz in parts": lambda n, d: (f"{n}.gz", gzip.compress(d[:99]) + gzip.compress(d[99:])),
    "zst": lambda name, data: (f"{name}.zst", zstd.compress(data)),
    "bz2": lambda name, data: (f"{name}.bz2", bz2.compress(data)),
    "xz": lambda name, data: (f"{name}.xz", lzma.compress(data)),
    "zip": lambda name, data: ("a.zip", zipped(name, data)),
    "gz in zip": lambda name, data: ("a.zip", zipped(f"{name}.gz", gzip.compress(data))),
    "tar": lambda name, data: ("a.tar", tarred(name, data)),
    "tar.gz": lambda name, data: ("a.tar.gz", gzip.compress(tarred(name, data))),
    "tgz": lambda name, data: ("a.tgz", gzip.compress(tarred(name, data))),
    "tar.zst": lambda name, data: ("a.tar.zst", zstd.compress(tarred(name, data))),
    "no name": lambda name, data: ("a", gzip.compress(tarred(name, data))),
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_is_read_in_every_packing(
    format_name: str, packing: str, tmp_path: Path
) -> None:
    name, data = PACKINGS[packing](format_name, FORMATS[format_name]())
    (tmp_path / name).write_bytes(data)
    items = list(read([tmp_path / name]))
    assert [item.text for item in items if isinstance(item, Article)] == [
        record["content"] for record in RECORDS
    ]
    first = items[0]
    assert isinstance(first, Article)
    assert (first.id, first.title, first.url) == ("r1", "Tin 1", "https://bao.vn/1")
    assert (first.publisher, first.published) == ("bao.vn", date(2023, 4, 1))
    inside = "folder/" in (first.source or "")
    assert inside == (packing not in ("bare", "gz", "gz in parts", "zst", "bz2", "xz"))


@pytest.mark.parametrize(("name", "original"), MISNAMED.items())
def test_content_outweighs_a_name(name: str, original: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMATS[original]())
    assert len([item for item in read([tmp_path]) if isinstance(item, Article)]) == len(RECORDS)


@pytest.mark.parametrize(
    ("name", "data", "read_as_text"),
    [
        ("a", "Tỉnh xếp thứ 13/63.", True),
        ("a.txt", "{trích} Tỉnh xếp thứ 13/63.", True),
        ("a.txt", "[Ảnh] Tỉnh xếp thứ 13/63.", True),
        ("a.txt", "Tỉnh, content, xếp thứ 13/63", True),
        ("a.css", "body {}", False),
        ("a.docx", "PK\x03\x04", False),
    ],
)
def test_text_is_what_is_nothing_else(
    name: str, data: str, read_as_text: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(data)
    items = list(read([tmp_path]))
    assert [item.text for item in items if isinstance(item, Article)] == [data] * read_as_text
    if not read_as_text:
        assert [item.reason for item in items if isinstance(item, Rejection)] == ["no_articles"]
        with pytest.raises(InputError):
            check_paths([tmp_path / name])


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"Nội dung": "A", "Tiêu đề": "B", "Ngày đăng": "19/04/2023"}, ("A", "B", 19)),
        ({"noi_dung": "A", "tieuDe": "B", "publishDate": "2023-04-19T07:00:00Z"}, ("A", "B", 19)),
        ({"text": None, "content": "A", "headline": "B"}, ("A", "B", None)),
        ({"text": "", "body": "A", "timePublished": 1681862400}, ("A", None, 19)),
        ({"body": "A", "date": "1681862400000"}, ("A", None, 19)),
        ({"text": "A", "content": "C", "published": "5 giờ trước"}, ("A", None, None)),
    ],
)
def test_the_usual_names_of_fields_are_known(
    record: dict[str, object], expected: tuple[str, str | None, int | None], tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (item,) = read([tmp_path])
    assert isinstance(item, Article)
    assert (item.text, item.title, item.published and item.published.day) == expected


def test_other_names_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Chữ,text,Báo\nA,B,Báo Tỉnh\n")
    named = Options({"text": "Chữ", "publisher": "Báo"})
    (item,) = read([tmp_path], options=named)
    assert isinstance(item, Article)
    assert (item.text, item.publisher) == ("A", "Báo Tỉnh")
    (tmp_path / "a.csv").write_text("Chữ,Báo\nA,Báo Tỉnh\n")
    (refused,) = read([tmp_path])
    assert refused == Rejection(
        str(tmp_path / "a.csv"),
        "no_text",
        "no column is known to hold texts (--map text=NAME): Chữ, Báo",
    )
    for wrong in [Options({"body": "a"}), Options(encoding="klingon")]:
        with pytest.raises(InputError):
            read([tmp_path], options=wrong)


def test_parquet_brings_days_and_bytes(tmp_path: Path) -> None:
    rows = {
        "text": pyarrow.array([b"A \xff", "Tỉnh".encode(), None], pyarrow.binary()),
        "date": [datetime(2023, 4, 19, 23), None, None],
        "large": [1, 2, 3],
    }
    pyarrow.parquet.write_table(pyarrow.table(rows), tmp_path / "a.parquet")
    bad, good, none = read([tmp_path])
    assert isinstance(good, Article)
    assert (good.id, good.text) == ("a.parquet:2", "Tỉnh")
    assert [item.reason for item in (bad, none) if isinstance(item, Rejection)] == [
        "not_utf8",
        "no_text",
    ]


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a", "a.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "tcvn3"])
def test_a_page_is_an_article(name: str, encoding: str, tmp_path: Path) -> None:
    page = PAGE.format("Tin")
    if encoding == "tcvn3":
        codes = {letter: code for code, letter in tcvn3_letters().items()}
        data = "".join(codes.get(letter, letter) for letter in page).encode("latin-1")
    else:
        data = page.encode(encoding)
    (tmp_path / name).write_bytes(data)
    (item,) = read([tmp_path])
    assert isinstance(item, Article)
    assert "tỉnh xếp thứ 13/63 về PAR INDEX" in item.text
    assert "<p>" not in item.text
    assert item.encoding == {"utf-8": None, "utf-16": "utf-16-le"}.get(encoding, encoding)


@pytest.mark.parametrize("packing", ["bare", "gz", "zst", "gz in zip", "tar.gz", "by record"])
def test_a_crawl_gives_its_pages(packing: str, tmp_path: Path) -> None:
    whole = b"".join(as_crawl())
    if packing == "by record":
        name, data = "a.warc.gz", b"".join(map(gzip.compress, as_crawl()))
    else:
        name, data = PACKINGS[packing]("a.warc", whole)
    (tmp_path / name).write_bytes(data)
    items = list(read([tmp_path]))
    articles = [item for item in items if isinstance(item, Article)]
    assert [item.url for item in articles] == [f"https://bao.vn/{n}" for n in (1, 2, 3)]
    assert "tỉnh xếp thứ 13/63" in articles[1].text
    (gone,) = [item for item in items if isinstance(item, Rejection)]
    assert (gone.reason, gone.detail) == ("http_status", "404")
    assert gone.source.endswith(" https://bao.vn/gone")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json", "a.warc"])
@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_may_be_any_stream(
    name: str, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"".join(as_crawl()) if name == "a.warc" else FORMATS[name]()
    data = gzip.compress(data) if packed else data
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert len([item for item in read(["-"]) if isinstance(item, Article)]) == 3
