"""From mentions to facts: every figure of a page with its links, evidence and open attributes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ..page import Page
from ..periods import Relative
from ..types import Amount, Evidence, Fact, Kind, Mention
from .attribution import find_sources, link_attribution
from .calendar import Calendar, start_calendar, state_years, update_calendar
from .candidates import find_owners
from .components import find_components
from .confidence import Confidence
from .counted import counted_thing, link_counted
from .cues import cue
from .details import find_turns
from .indices import (
    Topic,
    find_lettered,
    main_index,
    natives,
    title_index,
    turn_to_title,
    update_topic,
)
from .joint import joint_components, joint_indices, joint_owners
from .measures import Measured, find_rankings, measured_by
from .owners import Standing, title_owner
from .residue import FIGURES
from .sentences import Discourse, Linked, link_sentence
from .spots import Spot, find_spots
from .standing import label_line, update_standing

# Links to an owner that may share its figure with others named beside it.
SHARED = ("link.subject.before", "link.subject.behind", "link.subject.continued")

ASIDE = ("title", "caption")  # zones that repeat the body and are read after it
ELSEWHERE = tuple(
    f"link.period.{told}" for told in ("carried", "main", "deadline", "index", "stated")
)
SHARING = ("rank", "score", "tier")


def link_facts(
    page: Page, figures: Sequence[Mention], relatives: Mapping[int, Relative | None]
) -> list[Fact]:
    """Return the facts of a page in reading order, each linked or with its reasons to stay open.

    The body is read before the title, which takes from it what it does not say itself.
    """
    if not figures:
        return []
    find_lettered(page)
    page.mentions["component"] = find_components(page)
    page.mentions["owner"] = find_owners(page)
    page.mentions["source"] = find_sources(page)
    page.mentions["ranking"] = find_rankings(page)
    find_turns(page)
    spots = _by_sentence(find_spots(page, [f for f in figures if f.kind in FIGURES]))
    counted = _by_sentence(s for s in find_spots(page, figures) if s.figure.kind not in FIGURES)
    topic = Topic(title_index(page), 0, main=main_index(page))
    said = Discourse(topic, Standing(), Calendar(relatives, year=page.year), title_owner(page))
    state_years(page, said.times)
    start_calendar(page, said.times)
    sure = Confidence(page)
    facts: list[Fact] = []
    order = sorted(range(len(page.sentences)), key=lambda n: page.sentences[n].zone in ASIDE)
    while order and order[-1] not in spots and order[-1] not in counted:
        order.pop()  # no figure goes on from what is said behind the last one
    for number in order:
        if page.sentences[number].zone == "title":
            turn_to_title(page, said.topic)
        label_line(page, said.standing, number, said.title)
        linked = link_sentence(page, spots.get(number, ()), said)
        facts.extend(_facts_of(page, linked, said, sure))
        for one in link_counted(page, counted.get(number, ()), said, linked):
            facts.append(_fact(page, one, counted_thing(page, one.spot), sure))
        if page.sentences[number].zone not in ASIDE:
            update_topic(page, said.topic, number, [one.index for one in linked])
            update_standing(page, said.standing, number, [one.owner for one in linked])
            update_calendar(page, said.times, number)
    return sorted(_titled(facts, sure), key=lambda f: (f.start, f.end))


def _by_sentence(spots: Iterable[Spot]) -> dict[int, list[Spot]]:
    found: dict[int, list[Spot]] = {}
    for spot in spots:
        found.setdefault(spot.number, []).append(spot)
    return found


def _facts_of(
    page: Page, linked: Sequence[Linked], said: Discourse, sure: Confidence
) -> Iterator[Fact]:
    """Yield the facts of a sentence, each of no index with what it measures."""
    last: tuple[Spot, Measured | None] | None = None
    for one in linked:
        measured: Measured | None = None
        if one.index.code is None:
            measured = measured_by(page, one.spot, last, said.measured, said.topic.other)
            if measured is not None:
                said.measured = measured._replace(line=one.spot.sentence.line)
        last = one.spot, measured
        yield from _shared(page, one, _fact(page, one, measured.words if measured else None, sure))


def _shared(page: Page, linked: Linked, fact: Fact) -> list[Fact]:
    """Return one fact for each of several named owners, or indices, of one figure."""
    evidence = linked.owner.evidence
    named = joint_indices(page, linked.spot, linked.index)
    codes = list(dict.fromkeys(str(m.value) for m in named))
    facts = [replace(fact, index=code) for code in codes] or _of_components(page, linked, fact)
    if evidence is None or evidence.rule not in SHARED or fact.kind not in SHARING:
        return facts
    joint = joint_owners(page, linked.spot, linked.owner)
    return [replace(one, subject=owner) for one in facts for owner in joint] or facts


def _of_components(page: Page, linked: Linked, fact: Fact) -> list[Fact]:
    """Return one fact for each of several components: "A và B đều …", "nhóm cao nhất gồm: A; B"."""
    listed = joint_components(page, linked.spot, linked.index.component)
    if not listed and fact.kind == "tier" and fact.index is not None and fact.component is None:
        listed = _listed_behind(page, linked.spot)
    others = tuple(e for e in fact.evidence if e.role != "component")
    return [
        replace(
            fact,
            component=_printed(page, part),
            evidence=(*others, Evidence("component", part.start, part.end, part.rule)),
        )
        for part in listed
    ] or [fact]


def _listed_behind(page: Page, spot: Spot) -> list[Mention]:
    """Return the components listed right behind a tier."""
    opened = cue("components_listed").match(page.folded, spot.figure.end, spot.sentence.end)
    if opened is None:
        return []
    listed = page.within("component", opened.end(), _next_band(page, spot))
    if not listed or page.folded[opened.end() : listed[0].start].strip(' "'):
        return []
    return listed


def _next_band(page: Page, spot: Spot) -> int:
    """Return where the list behind a tier ends: at the next tier's count, or with the sentence."""
    later = page.within("tier", spot.figure.end, spot.sentence.end)
    if not later:
        return spot.sentence.end
    counts = page.within("count", spot.figure.end, later[0].start)
    return counts[-1].start if counts else later[0].start


