"""Web pages: the article and nothing else, whatever the layout, and no page breaks the reader."""

# ruff: noqa: E501 - markup is easier to read in one line
import runpy
import tarfile
from datetime import date
from pathlib import Path

import pytest
from solieu.corpus.html import read_page
from solieu.corpus.html.nesting import DEEPEST, leveled
from solieu.corpus.texts import Refused
from solieu.pipeline import extract

CHECKOUT = Path(__file__).parents[1]
PAGES = runpy.run_path(str(CHECKOUT / "benchmarks" / "web_pages.py"))
PORTAL = CHECKOUT.parent / "shared" / "archives" / "portal-pages.tar.gz"
LEAD = "Năm 2023, Chỉ số PCI của tỉnh Sơn La đạt 66,10 điểm, xếp thứ 12/63 tỉnh, thành phố."
MORE = "Lãnh đạo tỉnh cho biết, kết quả này đến từ việc rà soát quy trình, đào tạo cán bộ các xã."
STORY = f"<h1>Sơn La tăng hạng PCI năm 2023</h1><p>{LEAD}</p><p>{MORE}</p>"


def read(page, **told):
    content = page if isinstance(page, bytes) else page.encode()
    return read_page(content, name="page.html", source="archive/page.html", **told)


def said(facts):
    return [str(fact) for fact in facts]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("layout", PAGES["LAYOUTS"])
def test_three_layouts_give_the_article_alone(layout, seed):
    made = PAGES["make_page"](layout, seed)
    article = read(made.html)
    assert article.text.split("\n") == [made.title, *made.paragraphs]
    assert article.title == made.title
    assert article.published.strftime("%d/%m/%Y") == made.day
    assert article.dated_by == ("meta" if layout == "semantic" else "dateline")
    ideal = extract("\n".join([made.title, *made.paragraphs]), published=made.day)
    assert said(extract(article.text, published=made.day)) == said(ideal) != []


