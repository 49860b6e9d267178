"""When: the period a figure describes and the baseline a change is measured against."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from ..page import Page, Sentence
from ..periods import Relative, settled
from ..types import Amount, Evidence, Mention, Period
from .cues import before
from .indices import natives
from .spots import Spot

ANNUAL = (
    "period.year",
    "period.bare_year",
    "period.span_of_years",
    "period.this_year",
    "period.last_year",
)
RANKING = "ranking"  # the years said of rankings that are no index, under one name
SPAN = "period.span_of_years"
FROM_YEAR = regex.compile(r"từ\x20+(?:năm\x20+)?(?:19|20)\d\d(?!\d)")
OPENING = 25  # characters from a sentence's start in which a time opens it
CARRY = 2  # lines that a time is carried on
EDITION = regex.compile(r"(?<!\p{L})(?:báo\x20+cáo|ấn\x20+phẩm|hồ\x20+sơ\x20+papi)(?!\p{L})")
AHEAD = 60  # characters within which a year before the name of an index may be its year
STATED = regex.compile(r"\)?\x20*\(?(?:của |trong |cấp tỉnh |tỉnh |các |[^.;\n\d]{0,60}?)?")

LEVEL = regex.compile(r"\x20*(?:là|chỉ|đạt|ở mức|chỉ đạt|là gần|là hơn|có)+\x20*")
FROM = regex.compile(r"(?<!\p{L})từ(?: mức)?\x20*$")
PEER_VALUE = regex.compile(r"so\x20+với\x20+(?:mức\x20+)?[\d.,]+\x20*%?\x20*(?:của\x20+|vào\x20+|trong\x20+)*$")
APART_BEFORE = regex.compile(r"[;:(\d]|(?<!\p{L})(?:công\x20+bố|ban\x20+hành|kế\x20+hoạch|đến)(?!\p{L})")
APART = regex.compile(r"(?<!\p{L})(?:trong\x20+khi|còn|nhưng|và|thì|tuy)(?!\p{L})|\(")
VALUE_BEHIND = regex.compile(r"\)?,?\x20*(?:vào |trong |của |ở |\()?\x20*")


@dataclass(slots=True)
class Calendar:
    """The times an article has said so far: the last one, and the last one of each index.

    `stated` are the years it says of an index anywhere ("PCI 2017", "chỉ số SIPAS năm 2022").
    """

    relatives: Mapping[int, Relative | None]
    last: Mention | None = None
    deadline: Mention | None = None
    deadline_line: int = -1
    last_value: Period | None = None
    line: int = -1
    by_index: dict[str, tuple[Mention, Period, int]] = field(default_factory=dict)
    stated: dict[str, tuple[Mention, Period]] = field(default_factory=dict)
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """A period with the words it rests on; `reason` says why there is none."""

    period: Period | None = None
    evidence: Evidence | None = None
    reason: str | None = None


def is_baseline(page: Page, mention: Mention) -> bool:
    """Whether a time is what something is compared with."""
    if mention.rule.startswith("period.same"):
        return True
    return bool(before("baseline").match(page.folded, mention.start))


def measures(page: Page, mention: Mention, *, annual: bool) -> bool:
    """Whether a time may be what a figure describes.

    The day of a meeting is not; a day counts where a stock stands "as of" it. An index that is
    measured once a year (`annual`) is never of a day, a month or now.
    """
    if is_baseline(page, mention):
        return False
    rule = mention.rule
    if annual:
        return rule.startswith(ANNUAL)
    if rule == "period.last_month":
        return False
    if rule in ("period.day", "period.day_of_year"):
        said = page.folded.startswith("đến", mention.start)
        return said or bool(before("as_of").match(page.folded, mention.start))
    return True


def period_of(
    page: Page, times: Calendar, mention: Mention, figure: Period | None
) -> Period | None:
    """Return the period a time mention means beside a figure's own period."""
    if isinstance(mention.value, Period):
        return mention.value
    relative = times.relatives.get(mention.start)
    return settled(relative, figure, page.day, times.year) if relative else None


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
    link = _told(page, spot, times, index)
    carried = link.evidence is None or link.evidence.rule.endswith("carried")
    if target and carried and times.deadline is not None:
        return _made(page, times, times.deadline, "link.period.deadline")
    if link.period is None and main in times.stated and spot.figure.kind == "percentage":
        mention, period = times.stated[main]
        return PeriodLink(
            period, Evidence("period", mention.start, mention.end, "link.period.main")
        )
    return _of_span(page, spot, link)


def _of_span(page: Page, spot: Spot, link: PeriodLink) -> PeriodLink:
    """Give a level or change "từ năm 1990 đến 2023" its own end of the span."""
    if not _from_to(page, link.evidence) or link.period is None or link.period.end is None:
        return link
    if _starts_from(page, spot):
        return PeriodLink(Period(link.period.start), link.evidence)
    if spot.figure.kind in ("delta", "score", "percentage", "rank"):
        return PeriodLink(Period(link.period.end), link.evidence)
    return link


def _from_to(page: Page, evidence: Evidence | None) -> bool:
    return evidence is not None and bool(FROM_YEAR.match(page.folded, evidence.start, evidence.end))


