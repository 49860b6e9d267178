"""The calendar of an article: which times it has said, and which year it says of each index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from ...patterns.compiling import compiled
from ..indices import is_edition
from ..page import Page, Sentence
from ..periods import Relative, settled
from ..types import Evidence, Mention, Period
from .cues import before, cue_in
from .indices import yearly
from .spots import Spot

ANNUAL = (
    "period.year",
    "period.bare_year",
    "period.span_of_years",
    "period.this_year",
    "period.last_year",
    "period.next_year",
)
RANKING = "ranking"  # the years said of rankings that are no index, under one name
SPAN = "period.span_of_years"
UNTIL_TODAY = ("period.now", "period.new_year_to_date")
OPENING = 25  # characters from a sentence's start in which a time opens it
UNTIL_NOW = compiled(
    r"từ\x20+(?:năm\x20+)?\d{4}\x20+(?:đến\x20+nay|tới\x20+nay|trở\x20+lại\x20+đây)"
)
AVERAGE = regex.compile(r"(?<=bình\x20+quân\x20+(?:chung\x20+)?(?:cả\x20+|của\x20+)?)")
AHEAD = 60  # characters within which a year before the name of an index may be its year
STATED = compiled(r"\)?\x20*\(?(?:của |trong |cấp tỉnh |tỉnh |các |[^.;\n\d]{0,60}?)?")
PEER_VALUE = regex.compile(
    r"(?:so\x20+với|hơn\x20+(?:mức|con\x20+số))\x20+(?:[^,;.:]|(?<=\d)[.,](?=\d)){0,60}$"
)
COMPARED = regex.compile(r"so\s+với\s+(?:chỉ\s+số\s+|kết\s+quả\s+)?$")
APART_BEFORE = regex.compile(
    r"[;:(\d]|(?<!\p{L})(?:công\x20+bố|ban\x20+hành|kế\x20+hoạch|đến)(?!\p{L})"
)


class Remembered(NamedTuple):
    """The last period a figure of an index told, and where; `several` where its line tells more.

    A line that goes through the years tells none for the lines behind it, nor does a year told
    `passing`: an earlier one than is said of the index elsewhere, in a line's later sentence.
    """

    mention: Mention
    period: Period
    number: int
    line: int
    several: bool
    passing: bool


@dataclass(slots=True)
class Calendar:
    """The times an article has said so far: the last one, and the last one of each index.

    `stated` are the years it says of an index anywhere ("PCI 2017", "chỉ số SIPAS năm 2022").
    `average` is the time before the last one, with its line, where that is of a mean, which stands
    for its own line only: "Bình quân 10 tháng, CPI tăng 3,6%". `headline` is that of the title.
    """

    relatives: Mapping[int, Relative | None]
    last: Mention | None = None
    deadline: Mention | None = None
    deadline_line: int = -1
    line: int = -1
    average: tuple[Mention | None, int] | None = None
    by_index: dict[tuple[str | None, bool], Remembered] = field(default_factory=dict)
    stated: dict[str, tuple[Mention, Period]] = field(default_factory=dict)
    year: int | None = None
    headline: Mention | None = None


class PeriodLink(NamedTuple):
    """A period with the words it rests on; `reason` says why there is none."""

    period: Period | None = None
    evidence: Evidence | None = None
    reason: str | None = None


def is_baseline(page: Page, mention: Mention) -> bool:
    """Whether a time is what something is compared with."""
    return page.once(_is_baseline, mention)


def _is_baseline(page: Page, mention: Mention) -> bool:
    if mention.rule.startswith("period.same"):
        return True
    start = mention.start
    named = page.within("index", max(0, start - AHEAD), start)
    if named and not page.folded[named[-1].end : start].strip(" ("):
        start = named[-1].start  # "thấp hơn 2,9 điểm so với PCI 2011"
    return bool(before("baseline").match(page.folded, start))


def measures(page: Page, mention: Mention, *, annual: bool) -> bool:
    """Whether a time may be what a figure describes.

    The day of a meeting is not; a day counts where a stock stands "as of" it. An index that is
    measured once a year (`annual`) is never of a day, a month or now.
    """
    if page.once(_compares, mention) or page.once(_of_an_event, mention):
        return False
    rule = mention.rule
    if annual:
        return rule.startswith(ANNUAL)
    if rule in ("period.last_month", "period.last_quarter"):
        return False
    if rule in ("period.day", "period.day_of_year"):
        said = page.folded.startswith("đến", mention.start)
        return said or bool(before("as_of").match(page.folded, mention.start))
    return True


def _compares(page: Page, mention: Mention) -> bool:
    """Whether a time is what a later one is compared with: "so với năm 2022", "từ 2015 đến nay"."""
    since = UNTIL_NOW.match(page.folded, mention.start)
    return since is not None or is_baseline(page, mention)


def _of_an_event(page: Page, mention: Mention) -> bool:
    """Whether a time is of something that happened once: "có hiệu lực từ ngày 1/3/2016"."""
    return bool(before("event").match(page.folded, mention.start))


def period_of(
    page: Page, times: Calendar, mention: Mention, figure: Period | None
) -> Period | None:
    """Return the period a time mention means beside a figure's own period."""
    if isinstance(mention.value, Period):
        return mention.value
    relative = times.relatives.get(mention.start)
    return settled(relative, figure, page.day, times.year) if relative else None


