"""Names listed behind one that tells their kind: "Cục Hải quan A, B", "các huyện C, D và E"."""

from collections.abc import Iterator
from dataclasses import replace

from ..patterns.compiling import compiled
from ..patterns.places import load_names
from .page import Page
from .types import Mention, Subject

LISTED = compiled(r"\s*(?:,|và|, và)\s*")
# "huyện Thanh Oai (81%); Ứng Hoà (80%) và Phú Xuyên": a figure of its own may follow each name.
NEXT = compiled(
    r"(?:[^\S\n]*\([^()\n]{1,40}\))?[^\S\n]*(?:,|;|và|,\s+và)[^\S\n]+"
    r"(?P<name>\p{Lu}\p{Ll}*(?:[^\S\n]+\p{Lu}\p{Ll}*){1,3})"
    r"(?=[^\S\n]*[,;.()\n]|[^\S\n]+(?:và|đạt|xếp|đứng|có|là|cùng|đều|với|lần)(?!\p{L})|$)"
)
SEVERAL = compiled(r"(?<!\p{L})các[^\S\n]+$")


def with_listed(page: Page, found: list[Mention]) -> list[Mention]:
    """Return the entities of a page with the names listed behind districts and offices."""
    return _offices(page, _districts(page, found))


def _offices(page: Page, found: list[Mention]) -> list[Mention]:
    """Read the places listed behind an office as its offices: "Cục Hải quan A, B và C"."""
    result: list[Mention] = []
    for mention in found:
        last = result[-1] if result else None
        subject = mention.value
        if (
            last is not None
            and last.kind == "organisation"
            and isinstance(last.value, Subject)
            and last.value.code
            and isinstance(subject, Subject)
            and subject.type == "province"
            and LISTED.fullmatch(page.folded, last.end, mention.start)
        ):
            words = page.text[mention.start : mention.end]
            office = Subject("organisation", subject.code, words)
            mention = Mention(
                "organisation", office, mention.start, mention.end, "organisation.listed"
            )
        result.append(mention)
    return result


def _districts(page: Page, found: list[Mention]) -> list[Mention]:
    """Add the bare names listed behind a district or commune, up to the next entity."""
    added: list[Mention] = []
    starts = [m.start for m in found]
    for at, mention in enumerate(found):
        if _heads_a_list(page, mention) and isinstance(mention.value, Subject):
            stop = starts[at + 1] if at + 1 < len(starts) else len(page.text)
            added += _behind(page, mention.value, mention.end, stop)
    return sorted([*found, *added], key=lambda m: m.start) if added else found


def _heads_a_list(page: Page, mention: Mention) -> bool:
    """Whether bare names may follow: the town of "phường Trần Phú, Móng Cái" is no second ward."""
    before = page.folded[max(0, mention.start - 6) : mention.start]
    return mention.rule == "district.named" or (
        mention.rule == "commune.named" and SEVERAL.search(before) is not None
    )


def _behind(page: Page, unit: Subject, end: int, stop: int) -> Iterator[Mention]:
    while (match := NEXT.match(page.text, end)) is not None and match.end() <= stop:
        words = " ".join(match["name"].split())
        if len(words.split()) > 2 and words.split()[0] in load_names().people.family_names:
            return  # "xã Nam Cường, Nguyễn Văn An"
        yield Mention(
            "place", replace(unit, code=None, name=words), *match.span("name"), "place.listed"
        )
        end = match.end()
