"""Whose figure it is: the subject of each figure, from its clause out to the publisher."""

from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from ...patterns.fold import fold_case
from ..page import Page, Sentence
from ..types import Amount, Evidence, Mention, Subject
from .candidates import STANDS, owners_of
from .cues import before, cue, cue_in, cues_in
from .spots import Spot

NAMED = ("place", "organisation")
AT = regex.compile(r"(?<!\p{L})(?:tại|ở|của)\x20")
OPENING = 60  # characters from its start within which a figure opens a sentence
SPOKEN_OF = "province.spoken_of"  # "tỉnh này"
VALUED = regex.compile(r"\s*(?:\(\s*\d|,?\s+(?:đạt|với)\s+\d|:\s*\d)")
# A name that no gazetteer or rule knows: "thứ 2 là Vincom Retail", "vị trí số 1 là ông …"
STRANGER = regex.compile(
    r"(?:\s+bảng\s+xếp\s+hạng)?\s+(?:là|thuộc\s+về)\s+"
    r"(?:(?:ứng\s+dụng|mạng\s+xã\s+hội|thương\s+hiệu|hãng)\s+)?"
    r"(?:(?:ông|bà|anh|chị|tay\s+vợt|cầu\s+thủ)\s"
    r"|(?!(?:Chỉ|Bộ|Lĩnh|Nội|Trục|Tiêu|Nhóm|Năm|Tháng|Ngày|Hạng|Khối|Các|Những)(?!\p{L}))\p{Lu}\p{L})"
)
# "Theo PCI 2023, với điểm số PCI năm 2023 đạt 71,25 điểm, Quảng Ninh tiếp tục là tỉnh"
FRONTED = regex.compile(r"(?<=^\s*|[.!?…:,;\n]\s*)với\s(?:[^,;.:()\d]|(?<!\d)\d{4}(?![\d,.]))*$")
HOLDS = regex.compile(
    STANDS.pattern
    + r"|\x20+(?:(?:đã|cũng|tiếp\x20+tục|vẫn)\x20+)*(?:là|giữ|nằm|thuộc|trở\x20+thành)(?!\p{L})"
)
BEHIND_COMMA = regex.compile(
    r"(?:[^,;.()]{0,40},\x20*|\x20+)(?:(?:thì|tỉnh|thành\x20+phố|tp\.?)\x20+)*"
)


class SubjectLink(NamedTuple):
    """The subject of a figure with the words it rests on; `reason` says why there is none.

    `own` marks an owner that its index alone tells: it goes on to no figure of another measure.
    """

    subject: Subject | None = None
    evidence: Evidence | None = None
    reason: str | None = None
    own: bool = False

    def by(self, rule: str) -> "SubjectLink":
        """Return the same link made by another rule."""
        told = self.evidence
        evidence = Evidence(told.role, told.start, told.end, rule) if told else None
        return SubjectLink(self.subject, evidence, self.reason)


@dataclass(slots=True)
class Standing:
    """The owner last spoken of; `label` is the one that heads its line ("Tỉnh Hà Tĩnh: …").

    `passing` was named last behind a figure ("đứng đầu là Quảng Ninh"): only "tỉnh này" means it.
    `told` are the owners that the figures of the line have had; `before_list` is who stood before
    the items of a list.
    """

    owner: SubjectLink | None = None
    label: SubjectLink | None = None
    passing: SubjectLink | None = None
    line: int = -1
    before_list: SubjectLink | None = None
    told: set[Subject | None] = field(default_factory=set)


def link_subject(
    page: Page,
    spot: Spot,
    standing: Standing,
    title: Mention | None,
    last: SubjectLink | None = None,
) -> SubjectLink:
    """Return the owner of a figure: before it, behind it, of the figure before, or who stands.

    `last` is the link of the figure before it in the sentence; it goes on until a new owner.
    """
    ahead = bracketing(page, spot) or _named_before(page, spot)
    named = [m for m in ahead if m.kind != "group"]
    behind = owner_behind(page, spot, alone=not named)
    if behind:
        return _resolved(page, behind, standing, title, "link.subject.behind")
    if (apart := _told_apart(page, spot, standing, title)) is not None:
        return apart
    if ahead:
        return _resolved(page, ahead[-1], standing, title, "link.subject.before")
    if (noun := owner_of_noun(page, spot)) is not None:
        return _resolved(page, noun, standing, title, "link.subject.noun")
    if (national := national_owner(page, spot, spot.after)) is not None:
        return national
    if last is not None and last.subject is not None:
        return last.by("link.subject.continued")
    if (country := page.in_sentence(spot.number, _among_countries)) is not None:
        return country
    if standing.label is not None and standing.line == spot.sentence.line:
        return standing.label.by("link.subject.label")
    if (asked := _asked(page, spot, standing, title)) is not None:
        return asked
    if (follower := _ahead(page, spot)) is not None:
        return _resolved(page, follower, standing, title, "link.subject.ahead")
    if standing.owner is not None:
        return standing.owner.by("link.subject.paragraph")
    if title is not None:
        return _resolved(page, title, standing, None, "link.subject.title")
    return SubjectLink(reason="not_told")


