"""Why nothing was found: which filters of a question left nothing."""

from __future__ import annotations

from collections.abc import Callable

from .asking import Asked, Understood, together


def emptied_by(question: Understood, exists: Callable[[Asked], bool]) -> tuple[str, ...]:
    """Return the words of a question that leave nothing, as few as can be; `exists` asks the store.

    None where there is nothing at all; one that alone finds nothing; those without any of which
    something is found; else the first few that find nothing together.
    """
    parts = question.parts
    if not exists({}):
        return ()
    for name, part in parts.items():
        if not exists(part):
            return (name,)
    needed = tuple(
        name
        for name in parts
        if exists(together(part for other, part in parts.items() if other != name))
    )
    if needed:
        return needed
    names = list(parts)
    several = (names[:many] for many in range(1, 1 + len(names)))
    return tuple(next(few for few in several if not exists(together(parts[one] for one in few))))
