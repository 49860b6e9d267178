"""What else a figure says: its field of ranking, and whether it is a target."""

from collections import deque
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from ...patterns.compiling import Match, compiled
from ..openings import Openings
from ..overlaps import settle
from ..page import Page, Sentence
from ..types import Amount, Evidence, Mention, Modality
from .cues import before, cue, cues_in, openings
from .spots import Spot

YEAR = compiled(r"20\d\d")
BACK = compiled(r"\s*(?:(?:trong|so\s+với|riêng)\s+)?năm\s+(?P<year>20\d\d)(?!\d)")
TURNS = ("target_list", "reported_again")
NATIONAL = compiled(r"\s*(?:/|(?:trong\s+|trên\s+)?(?:cả\s+nước|toàn\s+quốc))")
OFFICES = ("nhóm", "khối")  # sets of offices, which all ranks of a sentence lie in
FIELD = 30  # members that a region or a class of offices has at most, roughly
REQUIRED = "yêu"  # a requirement ("yêu cầu tối thiểu") wants the next figure and no later one
LIST_REACH = 12  # sentences that a list of aims goes on for


def link_scope(
    page: Page, spot: Spot, index: Evidence | None = None
) -> tuple[str | None, Evidence | None]:
    """Return the set ranked in, as written, when it is narrower than the country.

    It stands behind the rank, behind its `index` ("dẫn đầu PAR INDEX khối Tổng cục") or before.
    """
    if spot.figure.kind != "rank":
        return None, None
    match = cue("scope").match(page.folded, spot.figure.end, spot.end)
    if match is None and index is not None and index.start >= spot.figure.end:
        match = cue("scope").match(page.folded, _dated_end(page, index.end), spot.end)
    rule = "link.scope.behind"
    if match is None and _may_lie_in_a_field(spot):
        fields = cue("scope_before")
        match = _last(fields.finditer(page.folded, spot.after, spot.figure.start))
        if match is None and not NATIONAL.match(page.folded, spot.figure.end):
            match = fields.match(page.folded, spot.sentence.start, spot.figure.start)
            if match and not match["figure"].startswith(OFFICES):
                match = None  # a region that heads a sentence is that of its first rank
        rule = "link.scope.before"
    if match is None:
        return None, None
    start, end = match.span("figure")
    if any(
        m.start <= start and end <= m.end
        for m in page.within("component", spot.sentence.start, end)
    ):
        return None, None  # "Kiểm soát tham nhũng trong khu vực công xếp thứ 4"
    return " ".join(page.text[start:end].split()), Evidence("scope", start, end, rule)


def _dated_end(page: Page, end: int) -> int:
    """Return where the year behind the name of an index ends, else the name."""
    years = page.within("period", end, page.ahead(end, 12))
    return years[0].end if years and not page.folded[end : years[0].start].strip(" (") else end


def _may_lie_in_a_field(spot: Spot) -> bool:
    """Whether a rank is so high up that a region told before it may be the set ranked in.

    "Ở khu vực Đông Nam Á, Campuchia xếp hạng 119" ranks in the world.
    """
    amount = spot.figure.value
    return (
        isinstance(amount, Amount) and isinstance(amount.value, Decimal) and amount.value <= FIELD
    )


def _last(matches: Iterable[Match]) -> Match | None:
    return next(iter(deque(matches, maxlen=1)), None)


def link_modality(page: Page, spot: Spot) -> Modality:
    """Return `target` where the sentence wants the figure and does not report it."""
    if before("target_bracket").match(page.folded, spot.figure.start):
        return "target"
    wanted = [
        m for m in page.in_sentence(spot.number, _aims)
        if m.end() <= spot.figure.start
        and not (m[0].startswith(REQUIRED) and m.end() < spot.after)
        and not _aside(page, m, spot)
    ]  # fmt: skip
    amount = spot.figure.value
    if spot.figure.kind == "count" or (isinstance(amount, Amount) and amount.unit == "chỉ tiêu"):
        wanted = [match for match in wanted if not _counted(page, match)]
    if not wanted:
        return "target" if _in_target_list(page, spot) else "reported"
    reached = cue("not_target").search(page.folded, wanted[-1].start() - 20, spot.figure.start)
    return "reported" if reached else "target"


def _aims(page: Page, sentence: Sentence) -> list[Match]:
    """Return the words of a sentence by which a figure is wanted, still to be reached or not."""
    found = cues_in(page, "target", sentence.start, sentence.end)
    return [match for match in found if not _gone_by(page, match)]


def _aside(page: Page, word: Match, spot: Spot) -> bool:
    """Whether a word stands in a bracket closed before a figure: "đạt 82% (kế hoạch 80%), tăng"."""
    within = page.open_bracket(spot.sentence.start, word.start()) >= 0
    return within and ")" in page.folded[word.end() : spot.figure.start]


def _gone_by(page: Page, word: Match) -> bool:
    """Whether a year that something is due by lies behind: "đến năm 2022 đạt 43,8 điểm"."""
    year = YEAR.search(word[0])
    return year is not None and page.year is not None and int(year[0]) < page.year


def _counted(page: Page, word: Match) -> bool:
    """Whether a word is the noun of a count: "có 9 nhiệm vụ hoàn thành" wants nothing."""
    return any(
        m.start < word.start() for m in page.mentions.get("count", ()) if word.end() <= m.end
    )


def _in_target_list(page: Page, spot: Spot) -> bool:
    """Whether a sentence before in the same line opened a list of aims that nothing has ended."""
    opened = [m for m in page.mentions["target_list"] if m.start < spot.figure.start]
    if not opened:
        return False
    number = page.sentence_at(opened[-1].start)
    if spot.number - number > LIST_REACH or page.sentences[number].line != spot.sentence.line:
        return False
    if page.within("reported_again", opened[-1].end, spot.figure.start):
        return False
    return not _of_a_year_before(page, number, spot)


def _of_a_year_before(page: Page, number: int, spot: Spot) -> bool:
    """Whether a sentence since the one that opened a list of aims goes back to an earlier year.

    "Đến năm 2025, PCI vào nhóm 25. Năm 2022, chỉ số này đứng thứ 48" and "So với năm 2021, …".
    """
    aims = page.sentences[number]
    due = max((int(y[0]) for y in YEAR.finditer(page.folded, aims.start, aims.end)), default=0)
    opens = (BACK.match(page.folded, s.start) for s in page.sentences[number + 1 : spot.number + 1])
    return any(back is not None and int(back["year"]) < due for back in opens)


def find_turns(page: Page) -> None:
    """Find where a page turns to aims ("mục tiêu cụ thể") and back to results ("đã đạt")."""
    found = [
        Mention(role, None, match.start(), match.end(), f"link.{role}")
        for role, match in _turns().matches(page)
    ]
    for role in TURNS:
        page.mentions[role] = settle(m for m in found if m.kind == role)


@cache
def _turns() -> Openings[str]:
    return Openings(opening for role in TURNS for opening in openings(role))
