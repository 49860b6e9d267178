"""Index mentions: where a text names an index of the catalogue, or a ranking that is none of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import regex

from ..patterns.compiling import Pattern, compiled
from ..patterns.fold import fold_case
from ..patterns.indices import IndexDefinition, Stranger, load_indices, load_strangers
from ..patterns.loading import spaced
from .acronyms import joined, meant, misprints
from .openings import Opening, Openings, opening_words
from .overlaps import settle
from .page import Page
from .types import Mention

OTHER = compiled(
    r"(?<!\p{L})(?:chỉ\x20+số|bảng\x20+xếp\x20+hạng)\x20+"
    r"(?!chỉ\x20+số\x20+(?:thành\x20+phần|nội\x20+dung|này))"
    r"(?P<name>\p{L}[\p{L}\d]*(?:\x20+\p{L}[\p{L}\d]*){0,7}?)"
    r"(?=\x20+(?:là|đạt|đứng|của|năm|tăng|giảm|do|với|ở|xếp|trong|tại|và|cho|thuộc)(?!\p{L})|[^\p{L}\d\x20]|\x20+[^\p{L}\x20]|$)"
)
EDITION = compiled(r"(?<!\p{L})(?:báo\x20+cáo|ấn\x20+phẩm|hdr)(?!\p{L})")
OTHERS = Openings([Opening("index.other", OTHER, ("chỉ", "bảng"))])


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to name an index or a stranger, with the kind, value and rule of its mention."""

    kind: str
    value: str
    rule: str
    pattern: str


@cache
def index_names() -> Openings[Spelling]:
    """Return all ways to name an index or a stranger, compiled."""
    return Openings(
        Opening(spelling, _compiled(spelling.pattern), opening_words(spelling.pattern, whole=True))
        for spelling in _spellings()
    )


def _spellings() -> Iterator[Spelling]:
    for index in load_indices():
        names = (*index.patterns, *map(_literal, index.names))
        yield from _spelled("index", index.code, f"index.{index.code.lower()}", names, index)
    for stranger in load_strangers():
        names = stranger.patterns
        yield from _spelled("other_index", stranger.name, "index.stranger", names, stranger)


def _spelled(
    kind: str, value: str, rule: str, names: Iterable[str], entry: IndexDefinition | Stranger
) -> Iterator[Spelling]:
    for name in names:
        yield Spelling(kind, value, f"{rule}.name", name)
    for acronym in entry.acronyms:
        # "ParIndex" is read as two words without a blank between them.
        pattern = _literal(acronym.lower()).replace(" ", " ?")
        yield Spelling(kind, value, f"{rule}.acronym", pattern)


def _compiled(pattern: str) -> Pattern:
    return compiled(rf"(?:{spaced(pattern)})(?![\p{{L}}])")


def _literal(name: str) -> str:
    return regex.escape(name, literal_spaces=True)


def find_indices(page: Page) -> list[Mention]:
    """Return the mentions of indices and strangers in order; a name with its acronym is one.

    They are of kind `index` and `other_index`. Of two that overlap the longer stays. A name may be
    glued to the word before it where a capital opens it ("xếp hạngChỉ số").
    """
    found = settle(
        Mention(spelling.kind, spelling.value, *match.span(), spelling.rule)
        for spelling, match in index_names().matches(page)
        if _opens(page, match.start())
    )
    if not found:
        return found
    told = settle([*meant(page, found), *misprints(page, found)])
    return joined(page, settle([*told, *_ranked_fields(page, told)]))


def is_edition(page: Page, mention: Mention) -> bool:
    """Whether an index of countries is named by its report, whose year is not the one measured."""
    return str(mention.value) in _of_countries() and bool(
        EDITION.search(page.folded, max(0, mention.start - 12), mention.end)
    )


@cache
def _of_countries() -> frozenset[str]:
    return frozenset(index.code for index in load_indices() if "country" in index.level)


def _ranked_fields(page: Page, found: list[Mention]) -> Iterator[Mention]:
    """Yield the fields that stand for an index of the page behind a place in its ranking."""
    for code in {str(m.value) for m in found if m.kind == "index"}:
        pattern = _fields().get(code)
        for match in pattern.finditer(page.folded) if pattern else ():
            yield Mention("index", code, *match.span("field"), f"index.{code.lower()}.field")


@cache
def _fields() -> dict[str, Pattern]:
    return {
        index.code: compiled(rf"(?<!\p{{L}})(?:{spaced('|'.join(index.fields))})(?!\p{{L}})")
        for index in load_indices()
        if index.fields
    }


def find_other_indices(page: Page, known: list[Mention]) -> list[Mention]:
    """Return the names of indices and rankings that the catalogue does not know.

    A name opens with a capital ("Chỉ số Phát triển Giới"); without one it is a component or a
    turn of speech ("chỉ số thành phần").
    """
    found = []
    for rule, match in OTHERS.matches(page):
        start, end = match.span("name")
        if not page.text[start].isupper() or _is_component(page.folded[start:end]):
            continue
        if not any(m.start < end and match.start() < m.end for m in known):
            words = page.text[match.start() : end]
            found.append(Mention("other_index", words, match.start(), end, rule))
    return settle(found)


def _is_component(words: str) -> bool:
    """Whether a name holds that of a component: "Chỉ số Chi phí thời gian" is one of PCI."""
    syllables = words.split()
    return any(
        " ".join(syllables[first:last]) in _components()
        for first in range(len(syllables) - 1)
        for last in range(first + 2, len(syllables) + 1)
    )


@cache
def _components() -> frozenset[str]:
    return frozenset(fold_case(name) for index in load_indices() for name in index.components)


def _opens(page: Page, start: int) -> bool:
    before = page.text[start - 1 : start]
    return not before.isalnum() or (page.text[start].isupper() and before.islower())
