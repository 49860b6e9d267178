"""Inputs that gave no article, told on standard error as they come and counted at the end."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

import typer

from ...corpus.article import Rejection
from .exits import REJECTED, complain
from .render import visible

T = TypeVar("T")


def rejection_line(rejection: Rejection) -> str:
    """Return source, reason and detail on one line."""
    reason = rejection.reason.replace("_", " ")
    line = f"{rejection.source}: {reason}" + (f" ({rejection.detail})" if rejection.detail else "")
    return visible(line.replace("\n", " "))


class Rejections:
    """Takes the rejections out of a stream and remembers how many there were."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def taken_from(self, items: Iterable[T | Rejection]) -> Iterator[T]:
        """Yield what is no rejection."""
        for item in items:
            if isinstance(item, Rejection):
                self.take(item)
            else:
                yield item

    def take(self, rejection: Rejection) -> None:
        """Tell a rejection and count it."""
        self.counts[rejection.reason] += 1
        complain(rejection_line(rejection))

    def end(self) -> None:
        """Print the count and exit with status 1 if there were any."""
        if self.counts:
            total = self.counts.total()
            complain(f"{total} {'input' if total == 1 else 'inputs'} rejected")
            raise typer.Exit(REJECTED)