def _named_before(page: Page, spot: Spot) -> list[Mention]:
    """Return the owners named before a figure, but for those of a bracket closed before it."""
    named = owners_of(page, spot.after, spot.figure.start)
    return [m for m in named if not _closed_off(page, spot, m)]


def _closed_off(page: Page, spot: Spot, mention: Mention) -> bool:
    """Whether a bracket closed before a figure holds an owner with a figure of its own.

    "4,60 điểm (tỉnh đạt cao nhất 5,81 điểm thuộc về Hà Tĩnh); năm 2018 đạt 4,96 điểm".
    """
    opened = page.open_bracket(spot.sentence.start, mention.start)
    return 0 <= opened < spot.after and page.folded.find(")", mention.end, spot.figure.start) >= 0


def national_owner(page: Page, spot: Spot, start: int) -> SubjectLink | None:
    """Return the country where the words before a figure speak of the whole: "giá trị trung bình".

    Not where the whole is only compared with: "thấp hơn điểm trung vị, xếp thứ 50".
    """
    told = list(cues_in(page, "national", start, spot.figure.start))
    if not told:
        return None
    last = told[-1]
    compared = before("compared_whole").match(page.folded, last.start())
    its_own = cue("whole_is").fullmatch(page.folded, last.end(), spot.figure.start)
    if compared and (spot.figure.kind == "delta" or not its_own):
        return None
    evidence = Evidence("subject", *last.span(), "link.subject.national")
    return SubjectLink(Subject("country", "VN", "Việt Nam"), evidence)


def counted_owner(
    page: Page, spot: Spot, standing: Standing, title: Mention | None
) -> SubjectLink | None:
    """Return whose a count or amount is by the words right behind it: "30 nhiệm vụ của tỉnh X".

    A count of ministries or provinces is the country's: "18 bộ".
    """
    figure, amount = spot.figure, spot.figure.value
    for kind in ("place", "own_province"):
        for m in page.within(kind, figure.end, min(spot.end, spot.next))[:1]:
            if cue("counted_of").fullmatch(page.folded, figure.end, m.start):
                return _resolved(page, m, standing, title, "link.subject.counted")
    if figure.kind != "count" or not isinstance(amount, Amount):
        return None
    if not cue("national_count").fullmatch(fold_case(amount.unit or "")):
        return None
    evidence = Evidence("subject", figure.start, figure.end, "link.subject.counted")
    return SubjectLink(Subject("country", "VN", "Việt Nam"), evidence)


def _among_countries(page: Page, sentence: Sentence) -> SubjectLink | None:
    """Return the country where a sentence ranks among countries: "xếp hạng 93/193 quốc gia"."""
    words = cue("among_countries").search(page.folded, sentence.start, sentence.end)
    if words is None:
        return None
    evidence = Evidence("subject", words.start(), words.end(), "link.subject.among_countries")
    return SubjectLink(Subject("country", "VN", "Việt Nam"), evidence)


def bracketing(page: Page, spot: Spot) -> list[Mention]:
    """Return the place whose figure stands in brackets behind it, compared with or not.

    A region is the field of the rank before it: "xếp thứ 5 khu vực Tây Nguyên (giảm 1 bậc)".
    """
    amount = spot.figure.value
    places = isinstance(amount, Amount) and amount.unit == "bậc"
    near = [
        m
        for kind in NAMED
        for m in page.within(kind, spot.after, spot.figure.start)
        if cue("opens_figure").fullmatch(page.folded, m.end, spot.figure.start)
        and not (places and isinstance(m.value, Subject) and m.value.type == "region")
    ]  # fmt: skip
    return near[-1:]


