"""The lines of a page are told apart: what is read, and what is no article."""

import pytest
from solieu.corpus.zones import find_zones

LEAD = "Theo kết quả vừa công bố, tỉnh tiếp tục giữ vị trí trong nhóm có chất lượng điều hành tốt."
BODY = LEAD + " Nhiều sở, ngành đã rút ngắn thời gian giải quyết hồ sơ cho người dân, doanh nghiệp."
PAGE = f"""\
Chỉ số hài lòng của tỉnh tăng 27 bậc

Thứ 4, 19/04/2023 | 16:12:29

{LEAD}

{BODY}

Người dân làm thủ tục tại trung tâm. Ảnh: Minh An

{BODY}

Minh An

Tin cùng chuyên mục

Tỉnh bạn xếp thứ 5/63

Đang truy cập: 291"""


def zones_of(text, title=None):
    return [z.name for z in find_zones(text, title) if text[z.start : z.end].strip()]


def test_a_page_is_told_apart():
    assert zones_of(PAGE) == [
        "title", "dateline", "lead", "body", "caption", "body", "signature",
        "teaser", "teaser", "teaser",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", [PAGE, "", "\n", "một dòng", "\n\nhai\n\ndòng\n", PAGE.replace("\n\n", "\n")]
)
def test_zones_cover_the_text(text):
    zones = find_zones(text)
    assert "\n".join(text[zone.start : zone.end] for zone in zones) == text
    assert len(zones) == text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        (f"{BODY}\n\nhết./.\n\nMinh An\n\n{BODY}", ["lead", "body", "signature", "teaser"]),
        (f"Tin liên quan\n\n{BODY}\n\n{BODY}", ["teaser", "lead", "body"]),
        (f"{BODY}\n\n{BODY}\n\nTin liên quan\n\n{BODY}", ["lead", "body", "teaser", "teaser"]),
        (f"{BODY}\n\n{BODY}\n\n15,536 lượt xem", ["lead", "body", "furniture"]),
        (f"{BODY}\n\n{BODY}\n\n{BODY}\n\nMinh An", ["lead", "body", "body", "signature"]),
        ("Chỉ một dòng thôi", ["body"]),
    ],
)
def test_what_ends_an_article(text, zones):
    assert zones_of(text) == zones


def test_a_body_that_lacks_its_headline_has_no_title():
    assert zones_of(f"{BODY * 2}\n\n{BODY}", title="Tựa đề ở nơi khác")[0] != "title"
