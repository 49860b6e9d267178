"""When: the period a figure describes and the baseline a change is measured against."""

from collections.abc import Sequence

import regex

from ..indices import is_edition
from ..page import Page
from ..types import Amount, Evidence, Mention, Period
from .asides import FROM, is_anothers, is_aside, is_of_a_peer, own_time
from .baselines import SAME, has_level
from .calendar import ANNUAL, RANKING, Calendar, PeriodLink, is_baseline, measures, period_of
from .components import ITEM
from .indices import is_share, yearly
from .spots import Spot

FROM_YEAR = regex.compile(r"từ\x20+(?:năm\x20+)?(?:19|20)\d\d(?!\d)")
OWN_TIME = ("link.period.before", "link.period.behind")
REPORT = 80  # characters that the name of a report has at most, roughly
YEAR = regex.compile(r"(?:19|20)\d\d")
ONCE = regex.compile(
    r"(?<=(?<!\p{L})(?:từng\s+(?:(?:\d+|hai|ba|bốn|nhiều)\s+lần\s+)?|nhiều\s+lần\s+))"
)
LOOK_BACK = 2  # sentences before that may tell what a yearly index is compared with
ITEMS = 15  # lines that a time is carried on through the items of a list
THIS_YEAR = 3  # sentences that "năm nay" is carried on
CARRY, PLACED = 2, 3  # lines that a time is carried on, for a place in no index

LEVEL = regex.compile(
    r"\x20*(?:là|chỉ|đạt|ở mức|chỉ đạt|là gần|là hơn|có)+\x20*"
    r"(?:\d[\d.,]*\x20*(?:%|điểm)?(?:,|;|\x20*và)\x20+){0,4}"  # "cùng kỳ là 7,51% và 7,35%"
    # "cao hơn 1,6% so với năm 2021 (84,5%)": the bracket holds the level compared with
    r"|\x20*\(\x20*(?:(?:là|chỉ|đạt|xếp|đứng|thứ|hạng|vị\x20+trí)\x20+)*"
)
# "cùng kỳ 2016 giảm 45,1% và giảm 11,1%": changes of that time, and not against it
CHANGED = regex.compile(
    r"\x20+(?:(?:chỉ|đã|cũng|ước)\x20+)*(?:tăng|giảm)\x20+(?:tới\x20+|gần\x20+|hơn\x20+)?"
    r"(?:\d[\d.,]*\x20*(?:%|điểm)?(?:,|;|\x20*và)\x20+(?:(?:tăng|giảm)\x20+)?){0,3}"
)
LEADS = regex.compile(
    r"(?:(?:,|\x20*-|\x20+và)\x20*(?:năm\x20+)?\d{4})*\x20*(?:(?:tỉnh|thành\x20+phố|thì|lại|đã|tiếp\x20+tục|tăng|giảm"
    r"|vươn|nhảy|tụt|rớt|lên|xuống|còn|là|chỉ|đạt|ở|mức|có|xếp|đứng|giữ|thứ|hạng|bậc|vị\x20+trí|gần|hơn|điểm|số|với)\x20*)+"
)
RISEN = regex.compile(r"(?<!\p{L})(?:lên|xuống|còn)(?:\x20+(?:mức|vị\x20+trí|thứ|hạng|số))*\x20*$")
RISES = regex.compile(r"[^.;\n]{0,40}?(?<!\p{L}|trở\x20+)(?:lên|xuống|còn|giờ|nay)(?!\p{L})")
APART = regex.compile(
    r"(?<!\p{L})(?:trong\x20+khi|còn|nhưng|và|thì|tuy)(?!\p{L})|\((?!\p{L}[\p{L}&-]{1,9}(?:\x20index)?\))"
)
APART_MORE = regex.compile(r"(?<!\p{L})(?:trong\x20+khi|còn|nhưng|thì|tuy)(?!\p{L})")
# "thứ 6 trong Top 10 ngân hàng uy tín năm 2018"
OF_A_RANKING = regex.compile(
    r"\s+(?:trong|của)\s+(?:top|tốp|bảng\s+xếp\s+hạng|danh\s+sách|nhóm)\s[^.;,:()]{0,70}?\s*"
)
VALUE_BEHIND = regex.compile(
    r"(?:\x20+(?:trong\x20+|của\x20+|trên\x20+)?(?:cả\x20+nước|toàn\x20+quốc|thế\x20+giới|tỉnh,\x20+thành(?:\x20+phố)?|tỉnh\x20+thành|địa\x20+phương|quốc\x20+gia))*"
    r"\)?,?\x20*(?:vào |trong |của |ở |\()?\x20*"
)