def _fact(page: Page, linked: Linked, indicator: str | None, sure: Confidence) -> Fact:
    figure = linked.spot.figure
    amount = figure.value
    if not isinstance(amount, Amount):
        raise TypeError(f"the figure at {figure.start} has no amount but {amount!r}")
    kind: Kind = figure.kind  # type: ignore[assignment]
    left_open = open_attributes(linked, indicator)
    source, told = link_attribution(page, linked.spot)
    evidence = (*_evidence(linked), *([told] if told else []))
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
        attribution=source,
        measure=measure_of(kind, amount, linked.index.code),
        confidence=sure.of(figure.rule, figure.start, left_open, evidence),
        open=left_open,
        evidence=evidence,
    )


def open_attributes(linked: Linked, indicator: str | None) -> tuple[tuple[str, str], ...]:
    """Return the attributes that stayed open, each with its reason.

    A figure that measures something of its own, its indicator, belongs to no index, which is no
    open question; nor is the baseline of what is no change.
    """
    index = linked.index.reason
    if index == "own_measure":
        index = None if indicator else "not_understood"
    links: dict[str, str | None] = {
        "index": index,
        "subject": linked.owner.reason,
        "period": linked.period.reason,
        "baseline": linked.baseline.reason if linked.spot.figure.kind == "delta" else None,
    }
    return tuple((name, why) for name, why in links.items() if why)


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


def _titled(facts: list[Fact], sure: Confidence) -> list[Fact]:
    """Let a figure of the title or a caption take its times from the body that repeats it."""
    body = [f for f in reversed(facts) if f.zone not in ASIDE]
    dated = {_figure_of(f): f for f in body if f.period}
    compared = {_figure_of(f): f for f in body if f.baseline}
    result = []
    for fact in facts:
        if fact.zone in ASIDE:
            again = dated.get(_figure_of(fact))
            if again is not None and _alike(fact, again) and not _dated_itself(fact):
                fact = _repeating(fact, again, "period", sure)
            again = compared.get(_figure_of(fact))
            if again is not None and fact.baseline is None:
                fact = _repeating(fact, again, "baseline", sure)
        result.append(fact)
    return result


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two places may be of one ranking: not 21/34 and 21/63."""
    return None in (sizes := (one.amount.out_of, other.amount.out_of)) or sizes[0] == sizes[1]


def _repeating(
    fact: Fact, again: Fact, role: Literal["period", "baseline"], sure: Confidence
) -> Fact:
    """Return a fact with a time of the one that repeats it."""
    told = [e._replace(rule=f"link.{role}.repeated") for e in again.evidence if e.role == role]
    evidence = (*(e for e in fact.evidence if e.role != role), *told)
    left = tuple(o for o in fact.open if o[0] != role)
    return replace(
        fact,
        period=again.period if role == "period" else fact.period,
        baseline=again.baseline if role == "baseline" else fact.baseline,
        confidence=sure.of(fact.rule, fact.start, left, evidence),
        open=left,
        evidence=evidence,
    )


def _dated_itself(fact: Fact) -> bool:
    """Whether a fact's own words, and not those of another sentence, tell its period."""
    return fact.period is not None and not any(
        e.role == "period" and e.rule in ELSEWHERE for e in fact.evidence
    )


def _figure_of(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.amount.value, fact.amount.unit, fact.index, fact.modality
