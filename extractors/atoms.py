"""Atoms: each number of a text with its scale, unit, qualifier and range, before any reading."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from ..patterns.loading import alternation, load_numbers, load_words, spaced, word_tree
from .edges import endings, fits, last_word
from .openings import Opening, Openings
from .page import Page
from .tokens import Token
from .types import Qualifier

# To `re` a raised digit is part of a word; here it ends one.
NO_WORD = r"(?![^\W¹²³])"
LONG = 7  # characters from which a number may be that of a phone or an account
# Right before a place in a ranking, which may be a range; "từ hạng 16 đến 25" tells two.
PLACE = regex.compile(
    r"(?<!(?<!\p{L})(?:từ|số)\x20+(?:vị trí |thứ hạng )?)(?:thứ|hạng|vị trí)\x20*$"
)
ORDINAL = regex.compile(r"(?<!\p{L})(?:thứ|hạng|vị trí|số)\x20*$")


class Atom(NamedTuple):
    """A number as printed: `first` to `end` with its unit, `start` to `stop` with its qualifiers.

    `slots` are the names by which rules may ask for it: the class of its unit, or its shape; `word`
    is the one before `first`.
    """

    start: int
    first: int
    end: int
    stop: int
    word: str
    slots: tuple[str, ...]
    value: Decimal
    value_to: Decimal | None = None
    out_of: Decimal | None = None
    unit: str | None = None
    qualifier: Qualifier = "exact"
    scale: int = 1


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What may stand around a number; `re` tries words at one place three times faster."""

    unit: re.Pattern[str]
    slots: dict[str, tuple[str, str]]
    scale: re.Pattern[str]
    before: regex.Pattern[str]
    ends: frozenset[str] | None
    qualifiers: dict[str, Qualifier]
    after: re.Pattern[str]
    join: re.Pattern[str]
    noun: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return spaced(alternation(words))


@cache
def _shapes() -> _Shapes:
    numbers = load_numbers()
    units: list[str] = []
    slots: dict[str, tuple[str, str]] = {}
    for unit in sorted(numbers.unit, key=lambda u: -max(map(len, u.forms))):
        for form in unit.forms:
            slots[form] = (unit.slot, unit.name or form)
        ban = f"(?!\\x20+(?:{alternation(unit.not_before)})(?!\\w))" if unit.not_before else ""
        units.append(f"(?:{alternation(unit.forms)}){ban}")
    qualifiers: dict[str, Qualifier] = {
        word: name  # type: ignore[misc]
        for name, words in (*numbers.before.items(), *numbers.after.items())
        for word in words
    }
    unit_forms = "|".join(units).replace(" ", r"\x20+")
    not_after = _any(numbers.not_after)
    before = _any([w for words in numbers.before.values() for w in words])
    after = _any([w for words in numbers.after.values() for w in words])
    return _Shapes(
        unit=re.compile(rf"\x20*(?P<unit>{unit_forms}){NO_WORD}"),
        slots=slots,
        scale=re.compile(
            rf"\x20*(?P<scale>{_any(numbers.scale)}){NO_WORD}"
            rf"(?!\x20+(?:{_any(numbers.not_scale)}){NO_WORD})"
        ),
        before=regex.compile(
            rf"(?<=(?<!\w)(?<!(?<!\w)(?:{not_after})\x20+)(?P<word>{before})\x20*)"
        ),
        ends=endings(f"(?:{before})"),
        qualifiers=qualifiers,
        after=re.compile(rf"\x20*(?P<word>{after}){NO_WORD}"),
        join=re.compile(rf"\x20*(?:{_any(numbers.joins)})\x20*"),
        noun=re.compile(rf"\x20*(?:{spaced(word_tree(load_words()['noun']))}){NO_WORD}"),
    )


def decimal_of(printed: str, *, small: bool = False) -> Decimal:
    """Return the value of a printed number such as `1.456`, `84,97` or `24,082,749`.

    A point before three digits parts thousands and a comma parts decimals, unless the number
    starts with 0 or is known to be `small`, as a percentage is.
    """
    if printed.isdecimal():
        return Decimal(printed)
    marks = [mark for mark in printed if mark in ".,"]
    if len(marks) > 1:
        last = marks[-1] if marks[-1] not in marks[:-1] else ""
        whole, _, rest = printed.rpartition(last) if last else (printed, "", "")
        digits = whole.replace(".", "").replace(",", "")
        return Decimal(f"{digits}.{rest}" if rest else digits)
    if marks == ["."] and len(printed) - printed.index(".") == 4:
        thousands = not small and not printed.startswith("0")
        return Decimal(printed.replace(".", "") if thousands else printed)
    return Decimal(printed.replace(",", "."))


@cache
def _number_words() -> Openings[str]:
    numbers = load_numbers()
    words, spoken = alternation(numbers.words), _any(numbers.spoken)
    spelled = rf"(?<!\p{{L}})(?:{words})(?=\x20+(?:{spoken})(?!\p{{L}}))"
    opens = dict.fromkeys(word.split()[0] for word in numbers.words)
    needs = frozenset(word.split()[0] for word in numbers.spoken)
    return Openings([Opening("words", regex.compile(spelled), (*opens,), needs)])


