"""Press texts made up for tests of near-copies: a template filled with the figures of a year."""

import random

LINES = (
    "Ngày {day}/4/{year}, Bộ Nội vụ họp báo công bố Chỉ số cải cách hành chính năm {last}.",
    "Theo kết quả công bố, năm {last} tỉnh Thái Bình đạt {score} điểm, xếp thứ {rank}/63 tỉnh.",
    "So với năm {before}, chỉ số của tỉnh tăng {change} bậc, là mức tăng cao nhất trong vùng.",
    "Chỉ số hài lòng của người dân đạt {share}%, hơn trung bình cả nước {points} điểm phần trăm.",
    "Phát biểu tại hội nghị, lãnh đạo tỉnh ghi nhận nỗ lực của các sở, ngành và địa phương.",
    "Các đơn vị đã tiếp nhận {files} nghìn hồ sơ, tỷ lệ giải quyết đúng hạn đạt {on_time}%.",
    "Tỉnh yêu cầu công khai thủ tục, rút ngắn thời gian và lắng nghe ý kiến của doanh nghiệp.",
    "Thời gian tới, các cấp tiếp tục rà soát quy định, nâng cao trách nhiệm người đứng đầu.",
    "Bộ phận một cửa ở xã được trang bị thêm máy tính, đường truyền và cán bộ hướng dẫn.",
    "Người dân đến làm thủ tục đều hài lòng với thái độ phục vụ của công chức trẻ nơi đây.",
)
MORE = (
    "Bổ sung lúc cuối ngày, đại diện doanh nghiệp cho biết chi phí đi lại giảm nhiều so với trước.",
    "Một chủ xưởng dệt kể rằng giấy phép mới chỉ mất hai buổi sáng, không phải chờ cả tuần.",
    "Ông cho rằng điều quan trọng là cán bộ hướng dẫn tận tình ngay từ lần đầu nộp giấy tờ.",
)


def story(seed: int = 0, year: int = 2023, lines: int = len(LINES)) -> str:
    """The report of a year, with figures of its own; the words are always the same."""
    draw = random.Random(f"{seed} {year}")
    return "\n".join(LINES[:lines]).format(
        day=draw.randint(10, 28), year=year, last=year - 1, before=year - 2,
        score=f"{draw.randint(70, 94)},{draw.randint(10, 99)}", rank=draw.randint(1, 63),
        change=draw.randint(2, 30), share=f"{draw.randint(70, 94)},{draw.randint(10, 99)}",
        points=f"{draw.randint(1, 9)},{draw.randint(1, 9)}", files=draw.randint(100, 900),
        on_time=f"{draw.randint(90, 98)},{draw.randint(1, 9)}",
    )  # fmt: skip


def longer(text: str) -> str:
    """The same story, told on."""
    return "\n".join((text, *MORE))
