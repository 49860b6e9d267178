"""Encodings: every Vietnamese text comes back from each of them, and sane text is left alone."""

import gzip
import json
import random
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solieu.corpus.article import Article, Rejection
from solieu.corpus.encodings import decode, mended
from solieu.corpus.encodings.charsets import CHARSETS, shown, unshown
from solieu.corpus.readers import Options, read
from solieu.patterns.charsets import tcvn3_letters, vni_letters

CHECKOUT = Path(__file__).parents[1]
SAMPLE = CHECKOUT / "corpus" / "sample"
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"
TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = sorted(
    {unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in ["", *TONES]}
    | {"đ"}
)
TEXTS = [item.text for item in read([SAMPLE]) if isinstance(item, Article)]


@cache
def codes(encoding: str) -> dict[str, str]:
    """Return how each letter is written, as cp1252 shows it."""
    if encoding == "vni":
        # A capital letter has a capital mark.
        found = vni_letters().items()
        return {v: k for k, v in found if k in (k.lower(), k.upper())}
    letters = {letter: code for code, letter in tcvn3_letters().items()}
    return {letter.upper(): code for letter, code in letters.items()} | letters


def encoded(text: str, encoding: str) -> bytes:
    """Write text in an encoding, with question marks for what it cannot say."""
    if encoding.startswith("utf"):
        return text.encode(encoding)
    if encoding != "cp1258":
        text = "".join(codes(encoding).get(letter, letter) for letter in text)
        return b"".join(unshown(letter) or b"?" for letter in text)
    found = []
    for letter in text:
        try:
            found.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
            tones = "".join(part for part in parts if part in TONES)
            found.append((base + tones).encode("cp1258", "replace"))
    return b"".join(found)


def sayable(text: str, encoding: str) -> str:
    """Return the text with question marks for what an 8-bit encoding cannot say."""
    known = set(codes(encoding)) if encoding in ("tcvn3", "vni") else set(LETTERS)
    known |= {letter.upper() for letter in LETTERS} | set("“”‘’–—…•")
    return "".join(letter if letter.isascii() or letter in known else "?" for letter in text)


@pytest.mark.parametrize("encoding", ["cp1258", "tcvn3", "vni"])
def test_every_letter_has_one_code(encoding: str) -> None:
    for letter in LETTERS:
        assert CHARSETS[encoding](shown(encoded(letter, encoding))) == letter
        if encoding != "tcvn3" or letter in "ăâêôơưđ":
            assert CHARSETS[encoding](shown(encoded(letter.upper(), encoding))) == letter.upper()
    assert len({encoded(letter, encoding) for letter in LETTERS}) == len(LETTERS) == 73


@pytest.mark.parametrize(
    ("encoding", "printed", "text"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("tcvn3", "UBND TØNH TH¸I B×NH", "UBND TỈNH THÁI BÌNH"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("vni", "TÆNH ÑOÀNG THAÙP", "TỈNH ĐỒNG THÁP"),
        ("cp1258", "Côòng hoÌa xaÞ hôòi chuÒ nghiÞa", "Cộng hòa xã hội chủ nghĩa"),
    ],
)
def test_known_words_as_old_pages_show_them(encoding: str, printed: str, text: str) -> None:
    assert CHARSETS[encoding](printed) == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "tcvn3", "vni"]
)
def test_the_sample_comes_back_from_every_encoding(encoding: str, tmp_path: Path) -> None:
    assert len(TEXTS) == 19
    name = {"utf-8-sig": None, "utf-8": None, "utf-16": "utf-16-le"}.get(encoding, encoding)
    for text in TEXTS:
        if not encoding.startswith("utf"):
            text = sayable(text.lower() if encoding == "tcvn3" else text, encoding)
        (tmp_path / "a.txt").write_bytes(encoded(text, encoding))
        (item,) = read([tmp_path])
        assert isinstance(item, Article)
        assert (item.text, item.encoding) == (text, name)
        assert item.encoding_confidence > 0.7


@pytest.mark.parametrize("seen_as", ["cp1252", "latin-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3", "vni"])
def test_text_decoded_wrongly_is_mended(encoding: str, seen_as: str) -> None:
    for text in TEXTS:
        if encoding != "utf-8":
            text = sayable(text.lower(), encoding)
            if seen_as == "latin-1":
                text = text.translate(dict.fromkeys(map(ord, "“”‘’–—…•"), "-"))
        data = encoded(text, encoding)
        found = mended(shown(data) if seen_as == "cp1252" else data.decode("latin-1"))
        assert (found.text, found.encoding) == (text, f"{encoding} as cp1252")


