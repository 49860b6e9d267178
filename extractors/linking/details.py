"""What else a figure says: its field of ranking, whether it is a target, what it measures."""

from collections import deque
from collections.abc import Iterable
from decimal import Decimal

import regex

from ..page import Page
from ..types import Amount, Evidence, Mention, Modality
from .cues import before, cue
from .indices import residue
from .spots import Spot

FIELD = 30  # members that a region or a class of offices has at most, roughly
LIST_REACH = 12  # sentences that a list of aims goes on for
NOUN_END = regex.compile(
    r"[,;.():\n]|\x20(?:đạt|là|chiếm|so với|tăng|giảm|trong khi|trong đó)\x20|$"
)
COUNTED_END = regex.compile(r"[,;.():\n]|\x20(?:và|với|trong đó|so với|trong khi|để|nhằm|do)\x20|$")
PIECE_START = regex.compile(r"[,;:(]\x20|^")


def link_scope(page: Page, spot: Spot) -> tuple[str | None, Evidence | None]:
    """Return the set ranked in, as written, when it is narrower than the country."""
    if spot.figure.kind != "rank":
        return None, None
    match = cue("scope").match(page.folded, spot.figure.end, spot.end)
    rule = "link.scope.behind"
    if match is None and _may_lie_in_a_field(spot):
        match = _last(cue("scope_before").finditer(page.folded, spot.after, spot.figure.start))
        rule = "link.scope.before"
    if match is None:
        return None, None
    start, end = match.span("figure")
    return " ".join(page.text[start:end].split()), Evidence("scope", start, end, rule)


def _may_lie_in_a_field(spot: Spot) -> bool:
    """Whether a rank is so high up that a region told before it may be the set ranked in.

    "Ở khu vực Đông Nam Á, Campuchia xếp hạng 119" ranks in the world.
    """
    amount = spot.figure.value
    return (
        isinstance(amount, Amount) and isinstance(amount.value, Decimal) and amount.value <= FIELD
    )


def _last(matches: Iterable[regex.Match[str]]) -> regex.Match[str] | None:
    return next(iter(deque(matches, maxlen=1)), None)


def link_modality(page: Page, spot: Spot) -> Modality:
    """Return `target` where the sentence wants the figure and does not report it."""
    start = spot.sentence.start
    wanted = list(cue("target").finditer(page.folded, start, spot.figure.start))
    if spot.figure.kind == "count":
        wanted = [match for match in wanted if not _counted(page, match)]
    if not wanted:
        return "target" if _in_target_list(page, spot) else "reported"
    reached = cue("not_target").search(page.folded, wanted[-1].start() - 20, spot.figure.start)
    return "reported" if reached else "target"


def _counted(page: Page, word: regex.Match[str]) -> bool:
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
    return not page.within("reported_again", opened[-1].end, spot.figure.start)


def find_turns(page: Page) -> None:
    """Find where a page turns to aims ("mục tiêu cụ thể") and back to results ("đã đạt")."""
    for role in ("target_list", "reported_again"):
        page.mentions[role] = [
            Mention(role, None, match.start(), match.end(), f"link.{role}")
            for match in cue(role).finditer(page.folded)
        ]


def link_indicator(page: Page, spot: Spot, index: str | None) -> str | None:
    """Return the measured thing as written, for a figure of no index."""
    amount = spot.figure.value
    if index is not None or not isinstance(amount, Amount) or spot.figure.kind in ("tier",):
        return None
    start, end = spot.figure.end, spot.end
    if cue("own_measure").match(page.folded, start, end):
        stop = NOUN_END.search(page.folded, start, min(end, spot.next))
        found = page.text[start : stop.start() if stop else end].strip()
        if found:
            return found
    begin = max(spot.previous, spot.start)
    pieces = list(PIECE_START.finditer(page.folded, begin, spot.figure.start))
    at = pieces[-1].end() if pieces else begin
    if not residue(page, at, spot.figure.start):
        at = begin
    words = page.text[at : spot.figure.start].strip(' ,;:.-–("“”\n')
    words = regex.sub(
        r"\s*(?:đạt|là|chiếm|tăng|giảm|ước|có|với|trên|hơn|khoảng|gần|dưới|được)+\s*$", "", words
    )
    return " ".join(words.split()) or None


def counted_thing(page: Page, spot: Spot) -> str | None:
    """Return what a count or an amount is of: its noun with the words behind it, as written.

    A sum, a measure, and a count "tại 35 đơn vị", is of what the words before it name.
    """
    amount = spot.figure.value
    if not isinstance(amount, Amount):
        return None
    start, end = spot.figure.start, spot.figure.end
    placed = before("count_place").match(page.folded, start)
    if spot.figure.kind != "count" or placed:
        return link_indicator(page, spot, None)
    stop = COUNTED_END.search(page.folded, end, min(spot.end, spot.next))
    words = f"{amount.unit or ''}{page.text[end : stop.start() if stop else end]}"
    return " ".join(words.split()) or None