def link_period(
    page: Page,
    spot: Spot,
    times: Calendar,
    index: str | None,
    main: str | None = None,
    *,
    target: bool = False,
) -> PeriodLink:
    """Return the period of a figure: right behind it, its clause, its sentence, or carried on.

    A share that nothing dates is of the year of the article's `main` index, whose survey it tells;
    a target is of the deadline said before it.
    """
    link = _told(page, spot, times, index, target)
    if _once(page, spot) and (link.evidence is None or link.evidence.rule not in OWN_TIME):
        return PeriodLink(reason="not_told")
    if _starts_a_change(page, spot, link):
        return _of_start(page, spot, times, yearly=index in yearly())
    carried = link.evidence is None or link.evidence.rule.endswith("carried")
    if target and carried and times.deadline is not None:
        return _made(page, times, times.deadline, "link.period.deadline")
    if link.period is None and main in times.stated and is_share(spot.figure):
        mention, period = times.stated[main]
        return PeriodLink(
            period, Evidence("period", mention.start, mention.end, "link.period.main")
        )
    return _of_span(page, spot, link)


def _once(page: Page, spot: Spot) -> bool:
    """Whether a place was held at some times before: "từng 2 lần dẫn đầu bảng xếp hạng"."""
    return spot.figure.kind == "rank" and bool(ONCE.match(page.folded, spot.figure.start))


def _of_span(page: Page, spot: Spot, link: PeriodLink) -> PeriodLink:
    """Give a level or change "từ năm 1990 đến 2023" its own end of the span."""
    if not _from_to(page, link.evidence) or link.period is None or link.period.end is None:
        return link
    if starts_from(page, spot):
        return PeriodLink(Period(link.period.start), link.evidence)
    if spot.figure.kind in ("delta", "score", "percentage", "rank"):
        return PeriodLink(Period(link.period.end), link.evidence)
    return link


def _starts_a_change(page: Page, spot: Spot, link: PeriodLink) -> bool:
    """Whether a level is the one a change starts from, with no time of its own behind it.

    "Từ vị trí 35 lên 32": the earlier place is not of the year that the later one is of.
    """
    told = link.evidence is not None and link.evidence.rule in OWN_TIME
    return (
        not told
        and spot.figure.kind in ("rank", "score", "percentage")
        and starts_from(page, spot)
        and not _from_to(page, link.evidence)
        and RISES.match(page.folded, spot.figure.end, spot.end) is not None
    )


def _of_start(page: Page, spot: Spot, times: Calendar, *, yearly: bool) -> PeriodLink:
    """Return the time that a change is measured against in the same clause, for its first level.

    That of an index measured once a year may be told a sentence or two before.
    """
    against = [
        m for m in page.within("period", spot.start, spot.end)
        if is_baseline(page, m) and not m.rule.startswith("period.day")
    ]  # fmt: skip
    if not against and yearly:
        earlier = page.sentences[max(0, spot.number - LOOK_BACK)].start
        told = page.within("period", earlier, spot.figure.start)
        against = [m for m in told if m.rule in ANNUAL and is_baseline(page, m)][-1:]
    if not against:
        return PeriodLink(reason="not_told")
    return _made(page, times, against[0], "link.period.start")


def _from_to(page: Page, evidence: Evidence | None) -> bool:
    return evidence is not None and bool(FROM_YEAR.match(page.folded, evidence.start, evidence.end))


def starts_from(page: Page, spot: Spot) -> bool:
    """Whether a level is the one a change starts from: "từ vị trí 35"."""
    return bool(FROM.search(page.folded, spot.sentence.start, spot.figure.start))