def _asked(page: Page, spot: Spot, standing: Standing, title: Mention | None) -> SubjectLink | None:
    """Return where the people asked live: "doanh nghiệp tại tỉnh này", else the country.

    The country only in an article about no one province.
    """
    if spot.figure.kind != "percentage":
        return None
    words = cue("survey").match(page.folded, spot.figure.end, spot.end) or cue_in(
        page, "survey_before", spot.after, spot.figure.start
    )
    if not words:
        return None
    behind = [
        m
        for kind in ("own_province", "place")
        for m in page.within(kind, words.end(), min(spot.end, page.ahead(words.end(), 60)))
    ]
    at = next((m for m in behind if AT.search(page.folded, max(0, m.start - 8), m.end)), None)
    if at is not None:
        return _resolved(page, at, standing, title, "link.subject.asked")
    if title is not None or page.home is not None:
        return None
    evidence = Evidence("subject", words.start(), words.end(), "link.subject.asked")
    return SubjectLink(Subject("country", "VN", "Việt Nam"), evidence)


def _ahead(page: Page, spot: Spot) -> Mention | None:
    """Return the first owner behind a figure that opens its sentence.

    A rank may open it with any words ("Giữ ngôi đầu, Quảng Ninh"), a value with "với" or "đạt" and
    right before its owner ("Với 89,76%, Thái Nguyên thuộc nhóm …").
    """
    owners = owners_of(page, spot.figure.end, spot.sentence.end)
    first = next((m for m in owners if m.kind in ("place", "organisation")), None)
    if first is None or page.breadth(spot.sentence.start, spot.figure.start) > OPENING:
        return None
    if spot.figure.kind == "rank":
        return None if _is_venue(page, first) else first
    opens = cue("fronted").fullmatch(page.folded, spot.sentence.start, spot.figure.start)
    return (
        first
        if opens and BEHIND_COMMA.fullmatch(page.folded, spot.figure.end, first.start)
        else None
    )


def _is_venue(page: Page, mention: Mention) -> bool:
    """Whether a country is only where the ranked are: "Top 10 thương hiệu tại Việt Nam"."""
    subject = mention.value
    country = isinstance(subject, Subject) and subject.type == "country"
    return country and AT.search(page.folded, mention.start - 5, mention.start) is not None


def _told_apart(
    page: Page, spot: Spot, standing: Standing, title: Mention | None
) -> SubjectLink | None:
    """Return the link of a figure of one unknown or unnamed, or of one that its value opens."""
    if stranger_behind(page, spot):
        return SubjectLink(reason="not_understood")
    if before("unnamed_best").match(page.folded, spot.figure.start):
        best = owners_of(page, spot.figure.end, spot.next)
        if best and cue("owner_is").fullmatch(page.folded, spot.figure.end, best[0].start):
            return _resolved(page, best[0], standing, title, "link.subject.behind")
        return SubjectLink(reason="not_understood")  # "tỉnh tăng cao nhất là 9,39%"
    named = _with_value(page, spot)
    return _resolved(page, named, standing, title, "link.subject.ahead") if named else None


def stranger_behind(page: Page, spot: Spot) -> bool:
    """Whether one that no gazetteer or rule knows is told to hold a place: "thứ 2 là Vincom"."""
    if spot.figure.kind != "rank":
        return False
    return STRANGER.match(page.text, spot.figure.end, spot.end) is not None


def _with_value(page: Page, spot: Spot) -> Mention | None:
    """Return the owner behind a value that opens its clause.

    "…, với tổng điểm đạt 45,35, Phú Thọ vươn lên", "Với GRDP tăng 11,5%, Thanh Hóa là địa phương".
    """
    if spot.figure.kind not in ("score", "percentage", "delta"):
        return None
    owners = owners_of(page, spot.figure.end, page.ahead(spot.figure.end, OPENING))
    first = next((m for m in owners if m.kind in ("place", "organisation")), None)
    if first is None or not BEHIND_COMMA.fullmatch(page.folded, spot.figure.end, first.start):
        return None
    opened = FRONTED.search(page.folded, spot.after, spot.figure.start)
    if opened is None or owners_of(page, opened.start(), spot.figure.start):
        return None
    return first if HOLDS.match(page.folded, first.end) else None


def owner_of_noun(page: Page, spot: Spot) -> Mention | None:
    """Return the owner of what a share counts, named behind it: "35% hồ sơ của tỉnh X"."""
    if spot.figure.kind not in ("percentage", "score"):
        return None
    whole = page.within("group", spot.figure.end, spot.end)
    if whole and not page.folded[spot.figure.end : whole[0].start].strip():
        return whole[0]  # "100% các bộ, ngành đã …"
    near = [
        *owners_of(page, spot.figure.end, spot.next),
        *page.within("group", spot.figure.end, spot.next),
    ]
    near.sort(key=lambda m: m.start)
    if near and cue("owner_of_noun").fullmatch(page.folded, spot.figure.end, near[0].start):
        return near[0]
    return None


