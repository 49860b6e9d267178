"""One sentence: its figures with their links, each going on from the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...patterns.compiling import compiled
from ...patterns.fold import fold_case
from ..page import Page
from ..types import Amount, Evidence, Mention, Modality, Subject
from .asides import THEN
from .baselines import link_baseline
from .calendar import Calendar, PeriodLink, period_of, remember
from .candidates import owners_of
from .cues import before, cue, cue_in
from .details import link_modality, link_scope
from .indices import (
    IndexLink,
    Topic,
    index_behind,
    levels,
    link_index,
    measured_behind,
    natives,
)
from .measures import Measured
from .owners import (
    Standing,
    SubjectLink,
    bracketing,
    link_subject,
    national_owner,
    owner_behind,
    owner_of_noun,
    stranger_behind,
)
from .residue import head_end, residue
from .series import Series, find_series
from .spots import Spot
from .times import link_period, starts_from

NATION = compiled(r"(?<!\p{L})(?:cả\x20+nước|toàn\x20+quốc)(?!\p{L})")
STANDING = ("link.subject.paragraph", "link.subject.title")
BEHIND = ("link.index.behind", "link.index.shared")


@dataclass(slots=True)
class Discourse:
    """What an article has said so far: its topic, who stands, its times, and the last figure."""

    topic: Topic
    standing: Standing
    times: Calendar
    title: Mention | None
    measured: Measured | None = None


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


def link_sentence(page: Page, spots: Sequence[Spot], said: Discourse) -> list[Linked]:
    """Return the figures of one sentence with their links, in reading order."""
    if not spots:
        return []
    linked: list[Linked] = []
    main = str(said.topic.main.value) if said.topic.main else None
    series = find_series(page, spots)
    for spot in spots:
        last = _before(page, linked, spot)
        same = last is not None and continues(page, last.spot, spot, ranked_in=last.scope_evidence)
        index = last.index if last and same else link_index(page, spot, said.topic)
        if last and same and not _new_owner(page, last, spot):
            owner = last.owner
        else:
            before = last.owner if last and not last.owner.own else None
            owner = link_subject(page, spot, said.standing, said.title, before)
        turn = series.get(spot.figure.start)
        index, owner = _in_turn_index(turn, index), _in_turn_owner(turn, owner)
        owner = of_the_economy(page, spot, _of_the_country(page, spot, index, owner))
        modality = link_modality(page, spot)
        target = modality == "target"
        period = link_period(page, spot, said.times, index.code, main, target=target)
        period = _in_turn_period(page, said, turn, period)
        remember(page, said.times, spot, (index.code, target), period)
        baseline = link_baseline(page, spot, said.times, period.period)
        scope, field = link_scope(page, spot, index.evidence)
        if field is None and (ranked := _field_before(page, linked, spot)) is not None:
            scope, field = ranked.scope, ranked.scope_evidence
        linked.append(Linked(spot, index, owner, period, baseline, modality, scope, field))
    return _sharing_field(page, _sharing_behind(page, linked))


def _before(page: Page, linked: Sequence[Linked], spot: Spot) -> Linked | None:
    """Return the figure that one goes on from: the one before it, no other owner's in a bracket.

    "Lào Cai đạt 82%, cao hơn trung bình cả nước (80%) và xếp thứ 17".
    """
    for at in range(len(linked) - 1, 0, -1):
        one, earlier = linked[at], linked[at - 1]
        end = one.spot.figure.end
        closed = page.folded.find(")", end, spot.figure.start)
        aside = page.open_bracket(earlier.spot.figure.end, one.spot.figure.start) >= 0
        ended = closed >= 0 and "(" not in page.folded[closed : spot.figure.start]
        if not (aside and ended and _anothers(page, one, earlier)):
            return one
    return linked[0] if linked else None


def _anothers(page: Page, one: Linked, earlier: Linked) -> bool:
    """Whether a figure in a bracket is of the country, or of one that the bracket names."""
    told = one.owner.evidence
    if told is None or one.owner.subject is None or one.owner.subject == earlier.owner.subject:
        return False
    named = page.open_bracket(earlier.spot.figure.end, told.start) >= 0
    return named or one.owner.subject.type == "country"


def _of_the_country(page: Page, spot: Spot, index: IndexLink, owner: SubjectLink) -> SubjectLink:
    """Give a figure of no owner its country where its index is of nobody else.

    GDP is the country's, and no agency's that tells it; so are consumer prices in an article that
    names no province.
    """
    if index.code is None or index.evidence is None:
        return owner
    agency = owner.subject is not None and owner.subject.type == "organisation"
    if agency and levels()[index.code] == ("country",):
        return _country(index.evidence)
    counted = agency and owner.subject and not owner.subject.code and _of_the_state(owner.subject)
    if owner.reason != "not_told" and not (counted and natives()[index.code] == "growth"):
        return owner
    near = page.within("place", spot.sentence.start, spot.figure.start)
    if any(isinstance(m.value, Subject) and m.value.code != "VN" for m in near):
        return owner
    ranked = levels()[index.code]
    local = len(ranked) > 1 and _speaks_of_a_part(page, spot)
    if "country" not in ranked or local or "ministry" in ranked:
        return owner
    return _country(index.evidence)._replace(own=not counted)


def _speaks_of_a_part(page: Page, spot: Spot) -> bool:
    """Whether a page is of a province, or has named a part of the country before a figure."""
    return _speaks_of_its_province(page) or any(
        isinstance(m.value, Subject) and m.value.type != "country" and m.start < spot.figure.start
        for m in page.mentions.get("place", ())
    )


def _speaks_of_its_province(page: Page) -> bool:
    """Whether an article is of a province, named or not: "theo Cục Thống kê tỉnh"."""
    if page.home is not None or page.mentions.get("own_province"):
        return True
    offices = page.mentions.get("organisation", ())
    return any(page.folded[m.start : m.end].endswith((" tỉnh", " thành phố")) for m in offices)


def _country(index: Evidence) -> SubjectLink:
    evidence = Evidence("subject", index.start, index.end, "link.subject.of_index")
    return SubjectLink(Subject("country", "VN", "Việt Nam"), evidence, own=True)


def of_the_economy(page: Page, spot: Spot, owner: SubjectLink) -> SubjectLink:
    """Give a figure of the economy to the country where nobody owns it, or an office of the state
    merely stands.

    A ministry that an earlier sentence spoke of has no exports of its own; a firm may.
    """
    if page.home is not None or spot.figure.kind == "count" or not _nobodys(page, spot, owner):
        return owner
    words = cue_in(page, "national_measure", spot.after, spot.figure.start)
    if words is None:
        return owner
    evidence = Evidence("subject", words.start(), words.end(), "link.subject.economy")
    return SubjectLink(Subject("country", "VN", "Việt Nam"), evidence)


def _nobodys(page: Page, spot: Spot, owner: SubjectLink) -> bool:
    """Whether nobody owns a figure, or only an office of the state that merely stands."""
    if owner.reason == "not_told":
        return not _speaks_of_a_part(page, spot)
    stands = owner.evidence is not None and owner.evidence.rule in STANDING
    subject = owner.subject if stands else None
    return subject is not None and subject.type == "organisation" and _of_the_state(subject)


def _of_the_state(subject: Subject) -> bool:
    return cue("state_office").match(fold_case(subject.name or "")) is not None


def _sharing_behind(page: Page, linked: list[Linked]) -> list[Linked]:
    """Let figures without an index have the one named behind the last of them.

    "Indonesia xếp thứ 64, Lào xếp thứ 110 về chỉ số GII"; no noun of its own stands between them.
    """
    for at in range(len(linked) - 2, -1, -1):
        one, next_one = linked[at], linked[at + 1]
        told = next_one.index.evidence
        if (
            one.index.reason == "not_told"
            and told is not None
            and told.rule in BEHIND
            and continues(page, one.spot, next_one.spot, behind=True)
        ):
            index = next_one.index._replace(evidence=told._replace(rule=BEHIND[-1]))
            period = next_one.period if one.period.period is None else one.period
            linked[at] = replace(one, index=index, period=period)
    return linked


def _sharing_field(page: Page, linked: list[Linked]) -> list[Linked]:
    """Let the place a change starts from be in the field of the one it ends at.

    "Từ vị trí thứ 9 lên thứ 8 trong vùng Tây Bắc".
    """
    for at, (one, next_one) in enumerate(pairwise(linked)):
        if (
            one.spot.figure.kind == next_one.spot.figure.kind == "rank"
            and one.scope is None
            and next_one.scope is not None
            and starts_from(page, one.spot)
            and THEN.match(page.folded, one.spot.figure.end)
        ):
            field = next_one.scope_evidence
            linked[at] = replace(one, scope=next_one.scope, scope_evidence=field)
    return linked


def _in_turn_index(turn: Series | None, index: IndexLink) -> IndexLink:
    if turn is not None and turn.role == "component" and index.code is not None:
        named = turn.members[0] if turn.members else None
        return index._replace(component=named)
    if turn is None or turn.role != "index":
        return index
    if not turn.members:
        return IndexLink(reason="two_candidates")
    mention = turn.members[0]
    evidence = Evidence("index", mention.start, mention.end, "link.index.in_turn")
    return IndexLink(str(mention.value), evidence, None, None, mention)


def _in_turn_owner(turn: Series | None, owner: SubjectLink) -> SubjectLink:
    if turn is None or turn.role != "owner":
        return owner
    if not turn.members or not isinstance(turn.members[0].value, Subject):
        return SubjectLink(reason="two_candidates")
    mention, subject = turn.members[0], turn.members[0].value
    return SubjectLink(
        subject, Evidence("subject", mention.start, mention.end, "link.subject.in_turn")
    )


def _in_turn_period(
    page: Page, said: Discourse, turn: Series | None, period: PeriodLink
) -> PeriodLink:
    if turn is None or turn.role != "period":
        return period
    if not turn.members:
        return PeriodLink(reason="two_candidates")
    mention = turn.members[0]
    evidence = Evidence("period", mention.start, mention.end, "link.period.in_turn")
    value = period_of(page, said.times, mention, None)
    return PeriodLink(value, evidence, None if value else "not_understood")


def _field_before(page: Page, linked: Sequence[Linked], spot: Spot) -> Linked | None:
    """Return the rank before whose field is the next one's: "Tại khối cục, A …, B thứ 3 …".

    An index named between ends it, where the places ranked are not as many as before.
    """
    ranks = [one for one in linked if one.spot.figure.kind == "rank"]
    if spot.figure.kind != "rank" or not ranks:
        return None
    last = ranks[-1]
    told = last.scope_evidence
    if told is None or told.rule != "link.scope.before":
        return None
    if NATION.search(page.folded, last.spot.figure.end, spot.figure.start):
        return None  # "trong vùng xếp thứ 9; so với cả nước thì xếp thứ 17"
    apart = page.within("index", last.spot.figure.end, spot.figure.start)
    return None if apart and not _as_many(last.spot, spot) else last


def _as_many(one: Spot, other: Spot) -> bool:
    """Whether two ranks are told of equally many places."""
    amounts = [s.figure.value for s in (one, other)]
    sizes = [a.out_of for a in amounts if isinstance(a, Amount)]
    return len(sizes) == 2 and sizes[0] is not None and sizes[0] == sizes[1]


def continues(
    page: Page,
    last: Spot,
    spot: Spot,
    *,
    behind: bool = False,
    ranked_in: Evidence | None = None,
) -> bool:
    """Whether a figure measures what the one before it did: no other measure is named between.

    `behind` asks it of a figure whose index is named behind it; `ranked_in` are the words for those
    among whom the one before is ranked: "dẫn đầu khối sở, ngành với 93,41%".
    """
    start, end = last.figure.end, max(last.figure.end, head_end(page, spot))
    if cue("plan_bracket").fullmatch(page.folded, start, spot.figure.start):
        return True
    if ranked_in and start <= ranked_in.start < ranked_in.end <= end:
        if residue(page, start, ranked_in.start):
            return False
        start = ranked_in.end
    if last.figure.kind == "percentage" and measured_behind(page, last):
        # "59% doanh nghiệp phải trả phí, giảm 7%": what stands before the comma is the share's
        start = max(start, page.folded.rfind(",", start, end))
    if spot.figure.kind == "percentage" and measured_behind(page, spot):
        return False
    if any(
        isinstance(m.value, Amount)
        and cue("components_counted").match(fold_case(m.value.unit or ""))
        for m in page.within("count", start, end)
    ):
        return False  # "(7,35 điểm); 3 chỉ số thuộc nhóm khá": no longer of that component
    return not (
        page.within("index", start, end)
        or page.within("other_index", start, end)
        or residue(page, start, end)
        or (not behind and index_behind(page, spot))
    )


def _new_owner(page: Page, last: Linked, spot: Spot) -> bool:
    """Whether a figure has an owner of its own: one is named, or it is the whole country's."""
    start = last.spot.figure.end
    if owners_of(page, start, spot.figure.start) or bracketing(page, spot):
        return True
    if owner_behind(page, spot, alone=False) or owner_of_noun(page, spot):
        return True
    if stranger_behind(page, spot):
        return True
    if before("unnamed_best").match(page.folded, spot.figure.start):
        return True
    subject = last.owner.subject
    member = subject is not None and subject.type in ("province", "region", "organisation")
    return member and national_owner(page, spot, start) is not None
