"""Why nothing was found: which filters of a question left nothing."""

from __future__ import annotations

from collections.abc import Callable

from .asking import Asked


def emptied_by(asked: Asked, exists: Callable[[Asked], bool]) -> tuple[str, ...]:
    """Return the names of the filters that leave nothing, as few as can be; `exists` tells.

    None for an empty store; one that alone finds nothing, or without which something is found;
    else the first few that find nothing together.
    """
    names = [name for name, value in asked.items() if value is not None]
    if not exists({}):
        return ()
    for only in names:
        if not exists(_of(asked, [only])):
            return (only,)
    for left_out in names:
        if exists(_of(asked, [name for name in names if name != left_out])):
            return (left_out,)
    return tuple(
        next(names[:many] for many in range(1, 1 + len(names)) if not exists(_of(asked, names[:many])))
    )


def _of(asked: Asked, names: list[str]) -> Asked:
    return {name: value for name, value in asked.items() if name in names}  # type: ignore[return-value]
