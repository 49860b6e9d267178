"""The linking cues of `patterns/cues.toml`, compiled by their role."""

from functools import cache

import regex

from ...patterns.loading import compile_pattern, load_cues


@cache
def cue(role: str) -> regex.Pattern[str]:
    """Return all cues of a role as one pattern over folded text; raise KeyError for an unknown one."""
    found = [c for c in load_cues() if c.role == role]
    if not found:
        raise KeyError(f"no cue has the role {role}")
    spelled = "|".join(f"(?:{c.pattern})" for c in found)
    return compile_pattern(spelled, file="cues.toml", rule=role)
