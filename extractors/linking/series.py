"""Figures that share their words: "lần lượt" lists, and an index named once behind several."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ..page import Page
from ..types import Mention
from .cues import cue, cues_in
from .spots import Spot

JOINT = regex.compile(
    r"[\"”]?\s*(?:,|;|và|cùng|[,;]\s+và|,?\s*cùng\s+với)\s*[\"“]?"
    r"(?:(?:(?:đứng|xếp|ở)\s+)*(?:vị\s+trí\s+)?(?:thứ|hạng)\s+[\p{L}\d]+\s+(?:là|thuộc\s+về)\s*)?"
    r"(?:(?:của|tỉnh|thành\s+phố|tp\.?|năm|chỉ\s+số)\s*)*"
)
LIST_OF_PLACES = "rank.listed"  # the rules of "thứ 2 và 3"
BESIDE = 40  # characters between names and the places listed behind them
NEXT = regex.compile(r"\s*,\s*(?:(?:hai|các)\s+)?(?:(?:tỉnh|thành\s+phố|tp\.?)\s*)?")
AGAIN = {"indices_again": ("index",), "owners_again": ("place", "organisation")}
KINDS = (("place", "organisation"), ("index",), ("component",), ("period",))


@dataclass(frozen=True, slots=True)
class Series:
    """What the figures of a "lần lượt" list are of: a role and, for each figure, its mention.

    `members` is empty where names and figures differ in number: nobody can tell whose each is.
    """

    role: str
    members: tuple[Mention, ...]


def find_series(page: Page, spots: Sequence[Spot]) -> dict[int, Series]:
    """Return the series that figures of one sentence belong to, by the start of each figure.

    "A, B và C lần lượt đạt 1, 2 và 3": the names stand before the cue or behind the figures
    ("1, 2 và 3 lần lượt thuộc về A, B và C").
    """
    found: dict[int, Series] = {}
    if len(spots) < 2:
        return found
    sentence = spots[0].sentence
    for at, spot in enumerate(spots[1:]):
        if spot.figure.rule.startswith(LIST_OF_PLACES):
            found.update(_places_in_turn(page, spots[at:]))
    for match in cues_in(page, "in_turn", sentence.start, sentence.end):
        run = _run(page, [s for s in spots if s.figure.start >= match.start()], match.end())
        names = _names_before(page, sentence.start, match.start())
        names = names or _named_again(page, spots[0].number, match.start())
        if len(run) < 2 and not names:
            run = _run(page, [s for s in spots if s.figure.end <= match.start()])
            names = _names_behind(page, match.end(), sentence.end)
        if len(run) < 2 or len(names) < 2:
            continue
        role = "owner" if names[0].kind in KINDS[0] else names[0].kind
        ahead = _run(page, [s for s in spots if s.figure.end <= names[0].start])
        if len(ahead) == len(names) and NEXT.fullmatch(
            page.folded, ahead[-1].figure.end, names[0].start
        ):  # "Với 0,5 điểm và 0,4 điểm, A và B lần lượt xếp thứ 6 và 12"
            for name, spot in zip(names, ahead, strict=True):
                found[spot.figure.start] = Series(role, (name,))
        while len(run) > 1:
            fits = len(names) == len(run)
            for number, spot in enumerate(run):
                found[spot.figure.start] = Series(role, (names[number],) if fits else ())
            run = _next_run(page, spots, run[-1], role) if fits else []
    return found


def _places_in_turn(page: Page, spots: Sequence[Spot]) -> dict[int, Series]:
    """Return the series of places listed right behind as many names: "A và B xếp thứ 2 và 3"."""
    run = _run(page, spots)
    start = run[0].figure.start
    names = _listed(page, KINDS[0], run[0].sentence.start, start)
    if len(names) != len(run) or page.breadth(names[-1].end, start) > BESIDE:
        return {}
    return {s.figure.start: Series("owner", (name,)) for s, name in zip(run, names, strict=True)}


def _next_run(page: Page, spots: Sequence[Spot], last: Spot, role: str) -> list[Spot]:
    """Return the figures that go through the same names again: "… xếp thứ 3 và 4 với 8,1 và 8".

    They may be of another time: "lần lượt đạt 8 và 9 điểm, năm 2022 là 7 và 8,5 điểm".
    """
    behind = [s for s in spots if s.figure.start > last.figure.end]
    run = _run(page, behind, last.figure.end)
    if not run or any(
        page.within(kind, last.figure.end, run[-1].figure.start)
        for kinds in KINDS
        for kind in kinds
        if kind != "period" or role == "period"
    ):
        return []
    return run


def _run(page: Page, spots: Sequence[Spot], start: int | None = None) -> list[Spot]:
    """Return the first figures in a row that only commas and "và" part."""
    run: list[Spot] = []
    for spot in spots:
        if run and not LISTED.fullmatch(page.folded, run[-1].figure.end, spot.figure.start):
            break
        if run and spot.figure.kind != run[-1].figure.kind:
            break
        if not run and start is not None and page.breadth(start, spot.figure.start) > 40:
            break
        run.append(spot)
    return run


LISTED = regex.compile(r"[\s,;]*(?:và|,?\s*với)?[\s,]*(?:(?:thứ|hạng|vị\s+trí|đạt|là|xếp)\s*)*")


def _names_before(page: Page, start: int, end: int) -> list[Mention]:
    """Return the list of names that ends last before a cue."""
    best: list[Mention] = []
    for kinds in KINDS:
        names = _listed(page, kinds, start, end)
        if names and (not best or names[-1].end > best[-1].end):
            best = names
    return best


def _named_again(page: Page, number: int, end: int) -> list[Mention]:
    """Return the indices or owners of the sentence before that "các chỉ số này" goes back to."""
    sentence = page.sentences[number]
    if number == 0:
        return []
    last = page.sentences[number - 1]
    for role, kinds in AGAIN.items():
        if cue(role).search(page.folded, sentence.start, end):
            found = [m for kind in kinds for m in page.within(kind, last.start, last.end)]
            found.sort(key=lambda m: m.start, reverse=True)
            return list({str(m.value): m for m in found}.values())[::-1]
    return []


def _names_behind(page: Page, start: int, end: int) -> list[Mention]:
    """Return the list of names that begins first behind a cue."""
    best: list[Mention] = []
    for kinds in KINDS:
        names = _listed(page, kinds, start, end, last=False)
        if names and (not best or names[0].start < best[0].start):
            best = names
    return best


def _listed(
    page: Page, kinds: Sequence[str], start: int, end: int, *, last: bool = True
) -> list[Mention]:
    """Return the last (or first) list of two names or more of some kinds between two places."""
    names = sorted((m for k in kinds for m in page.within(k, start, end)), key=lambda m: m.start)
    lists: list[list[Mention]] = []
    for name in names:
        if lists and JOINT.fullmatch(page.folded, lists[-1][-1].end, name.start):
            lists[-1].append(name)
        else:
            lists.append([name])
    long = [names for names in lists if len(names) > 1]
    return (long[-1] if last else long[0]) if long else []
