"""What the figures of no index measure: the indicator of each fact, in reading order."""

import pytest
from solieu.corpus.article import Article
from solieu.extractors.linking.measures import normal_form
from solieu.pipeline.load import read_article


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "Năm 2023, tỷ lệ hồ sơ trực tuyến của tỉnh Hà Nam đạt 43,2%, tăng 5% so với năm 2022.",
            ["tỷ lệ hồ sơ trực tuyến"] * 2,
        ),
        (
            "Tỉnh Hà Nam có 7.660 hồ sơ tiếp nhận trực tuyến, đạt tỷ lệ 90%.",
            ["hồ sơ tiếp nhận trực tuyến"] * 2,
        ),
        (
            "Thu ngân sách của tỉnh Hà Nam vượt 11,3% dự toán và tăng 8,4% so với năm 2021.",
            ["Thu ngân sách so với dự toán", "Thu ngân sách"],
        ),
        (
            "Tỷ suất sinh lời trên vốn chủ sở hữu của tỉnh đạt 21,6%.",
            ["Tỷ suất sinh lời trên vốn chủ sở hữu"],
        ),
        ("Dữ liệu cho thấy hơn 90% hộ dân dùng nước sạch.", ["hộ dân dùng nước sạch"]),
        ("Đến nay, 100% hộ nghèo được sử dụng nước sạch.", ["hộ nghèo được sử dụng nước sạch"]),
        (
            "Tỷ lệ hồ sơ đúng hạn của các bộ, ngành đạt 27,3%, của các địa phương đạt 36,9%.",
            ["Tỷ lệ hồ sơ đúng hạn"] * 2,
        ),
        (
            "Tỷ lệ số hóa, sử dụng lại thông tin, dữ liệu đạt 78,05%.",
            ["Tỷ lệ số hóa, sử dụng lại thông tin, dữ liệu"],
        ),
        ("Năm 2023, sản xuất máy móc, thiết bị tăng 9,1%.", ["sản xuất máy móc, thiết bị"]),
        (
            "Năm 2023, tỉnh Hà Nam thu ngân sách đạt 112% dự toán giao.",
            ["thu ngân sách so với dự toán giao"],
        ),
        ("Năm 2023, tỉnh Hà Nam hỗ trợ 60% mức đóng BHYT.", ["hỗ trợ mức đóng BHYT"]),
        ("Kim ngạch giảm 3% về số doanh nghiệp.", ["số doanh nghiệp"]),
        ("Hà Nam dẫn đầu cả nước về số dự án đầu tư mới.", ["số dự án đầu tư mới"]),
        ("Xét theo số dự án mới, Hà Nam đứng thứ 2 cả nước.", ["số dự án mới"]),
        (
            "Tập đoàn Vingroup đứng thứ 2 bảng xếp hạng doanh nghiệp lợi nhuận tốt nhất.",
            ["bảng xếp hạng doanh nghiệp lợi nhuận tốt nhất"],
        ),
        (
            "Cơ cấu kinh tế: công nghiệp, xây dựng 64,1%; dịch vụ 25,4%.",
            ["Cơ cấu kinh tế: công nghiệp, xây dựng", "Cơ cấu kinh tế: dịch vụ"],
        ),
        ("Năm 2022, Chỉ số SIPAS của tỉnh Hà Nam đạt 84,97%.", [None]),
    ],
)
def test_indicator(nlp_needed, text, indicators):
    facts = read_article(nlp_needed, Article(id="x", text=text))._.facts
    assert [fact.indicator for fact in facts] == indicators


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỉ lệ hồ sơ TTHC", "tỷ lệ hồ sơ thủ tục hành chính"),
        ("thẻ BHYT", "thẻ bảo hiểm y tế"),
        ("số hoá hồ sơ", "Số  hóa hồ sơ"),
    ],
)
def test_spellings_of_one_measure_have_one_normal_form(one, other):
    assert normal_form(one) == normal_form(other)


def test_different_measures_have_different_normal_forms():
    assert normal_form("hồ sơ trực tuyến") != normal_form("hồ sơ đúng hạn")
