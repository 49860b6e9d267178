"""Acronyms of indices: namesakes, misprints, and brackets that contradict the long name beside."""

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from ..patterns.indices import load_indices, load_strangers
from .page import Page
from .types import Mention

BRACKET_OPENS = regex.compile(r"[^.;\n()\d]{0,50}\((?:chỉ số |gọi tắt là |viết tắt là |viết tắt )?")
DIRECTLY = regex.compile(r"\x20*\((?:chỉ số |gọi tắt là |viết tắt là |viết tắt )?")
BRACKET_CLOSES = regex.compile(r"(?:\x20+(?:năm\x20+)?\d{4})?\x20*\)")
# These read the text as printed, for its capitals: its blanks may be of any kind.
PRINTED = r"\p{Lu}[\p{Lu}\d]{1,7}(?:[\p{Zs}-]{1,3}I\p{L}{3,5})?"
IN_BRACKETS = regex.compile(
    r"\p{Zs}*\((?:(?i:chỉ\p{Zs}+số|(?:gọi|viết)\p{Zs}+tắt(?:\p{Zs}+là)?)\p{Zs}+)?"
    rf"(?P<acronym>{PRINTED})\)"
)
# Three letters one edit off are too often another word: out of brackets there are four.
CANDIDATE = regex.compile(
    r"(?<![\p{L}\d])(?:\p{Lu}{2,5}[\p{Zs}-]{1,3}I\p{L}{3,5}|\p{Lu}{4,7})(?![\p{L}\d])"
)
POINTS = regex.compile(
    r"(?<=(?:điểm(?:\s+số)?|thứ\s+hạng|xếp\s+hạng)\s+(?:của\s+)?(?:chỉ\s+số\s+)?)"
)
BLANKS = regex.compile(r"\s+")


def meant(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with each shared acronym given to the namesake the article speaks of.

    "CPI" is the corruption index where its long name stands, before or else behind it.
    """
    names = [m for m in mentions if _is_name(m)]
    found = []
    for mention in mentions:
        owners = () if _is_name(mention) else _owners(page.folded[mention.start : mention.end])
        if len(owners) > 1:
            told = [name for name in names if name.value in owners]
            told = told or _transposed(page, mention, names)
            before = [name for name in told if name.start < mention.start]
            owner = before[-1] if before else told[0] if told else mention
            if owner.value != mention.value:
                mention = mention._replace(
                    kind=owner.kind, value=owner.value, rule="index.namesake"
                )
        found.append(mention)
    return found


def _transposed(page: Page, acronym: Mention, names: list[Mention]) -> list[Mention]:
    """Return the names of the index whose acronym has the same letters, where points are told.

    "Điểm số CPI" is no price index but a slip for PCI, in an article that names that.
    """
    if not POINTS.match(page.folded, acronym.start):
        return []
    letters = sorted(page.folded[acronym.start : acronym.end])
    return [
        name
        for name in names
        if any(sorted(known.lower()) == letters for known in _known().get(str(name.value), ()))
    ]


def misprints(page: Page, mentions: list[Mention]) -> Iterator[Mention]:
    """Yield the acronyms one letter off, beside the long name of the index they are meant for.

    They stand in its sentence or in the brackets behind it; what is explained so in brackets is
    read all over the page.
    """
    taken = {place for m in mentions for place in range(m.start, m.end)}
    for name in filter(_is_name, mentions):
        bracket = IN_BRACKETS.match(page.text, name.end)
        if bracket and bracket.start("acronym") not in taken and _misprinted(name, bracket[1]):
            again = regex.compile(rf"(?<![\p{{L}}\d]){regex.escape(bracket[1])}(?![\p{{L}}\d])")
            yield from _made(name, again.finditer(page.text), taken)
        sentence = page.sentences[page.sentence_at(name.start)]
        around = CANDIDATE.finditer(page.text, sentence.start, sentence.end)
        yield from _made(name, (m for m in around if _misprinted(name, m[0])), taken)


def _made(name: Mention, matches: Iterable[regex.Match[str]], taken: set[int]) -> Iterator[Mention]:
    for match in matches:
        if match.start() not in taken:
            taken.update(range(*match.span()))
            yield Mention(name.kind, name.value, *match.span(), "index.misprinted")


def joined(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with a long name and the acronym in brackets beside it made one.

    Where the two disagree the long name holds, and the rule is `index.mislabelled`.
    """
    found: list[Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if last and _one(page.folded, last, mention):
            found[-1] = _joint(page.folded, last, mention)
        else:
            found.append(mention)
    return [_with_unknown(page.text, mention) for mention in found]


def _one(text: str, last: Mention, mention: Mention) -> bool:
    if last.value == mention.value:
        return mention.start - last.end < 60 and bool(
            BRACKET_OPENS.fullmatch(text, last.end, mention.start)
        )
    return (
        _is_name(last) != _is_name(mention)
        and not (last.parts or mention.parts)
        and bool(DIRECTLY.fullmatch(text, last.end, mention.start))
        and bool(BRACKET_CLOSES.match(text, mention.end))
    )


def _joint(text: str, last: Mention, mention: Mention) -> Mention:
    end = mention.end + (text[mention.end : mention.end + 1] == ")")
    name = last if _is_name(last) else mention if _is_name(mention) else last
    rule = last.rule
    if "index.misprinted" in (last.rule, mention.rule):
        rule = "index.misprinted"
    elif last.value != mention.value:
        rule = "index.mislabelled"
    return Mention(name.kind, name.value, last.start, end, rule, (last, mention))


def _with_unknown(text: str, mention: Mention) -> Mention:
    """Return a long name with the unknown acronym in brackets right behind it, if there is one."""
    bracket = IN_BRACKETS.match(text, mention.end) if _is_name(mention) else None
    if bracket is None or mention.parts or mention.kind != "index":
        return mention
    return mention._replace(end=bracket.end(), rule="index.unknown_acronym", parts=(mention,))


def _is_name(mention: Mention) -> bool:
    return mention.rule.endswith(".name")


def _misprinted(name: Mention, printed: str) -> bool:
    """Whether a printed word is one letter off an acronym of a named index, and no known one."""
    word = BLANKS.sub(" ", printed.lower())
    return not _owners(word) and any(near.fullmatch(word) for near in _near(str(name.value)))


@cache
def _near(code: str) -> tuple[regex.Pattern[str], ...]:
    acronyms = {a.lower() for index in load_indices() if index.code == code for a in index.acronyms}
    return tuple(
        regex.compile(rf"(?:{regex.escape(acronym, literal_spaces=True)}){{e<=1}}")
        for acronym in sorted(acronyms)
    )


@cache
@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return the acronyms of each index by its code."""
    return {index.code: tuple(index.acronyms) for index in load_indices()}


def _owners(acronym: str) -> tuple[str, ...]:
    """Return all that bear an acronym: codes of indices and names of strangers."""
    return tuple(
        owner
        for owner, acronyms in (
            *((index.code, index.acronyms) for index in load_indices()),
            *((stranger.name, stranger.acronyms) for stranger in load_strangers()),
        )
        if acronym in map(str.lower, acronyms)
    )
