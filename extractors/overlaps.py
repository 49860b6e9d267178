"""Overlaps: where two mentions claim the same words, one stays."""

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable

from .types import Mention


def settle(
    mentions: Iterable[Mention], priority: Callable[[Mention], int] | None = None
) -> list[Mention]:
    """Return the mentions without overlaps, in reading order.

    Of two that overlap the longer stays, then the one of the lower `priority`, then the earlier,
    then the one given first.
    """
    rank = priority or (lambda _: 0)
    ranked = sorted(mentions, key=lambda m: (m.start - m.end, rank(m), m.start))
    taken: list[tuple[int, int, int]] = []
    for number, mention in enumerate(ranked):
        at = bisect_right(taken, (mention.start, len(ranked), 0))
        before_ends = at == 0 or taken[at - 1][2] <= mention.start
        next_starts = at == len(taken) or mention.end <= taken[at][0]
        if before_ends and next_starts:
            insort(taken, (mention.start, number, mention.end))
    return [ranked[number] for _, number, _ in taken]
