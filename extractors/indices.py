"""Index mentions: where a text names an index of the catalogue."""

from functools import cache

import regex

from ..patterns.indices import load_indices
from ..patterns.loading import spaced
from .overlaps import settle
from .types import Mention

OTHER = regex.compile(
    r"(?<!\p{L})(?:chỉ\x20+số|bảng\x20+xếp\x20+hạng)\x20+"
    r"(?P<name>\p{L}[\p{L}\d]*(?:\x20+\p{L}[\p{L}\d]*){0,7}?)"
    r"(?=\x20+(?:là|đạt|đứng|của|năm|tăng|giảm|do|với|ở|xếp|trong|tại|và|cho|thuộc)(?!\p{L})|[^\p{L}\d\x20]|\x20[^\p{L}]|$)"
)


@cache
def _names() -> tuple[tuple[str, str, regex.Pattern[str]], ...]:
    """Return code, rule name and pattern of each way to name an index.

    One pattern each: a pattern that opens with its own word is found many times faster than an
    alternation.
    """
    names = []
    for index in load_indices():
        code = index.code.lower()
        long = [*index.patterns, *(regex.escape(n, literal_spaces=True) for n in index.names)]
        names += [(index.code, f"index.{code}.name", _compiled(pattern)) for pattern in long]
        if index.acronyms:
            forms = sorted((a.lower() for a in index.acronyms), key=len, reverse=True)
            spelled = "|".join(regex.escape(form, literal_spaces=True) for form in forms)
            names.append((index.code, f"index.{code}.acronym", _compiled(spelled)))
    return tuple(names)


def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?:{spaced(pattern)})(?![\p{{L}}])")


def find_indices(text: str, printed: str) -> list[Mention]:
    """Return the index mentions of folded text in order; a name with its acronym is one.

    Of two that overlap the longer stays. `printed` is the text as it stands: a name may be glued to
    the word before it where a capital opens it ("xếp hạngChỉ số").
    """
    found = [
        Mention("index", code, match.start(), match.end(), rule)
        for code, rule, pattern in _names()
        for match in pattern.finditer(text)
        if _opens(text, printed, match.start())
    ]
    return _joined(text, settle(found))


def find_other_indices(text: str, printed: str, known: list[Mention]) -> list[Mention]:
    """Return the names of indices and rankings that the catalogue does not know.

    A name opens with a capital ("Chỉ số Phát triển Giới"); without one it is a component or a
    turn of speech ("chỉ số thành phần").
    """
    found = []
    for match in OTHER.finditer(text):
        start, end = match.span("name")
        if not printed[start].isupper():
            continue
        if not any(m.start < end and match.start() < m.end for m in known):
            words = printed[match.start() : end]
            found.append(Mention("other_index", words, match.start(), end, "index.other"))
    return found


def _opens(text: str, printed: str, start: int) -> bool:
    before = text[start - 1 : start]
    if not before.isalnum():
        return True
    return printed[start].isupper() and printed[start - 1].islower()


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """Join a long name and the acronym in brackets behind it into one mention."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.value == mention.value
            and len(text[last.end : mention.end]) - len(text[mention.start : mention.end]) < 60
            and regex.fullmatch(
                r"[^.;\n()\d]{0,50}\((?:chỉ số |gọi tắt là |viết tắt là |viết tắt )?",
                text[last.end : mention.start],
            )
        ):
            end = mention.end + (text[mention.end : mention.end + 1] == ")")
            joined[-1] = Mention("index", last.value, last.start, end, last.rule, (last, mention))
        else:
            joined.append(mention)
    return joined
