"""The linking cues of `patterns/cues.toml`, compiled by their role."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ...patterns.compiling import Match, Pattern
from ...patterns.loading import compile_pattern, fill_tables, load_cues
from ..concordance import NUMBER
from ..edges import DIGIT, beginnings, endings, fits, last_word
from ..openings import Opening, opening_words
from ..page import Page


@cache
def cue(role: str) -> Pattern:
    """Return all cues of a role as one pattern over folded text; KeyError for none."""
    found = [c for c in load_cues() if c.role == role]
    if not found:
        raise KeyError(f"no cue has the role {role}")
    spelled = "|".join(f"(?:{c.pattern})" for c in found)
    return compile_pattern(spelled, file="cues.toml", rule=role, searched=True)


def cues_in(page: Page, role: str, start: int, end: int) -> Iterator[Match]:
    """Yield what the cues of a role match in a stretch of a page, as `finditer` would.

    They are tried at the words they open with, so that none may begin with a blank: where these
    stand is known for the whole page, and most stretches hold none. Raise KeyError for a role
    unknown or opening with any word.
    """
    while found := cue_in(page, role, start, end):
        yield found
        start = max(found.end(), found.start() + 1)


def cue_in(page: Page, role: str, start: int, end: int) -> Match | None:
    """Return the first match of the cues of a role in a stretch, as `search` would."""
    pattern, opens = _tried(role)
    offsets = page.concordance.offsets(opens)
    for at in range(bisect_left(offsets, start), len(offsets)):
        if offsets[at] >= end:
            return None
        if found := pattern.match(page.folded, offsets[at], end):
            return found
    return None


@cache
def _tried(role: str) -> tuple[Pattern, frozenset[str]]:
    """Return the cues of a role as one pattern, and the words it may open with."""
    spelled = "|".join(f"(?:{c.pattern})" for c in load_cues() if c.role == role)
    opens = beginnings(fill_tables(spelled, file="cues.toml", rule=role))
    if not opens:
        raise KeyError(f"no cue has the role {role}, or it may open with any word")
    words = frozenset(NUMBER if word == DIGIT else word for word in opens)
    return compile_pattern(spelled, file="cues.toml", rule=role), words


@dataclass(frozen=True, slots=True)
class Before:
    """What may stand right before a place: a pattern that looks back, and the words it ends with.

    To look at the word before a place is many times faster than to try the pattern there.
    """

    pattern: Pattern
    ends: frozenset[str] | None

    def match(self, text: str, position: int) -> Match | None:
        """Return the match of the pattern at a place, None where it does not stand before it."""
        if self.ends is not None and not fits(self.ends, {last_word(text, position)}):
            return None
        return self.pattern.match(text, position)


@cache
def before(role: str) -> Before:
    """Return the cues of a role that stand right before a place, to be matched at that place.

    Their patterns end with `$`; looking back from the place is many times faster than searching
    for it. Raise KeyError for an unknown role.
    """
    spelled = "|".join(f"(?:{c.pattern.removesuffix('$')})" for c in load_cues() if c.role == role)
    if not spelled:
        raise KeyError(f"no cue has the role {role}")
    pattern = compile_pattern(f"(?<=(?<!\\p{{L}})(?:{spelled}))", file="cues.toml", rule=role)
    return Before(pattern, endings(fill_tables(spelled, file="cues.toml", rule=role)))


def openings(role: str) -> list[Opening[str]]:
    """Return the cues of a role, to be tried at the words they open with, each standing for it."""
    return [
        Opening(
            role,
            compile_pattern(cue.pattern, file="cues.toml", rule=cue.name),
            opening_words(fill_tables(cue.pattern, file="cues.toml", rule=cue.name), cue.opens),
        )
        for cue in load_cues()
        if cue.role == role
    ]
