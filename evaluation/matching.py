"""When a found fact is the annotated one: first its figure, then each of its attributes."""

import calendar
import re
from collections import Counter
from collections.abc import Sequence

from .gold import LINKS, GoldFact, GoldSubject, Record

MARGIN = 15  # characters that a found span may have beyond the annotated one
SHARED_WORDS = 0.5  # of two free texts that mean the same
SHARED_NAME = 0.4  # of two names: "Sở Nội vụ" and "Sở Nội vụ tỉnh" are one
WITH_UNIT = ("score", "delta", "percentage", "money")
WITH_DENOMINATOR = ("rank", "score", "count")
# A scope that says no more than "in the country" is as good as none.
WHOLE_COUNTRY = re.compile(
    r"(trên |trong )?(cả nước|toàn quốc)$"
    r"|(các |khối |\d+ )?(tỉnh,? thành( phố)?( trực thuộc trung ương)?"
    r"|bộ(,? (cơ quan ngang bộ|ngành))*|địa phương)$"
)


def figure_right(gold: GoldFact, found: Record) -> bool:
    """Return whether kind, place, value, range, direction, unit and denominator are right."""
    kind = gold.kind
    return (
        kind == found["kind"]
        and _same_place(gold, found)
        and _any_close(gold.value, found["value"])
        and _any_close(gold.value_to, found.get("value_to"))
        and (kind != "delta" or found.get("direction") in gold.direction)
        and (kind not in WITH_UNIT or found.get("unit") in gold.unit)
        and (
            kind not in WITH_DENOMINATOR
            or gold.out_of == (None,)  # a denominator more than annotated does no harm
            or _any_close(gold.out_of, found.get("out_of"))
        )
    )


def attributes_right(gold: GoldFact, found: Record) -> dict[str, bool]:
    """Return for each annotated attribute whether the found one is among its right values."""
    return {
        attribute: any(
            _same(attribute, value, found.get(attribute)) for value in gold.accepted(attribute)
        )
        for attribute in gold.judged
    }


def align(golds: Sequence[GoldFact], founds: Sequence[Record]) -> dict[int, int]:
    """Pair each annotated fact with at most one found fact, the best linked pairs first.

    Return the number of the found fact by that of the annotated one.
    """
    pairs = sorted(
        (-_links_right(gold, found), gold.optional, i, j)
        for i, gold in enumerate(golds)
        for j, found in enumerate(founds)
        if figure_right(gold, found)
    )
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in pairs:
        if i not in paired and j not in taken:
            paired[i] = j
            taken.add(j)
    return paired


def _links_right(gold: GoldFact, found: Record) -> int:
    right = attributes_right(gold, found)
    return sum(right[link] for link in LINKS if link in right)


def _same_place(gold: GoldFact, found: Record) -> bool:
    start: int = found["start"]
    end: int = found["end"]
    touching = max(gold.start, start) < min(gold.end, end)
    return touching and end - start <= gold.end - gold.start + MARGIN


def _any_close(golds: Sequence[int | float | str | None], found: int | float | str | None) -> bool:
    return any(_close(gold, found) for gold in golds)


def _close(gold: int | float | str | None, found: int | float | str | None) -> bool:
    if gold is None or found is None:
        return gold is found
    if isinstance(gold, str) or isinstance(found, str):
        return _plain(str(gold)) == _plain(str(found))
    return abs(gold - found) <= 1e-9 * max(1.0, abs(gold), abs(found))


def _same(attribute: str, gold: object, found: object) -> bool:
    match attribute:
        case "subject":
            return _same_subject(gold, found)
        case "period" | "baseline":
            return _days(gold) == _days(found)
        case "component" | "indicator":
            return _same_words(gold, found)
        case "scope":
            said = isinstance(found, str) and not WHOLE_COUNTRY.match(_plain(found))
            return _same_words(gold, found if said else None)
    return gold == found


def _same_subject(gold: object, found: object) -> bool:
    if not isinstance(gold, GoldSubject) or not isinstance(found, dict):
        return gold is None and found is None
    if gold.type != found.get("type"):
        return False
    if gold.type in ("province", "country"):
        return gold.code == found.get("code")
    return _same_words(gold.name, found.get("name"), SHARED_NAME)


def _same_words(gold: object, found: object, share: float = SHARED_WORDS) -> bool:
    """Return whether both say nothing, or the F1 of their words is at least `share`."""
    if not isinstance(gold, str) or not isinstance(found, str) or not gold or not found:
        return not gold and not found
    wanted, given = (re.findall(r"\w+", _plain(text)) for text in (gold, found))
    common = (Counter(wanted) & Counter(given)).total()
    return 2 * common >= share * (len(wanted) + len(given))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _days(period: object) -> object:
    """Return the first and last day of a period, so that `2022` and `2022-01/2022-12` are one."""
    if not isinstance(period, str) or not period:
        return None
    start, _, end = period.partition("/")
    try:
        return _day(start, last=False), _day(end or start, last=True)
    except ValueError:  # no ISO 8601: compared as it is written
        return period


def _day(text: str, *, last: bool) -> tuple[int, ...]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        parts.append(12 if last else 1)
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1] if last else 1)
    return tuple(parts)
