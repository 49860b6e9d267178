"""Who is said to have told a figure."""

import pytest
from solieu.corpus.article import Article
from solieu.pipeline.load import read_article


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Theo báo cáo của Bộ Nội vụ, năm 2022, PAR INDEX của Thái Bình đạt 84,97%.", "Bộ Nội vụ"),
        ("VCCI vừa công bố PCI năm 2022, Thái Bình xếp thứ 25/63.", "VCCI"),
        ("Năm 2022, tỷ lệ hộ nghèo của tỉnh Sơn La còn 2,3%, theo Cục Thống kê.", "Cục Thống kê"),
        ("Theo Tổng cục Thống kê, GRDP năm 2023 của Hải Phòng tăng 10,3%.", "Tổng cục Thống kê"),
        ("Năm 2023, Bộ Tư pháp dẫn đầu với 95,4%.", None),
        ("Năm 2022, PCI của Thái Bình xếp thứ 25/63.", None),
    ],
)
def test_who_told_a_figure(nlp, text, told):
    facts = read_article(nlp, Article("a", text))._.facts
    assert {fact.attribution for fact in facts} == {told}
    for fact in facts:
        pieces = [e for e in fact.evidence if e.role == "attribution"]
        assert [text[e.start : e.end] for e in pieces] == ([told] if told else [])
