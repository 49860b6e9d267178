"""From mentions to facts: every figure of a page with its links, evidence and open attributes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..page import Page
from ..periods import Relative
from ..types import Amount, Evidence, Fact, Kind, Mention, Modality
from .details import counted_thing, find_turns, link_indicator, link_modality, link_scope
from .indices import (
    FIGURES,
    IndexLink,
    Topic,
    find_components,
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
    counted_owner,
    find_owners,
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

ASIDE = ("title", "caption")  # zones that repeat the body and are read after it
REPEATED = "link.period.repeated"
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
    baseline: PeriodLink
    modality: Modality
    scope: str | None
    scope_evidence: Evidence | None


def link_facts(
    page: Page, figures: Sequence[Mention], relatives: Mapping[int, Relative | None]
) -> list[Fact]:
    """Return the facts of a page in reading order, each linked or with its reasons to stay open.

    The body is read before the title, which takes from it what it does not say itself.
    """
    if not figures:
        return []
    page.mentions["owner"] = find_owners(page)
    page.mentions["component"] = find_components(page)
    find_turns(page)
    spots = _by_sentence(find_spots(page, [f for f in figures if f.kind in FIGURES]))
    counted = _by_sentence(s for s in find_spots(page, figures) if s.figure.kind not in FIGURES)
    topic = Topic(title_index(page), 0, main=main_index(page))
    said = Discourse(topic, Standing(), Calendar(relatives, year=page.year), title_owner(page))
    state_years(page, said.times)
    start_calendar(page, said.times)
    facts: list[Fact] = []
    order = sorted(range(len(page.sentences)), key=lambda n: page.sentences[n].zone in ASIDE)
    for number in order:
        label_line(page, said.standing, number)
        linked = _link_sentence(page, spots.get(number, ()), said)
        facts.extend(_facts_of(page, linked))
        for one in _link_counted(page, counted.get(number, ()), said, linked):
            facts.append(_fact(page, one, counted_thing(page, one.spot)))
        if page.sentences[number].zone not in ASIDE:
            update_topic(page, said.topic, number)
            update_standing(page, said.standing, number, [one.owner for one in linked])
            update_calendar(page, said.times, number)
    return sorted(_titled(facts), key=lambda f: (f.start, f.end))


def _by_sentence(spots: Iterable[Spot]) -> dict[int, list[Spot]]:
    found: dict[int, list[Spot]] = {}
    for spot in spots:
        found.setdefault(spot.number, []).append(spot)
    return found


def _link_counted(
    page: Page, spots: Sequence[Spot], said: Discourse, linked: Sequence[Linked]
) -> list[Linked]:
    """Link the counts and amounts of a sentence: they measure something of their own.

    They take the owner of the figure before them, and leave what other figures go on from as it is.
    """
    main = str(said.topic.main.value) if said.topic.main else None
    found: list[Linked] = []
    for spot in spots:
        before = [o for o in (*linked, *found) if o.spot.figure.start < spot.figure.start]
        last = max(before, key=lambda o: o.spot.figure.start, default=None)
        before_it = last.owner if last else None
        owner = counted_owner(page, spot, said.standing, said.title) or link_subject(
            page, spot, said.standing, said.title, before_it
        )
        modality = link_modality(page, spot)
        period = link_period(page, spot, said.times, None, main, target=modality == "target")
        own = IndexLink(reason="own_measure")
        found.append(Linked(spot, own, owner, period, PeriodLink(), modality, None, None))
    return found


def _link_sentence(page: Page, spots: Sequence[Spot], said: Discourse) -> list[Linked]:
    linked: list[Linked] = []
    main = str(said.topic.main.value) if said.topic.main else None
    for spot in spots:
        last = linked[-1] if linked else None
        same = last is not None and continues(page, last.spot, spot)
        index = last.index if last and same else link_index(page, spot, said.topic)
        if last and same and not _new_owner(page, last.spot, spot):
            owner = last.owner
        else:
            before = last.owner if last else None
            owner = link_subject(page, spot, said.standing, said.title, before)
        modality = link_modality(page, spot)
        target = modality == "target"
        period = link_period(page, spot, said.times, index.code, main, target=target)
        remember(said.times, spot, index.code, period)
        baseline = link_baseline(page, spot, said.times, period.period)
        scope, field = link_scope(page, spot)
        if last and same and field is None and _field_goes_on(last, spot):
            scope, field = last.scope, last.scope_evidence
        linked.append(Linked(spot, index, owner, period, baseline, modality, scope, field))
    return linked


def _field_goes_on(last: Linked, spot: Spot) -> bool:
    """Whether the field told before one rank is the next one's: "Tại khối cục, …; thứ 3 …"."""
    told = last.scope_evidence
    return spot.figure.kind == "rank" and told is not None and told.rule == "link.scope.before"


