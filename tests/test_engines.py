"""Engines: whatever kills a worker, every other article is kept, once."""

from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

import pytest
from archives import contents
from faulty import HANGS, KILLS, KILLS_ONCE, FaultyWork
from solieu.corpus.article import Article, Rejection
from solieu.db.store import open_store
from solieu.pipeline.batches import Batch
from solieu.pipeline.engines import EngineError, choice, dispatch
from solieu.pipeline.engines.choice import engine_for
from solieu.pipeline.engines.ray import check_reach
from solieu.pipeline.sinks.database import Database, into_database
from solieu.pipeline.sinks.folder import Folder
from solieu.pipeline.summary import IngestSummary
from solieu.pipeline.work import Work

ENGINES = ["local", pytest.param("ray", marks=pytest.mark.skipif(
    find_spec("ray") is None, reason="no Ray: pip install 'solieu[ray]'"))]  # fmt: skip


def batch(name, *texts):
    items = [Article(f"{name}-{n}", text, source=f"{name}-{n}") for n, text in enumerate(texts)]
    return Batch(name, tuple(items))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_kills_or_hangs_is_rejected_and_the_others_are_kept(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # where the workers find `faulty`
    (tmp_path / "deaths").mkdir()
    db = str(tmp_path / "a.db")
    given = [
        batch("1", "một", KILLS_ONCE, "hai"),
        batch("2", "ba", KILLS, "bốn"),
        batch("3", HANGS),
        Batch("4", (Rejection("x.txt", "empty"),)),
    ]
    with into_database(db, ["texts"]) as recording:
        work = FaultyWork(recording.destination, "off", None, 0.3, tmp_path / "deaths")
        with engine_for(work, engine, 2) as on:
            done = sum(on(given), IngestSummary())
    found = contents(db)
    assert {text for _, text in found["text"]} == {"một", KILLS_ONCE, "hai", "ba", "bốn"}
    reasons = {source: reason for _, source, reason, _ in found["rejection"]}
    hung = "too_slow" if engine == "local" else "crashed"
    assert reasons == {"2-1": "crashed", "3-0": hung, "x.txt": "empty"}
    assert done.articles == done.new == 5
    with open_store(db) as store, store.reading() as connection:
        run = connection.exec_driver_sql("SELECT articles, new, rejected FROM run").one()
    assert run == (5, 5, sum(done.rejections.values()))


def test_batches_with_an_article_in_common_keep_their_order():
    class Slow(dispatch.Dispatcher):
        """Has room for two, and finishes the last one first."""

        def __init__(self):
            super().__init__()
            self.begun, self.hand = [], []

        @property
        def in_hand(self):
            return self.hand

        def start(self, batch):
            if len(self.hand) == 2:
                return False
            self.begun.append((batch.name, [other.name for other in self.hand]))
            self.hand.append(batch)
            return True

        def finished(self):
            self.hand.pop()
            yield IngestSummary(articles=1)

    shared = Article("x", "một")
    given = [Batch("1", (shared,)), Batch("2", (Article("y", "hai"),)), Batch("3", (shared,))]
    engine = Slow()
    assert sum(engine(given), IngestSummary()).articles == 3
    assert engine.begun == [("1", []), ("2", ["1"]), ("3", [])]


@pytest.mark.parametrize(
    ("size", "deaths", "place", "hung", "expected"),
    [
        (5, 0, 2, False, [("7", 5)]),
        (5, 1, 2, False, [("7.1", 2), ("7.2", 1), ("7.3", 2)]),
        (5, 0, 0, True, [("7.1", 1), ("7.2", 4)]),
        (5, 1, None, False, [("7.1", 2), ("7.2", 3)]),
        (1, 0, 0, False, [("7", 1)]),
        (1, 1, None, False, [("7", 1)]),
        (1, 2, None, False, [("7.1", 1)]),
        (1, 0, 0, True, [("7.1", 1)]),
    ],
)
def test_a_batch_that_kills_is_cut(size, deaths, place, hung, expected):
    items = tuple(Article(str(n), str(n)) for n in range(size))
    parts = dispatch.after_death(Batch("7", items, deaths), dispatch.Gone("why", place, hung))
    assert [(part.name, len(part.items)) for part in parts] == expected
    kept = [item for part in parts for item in part.items]
    rejected = size == 1 and (hung or deaths == 2)
    assert kept == [Rejection("0", "too_slow" if hung else "crashed", "why")] if rejected else items


@pytest.mark.parametrize(
    ("destination", "machines", "address", "fits"),
    [
        (Database("a.db", None), 1, None, True),
        (Database("a.db", None), 1, "auto", True),
        (Database("a.db", None), 2, "auto", False),
        (Database("a.db", None), 1, "ray://host:10001", False),
        (Database("postgresql://host/a", None), 2, "auto", True),
        (Folder("out", "1"), 2, "auto", False),
        (Folder("file:///mnt/out", "1"), 2, "auto", True),
    ],
)
def test_a_cluster_does_not_write_to_a_path_of_one_machine(destination, machines, address, fits):
    told = pytest.raises(EngineError, match="not to a path of this machine")
    with nullcontext() if fits else told:
        check_reach(destination, machines, address)


def test_a_missing_ray_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(EngineError, match=r"pip install 'solieu\[ray\]'"):
        engine_for(Work(None), "ray")


def test_one_worker_is_this_process():
    assert isinstance(choice.engine_for(Work(None)), nullcontext)
