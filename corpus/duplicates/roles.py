"""The part each article has in a cluster: the original, a copy of it, or an update."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .likeness import ALIKE
from .signatures import Signature, held

LONGER = 1.2  # times the original's size: what an update has at least


class Role(StrEnum):
    """What an article is in its cluster."""

    original = "original"
    copy = "copy"
    update = "update"


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a cluster: its id, its version, its day if known, and its text's signature."""

    id: str
    version: int
    published: date | None
    signature: Signature


def roles(members: Iterable[Member]) -> dict[str, Role]:
    """Return the role of each article by id, whatever their order.

    The original is the oldest one; of a day the first version, of these the longest. An update is
    of a later day, holds most of the original and is longer by a fifth. All others are copies.
    """
    original, *others = sorted(members, key=_age)
    found = {original.id: Role.original}
    for member in others:
        found[member.id] = Role.update if _updates(member, original) else Role.copy
    return found


def _age(member: Member) -> tuple[date, int, int, str]:
    return member.published or date.max, member.version, -member.signature.size, member.id


def _updates(member: Member, original: Member) -> bool:
    if member.published is None or original.published is None:
        return False
    later = (member.published, member.version) > (original.published, original.version)
    longer = member.signature.size >= LONGER * original.signature.size
    return later and longer and held(member.signature, original.signature) >= ALIKE