def number_words(page: Page) -> list[Token]:
    """Return the numbers in words that bear a unit, as tokens of the class `words`: "bốn hạng"."""
    found: list[Token] = []
    matches = [match.span() for _, match in _number_words().matches(page)]
    for start, end in sorted(matches):  # "một" of "mười một" is no number of its own
        if not found or start >= found[-1][2]:
            found.append(("words", start, end))
    return found


def find_atoms(text: str, tokens: Sequence[Token]) -> list[Atom]:
    """Return the atoms of folded text, given its numeric tokens in order."""
    atoms: list[Atom] = []
    plain = [token for token in tokens if token[0] in ("number", "ratio", "words")]
    index = 0
    while index < len(plain):
        atom, used = _range(text, plain, index)
        atoms.append(atom)
        index += used
    return atoms


def _range(text: str, tokens: Sequence[Token], index: int) -> tuple[Atom, int]:
    """Read the number at `index` and, where a range is printed, the one after it."""
    kind, start, end = tokens[index]
    low = _single(text, kind, start, end)
    if kind in ("number", "words") and index + 1 < len(tokens) and tokens[index + 1][0] == kind:
        _, next_start, next_end = tokens[index + 1]
        if low.unit is None and low.scale > 1 and text[low.end : next_start].isspace():
            rest = _single(text, kind, next_start, next_end)
            if 1 < rest.scale < low.scale:  # "17 tỷ 762 triệu đồng"
                whole = low._replace(end=rest.end, stop=rest.stop, slots=rest.slots, unit=rest.unit)
                return whole._replace(value=low.value + rest.value, scale=1), 2
        join = _shapes().join.fullmatch(text, low.end, next_start)
        if join:
            high = _single(text, kind, next_start, next_end)
            measured = high.unit is not None or high.scale != 1
            measured = measured or low.slots[0] == high.slots[0] == "decimal"
            measured = measured or bool(_shapes().noun.match(text, high.end))
            if low.unit is None and ORDINAL.search(text, max(0, start - 12), start):
                # "vị trí 20 - 25" are places; "vị trí thứ 13 - 64,71 điểm" is a rank and a score
                alike = low.slots[0] == high.slots[0] == "integer" and high.unit is None
                measured = alike and bool(PLACE.search(text, max(0, start - 24), start))
            if low.scale == 1 < high.scale:
                low = low._replace(value=_scaled(low.value, high.scale))  # "3 - 5 tỷ"
            if measured and low.unit in (None, high.unit) and low.value < high.value:
                return _joined(text, low, high), 2
    return low, 1


def _scaled(value: Decimal, scale: int) -> Decimal:
    """Return a value in full, without decimals where it is whole: 79,5 triệu is 79500000."""
    full = value * scale
    return full.quantize(Decimal(1)) if scale != 1 and full == full.to_integral_value() else full


def _joined(text: str, low: Atom, high: Atom) -> Atom:
    return Atom(
        low.start, low.first, high.end, high.stop, low.word, high.slots, low.value, high.value,
        None, high.unit, _range_qualifier(text, low, high),
    )  # fmt: skip


def _range_qualifier(text: str, low: Atom, high: Atom) -> Qualifier:
    """Return what qualifies a range; "nằm trong khoảng 82% - 94%" bounds it exactly."""
    if low.qualifier == "about" and text[: low.start].rstrip().endswith("trong"):
        return "exact"
    if low.qualifier != "exact":
        return low.qualifier
    return high.qualifier if high.stop > high.end else "exact"


def _single(text: str, kind: str, start: int, end: int) -> Atom:
    shapes = _shapes()
    first = start
    printed = text[start:end]
    scale = shapes.scale.match(text, end)
    stop = scale.end() if scale else end
    unit = shapes.unit.match(text, stop)
    slot, name = shapes.slots[" ".join(unit["unit"].split())] if unit else ("", None)
    if unit:
        stop = unit.end()
    small = slot in ("percent", "points", "percent_points")
    whole, _, total = printed.partition("/")
    words = load_numbers().words
    value = Decimal(words[whole]) if kind == "words" else decimal_of(whole, small=small)
    factor = load_numbers().scale[" ".join(scale["scale"].split())] if scale else 1
    value = _scaled(value, factor)
    slots = _slots(slot, kind, printed, scaled=bool(scale))
    word = last_word(text, start)
    qualifier: Qualifier = "exact"
    if fits(shapes.ends, {word}) and (before := shapes.before.match(text, start)):
        qualifier = shapes.qualifiers[" ".join(before["word"].split())]
        start = before.start("word")
    figure_end = stop
    behind = shapes.after.match(text, stop)
    if behind:
        qualifier = shapes.qualifiers[" ".join(behind["word"].split())]
        stop = behind.end()
    out_of = decimal_of(total) if total else None
    if out_of == value and qualifier == "at_most":
        qualifier = "exact"  # "đạt tối đa 5/5 điểm" has the most there is
    return Atom(
        start, first, figure_end, stop, word, slots, value, None, out_of, name, qualifier, factor
    )


def _slots(slot: str, kind: str, printed: str, *, scaled: bool) -> tuple[str, ...]:
    if slot:
        return (slot,)
    long = ("long",) if len(printed) >= LONG else ()
    if scaled:
        return ("scaled", "number")
    if kind == "ratio":
        return ("ratio", "plain", "number", *long)
    if "," in printed or "." in printed:
        return ("decimal", "plain", "number", *long)
    if len(printed) == 4 and printed[:2] in ("19", "20"):
        return ("year", "integer", "plain")
    return ("integer", "plain", "number", *long)