@pytest.mark.parametrize(
    ("head", "below", "day", "origin"),
    [
        ('<meta property="article:published_time" content="2024-03-05T23:15:00+07:00">', "", date(2024, 3, 5), "meta"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-06"}</script>', "", date(2024, 3, 6), "json-ld"),
        ('<script type="application/ld+json">{"@graph": [{"@type": "Article", "datePublished": "2024-03-06"}]}</script>', "", date(2024, 3, 6), "json-ld"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", </script>', "<p>07/03/2024 08:00</p>", date(2024, 3, 7), "dateline"),
        ("", '<time datetime="2024-03-08T07:00">hôm qua</time>', date(2024, 3, 8), "element"),
        ("", "<p>Thứ sáu, 08/03/2024 | 08:15</p>", date(2024, 3, 8), "dateline"),
        ("", "<p>Cập nhật: 10/03/2024</p><p>Ngày đăng: 09/03/2024</p>", date(2024, 3, 9), "dateline"),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_publication_dates_tell_where_they_were_found(head, below, day, origin):
    page = (
        f"<html><head>{head}</head><body><header>Thứ hai, 23/11/2026</header><main><h1>Sơn La tăng hạng"
        f" PCI năm 2023</h1>{below}<div><p>{LEAD}</p><p>{MORE}</p></div></main>"
        "<footer>Giấy phép số 215/GP-BTTTT ngày 05/06/2019</footer></body></html>"
    )
    article = read(page)
    assert (article.published, article.dated_by) == (day, origin)
    assert article.text == f"Sơn La tăng hạng PCI năm 2023\n{LEAD}\n{MORE}"


@pytest.mark.parametrize(
    ("markup", "url", "found", "publisher"),
    [
        ('<link rel="canonical" href="https://baosonla.vn/a-1.html">', "https://m.baosonla.vn/a-1.html?x=1", "https://baosonla.vn/a-1.html", "baosonla.vn"),
        ('<link rel="canonical" href="/a-1.html">', "https://baosonla.vn/a-1.html?x=1", "https://baosonla.vn/a-1.html", "baosonla.vn"),
        ('<link rel="canonical" href="https://baosonla.vn/">', "https://baosonla.vn/a-1.html", "https://baosonla.vn/a-1.html", "baosonla.vn"),
        ('<meta property="og:url" content="https://baosonla.vn/a-2.html">', None, "https://baosonla.vn/a-2.html", "baosonla.vn"),
        ("<!-- saved from url=(0031)https://baosonla.vn/a-3.html -->", None, "https://baosonla.vn/a-3.html", "baosonla.vn"),
        ("", "http://web.archive.org/web/2019/http://www.baosonla.vn/a-4", "http://www.baosonla.vn/a-4", "baosonla.vn"),
        ('<meta property="og:site_name" content="Báo Làng Sen">', None, None, "Báo Làng Sen"),
        ('<link rel="canonical" href="http://[baosonla.vn/">', "https://baosonla.vn/a-5", "https://baosonla.vn/a-5", "baosonla.vn"),
    ],
)  # fmt: skip
def test_addresses_and_publishers(markup, url, found, publisher):
    article = read(f"<html><head>{markup}</head><body>{STORY}</body></html>", url=url)
    assert (article.url, article.publisher) == (found, publisher)


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (STORY.encode(), None),
        (b"\xef\xbb\xbf" + STORY.encode(), "windows-1252"),
        (STORY.encode("utf-16"), None),
        (STORY.encode(), "latin-1"),
        (STORY.replace("năm 2023<", "n\0ăm\u200b 2023<").encode(), "no-such-charset"),
        (STORY.upper().replace("</P>", "").encode(), "rot13"),
    ],
)
def test_charsets_and_odd_characters(page, charset):
    assert (
        read(page, charset=charset).text.lower()
        == f"Sơn La tăng hạng PCI năm 2023\n{LEAD}\n{MORE}".lower()
    )


DEEP = 100_000
BROKEN = {
    "deep divs": "<div>" * DEEP + STORY,
    "deep closed divs": "<div>" * DEEP + STORY + "</div>" * DEEP,
    "closed by another name": "<div></span>" * DEEP + STORY,
    "deep in capitals": "<DIV>" * DEEP + STORY,
    "deep tables": "<table><tr><td>" * 20_000 + STORY,
    "unclosed fonts": "".join(f"<p><font size={n}>" for n in range(5_000)) + STORY,
    "fonts closed late": "".join(f"<p><font size={n}>" for n in range(5_000))
    + STORY
    + "</font>" * 5_000,
    "deep spans inside": STORY.replace("<p>", "<p>" + "<span>" * DEEP),
    "deep json": f'<script type="application/ld+json">{"[" * DEEP}</script>{STORY}',
    "broken off": STORY + "<p>Trong đó, <a href='",
    "nul bytes": "\0" * 1000 + STORY,
    "wide table": STORY + "<table>" + ("<tr>" + "<td colspan=99999>x" * 50) * 50,
    "huge": STORY + "<p>" + MORE * 20_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_page_breaks_the_reader(name):
    assert LEAD in read(BROKEN[name]).text


def test_leveled_markup_stays_shallow_and_whole():
    assert leveled(STORY) == STORY
    flat = leveled("<div>" * DEEP + "<b>tỉnh</b>" + "</div>" * DEEP)
    assert flat.count("<div>") == flat.count("</div>") == DEEPEST
    assert "tỉnh" in flat


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "empty"),
        ("<html></html>", "no_article"),
        ("<frameset><frame src=a></frameset>", "no_article"),
        ("<h1>Tiềm năng của tỉnh Sơn La</h1><p>Nội dung đang cập nhật</p>", "no_article"),
        ("<ul>" + "<li><a href=x>Sơn La xếp thứ 12/63 về chỉ số PCI năm 2023</a></li>" * 50 + "</ul>", "no_article"),
        ("".join(f"<div class=c><h3><a href=x>Sơn La xếp thứ {n}/63 cả nước</a></h3><p>{LEAD}</p></div>" for n in range(20)), "no_article"),
    ],
)  # fmt: skip
def test_pages_without_an_article_are_refused(page, reason):
    with pytest.raises(Refused) as refusal:
        read(page)
    assert refusal.value.reason == reason