def _starts_from(page: Page, spot: Spot) -> bool:
    return bool(FROM.search(page.folded, spot.sentence.start, spot.figure.start))


def _told(page: Page, spot: Spot, times: Calendar, index: str | None) -> PeriodLink:
    annual = index is not None and natives()[index] != "growth"
    known = index is not None and index in times.stated

    def tells(mention: Mention) -> bool:
        # "Năm nay" beside an index is when it was announced, if the year it measures is said.
        announced = annual and known and mention.rule == "period.this_year"
        return measures(page, mention, annual=annual) and not announced

    told = [m for m in page.within("period", spot.start, spot.end) if tells(m)]
    figure = spot.figure
    level = _right_before(page, spot)
    if level is not None:
        return _made(page, times, level, "link.period.before")
    behind = [m for m in told if figure.end <= m.start < spot.next]
    if behind and _right_behind(page, spot, behind[0]):
        return _made(page, times, behind[0], "link.period.behind")
    before = [m for m in told if m.end <= figure.start]
    if before:
        return _made(page, times, before[-1], "link.period.clause")
    if behind and not APART.search(page.folded, figure.end, behind[0].start):
        return _made(page, times, behind[0], "link.period.clause")
    earlier = [m for m in page.within("period", spot.sentence.start, spot.start) if tells(m)]
    if earlier:
        return _made(page, times, earlier[-1], "link.period.sentence")
    if index is not None and (remembered := _remembered(times, spot, index)):
        return remembered
    last = times.last
    if (
        last is not None
        and spot.sentence.line - times.line <= (0 if last.rule == "period.now" else CARRY)
        and tells(last)
    ):
        return _made(page, times, last, "link.period.carried")
    if index is None and RANKING in times.stated and _is_place(figure):
        stated, year = times.stated[RANKING]
        evidence = Evidence("period", stated.start, stated.end, "link.period.ranking")
        return PeriodLink(year, evidence)
    return PeriodLink(reason="not_told")


def _is_place(figure: Mention) -> bool:
    """Whether a figure is a place in a ranking or a change of one."""
    unit = figure.value.unit if isinstance(figure.value, Amount) else None
    return figure.kind == "rank" or unit == "bậc"


def _remembered(times: Calendar, spot: Spot, index: str) -> PeriodLink | None:
    """Return the period of an index told in the sentence before, else anywhere, else last."""
    mention, period, number = times.by_index.get(index, (None, None, -99))
    if mention and spot.number - number <= 1:
        evidence = Evidence("period", mention.start, mention.end, "link.period.index")
        return PeriodLink(period, evidence)
    if index in times.stated:
        stated, year = times.stated[index]
        return PeriodLink(year, Evidence("period", stated.start, stated.end, "link.period.stated"))
    if mention:
        evidence = Evidence("period", mention.start, mention.end, "link.period.index")
        return PeriodLink(period, evidence)
    return None


def _right_before(page: Page, spot: Spot) -> Mention | None:
    """Return the time of a level said for comparison: "so với năm 2014 là 86,4%"."""
    if spot.figure.kind == "delta":
        return None
    near = page.within("period", spot.after, spot.figure.start)
    if near and LEVEL.fullmatch(page.folded, near[-1].end, spot.figure.start):
        return near[-1] if isinstance(near[-1].value, Period) else None
    return None