def _told(page: Page, spot: Spot, times: Calendar, index: str | None, target: bool) -> PeriodLink:
    def tells(mention: Mention) -> bool:
        return _tells(page, times, index, mention)

    told = [m for m in page.within("period", spot.start, spot.end) if tells(m)]
    figure = spot.figure
    level = _right_before(page, spot) or _bracketed(page, spot)
    if level is not None:
        return _made(page, times, level, "link.period.before", _told_last(page, times, level))
    behind = [m for m in told if figure.end <= m.start < spot.next]
    if behind and _right_behind(page, spot, behind[0]):
        return _made(page, times, behind[0], "link.period.behind")
    before = [m for m in told if m.end <= figure.start and not is_aside(page, spot, m)]
    before = [m for m in before if not is_anothers(page, spot, m)]
    if before:
        return _made(page, times, before[-1], "link.period.clause")
    apart = behind and APART.search(page.folded, figure.end, behind[0].start)
    if behind and not apart and not is_of_a_peer(page, behind[0]):
        return _made(page, times, behind[0], "link.period.clause")
    earlier = [m for m in page.within("period", spot.sentence.start, spot.start) if tells(m)]
    earlier = [m for m in earlier if not is_anothers(page, spot, m)]
    if earlier:
        return _made(page, times, earlier[-1], "link.period.sentence")
    return _told_elsewhere(page, spot, times, index, target, behind)


def _told_elsewhere(
    page: Page,
    spot: Spot,
    times: Calendar,
    index: str | None,
    target: bool,
    behind: Sequence[Mention],
) -> PeriodLink:
    """Return the time of an index's place told further on, else what sentences before say."""
    figure = spot.figure
    if (
        index is not None
        and figure.kind in ("rank", "tier")
        and behind
        and not APART_MORE.search(page.folded, figure.end, behind[0].start)
        and page.open_bracket(figure.end, behind[0].start) < 0
    ):
        return _made(page, times, behind[0], "link.period.clause")  # "dẫn đầu PCI và PAPI năm 2022"
    remembered = _remembered(times, spot, index, target) if index is not None else None
    last = _carried(page, spot, times, index)
    if remembered and not (last and _told_later(times, spot, last, remembered, index)):
        return remembered
    if last is not None:
        return _made(page, times, last, "link.period.carried")
    if index is None and RANKING in times.stated and (_is_place(figure) or figure.kind == "score"):
        stated, year = times.stated[RANKING]
        evidence = Evidence("period", stated.start, stated.end, "link.period.ranking")
        return PeriodLink(year, evidence)
    if times.headline is not None and _against_the_same(page, spot, times.headline):
        return _made(page, times, times.headline, "link.period.headline")
    return PeriodLink(reason="not_told")


def _against_the_same(page: Page, spot: Spot, headline: Mention) -> bool:
    """Whether a change is against the same time of the year before that of the title."""
    told = headline.value
    same = [m for m in page.within("period", spot.figure.end, spot.end) if m.rule.startswith(SAME)]
    if spot.figure.kind != "delta" or not same or not isinstance(told, Period):
        return False
    year = YEAR.search(page.folded, same[0].start, same[0].end)
    return year is None or int(year[0]) == told.year - 1


def _carried(page: Page, spot: Spot, times: Calendar, index: str | None) -> Mention | None:
    """Return the time last told, where it is carried on to a figure."""
    last, line = times.last, times.line
    if times.average and line != spot.sentence.line:
        last, line = times.average
    if last is None or not _tells(page, times, index, last):
        return None
    if last.rule == "period.this_year" and _passed(page, spot, last) > THIS_YEAR:
        return None
    return last if spot.sentence.line - line <= _reach(page, spot, last, index) else None


def _passed(page: Page, spot: Spot, mention: Mention) -> int:
    """Return how many sentences a figure stands behind a time."""
    return spot.number - page.sentence_at(mention.start)


def _told_later(
    times: Calendar, spot: Spot, last: Mention, remembered: PeriodLink, index: str | None
) -> bool:
    """Whether a time was told since an index that is measured each month had one of its own.

    "Tính chung mười một tháng năm 2025," may head a line in which prices of the month came before.
    """
    told = remembered.evidence
    if told is None or index in yearly():
        return False
    if told.rule == "link.period.stated":
        return spot.sentence.line == times.line
    return last.start > told.start


def _reach(page: Page, spot: Spot, last: Mention, index: str | None) -> int:
    """Return how many lines a time is carried on, further through the items of a list."""
    if last.rule == "period.now":
        return 0
    if ITEM.match(page.text, spot.sentence.start):
        return ITEMS
    placed = index is None and spot.figure.kind in ("rank", "score", "tier")
    return PLACED if placed else CARRY


def _tells(page: Page, times: Calendar, index: str | None, mention: Mention) -> bool:
    """Whether a time may be that of a figure of an index.

    "Năm nay" beside an index is when it was announced, if the year it measures is said.
    """
    annual = index in yearly()
    if annual and index in times.stated and mention.rule == "period.this_year":
        return False
    return measures(page, mention, annual=annual) and not _of_edition(page, mention)


