"""Pages: whole, safe, without a network, and with every word of the articles."""

import json
import re
from html.parser import HTMLParser

import pytest
from solieu.pipeline.cli import app
from solieu.pipeline.cli.pages.page import pieces
from typer.testing import CliRunner

TEXT = (
    "Thái Bình <b>xếp</b> thứ 13/63 & về SIPAS\n\n"
    "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ 13/63, ghi 77 rồi thôi. "
    "</p><script>alert(1)</script>\n"
)
VOID = {"meta", "input", "br", "link", "img"}


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == 0, result.stderr
    return result


class Page(HTMLParser):
    """A page taken apart; unclosed or crossed elements are an error."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.targets, self.loaded = [], [], [], []
        self.classes, self.texts, self.depth = [], [], None
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.targets += [given["href"]] if "href" in given else []
        self.loaded += [given[key] for key in ("src", "data", "srcset") if key in given]
        self.classes += given.get("class", "").split()
        if tag in VOID:
            return
        self.open.append(tag)
        if given.get("class") == "text":
            self.texts.append("")
            self.depth = len(self.open)
        if tag in ("sup",) or given.get("class") == "zone":
            self.open[-1] += " aside"

    def handle_endtag(self, tag):
        assert self.open.pop().removesuffix(" aside") == tag
        if self.depth is not None and len(self.open) < self.depth:
            self.depth = None

    def handle_data(self, data):
        if self.depth is not None and not any(name.endswith("aside") for name in self.open):
            self.texts[-1] += data


def checked(path, *texts):
    html = path.read_text(encoding="utf-8")
    page = Page(html)
    assert page.loaded == []
    assert not re.search(r"url\(|@import|https?://", html)
    assert len(page.ids) == len(set(page.ids))
    assert {target for target in page.targets if target.startswith("#")} == set(page.targets)
    assert {target[1:] for target in page.targets} <= set(page.ids)
    assert [text.split() for text in page.texts] == [text.split() for text in texts]
    assert "prefers-color-scheme: dark" in html
    return page


@pytest.mark.parametrize(
    ("spans", "cut"),
    [
        ([], ["thứ 13/63"]),
        ([(4, 9)], ["thứ ", "13/63:0"]),
        ([(0, 9), (4, 6)], ["thứ :0", "13:0,1", "/63:0"]),
        ([(4, 6), (5, 20), (40, 50)], ["thứ ", "1:0", "3:0,1", "/63:1"]),
        ([(0, 9), (0, 9)], ["thứ 13/63:0,1"]),
    ],
)
def test_a_text_is_cut_where_spans_begin_and_end(spans, cut):
    text = "thứ 13/63"
    found = [
        text[start:end] + (":" + ",".join(map(str, numbers)) if numbers else "")
        for start, end, numbers in pieces(text, 0, len(text), spans)
    ]
    assert found == cut


@pytest.fixture
def archive(tmp_path):
    """Two articles as records, one with what must not become markup."""
    records = [
        {"id": "<i>a</i>", "text": TEXT, "url": "javascript:alert(1)"},
        {"id": "b", "text": "Chỉ có chữ.\nKhông có con số nào."},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_explained_articles_are_a_page(archive, tmp_path):
    result = run("explain", archive, "--html", tmp_path / "x.html")
    assert (result.stdout, result.stderr) == ("", f"wrote {tmp_path / 'x.html'}\n")
    html = (tmp_path / "x.html").read_text(encoding="utf-8")
    page = checked(tmp_path / "x.html", TEXT, "Chỉ có chữ. Không có con số nào.")
    assert page.classes.count("mark") == 5  # the last of them in the script
    assert {"rank", "none", "unread"} <= set(page.classes)
    assert "<b>xếp" not in html
    assert "alert(1)</script>" not in html
    assert 'title="belongs to a period"' in html
    assert 'title="no rule took it"' in html
    assert re.search(r'<span data-e="[\d ]*2[\d ]*">chỉ số SIPAS|data-e="[^"]*">SIPAS', html)


def test_explaining_a_whole_source(kept_articles, nlp):
    from solieu.pipeline.cli.pages.explained import explained_article, explained_page
    from solieu.pipeline.load import read_article

    for article in kept_articles[:20]:
        shown = explained_article(read_article(nlp, article), 1)
        page = Page(explained_page([shown]))
        assert [text.split() for text in page.texts] == [article.text.split()]
        assert len(page.ids) == len(set(page.ids))


def test_an_evaluation_is_a_page(tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    rank = {"kind": "rank", "value": 13, "out_of": 63, "index": "SIPAS"}
    first, second = TEXT.index("13/63"), TEXT.rindex("13/63")
    tens = TEXT.index("77")
    facts = [
        rank | {"start": first, "end": first + 5, "index": "PCI"},
        rank | {"start": second, "end": second + 5, "optional": True},
        rank | {"start": tens, "end": tens + 2, "value": 77, "out_of": None},
    ]
    for name, found in (("a", facts), ("b", [])):
        (gold / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        record = json.dumps({"facts": found})
        (gold / f"{name}.gold.json").write_text(record, encoding="utf-8")
    run("evaluate", gold, "--html", tmp_path / "e.html")
    html = (tmp_path / "e.html").read_text(encoding="utf-8")
    page = checked(tmp_path / "e.html", TEXT, TEXT)
    assert "index SIPAS, should be PCI" in html
    assert page.classes.count("note") == 4
    for outcome, marks in (("mislinked", 1), ("optional", 1), ("missed", 1), ("false", 2)):
        assert len(re.findall(rf'class="mark {outcome}"', html)) == marks
    assert "alert(1)</script>" not in html


def test_a_page_that_cannot_be_written_is_wrong_usage(archive, tmp_path):
    arguments = ["explain", str(archive), "--html", str(tmp_path / "no" / "x.html")]
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--html" in result.stderr
    assert len(result.stderr.splitlines()) == 1