@pytest.mark.parametrize(
    ("encoding", "title"), [("tcvn3", "tØnh hµ nam"), ("vni", "tænh haø nam"), ("utf-8", "tá»‰nh")]
)
def test_a_title_is_mended_like_its_text(encoding: str, title: str, tmp_path: Path) -> None:
    text = shown(encoded(sayable(TEXTS[0].lower(), encoding), encoding))
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "title": title}))
    (item,) = read([tmp_path])
    assert isinstance(item, Article)
    assert (item.title or "").startswith("tỉnh")
    assert item.encoding == f"{encoding} as cp1252"


@pytest.mark.parametrize(
    "text",
    [
        "Société Générale à Paris, 12 °C, § 4, ½ và ¾, «café»",
        "Thái Bình và Hà Nam là hai tỉnh",
        "Ñandú, mañana, el niño, año 2020, señor, pingüino, corazón, país",
        "Größe, Straße, Übung, Äpfel, Öl, für, über, schön, müßig, weiß",
        "áº là gì? Tỉnh xếp thứ 13/63",
    ],
)
def test_sane_text_is_left_alone(text: str) -> None:
    assert mended(text).text == text
    assert decode(text.encode()) == (text, "utf-8", 1.0)


@given(st.text())
def test_what_is_utf8_stays_what_it_says(text: str) -> None:
    found = decode(text.encode())
    if "\0" not in text:
        assert found is not None
        assert found.text == text


@pytest.mark.skipif(not PRESS.exists(), reason="no archive beside the checkout")
def test_the_press_is_left_alone_and_short_pieces_are_never_read_wrongly() -> None:
    with gzip.open(PRESS) as lines:
        texts = [unicodedata.normalize("NFC", json.loads(line)["text"]) for line in lines]
    assert [text for text in texts if mended(text).text != text] == []
    draw = random.Random(0)
    read_rightly = 0
    for _ in range(1500):
        words = draw.choice(texts).split()
        start, count = draw.randrange(len(words)), draw.choice([1, 2, 4, 8, 16])
        piece = " ".join(words[start : start + count])
        encoding = draw.choice(["cp1258", "tcvn3", "vni"])
        said = sayable(piece, encoding)
        found = decode(encoded(said, encoding))
        if found is not None and not encoded(said, encoding).isascii():
            read_rightly += 1
            assert found.encoding == encoding or found.text == said, piece
    assert read_rightly > 500


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Tỉnh".encode() + b"\xe9 13/63", "not_utf8"),
        (encoded("tỉnh ủy", "tcvn3"), "not_utf8"),
        ("Tỉnh xếp thứ".encode("utf-16-le")[:-1] + b"\0\0\0", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
    ],
)
def test_what_cannot_be_told_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (item,) = read([tmp_path])
    assert isinstance(item, Rejection)
    assert item.reason == reason


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(encoded("tỉnh ủy", "tcvn3"))
    (tmp_path / "b.csv").write_bytes(b"id,noi_dung\n1," + encoded("tỉnh ủy", "tcvn3") + b"\n")
    items = list(read([tmp_path], options=Options(encoding="tcvn3")))
    assert [(i.text, i.encoding) for i in items if isinstance(i, Article)] == [
        ("tỉnh ủy", "tcvn3")
    ] * 2


def test_a_folder_of_many_encodings_is_read(tmp_path: Path) -> None:
    text = sayable(TEXTS[0].lower(), "tcvn3")
    names = ["utf-8", "utf-16", "cp1258", "tcvn3", "vni"]
    for name in names:
        (tmp_path / f"{name}.txt").write_bytes(encoded(text, name))
        row = f'id,title,content\n{name},a,"{text.replace(chr(34), "")}"\n'
        (tmp_path / f"{name}.csv").write_bytes(encoded(row, name))
    items = list(read([tmp_path]))
    assert {item.text.replace('"', "") for item in items if isinstance(item, Article)} == {
        text.replace('"', "")
    }
    assert len(items) == 2 * len(names)