def test_tables_become_lines_with_tabs():
    table = (
        "<table><caption>Xếp hạng PCI năm 2023</caption><tr><th rowspan=2>Hạng<th rowspan=2>Tỉnh<th colspan=2>Điểm"
        "<tr><th>2022<th>2023<tr><td>1<td>Quảng Ninh<td>72,95<td>71,25<tr><td>2<td>Long An<td>68,45<td>70,94</table>"
    )
    assert read(STORY + table).text.split("\n")[3:] == [
        "Xếp hạng PCI năm 2023",
        "Hạng\tTỉnh\tĐiểm\t",
        "\t\t2022\t2023",
        "1\tQuảng Ninh\t72,95\t71,25",
        "2\tLong An\t68,45\t70,94",
    ]


def test_a_table_of_data_within_a_layout_is_one():
    rows = "<tr><td>Hạng<td>Tỉnh<tr><td>1<td>Long An<tr><td>2<td>Cà Mau"
    page = f"<table><tr><td><a href=x>Tin</a><td>{STORY}<table>{rows}</table><td>Lịch</table>"
    assert read(page).text.split("\n")[3:] == ["Hạng\tTỉnh", "1\tLong An", "2\tCà Mau"]


def test_tables_of_links_are_no_tables():
    cells = "".join(f"<td><a href=x>Tỉnh số {n} xếp thứ {n}/63 cả nước</a></td>" for n in range(3))
    table = f"<table><tr>{cells}</tr><tr>{cells}</tr></table>"
    assert read(f"{STORY}{table}<p>{MORE}</p>").text.split("\n")[1:] == [LEAD, MORE, MORE]


def test_a_date_above_the_title_counts_within_the_same_part_of_the_page():
    menu = "<ul>" + "<li><a href=x>Mục</a></li>" * 30 + "</ul>"
    page = "<div>{clock}</div>{menu}<div><table><tr><td>tin nổi bật<td>{day}</table><div>{story}</div></div>"
    told = {"menu": menu, "story": STORY}
    near = page.format(clock="Thứ hai, 23/11/2026", day="17/06/2019", **told)
    assert (read(near).published, read(near).dated_by) == (date(2019, 6, 17), "dateline")
    assert read(page.format(clock="Thứ hai, 23/11/2026", day="", **told)).published is None


def test_a_publishers_layout_is_read_where_its_pages_have_it():
    page = (
        '<a href="/web/2018/http/krongno.daknong.gov.vn/">Trang chủ</a><table><tr class="ms-news-header">'
        "<td>tin nổi bật<td class=Time>17/06/2019</table><table id=tableforprint><tr><td><p class=Title>Krông Nô"
        f" mở đường</p><tr><td><div class=ExternalClassD4><p>{LEAD}</p><p>Theo Báo Đắk Nông</p></div></table>"
    )
    article = read(page)
    assert article.text == f"Krông Nô mở đường\n{LEAD}\nTheo Báo Đắk Nông"
    assert (article.published, article.dated_by) == (date(2019, 6, 17), "layout")
    assert article.publisher == "krongno.daknong.gov.vn"


@pytest.mark.skipif(not PORTAL.exists(), reason="no portal pages beside the checkout")
def test_real_portal_pages_give_their_article_or_a_reason():
    furniture = (
        "Liên kết",
        "SỐ LƯỢT",
        "TIN ĐÃ ĐƯA",
        "Giấy phép",
        "Đăng nhập",
        "TRANG CHỦ",
        "(11/06/2019)",
    )
    articles, refused = [], 0
    with tarfile.open(PORTAL) as archive:
        for member in archive:
            if stream := archive.extractfile(member):
                try:
                    articles.append(read(stream.read()))
                except Refused:
                    refused += 1
    assert (len(articles), refused) == (22, 28)
    for article in articles:
        assert not [words for words in furniture if words in article.text]
        assert article.dated_by == "layout"
        assert article.text.startswith(article.title)