def _carries(page: Page, mention: Mention) -> bool:
    """Whether a time goes on beyond its sentence: not a span told once nor "năm ngoái".

    "Năm nay" does where it opens one, and "Hiện nay" then ends what was told before it.
    """
    sentence = page.sentences[page.sentence_at(mention.start)]
    aside = page.open_bracket(sentence.start, mention.start) >= 0
    if aside and mention.rule in ("period.year", "period.bare_year"):
        return False  # an aside: "(trong khi đó, năm 2022 là 46)"
    said = page.folded[mention.start : mention.end]
    if mention.rule == SPAN and said.startswith("từ "):
        return False
    if before("aside").match(page.folded, mention.start) and page.within(
        "period", sentence.start, mention.start
    ):
        return False  # "đến 27/5, tỉnh có 640 dự án, trong đó từ đầu năm có 27 dự án"
    if PEER_VALUE.search(page.folded, max(0, mention.start - 75), mention.start):
        return False
    opens = page.breadth(sentence.start, mention.start) < OPENING
    if mention.rule == "period.this_year":
        return opens
    known = isinstance(mention.value, Period) or mention.rule in UNTIL_TODAY
    return known if mention.rule != "period.now" or page.day else opens


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
    times.headline = times.last


def state_years(page: Page, times: Calendar) -> None:
    """Collect the year an article says of each index, the one said most often beside its name.

    That of an exam or a contest is the rankings', where they have none of their own. The year of a
    report counts only where no other is said: it is that of the edition ("Báo cáo
    Phát triển con người 2020" measures 2019). So does one compared with or told in a bracket.
    """
    behind: dict[str, list[tuple[Period, Mention]]] = {}
    before: dict[str, list[tuple[Period, Mention]]] = {}
    editions: dict[str, list[tuple[Period, Mention]]] = {}
    asides: dict[str, list[tuple[Period, Mention]]] = {}
    for index in (*page.mentions.get("index", ()), *page.mentions.get("ranking", ())):
        if _aimed(page, index):
            continue
        told, kept = _year_behind(page, index), behind
        if told is None:
            told, kept = _year_before(page, index), before
        elif is_edition(page, index):
            kept = editions
        elif _in_an_aside(page, index):
            kept = asides
        if told is not None and isinstance(told.value, Period):
            code = str(index.value) if index.kind == "index" else RANKING
            kept.setdefault(code, []).append((told.value, told))
    found = {**asides, **editions, **before, **behind}
    for code, said in found.items():
        periods = [period for period, _ in said]
        often = max(periods, key=lambda p: (periods.count(p), p.last_day))
        times.stated[code] = (next(m for p, m in said if p == often), often)
    for event in page.mentions.get("period", ()):
        if event.rule == "period.event_year" and isinstance(event.value, Period):
            times.stated.setdefault(RANKING, (event, event.value))


def _in_an_aside(page: Page, index: Mention) -> bool:
    """Whether an index is only compared with, or told in a bracket: "hạng 4 (PII 2023: hạng 6)"."""
    sentence = page.sentences[page.sentence_at(index.start)]
    opened = page.open_bracket(sentence.start, index.start) >= 0
    return opened or COMPARED.search(page.folded, sentence.start, index.start) is not None


def _aimed(page: Page, index: Mention) -> bool:
    """Whether a yearly index is named in a wish: "yêu cầu năm 2023, PCI phải nằm trong"."""
    if str(index.value) not in yearly():
        return False
    sentence = page.sentences[page.sentence_at(index.start)]
    return bool(cue_in(page, "target", sentence.start, index.start))


def _year_behind(page: Page, index: Mention) -> Mention | None:
    """Return the year told right behind an index: "PCI 2017", "SIPAS của tỉnh năm …"."""
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
        if isinstance(m.value, Period) and m.rule == "period.year"
        and measures(page, m, annual=True)
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
        elif (value is not None or mention.rule == "period.now") and _carries(page, mention):
            if not AVERAGE.match(page.folded, mention.start):
                times.average = None
            elif times.average is None:
                times.average = times.last, times.line
            times.last, times.line = mention, sentence.line


def _in_passing(page: Page, times: Calendar, spot: Spot, index: str, period: Period) -> bool:
    """Whether a year is an earlier one than is said of the index, and no first words of a line."""
    first = spot.number == 0 or page.sentences[spot.number - 1].line != spot.sentence.line
    stated = times.stated.get(index)
    return not first and stated is not None and period.last_day < stated[1].last_day


def remember(
    page: Page, times: Calendar, spot: Spot, measured: tuple[str | None, bool], link: PeriodLink
) -> None:
    """Remember the period of an index once a figure of it has told one; a comparison does not.

    `measured` is the index and whether it is aimed at: the year of an aim is no year of results.
    """
    index = measured[0]
    if not index or not link.period or not link.evidence:
        return
    if measured in times.by_index and AVERAGE.match(page.folded, link.evidence.start):
        return
    if page.open_bracket(spot.sentence.start, link.evidence.start) >= 0:
        return  # "Bình Dương đứng thứ 19 (năm 2011 đứng thứ 10)"
    if link.evidence.rule in ("link.period.clause", "link.period.sentence"):
        mention = Mention(
            "period", link.period, link.evidence.start, link.evidence.end, link.evidence.rule
        )
        last, line = times.by_index.get(measured), spot.sentence.line
        several = last is not None and last.line == line
        several = several and last is not None and (last.several or last.period != link.period)
        passing = _in_passing(page, times, spot, index, link.period)
        times.by_index[measured] = Remembered(
            mention, link.period, spot.number, line, several, passing
        )