def _right_behind(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a time stands right behind a figure and does not open a bracket of other figures."""
    between = page.folded[spot.figure.end : mention.start]
    if not VALUE_BEHIND.fullmatch(between):
        return False
    if page.text[spot.figure.end : mention.end].lstrip()[:1].isupper():
        return False  # a heading without a point: "đạt 7,84% Trong nhiệm kỳ …"
    if "," in between and LEVEL.fullmatch(page.folded, mention.end, spot.next):
        return False  # "đạt 65,20 điểm, năm 2023 đạt 66,44": the time of the figure behind it
    if "(" not in between:
        return True
    closing = page.folded.find(")", mention.end, spot.end)
    return closing >= 0 and spot.next > closing


def _made(page: Page, times: Calendar, mention: Mention, rule: str) -> PeriodLink:
    evidence = Evidence("period", mention.start, mention.end, rule)
    period = period_of(page, times, mention, None)
    return PeriodLink(period, evidence, None if period else "not_understood")


def link_baseline(page: Page, spot: Spot, times: Calendar, period: Period | None) -> PeriodLink:
    """Return what a change is measured against: the next comparison behind it, else one before."""
    if spot.figure.kind != "delta":
        return PeriodLink()
    told = [
        m for m in page.within("period", spot.sentence.start, spot.sentence.end)
        if is_baseline(page, m)
    ]  # fmt: skip
    behind = [m for m in told if spot.figure.end <= m.start <= spot.end]
    before = [m for m in told if m.start < spot.figure.start]
    spans = [
        m for m in page.within("period", spot.sentence.start, spot.figure.start)
        if m.rule == SPAN and page.folded[m.start : m.end].startswith("từ ")
    ]  # fmt: skip
    if not behind and spans and (not before or before[-1].start < spans[-1].start):
        span = spans[-1].value
        evidence = Evidence("baseline", spans[-1].start, spans[-1].end, "link.baseline.span")
        return PeriodLink(Period(span.start) if isinstance(span, Period) else None, evidence)
    chosen = behind[0] if behind else before[-1] if before else None
    if chosen is None:
        return PeriodLink(reason="not_told")
    value = period_of(page, times, chosen, period)
    evidence = Evidence("baseline", chosen.start, chosen.end, "link.baseline")
    return PeriodLink(value, evidence, None if value else "not_understood")


def _carries(page: Page, mention: Mention) -> bool:
    """Whether a time goes on beyond its sentence: not a span told once nor "năm ngoái"."""
    said = page.folded[mention.start : mention.end]
    if mention.rule == SPAN and said.startswith("từ "):
        return False
    if PEER_VALUE.search(page.folded, max(0, mention.start - 40), mention.start):
        return False
    return isinstance(mention.value, Period) or mention.rule == "period.now"


def _is_deadline(page: Page, mention: Mention) -> bool:
    """Whether a time is one to come: "mục tiêu đến năm 2030", or a year after the article's."""
    now = page.day.year if page.day else page.year
    if isinstance(mention.value, Period) and now and mention.value.year > now:
        return True
    return bool(before("deadline").match(page.folded, mention.start))


def _set_deadline(page: Page, times: Calendar, mention: Mention, sentence: Sentence) -> None:
    """Let a deadline stand for its line: the first one told, or one that opens a sentence."""
    opens = page.breadth(sentence.start, mention.start) < OPENING
    if times.deadline is None or opens or times.deadline_line != sentence.line:
        times.deadline, times.deadline_line = mention, sentence.line


def start_calendar(page: Page, times: Calendar) -> None:
    """Let the time of the title stand for the first lines of the body."""
    for number, sentence in enumerate(page.sentences):
        if sentence.zone == "title":
            update_calendar(page, times, number)


def state_years(page: Page, times: Calendar) -> None:
    """Collect the year an article says of each index, the one said most often beside its name.

    The year of a report counts only where no other is said: it is that of the edition ("Báo cáo
    Phát triển con người 2020" measures 2019).
    """
    behind: dict[str, list[tuple[Period, Mention]]] = {}
    before: dict[str, list[tuple[Period, Mention]]] = {}
    editions: dict[str, list[tuple[Period, Mention]]] = {}
    for index in (*page.mentions.get("index", ()), *page.mentions.get("ranking", ())):
        told, kept = _year_behind(page, index), behind
        if told is None:
            told, kept = _year_before(page, index), before
        elif EDITION.search(page.folded, max(0, index.start - 12), index.end):
            kept = editions
        if told is not None and isinstance(told.value, Period):
            code = str(index.value) if index.kind == "index" else RANKING
            kept.setdefault(code, []).append((told.value, told))
    found = {**editions, **before, **behind}
    for code, said in found.items():
        periods = [period for period, _ in said]
        often = max(periods, key=lambda p: (periods.count(p), p.last_day))
        times.stated[code] = (next(m for p, m in said if p == often), often)


def _year_behind(page: Page, index: Mention) -> Mention | None:
    """Return the year told right behind the name of an index: "PCI 2017", "SIPAS của tỉnh năm …"."""
    for mention in page.within("period", index.end, page.ahead(index.end, 90)):
        if isinstance(mention.value, Period) and measures(page, mention, annual=True):
            return mention if STATED.fullmatch(page.folded, index.end, mention.start) else None
    return None


def _year_before(page: Page, index: Mention) -> Mention | None:
    """Return the year that opens the clause an index is named in: "Năm 2019, HDI của Việt Nam"."""
    sentence = page.sentences[page.sentence_at(index.start)]
    start = max(sentence.start, index.start - AHEAD)
    near = [
        m for m in page.within("period", start, index.start)
        if isinstance(m.value, Period) and m.rule == "period.year" and measures(page, m, annual=True)
    ]  # fmt: skip
    if not near or APART_BEFORE.search(page.folded, near[-1].end, index.start):
        return None
    return near[-1]


def update_calendar(page: Page, times: Calendar, number: int) -> None:
    """Remember the times of a sentence; a comparison's time is no period of what follows."""
    sentence = page.sentences[number]
    for mention in page.within("period", sentence.start, sentence.end):
        if not measures(page, mention, annual=False):
            continue
        value = period_of(page, times, mention, None)
        if value is not None and mention.rule in ANNUAL and _is_deadline(page, mention):
            _set_deadline(page, times, mention, sentence)
        elif value is not None and _carries(page, mention):
            times.last, times.last_value, times.line = mention, value, sentence.line


def remember(times: Calendar, spot: Spot, index: str | None, link: PeriodLink) -> None:
    """Remember the period of an index once a figure of it has told one; a comparison does not."""
    if not index or not link.period or not link.evidence:
        return
    if link.evidence.rule in ("link.period.clause", "link.period.sentence"):
        mention = Mention(
            "period", link.period, link.evidence.start, link.evidence.end, link.evidence.rule
        )
        times.by_index[index] = (mention, link.period, spot.number)