def _facts_of(page: Page, linked: Sequence[Linked]) -> Iterator[Fact]:
    """Yield the facts of a sentence; a figure of no index measures what the one before it did."""
    last: Linked | None = None
    indicator: str | None = None
    for one in linked:
        measured = link_indicator(page, one.spot, one.index.code)
        goes_on = measured is None and last is not None and one.index is last.index
        indicator = indicator if goes_on else measured
        yield from _shared(page, one, _fact(page, one, indicator))
        last = one


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


def _shared(page: Page, linked: Linked, fact: Fact) -> list[Fact]:
    """Return one fact for each of several named owners of one figure."""
    evidence = linked.owner.evidence
    if evidence is None or evidence.rule not in SHARED or fact.kind not in SHARING:
        return [fact]
    joint = joint_owners(page, linked.spot, linked.owner)
    return [replace(fact, subject=owner) for owner in joint] or [fact]


def _fact(page: Page, linked: Linked, indicator: str | None) -> Fact:
    figure = linked.spot.figure
    amount = figure.value
    if not isinstance(amount, Amount):
        raise TypeError(f"the figure at {figure.start} has no amount but {amount!r}")
    kind: Kind = figure.kind  # type: ignore[assignment]
    left_open = open_attributes(linked)
    return Fact(
        kind=kind,
        start=figure.start,
        end=figure.end,
        quote=page.text[figure.start : figure.end],
        amount=amount,
        rule=figure.rule,
        zone=linked.spot.sentence.zone,
        modality=linked.modality,
        index=linked.index.code,
        component=_printed(page, linked.index.component),
        indicator=indicator,
        subject=linked.owner.subject,
        period=linked.period.period,
        baseline=linked.baseline.period,
        scope=linked.scope,
        measure=measure_of(kind, amount, linked.index.code),
        confidence=round(0.95 ** (1 + 2 * len(left_open)), 2),
        open=left_open,
        evidence=tuple(_evidence(linked)),
    )


def open_attributes(linked: Linked) -> tuple[tuple[str, str], ...]:
    """Return the attributes that stayed open, each with its reason.

    A figure that measures something of its own belongs to no index, which is no open question;
    nor is the baseline of what is no change.
    """
    links: dict[str, str | None] = {
        "index": linked.index.reason,
        "subject": linked.owner.reason,
        "period": linked.period.reason,
        "baseline": linked.baseline.reason if linked.spot.figure.kind == "delta" else None,
    }
    return tuple((name, why) for name, why in links.items() if why and why != "own_measure")


def _evidence(linked: Linked) -> list[Evidence]:
    links = (linked.index, linked.owner, linked.period, linked.baseline)
    evidence = [link.evidence for link in links if link.evidence]
    if linked.scope_evidence is not None:
        evidence.append(linked.scope_evidence)
    if (named := linked.index.component) is not None:
        evidence.append(Evidence("component", named.start, named.end, named.rule))
    return evidence


def _printed(page: Page, mention: Mention | None) -> str | None:
    """Return the words of a mention as written, with single blanks."""
    return " ".join(page.text[mention.start : mention.end].split()) if mention else None


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
    dated = {_figure_of(f): f for f in reversed(facts) if f.zone not in ASIDE and f.period}
    result = []
    for fact in facts:
        again = dated.get(_figure_of(fact))
        if fact.zone in ASIDE and fact.period is None and again is not None:
            told = [e for e in again.evidence if e.role == "period"]
            fact = replace(
                fact,
                period=again.period,
                open=tuple(o for o in fact.open if o[0] != "period"),
                evidence=(*fact.evidence, *(replace(e, rule=REPEATED) for e in told)),
            )
        result.append(fact)
    return result


def _figure_of(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.amount.value, fact.amount.unit, fact.index, fact.modality
