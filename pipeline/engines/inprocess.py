"""The engine of one core: batch after batch in this process."""

from collections.abc import Iterable, Iterator

from ..batches import Batch
from ..summary import IngestSummary
from ..work import Work


class InProcess:
    """Works on batches in the calling process."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __call__(self, batches: Iterable[Batch]) -> Iterator[IngestSummary]:
        """Yield what became of each batch before the next one is taken."""
        yield from self.work.on(batches)
