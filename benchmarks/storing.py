"""Articles into a fresh SQLite database, with a pipeline that is loaded already."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from solieu.corpus.article import Article
from solieu.db.store import Run, Store, open_store
from solieu.patterns.indices import load_indices
from solieu.patterns.places import load_places
from solieu.pipeline.batches import batches
from solieu.pipeline.load import ZONE, zoned
from solieu.pipeline.runs import recorded_run
from solieu.pipeline.sinks.database import StoreSink
from solieu.pipeline.work import ingest_batch
from spacy.language import Language


@contextmanager
def fresh_store() -> Iterator[tuple[Store, Run]]:
    """Open an empty database with its catalogue, and a run in it."""
    with (
        TemporaryDirectory() as folder,
        open_store(str(Path(folder) / "benchmark.db")) as store,
    ):
        store.sync_catalogue(load_places(), load_indices())
        with recorded_run(store, ["benchmark"], "off", None) as run:
            yield store, run


def keep(nlp: Language, store: Store, run: Run, articles: Iterable[Article]) -> None:
    """Read articles and keep their facts, in batches as `ingest` does."""
    for batch in zoned(nlp, batches(articles), ZONE):
        ingest_batch(nlp, StoreSink(store, run), batch)
