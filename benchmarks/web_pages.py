"""Invented web pages in three layouts, each with far more teasers, menus and comments than text."""

# ruff: noqa: E501 - markup is easier to read in one line
import random
from dataclasses import dataclass
from html import escape

LAYOUTS = ("semantic", "opaque", "table")
SIZE = 115_000  # characters of a page
PLACES = (
    "Hà Giang",
    "Cao Bằng",
    "Lào Cai",
    "Sơn La",
    "Phú Thọ",
    "Nghệ An",
    "Bình Định",
    "Long An",
    "Cà Mau",
    "Bến Tre",
)
INDICES = ("PAR INDEX", "SIPAS", "PAPI", "PCI", "DTI")


@dataclass(frozen=True)
class Made:
    """A page, and what an ideal reader finds in it and must not find."""

    html: str
    title: str
    day: str
    paragraphs: list[str]
    foreign: list[str]


def make_page(layout: str, seed: int = 0) -> Made:
    draw = random.Random(f"{layout} {seed}")
    title, paragraphs = _article(draw)
    teasers = [_teaser(draw, number) for number in range(60)]
    comments = [_comment(draw, number) for number in range(6)]
    day = f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/2024"
    body = {"semantic": _semantic, "opaque": _opaque, "table": _table, "rule": _rule}[layout](
        draw, title, day, paragraphs, teasers, comments
    )
    room = max(0, SIZE - len(body) - 2000)
    script = "var data=[" + ",".join(f'"{draw.random():.10f}"' for _ in range(room // 15)) + "];"
    head = f"<title>{escape(title)} - Báo Làng Sen</title>"
    if layout != "table":
        head += f'<meta property="og:title" content="{escape(title)}">'
    if layout == "semantic":
        stamp = "-".join(reversed(day.split("/")))
        head += f'<meta property="article:published_time" content="{stamp}T08:15:00+07:00">'
    page = (
        f'<!doctype html><html><head><meta charset="utf-8">{head}<style>.a{{color:red}}</style>'
        f"</head><body>{body}<script>{script}</script></body></html>"
    )
    foreign = [text for teaser in teasers for text in teaser] + [text for _, text in comments]
    return Made(page, title, day, paragraphs, foreign)


def _article(draw: random.Random) -> tuple[str, list[str]]:
    place, index, year = draw.choice(PLACES), draw.choice(INDICES), 2023
    rank, score, rise = draw.randint(3, 60), draw.randint(6000, 9000) / 100, draw.randint(2, 20)
    told = f"{score:.2f}".replace(".", ",")
    lead = (
        f"Năm {year}, Chỉ số {index} của tỉnh {place} đạt {told} điểm, xếp thứ {rank}/63 tỉnh, "
        f"thành phố, tăng {rise} bậc so với năm {year - 1}."
    )
    rest = [
        f"Theo báo cáo của Sở Nội vụ tỉnh {place}, có {draw.randint(100, 900)} thủ tục hành chính được "
        f"đưa lên mạng, trong đó {draw.randint(50, 99)}% số hồ sơ được giải quyết trước hạn; người dân "
        "các huyện, thị xã không còn phải đi lại nhiều lần như những năm trước.",
        f"Lãnh đạo tỉnh cho biết, kết quả này đến từ việc rà soát quy trình, đào tạo {draw.randint(200, 900)} "
        "cán bộ và công khai kết quả ở từng xã. Các sở, ngành tiếp tục phân công rõ người, rõ việc.",
        "“Chúng tôi lắng nghe người dân mỗi ngày, sửa từng việc nhỏ trước khi nói đến những mục tiêu "
        "lớn”, một lãnh đạo sở chia sẻ tại hội nghị tổng kết.",
        f"Trong thời gian tới, tỉnh phấn đấu đến năm 2025 có {draw.randint(80, 99)}% hồ sơ được nộp trực "
        "tuyến, đồng thời giảm thời gian chờ đợi tại bộ phận một cửa của các xã, phường.",
    ]  # fmt: skip
    title = f"{place} tăng {rise} bậc trên bảng xếp hạng {index} năm {year}"
    return title, [lead, *(draw.sample(rest, 4) + draw.sample(rest, 2))]


def _teaser(draw: random.Random, number: int) -> tuple[str, str]:
    place, score = draw.choice(PLACES), f"{draw.randint(1000, 5999) / 100:.2f}".replace(".", ",")
    return (
        f"Tin số {number}: {place} xếp thứ {draw.randint(1, 63)}/63 về chỉ số hài lòng của người dân",
        f"Bản tin {number} cho hay tỉnh {place} đạt {score} điểm, tăng {draw.randint(1, 9)},{number} điểm, "
        "đứng trong nhóm khá của cả nước sau nhiều năm cố gắng.",
    )


def _comment(draw: random.Random, number: int) -> tuple[str, str]:
    return (
        f"Bạn đọc {number}",
        f"Ý kiến {number}: theo tôi tỉnh chỉ đáng {draw.randint(10, 60)} điểm, vì hồ sơ của tôi chờ "
        f"{draw.randint(2, 9)} tháng, cần cố gắng hơn nữa.",
    )


def _menu() -> str:
    words = [
        "Thời",
        "sự",
        "Kinh",
        "tế",
        "Văn",
        "hóa",
        "Giáo",
        "dục",
        "Pháp",
        "luật",
        "Thể",
        "thao",
        "Đời",
        "sống",
        "Du",
        "lịch",
    ]
    return "".join(f'<li><a href="/{n}">{word} {n}</a></li>' for n, word in enumerate(words * 4))


FOOT = (
    "Cơ quan chủ quản: Báo Làng Sen. Giấy phép số 215/GP-BTTTT ngày 05/06/2019. Tổng Biên tập: Lê An. "
    "Điện thoại: 0123.456.789"
)


def _semantic(draw, title, day, paragraphs, teasers, comments) -> str:  # type: ignore[no-untyped-def]
    def card(teaser: tuple[str, str]) -> str:
        return (
            f'<article class="story"><h3><a href="/x">{teaser[0]}</a></h3>'
            f'<p class="summary">{teaser[1]}</p></article>'
        )

    text = [f"<p>{p}</p>" for p in paragraphs]
    text.insert(3, f'<div class="related-inline"><a href="/y">{teasers[0][0]}</a></div>')
    said = "".join(f'<li class="comment"><b>{n}</b><p>{t}</p></li>' for n, t in comments)
    return (
        f'<header><span class="today">Thứ hai, 23/11/2026</span><nav><ul>{_menu()}</ul></nav></header>'
        f'<main><article><h1>{title}</h1><time>{day} 08:15</time><div class="body">{"".join(text)}</div>'
        f'</article><section class="comments"><h2>Bình luận (6)</h2><ul>{said}</ul></section>'
        f'<section class="related"><h2>Tin liên quan</h2>{"".join(map(card, teasers[1:30]))}</section></main>'
        f"<aside>{''.join(map(card, teasers[30:]))}<p>Lượt truy cập: 24.082.749</p></aside>"
        f"<footer><p>{FOOT}</p></footer>"
    )


def _opaque(draw, title, day, paragraphs, teasers, comments) -> str:  # type: ignore[no-untyped-def]
    names: dict[str, str] = {}

    def name(of: str) -> str:
        return names.setdefault(of, f"x{draw.randrange(16**6):06x}")

    def card(teaser: tuple[str, str]) -> str:
        return (
            f'<div class="{name("card")}"><div class="{name("t")}"><a href="/x">{teaser[0]}</a></div>'
            f'<div class="{name("s")}">{teaser[1]}</div></div>'
        )

    text = [f'<div class="{name("p")}">{p}</div>' for p in paragraphs]
    text.insert(4, card(teasers[0]))
    said = "".join(
        f'<div class="{name("c")}"><div>{n}</div><div>{t}</div><div>3 giờ trước - Trả lời</div></div>'
        for n, t in comments
    )
    return (
        f'<div class="{name("top")}">Thứ hai, 23/11/2026<ul>{_menu()}</ul></div>'
        f'<div class="{name("hot")}">{"".join(map(card, teasers[1:8]))}</div>'
        f'<div class="{name("wrap")}"><div class="{name("left")}"><div class="{name("h")}">{title}</div>'
        f'<div class="{name("d")}">{day} | 08:15</div><div class="{name("b")}">{"".join(text)}</div>'
        f'<div class="{name("said")}">{said}</div>{"".join(map(card, teasers[8:30]))}</div>'
        f'<div class="{name("side")}">{"".join(map(card, teasers[30:]))}<div>1.204.551</div></div></div>'
        f'<div class="{name("foot")}">{FOOT}</div>'
    )


def _table(draw, title, day, paragraphs, teasers, comments) -> str:  # type: ignore[no-untyped-def]
    def card(teaser: tuple[str, str]) -> str:
        return f"<a href=/x><b>{teaser[0]}</b></a><br>{teaser[1]}<br><br>"

    text = "<br><br>".join(paragraphs)
    said = "".join(f"<b>{n}</b><br>{t}<br>" for n, t in comments)
    return (
        f"<table width=100%><tr><td colspan=3>Thứ hai, 23/11/2026<ul>{_menu()}</ul></td></tr><tr>"
        f"<td width=200 valign=top>{''.join(map(card, teasers[1:20]))}</td>"
        f"<td><table><tr><td><font size=5><b>{title}</b></font><br><i>{day} 08:15</i><br><br>"
        f"{text}<br><br>Tin liên quan<br>{''.join(map(card, teasers[20:28]))}"
        f"Ý kiến bạn đọc<br>{said}</td></tr></table></td>"
        f"<td width=180>{''.join(map(card, (teasers[0], *teasers[28:])))}Đang truy cập: 291</td></tr>"
        f"<tr><td colspan=3>{FOOT}</td></tr></table>"
    )


def _rule(draw, title, day, paragraphs, teasers, comments) -> str:  # type: ignore[no-untyped-def]
    """The layout of a portal whose rule stands in `publishers.toml`."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    others = "".join(f"<li><a href=/x>{a}</a><p>{b}</p></li>" for a, b in teasers)
    return (
        f'<a href="/web/2018/http/krongno.daknong.gov.vn/">Trang chủ</a><ul>{_menu()}</ul><table><tr'
        f' class="ms-news-header"><td>tin nổi bật<td class=Time>{day}</table><table id=tableforprint>'
        f"<tr><td><p class=Title>{title}</p><tr><td><div class=ExternalClassD4>{text}</div></table>"
        f"<ul>{others}</ul><div>{FOOT}</div>"
    )