def owner_behind(page: Page, spot: Spot, *, alone: bool) -> Mention | None:
    """Return the owner named behind a figure: "87,59% (tỉnh Quảng Ninh)", "dẫn đầu là Quảng Ninh".

    The second only where no one is named before the figure (`alone`).
    """
    found = [
        m
        for kind in ("place", "organisation")
        for m in page.within(kind, spot.figure.end, spot.end)
    ]
    if not found:
        return None
    nearest = min(found, key=lambda m: m.start)
    between = page.folded[spot.figure.end : nearest.start]
    if cue("owner_bracket").fullmatch(between):
        return nearest
    if spot.figure.kind == "rank" and (
        cue("owner_is").fullmatch(between) or _place_of(page, spot, between, nearest)
    ):
        return nearest
    if spot.figure.kind == "rank" and _right_behind(page, spot, between, nearest):
        return nearest
    if alone and spot.figure.kind in ("rank", "tier") and cue("owner_after").fullmatch(between):
        return nearest
    return None


def _right_behind(page: Page, spot: Spot, between: str, mention: Mention) -> bool:
    """Whether a name with its value stands right behind a place: "thứ nhì Bộ Tài chính (90%)"."""
    subject = mention.value
    if not isinstance(subject, Subject) or subject.type not in ("province", "organisation"):
        return False
    if subject.type == "province" and _within_a_province(page, spot):
        return False
    beside = between.strip() in ("", "tỉnh", "thành phố", "tp", "tp.")
    return beside and VALUED.match(page.folded, mention.end) is not None


def _within_a_province(page: Page, spot: Spot) -> bool:
    """Whether a district or office is spoken of, which is ranked in its province."""
    return any(
        isinstance(m.value, Subject) and m.value.type != "province"
        for m in owners_of(page, spot.sentence.start, spot.figure.start)
    )


def _place_of(page: Page, spot: Spot, between: str, mention: Mention) -> bool:
    """Whether a place in a ranking is a province's: "bỏ xa vị trí thứ hai của Hà Nội".

    "Huyện A giữ vị trí thứ hai của Thanh Hóa" is ranked in the province.
    """
    subject = mention.value
    if not isinstance(subject, Subject) or subject.type != "province":
        return False
    within = _within_a_province(page, spot)
    noun = before("place_noun").match(page.folded, spot.figure.start)
    return bool(noun and not within and cue("place_of").fullmatch(between))


def _resolved(
    page: Page, mention: Mention, standing: Standing, title: Mention | None, rule: str
) -> SubjectLink:
    """Return the subject a mention means; "của tỉnh" goes back to the province spoken of."""
    evidence = Evidence("subject", mention.start, mention.end, rule)
    if isinstance(mention.value, Subject):
        return SubjectLink(mention.value, evidence)
    if mention.rule == SPOKEN_OF:
        start = page.sentences[page.sentence_at(mention.start)].start
        for named in reversed(owners_of(page, start, mention.start)):
            if named.kind == "place" and isinstance(named.value, Subject):
                return SubjectLink(named.value, evidence)  # "Với Thanh Hóa, địa phương này xếp"
        if standing.passing and standing.passing.subject:
            return SubjectLink(standing.passing.subject, evidence)
    back = own_province(page, standing, title)
    return SubjectLink(back, evidence) if back else SubjectLink(None, None, "not_told")


def own_province(page: Page, standing: Standing, title: Mention | None) -> Subject | None:
    """Return the province that "tỉnh" alone means: labelled, spoken of, titled or the paper's."""
    links = [link.subject for link in (standing.label, standing.owner) if link]
    for subject in (*links, title.value if title else None):
        if isinstance(subject, Subject) and subject.type == "province":
            return subject
    if page.home is not None:
        return page.home
    named = {
        m.value.code: m.value
        for m in page.mentions.get("owner", ())
        if isinstance(m.value, Subject) and m.value.type == "province"
    }
    return next(iter(named.values())) if len(named) == 1 else None


def title_owner(page: Page) -> Mention | None:
    """Return the owner the title names, when it names just one place or organisation."""
    titles = [s for s in page.sentences if s.zone == "title"]
    found = [m for s in titles for m in owners_of(page, s.start, s.end) if m.kind != "group"]
    return found[0] if found and len({str(m.value) for m in found}) == 1 else None
