"""Who stands: the owner that a sentence leaves to those behind it, and the label of a line."""

from collections.abc import Sequence

import regex

from ..page import Page, Sentence
from ..types import Evidence, Mention, Subject
from .candidates import owners_of
from .cues import before
from .owners import Standing, SubjectLink

LABEL_HEADS = ("", "tỉnh", "thành phố", "tp", "tp.", "-", "*", "- tỉnh")
LABEL = regex.compile(r"\s*:")
ITEM = regex.compile(r"\s*[-+*•–]\s*\p{L}")
HEAD = 40  # characters within which a group opens a sentence and so a paragraph about it
OFTEN = 3  # mentions that make an organisation one that an article is about
MANY = 3  # places in a sentence that goes through them and stands for none
PASSING = ("link.subject.behind", "link.subject.noun")
STANDS = ("province", "country", "district", "commune", "organisation")


def update_standing(
    page: Page, standing: Standing, number: int, linked: Sequence[SubjectLink]
) -> None:
    """Remember who a sentence speaks of: the owner of its last figure, else the first one named."""
    sentence = page.sentences[number]
    named = owners_of(page, sentence.start, sentence.end)
    if not linked and not named:
        standing.passing = None
        return
    told = [link for link in linked if link.subject and _stands(link.subject) and not link.own]
    standing.told |= {link.subject for link in told}
    behind = told and all(_in_passing(page, link) for link in told)
    if behind or len({m.value for m in named if m.kind == "place"}) >= MANY:
        standing.passing = told[-1] if told else standing.passing
        return
    standing.passing = None
    if told:
        # A sentence that goes through several owners leaves the one before them standing.
        if standing.owner is None or len({link.subject for link in told}) == 1:
            standing.owner = told[-1]
        return
    if page.folded.startswith("ảnh", sentence.start):
        return  # "Ảnh chụp ở Hà Giang." stands in the text, but tells of a picture
    for mention in named:
        subject = mention.value
        if not isinstance(subject, Subject):
            continue
        heads = subject.type == "group" and page.breadth(sentence.start, mention.start) < HEAD
        if subject.type == "province" or heads:
            evidence = Evidence("subject", mention.start, mention.end, "link.subject.paragraph")
            standing.owner = SubjectLink(subject, evidence)
            return
        if subject.type == "organisation" and _spoken_of_often(page, subject):
            evidence = Evidence("subject", mention.start, mention.end, "link.subject.paragraph")
            standing.owner = SubjectLink(subject, evidence)
            return
        if subject.type == "organisation" and not _of_the_owner(standing, subject):
            standing.owner = None  # who is named in passing owns no later figure, nor who stood
            return


def _spoken_of_often(page: Page, office: Subject) -> bool:
    """Whether an article is much about an organisation, and does not only quote it."""
    named = [m for m in page.mentions.get("owner", ()) if m.value == office]
    return len(named) >= OFTEN


def _of_the_owner(standing: Standing, office: Subject) -> bool:
    """Whether an office is one of the province that stands."""
    owner = standing.owner.subject if standing.owner else None
    return owner is not None and owner.code is not None and owner.code == office.code


def _in_passing(page: Page, link: SubjectLink) -> bool:
    """Whether an owner is told behind a place in a ranking: "đứng cuối bảng là Bình Thuận"."""
    if link.evidence is None:
        return False
    placed = before("placed").match(page.folded, link.evidence.start)
    return link.evidence.rule in PASSING or placed is not None


def _stands(subject: Subject) -> bool:
    """Whether a subject may be meant by later sentences; a foreign country is told in passing."""
    return subject.type in STANDS and (subject.type != "country" or subject.code == "VN")


def _begin_item(page: Page, standing: Standing, sentence: Sentence) -> None:
    """Let each item of a list begin with the owner who stood before the list, where one did."""
    if not ITEM.match(page.text, sentence.start):
        standing.before_list = None
    elif standing.before_list is None:
        standing.before_list = standing.owner
    else:
        standing.owner = standing.before_list


def label_line(page: Page, standing: Standing, number: int, title: Mention | None) -> None:
    """Let a place before a colon at the head of a line stand for the line.

    Who stood last in a line that goes through several owners, the title's among them, stands for
    no other line.
    """
    sentence = page.sentences[number]
    if sentence.line == standing.line:
        return
    _begin_item(page, standing, sentence)
    if title is not None and len(standing.told) > 1 and title.value in standing.told:
        standing.owner = None
    standing.told = set()
    standing.label, standing.line = None, sentence.line
    if standing.owner and standing.owner.subject and standing.owner.subject.type == "group":
        standing.owner = None  # "các bộ, ngành" stand for their own paragraph only
    reach = min(sentence.end, page.ahead(sentence.start, 60))
    for mention in page.within("place", sentence.start, reach):
        head = page.folded[sentence.start : mention.start].strip()
        if head in LABEL_HEADS and LABEL.match(page.folded, mention.end):
            if isinstance(mention.value, Subject):
                evidence = Evidence("subject", mention.start, mention.end, "link.subject.label")
                standing.label = standing.owner = SubjectLink(mention.value, evidence)
            return
