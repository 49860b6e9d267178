"""Counts and amounts: whose they are, when, and of what; they belong to no index."""

from collections.abc import Sequence

import regex

from ..page import Page
from ..types import Amount
from .calendar import PeriodLink
from .cues import before
from .details import link_modality
from .indices import IndexLink
from .measures import measured_by
from .owners import counted_owner, link_subject
from .sentences import Discourse, Linked, of_the_economy
from .spots import Spot
from .times import link_period

NOUN_END = regex.compile(r"[,;.():\n]|\x20(?:và|với|trong đó|so với|trong khi|để|nhằm|do)\x20|$")


def link_counted(
    page: Page, spots: Sequence[Spot], said: Discourse, linked: Sequence[Linked]
) -> list[Linked]:
    """Return the counts and amounts of a sentence with their links, given its other figures.

    They take the owner of the figure before them, and leave what other figures go on from as it is.
    """
    if not spots:
        return []
    main = str(said.topic.main.value) if said.topic.main else None
    found: list[Linked] = []
    for spot in spots:
        earlier = [o for o in (*linked, *found) if o.spot.figure.start < spot.figure.start]
        last = max(earlier, key=lambda o: o.spot.figure.start, default=None)
        owner = counted_owner(page, spot, said.standing, said.title) or link_subject(
            page, spot, said.standing, said.title, last.owner if last else None
        )
        owner = of_the_economy(page, spot, owner)
        modality = link_modality(page, spot)
        period = link_period(page, spot, said.times, None, main, target=modality == "target")
        own = IndexLink(reason="own_measure")
        found.append(Linked(spot, own, owner, period, PeriodLink(), modality, None, None))
    return found


def counted_thing(page: Page, spot: Spot) -> str | None:
    """Return what a count or an amount is of: its noun with the words behind it, as written.

    A sum, a measure, and a count "tại 35 đơn vị", is of what the words before it name.
    """
    figure, amount = spot.figure, spot.figure.value
    if not isinstance(amount, Amount):
        return None
    if figure.kind != "count" or before("count_place").match(page.folded, figure.start):
        measured = measured_by(page, spot, None, None)
        return measured.words if measured else None
    stop = NOUN_END.search(page.folded, figure.end, min(spot.end, spot.next))
    words = f"{amount.unit or ''}{page.text[figure.end : stop.start() if stop else spot.end]}"
    return " ".join(words.split()) or None