def _of_edition(page: Page, mention: Mention) -> bool:
    """Whether a bare year is that of a report: "Báo cáo Phát triển con người 2020"."""
    before = page.within("index", max(0, mention.start - REPORT), mention.start)
    return bool(before) and (
        is_edition(page, before[-1])
        and not page.folded[before[-1].end : mention.start].strip(" (-")
    )


def _is_place(figure: Mention) -> bool:
    """Whether a figure is a place in a ranking or a change of one."""
    unit = figure.value.unit if isinstance(figure.value, Amount) else None
    return figure.kind == "rank" or unit == "bậc"


def _remembered(times: Calendar, spot: Spot, index: str, target: bool) -> PeriodLink | None:
    """Return the period of an index told in the sentence before, else anywhere, else last."""
    last = times.by_index.get((index, target))
    link = last and PeriodLink(
        last.period, Evidence("period", last.mention.start, last.mention.end, "link.period.index")
    )
    near = last is not None and spot.number - last.number <= 1
    if near and last and not ((last.several or last.passing) and last.line != spot.sentence.line):
        return link
    if index in times.stated:
        stated, year = times.stated[index]
        return PeriodLink(year, Evidence("period", stated.start, stated.end, "link.period.stated"))
    return link


def _right_before(page: Page, spot: Spot) -> Mention | None:
    """Return the time of a level said for comparison: "so với năm 2014 là 86,4%".

    That of a change only where the same time of another year opens it: "(cùng kỳ tăng 5,7%)".
    """
    near = page.within("period", spot.sentence.start, spot.figure.start)
    if not near:
        return None
    last = near[-1]
    same = last.rule.startswith(SAME)
    if spot.figure.kind == "delta":
        if own_time(page, spot) is not None and not same:
            return last
        changed = same and CHANGED.fullmatch(page.folded, last.end, spot.figure.start)
        return last if changed and has_level(page, last) else None
    if LEVEL.fullmatch(page.folded, last.end, spot.figure.start):
        return last if same or isinstance(last.value, Period) else None
    return None


def _told_last(page: Page, times: Calendar, mention: Mention) -> Period | None:
    """Return the time told before one that is told by it: "cùng kỳ năm ngoái"."""
    if not mention.rule.startswith(SAME):
        return None
    sentence = page.sentences[page.sentence_at(mention.start)]
    told = [m.value for m in page.within("period", sentence.start, mention.start)]
    carried = [period_of(page, times, times.last, None)] if times.last else []
    return next((p for p in (*reversed(told), *carried) if isinstance(p, Period)), None)


def _bracketed(page: Page, spot: Spot) -> Mention | None:
    """Return the time whose levels a bracket holds: "so với năm 2023 (đạt 82,1%, xếp thứ 27)"."""
    if spot.figure.kind == "delta":
        return None
    opened = page.open_bracket(spot.start, spot.figure.start)
    if opened < 0 or RISEN.search(page.folded, opened, spot.figure.start):
        return None
    if page.within("period", opened, spot.figure.start):
        return None
    near = page.within("period", spot.start, opened)
    against = (
        near and is_baseline(page, near[-1]) and not page.folded[near[-1].end : opened].strip()
    )
    return near[-1] if against and isinstance(near[-1].value, Period) else None


def _right_behind(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time stands right behind a figure and does not open a bracket of other figures."""
    between = page.folded[spot.figure.end : mention.start]
    in_a_ranking = spot.figure.kind == "rank" and OF_A_RANKING.fullmatch(between)
    if not (VALUE_BEHIND.fullmatch(between) or in_a_ranking):
        return False
    if page.text[spot.figure.end : mention.end].lstrip()[:1].isupper():
        return False  # a heading without a point: "đạt 7,84% Trong nhiệm kỳ …"
    if "," in between and _leads_on(page, spot, mention):
        return False
    if "(" not in between:
        return True
    closing = page.folded.find(")", mention.end, spot.end)
    return closing >= 0 and spot.next > closing


def _leads_on(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time is that of the figure behind it: "thứ 55, năm 2019 và 2020 xếp hạng 54"."""
    return LEADS.fullmatch(page.folded, mention.end, spot.next) is not None


def _made(
    page: Page, times: Calendar, mention: Mention, rule: str, figure: Period | None = None
) -> PeriodLink:
    evidence = Evidence("period", mention.start, mention.end, rule)
    period = period_of(page, times, mention, figure)
    return PeriodLink(period, evidence, None if period else "not_understood")
