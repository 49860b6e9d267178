"""Batches: the unit of work, of commit and of retry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ..corpus.article import Article, Rejection
from ..db.identity import article_key, rejection_id
from ..db.saving import Version

BATCH = 100  # articles
BATCH_CHARACTERS = 20_000_000  # one article may have fifty million bytes

Item = Article | Rejection


@dataclass(frozen=True)
class Batch:
    """Some items of an archive under a name that is theirs in this run: `7`, a part of it `7.2`.

    `deaths` counts the workers that died of it, `whole` is the content of that which it is part of.
    """

    name: str
    items: tuple[Item, ...]
    deaths: int = 0
    whole: str | None = None

    @property
    def articles(self) -> list[Article]:
        """Its articles, without the rejections between them."""
        return [item for item in self.items if isinstance(item, Article)]

    @cached_property
    def keys(self) -> frozenset[str]:
        """What identifies its articles: two batches with one of them must keep their order."""
        return frozenset(map(article_key, self.articles))

    @property
    def part(self) -> str:
        """Which part of a batch this is, `2` or `2.1`; nothing if it is whole."""
        return self.name.partition(".")[2]

    @cached_property
    def content(self) -> str:
        """What the batch, or that which it is part of, is called in every run: a digest of it."""
        if self.whole is not None:
            return self.whole
        told = (
            rejection_id(item) if isinstance(item, Rejection) else Version.of(item).id
            for item in self.items
        )
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]

    def parts(self, at: int | None) -> list[Batch]:
        """Return the batch cut around the item at a place, or in halves, in its order."""
        middle = len(self.items) // 2
        cuts = (0, middle, len(self.items)) if at is None else (0, at, at + 1, len(self.items))
        spans = [(low, high) for low, high in pairwise(cuts) if low < high]
        return [
            Batch(f"{self.name}.{number}", self.items[low:high], whole=self.content)
            for number, (low, high) in enumerate(spans, 1)
        ]


def batches(items: Iterable[Item]) -> Iterator[Batch]:
    """Cut a stream of items into batches, named by their number."""
    batch: list[Item] = []
    number = characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == BATCH or characters >= BATCH_CHARACTERS:
            number += 1
            yield Batch(str(number), tuple(batch))
            batch, characters = [], 0
    if batch:
        yield Batch(str(number + 1), tuple(batch))
