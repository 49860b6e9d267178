"""From mentions to facts: every figure of a page with its links, evidence and open attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..page import Page
from ..periods import Relative
from ..types import Amount, Evidence, Fact, Kind, Mention, Subject
from .details import link_indicator, link_modality, link_scope
from .indices import (
    IndexLink,
    Topic,
    index_behind,
    link_index,
    main_index,
    measured_behind,
    natives,
    residue,
    title_index,
    update_topic,
)
from .owners import (
    Standing,
    SubjectLink,
    bracketing,
    joint_owners,
    label_line,
    link_subject,
    owner_behind,
    owners_of,
    title_owner,
    update_standing,
)
from .spots import Spot, find_spots
from .times import (
    Calendar,
    PeriodLink,
    link_baseline,
    link_period,
    remember,
    start_calendar,
    state_years,
    update_calendar,
)


# Links to an owner that may share its figure with others named beside it.
SHARED = ("link.subject.before", "link.subject.behind", "link.subject.continued")

SHARING = ("rank", "score", "tier")


@dataclass(slots=True)
class Discourse:
    """What an article has said so far: its topic, who stands, its times, and the last figure."""

    topic: Topic
    standing: Standing
    times: Calendar
    title: Mention | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure with its links, from which the next one in its sentence may go on."""

    spot: Spot
    index: IndexLink
    owner: SubjectLink
    period: PeriodLink
    fact: Fact


def link_facts(
    page: Page, figures: Sequence[Mention], relatives: Mapping[int, Relative | None]
) -> list[Fact]:
    """Return the facts of a page in reading order, each linked or with its reasons to stay open.

    The body is read before the title, which takes from it what it does not say itself.
    """
    by_number: dict[int, list[Spot]] = {}
    for spot in find_spots(page, figures):
        by_number.setdefault(spot.number, []).append(spot)
    topic = Topic(title_index(page), 0, main=main_index(page))
    said = Discourse(topic, Standing(), Calendar(relatives, year=page.year), title_owner(page))
    state_years(page, said.times)
    start_calendar(page, said.times)
    facts: list[Fact] = []
    order = sorted(
        range(len(page.sentences)), key=lambda n: page.sentences[n].zone in ("title", "caption")
    )
    for number in order:
        label_line(page, said.standing, number)
        linked = _link_sentence(page, by_number.get(number, ()), said)
        facts.extend(fact for one in linked for fact in _shared(page, one))
        if page.sentences[number].zone not in ("title", "caption"):
            update_topic(page, said.topic, number)
            update_standing(page, said.standing, number, [one.owner for one in linked])
            update_calendar(page, said.times, number)
    return sorted(_titled(facts), key=lambda f: (f.start, f.end))


def _link_sentence(page: Page, spots: Sequence[Spot], said: Discourse) -> list[Linked]:
    linked: list[Linked] = []
    for spot in spots:
        if not isinstance(spot.figure.value, Amount):
            continue
        last = linked[-1] if linked else None
        same = last is not None and continues(page, last.spot, spot)
        index = last.index if last and same else link_index(page, spot, said.topic)
        if last and same and not _new_owner(page, last.spot, spot):
            owner = last.owner
        else:
            owner = link_subject(page, spot, said.standing, said.title, last and last.owner)
        main = str(said.topic.main.value) if said.topic.main else None
        target = link_modality(page, spot) == "target"
        period = link_period(page, spot, said.times, index.code, main, target=target)
        remember(said.times, spot, index.code, period)
        fact = _fact(page, spot, spot.figure.value, index, owner, period, said.times)
        if last and index is last.index and fact.indicator is None:
            fact = replace(fact, indicator=last.fact.indicator)
        linked.append(Linked(spot, index, owner, period, fact))
    return linked


def continues(page: Page, last: Spot, spot: Spot) -> bool:
    """Whether a figure measures what the one before it did: no other measure is named between."""
    start, end = last.figure.end, spot.figure.start
    if spot.figure.kind == "percentage" and measured_behind(page, spot):
        return False
    return not (
        page.within("index", start, end)
        or page.within("other_index", start, end)
        or residue(page, start, end)
        or index_behind(page, spot)
    )


def _new_owner(page: Page, last: Spot, spot: Spot) -> bool:
    named = owners_of(page, last.figure.end, spot.figure.start) or bracketing(page, spot)
    return bool(named) or owner_behind(page, spot, alone=False) is not None


def _shared(page: Page, linked: Linked) -> list[Fact]:
    """Return one fact for each of several named owners of one figure."""
    evidence = linked.owner.evidence
    if evidence is None or evidence.rule not in SHARED or linked.fact.kind not in SHARING:
        return [linked.fact]
    joint = joint_owners(page, linked.spot, linked.owner)
    return [replace(linked.fact, subject=owner) for owner in joint] or [linked.fact]


def _fact(
    page: Page,
    spot: Spot,
    amount: Amount,
    index: IndexLink,
    owner: SubjectLink,
    period: PeriodLink,
    times: Calendar,
) -> Fact:
    figure = spot.figure
    scope, scope_evidence = link_scope(page, spot)
    baseline = (
        link_baseline(page, spot, times, period.period)
        if figure.kind == "delta"
        else PeriodLink(reason="no_change")
    )
    links = (index, owner, period, baseline)
    evidence: tuple[Evidence, ...] = tuple(link.evidence for link in links if link.evidence)
    open_attributes = [
        (name, link.reason)
        for name, link in zip(("index", "subject", "period", "baseline"), links, strict=True)
        if link.reason and link.reason not in ("no_change", "own_measure")
    ]
    kind: Kind = figure.kind  # type: ignore[assignment]
    return Fact(
        kind=kind,
        start=figure.start,
        end=figure.end,
        quote=page.text[figure.start : figure.end],
        amount=amount,
        rule=figure.rule,
        zone=spot.sentence.zone,
        modality=link_modality(page, spot),
        index=index.code,
        component=index.component,
        indicator=link_indicator(page, spot, index.code),
        subject=owner.subject,
        period=period.period,
        baseline=baseline.period,
        scope=scope,
        measure=measure_of(kind, amount, index.code),
        confidence=round(0.95 ** (1 + 2 * len(open_attributes)), 2),
        open=tuple(open_attributes),
        evidence=(*evidence, scope_evidence) if scope_evidence else evidence,
    )


def measure_of(kind: Kind, amount: Amount, index: str | None) -> str:
    """Return what quantity a figure is, however it was phrased.

    An index value is `value` in points or percent; the growth of GRDP is `growth` both as a change
    and as a rate.
    """
    growth = index is not None and natives().get(index) == "growth"
    if kind in ("score", "percentage"):
        if growth:
            return "growth"
        return "value" if index or kind == "score" else "share"
    if kind == "delta":
        if growth and amount.unit == "%":
            return "growth"
        return "rank_change" if amount.unit == "bậc" else "value_change"
    return {"rank": "rank", "tier": "tier", "count": "count", "money": "amount"}.get(kind, "amount")


def _titled(facts: list[Fact]) -> list[Fact]:
    """Let a figure of the title or a caption take its period from the body that repeats it."""
    body = [f for f in facts if f.zone not in ("title", "caption")]
    result = []
    for fact in facts:
        if fact.zone in ("title", "caption") and fact.period is None:
            again = next(
                (b for b in body if b.kind == fact.kind and b.amount.value == fact.amount.value
                 and b.index == fact.index and b.period), None,
            )  # fmt: skip
            if again:
                left = tuple(o for o in fact.open if o[0] != "period")
                fact = replace(fact, period=again.period, open=left)
        result.append(fact)
    return result
