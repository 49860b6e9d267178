"""Index mentions: where a text names an index of the catalogue."""

from functools import cache

import regex

from ..patterns.indices import load_indices
from ..patterns.loading import spaced
from .openings import Opening, Openings, opening_words
from .overlaps import settle
from .page import Page
from .types import Mention

OTHER = regex.compile(
    r"(?<!\p{L})(?:chỉ\x20+số|bảng\x20+xếp\x20+hạng)\x20+"
    r"(?P<name>\p{L}[\p{L}\d]*(?:\x20+\p{L}[\p{L}\d]*){0,7}?)"
    r"(?=\x20+(?:là|đạt|đứng|của|năm|tăng|giảm|do|với|ở|xếp|trong|tại|và|cho|thuộc)(?!\p{L})|[^\p{L}\d\x20]|\x20[^\p{L}]|$)"
)
ACRONYM_OPENS = regex.compile(r"[^.;\n()\d]{0,50}\((?:chỉ số |gọi tắt là |viết tắt là |viết tắt )?")
OTHERS = Openings([Opening("index.other", OTHER, ("chỉ", "bảng"))])
Named = tuple[str, str]


@cache
def index_names() -> Openings[Named]:
    """Return all ways to name an index, each standing for its code and the name of its rule."""
    found: list[Opening[Named]] = []
    for index in load_indices():
        code = index.code.lower()
        acronyms = [regex.escape(a.lower(), literal_spaces=True) for a in index.acronyms]
        long = [*index.patterns, *(regex.escape(n, literal_spaces=True) for n in index.names)]
        for spelled, rule in (*((p, "name") for p in long), *((a, "acronym") for a in acronyms)):
            pattern = regex.compile(rf"(?:{spaced(spelled)})(?![\p{{L}}])")
            named = (index.code, f"index.{code}.{rule}")
            found.append(Opening(named, pattern, opening_words(spelled)))
    return Openings(found)


def find_indices(page: Page) -> list[Mention]:
    """Return the index mentions of a page in order; a name with its acronym is one.

    Of two that overlap the longer stays. A name may be glued to the word before it where a capital
    opens it ("xếp hạngChỉ số").
    """
    found = [
        Mention("index", code, match.start(), match.end(), rule)
        for (code, rule), match in index_names().matches(page)
        if _opens(page, match.start())
    ]
    return _joined(page.folded, settle(found))


def find_other_indices(page: Page, known: list[Mention]) -> list[Mention]:
    """Return the names of indices and rankings that the catalogue does not know.

    A name opens with a capital ("Chỉ số Phát triển Giới"); without one it is a component or a
    turn of speech ("chỉ số thành phần").
    """
    found = []
    for rule, match in OTHERS.matches(page):
        start, end = match.span("name")
        if not page.text[start].isupper():
            continue
        if not any(m.start < end and match.start() < m.end for m in known):
            words = page.text[match.start() : end]
            found.append(Mention("other_index", words, match.start(), end, rule))
    return settle(found)


def _opens(page: Page, start: int) -> bool:
    before = page.text[start - 1 : start]
    return not before.isalnum() or (page.text[start].isupper() and before.islower())


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """Join a long name and the acronym in brackets behind it into one mention."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.value == mention.value
            and len(text[last.end : mention.end]) - len(text[mention.start : mention.end]) < 60
            and ACRONYM_OPENS.fullmatch(text, last.end, mention.start)
        ):
            end = mention.end + (text[mention.end : mention.end + 1] == ")")
            joined[-1] = Mention("index", last.value, last.start, end, last.rule, (last, mention))
        else:
            joined.append(mention)
    return joined
