"""Faults of a whole run: killed, interrupted, without disk or server; the next one completes."""

import resource
import signal
import threading

import pytest
from archives import contents, differences, write_archive
from running import kill, kill_worker, start, stored, wait_for, wait_for_articles, workers
from solieu.db.connection import StoreError
from solieu.db.store import open_store
from solieu.pipeline.ingest import ingest
from solieu.pipeline.stopping import Interrupted
from sqlalchemy import text

COUNT = 300


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return write_archive(tmp_path_factory.mktemp("archive") / "a.jsonl", COUNT)


@pytest.fixture(scope="module")
def undisturbed(archive):
    """All rows that the archive gives when nothing happens."""
    db = str(archive.with_suffix(".db"))
    assert ingest(archive, db, entities="off").articles == COUNT
    return contents(db)


def runs(db):
    with open_store(db, create=False) as store, store.reading() as connection:
        told = "SELECT status, articles, new, facts, rejected FROM run ORDER BY id"
        return [tuple(row) for row in connection.execute(text(told))]


def finish(archive, db, undisturbed):
    """Run an archive again, to its end, and see that nothing is missing or doubled."""
    done = ingest(archive, db, entities="off")
    assert differences(db, undisturbed) == {}
    assert runs(db)[-1] == ("finished", COUNT, done.new, done.facts, 0)
    assert done.new + done.unchanged == COUNT
    return done


def test_a_killed_run_of_two_workers_is_completed_by_one_that_loses_a_worker(
    archive, undisturbed, tmp_path
):
    db = str(tmp_path / "a.db")
    process = start(archive, db, "--workers", "2")
    wait_for_articles(process, db, 0)
    kill(process)
    kept = stored(db)
    assert 0 < kept < COUNT
    process = start(archive, db, "--workers", "2")
    wait_for(lambda: len(runs(db)) == 2 and len(workers(process)) == 2)
    kill_worker(process)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert differences(db, undisturbed) == {}
    killed, second = runs(db)
    assert killed[0] == "running"
    assert second[:3] == ("finished", COUNT, COUNT - kept)


def test_a_killed_run_on_a_server_is_completed_by_the_next(archive, undisturbed, postgres):
    db = postgres.database()
    process = start(archive, db)
    wait_for_articles(process, db, 100)
    kill(process)
    assert finish(archive, db, undisturbed).unchanged >= 100


def test_ctrl_c_finishes_the_batch_and_says_how_to_go_on(archive, undisturbed, tmp_path):
    db = str(tmp_path / "a.db")
    process = start(archive, db)
    wait_for_articles(process, db, 0)
    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate()
    assert process.returncode == 130
    assert errors.splitlines() == [
        "finishing the batch; Ctrl-C once more stops at once",
        "solieu: stopped; the same command goes on from here",
    ]
    kept = stored(db)
    assert kept % 100 == 0
    assert 0 < kept < COUNT
    assert f"{kept:,}" in printed
    assert runs(db)[0][:2] == ("interrupted", kept)
    assert finish(archive, db, undisturbed).unchanged == kept


def test_an_interrupt_in_the_same_process_keeps_its_summary(archive, tmp_path):
    def interrupt(summary):
        if summary.articles == 100:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted) as stopped:
        ingest(archive, str(tmp_path / "a.db"), entities="off", on_progress=interrupt)
    assert stopped.value.summary.articles == stored(str(tmp_path / "a.db")) == 100
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_two_runs_into_one_file_at_once(archive, undisturbed, tmp_path):
    db = str(tmp_path / "a.db")
    with start(archive, db) as other:
        wait_for_articles(other, db, 0)
        mine = ingest(archive, db, entities="off")
        _, errors = other.communicate()
    assert (other.returncode, errors) == (0, "")
    assert differences(db, undisturbed) == {}
    assert mine.articles == COUNT
    assert sum(run[2] for run in runs(db)) == COUNT


def test_a_server_that_goes_away_is_waited_for(archive, undisturbed, postgres):
    db = postgres.database()
    timers = []

    def stop(summary):
        if summary.articles in (100, 200):
            postgres.stop("immediate" if summary.articles == 100 else "fast")
            timers.append(threading.Timer(0.5, postgres.start))
            timers[-1].start()

    done = ingest(archive, db, entities="off", on_progress=stop)
    assert len(timers) == 2
    assert done.new == COUNT
    assert differences(db, undisturbed) == {}
    assert runs(db) == [("finished", COUNT, COUNT, done.facts, 0)]


def test_a_server_that_stays_away_is_one_clear_line(archive, undisturbed, postgres):
    db = postgres.database()

    def stop(summary):
        postgres.stop()

    try:
        with pytest.raises(StoreError) as error:
            ingest(archive, db, entities="off", on_progress=stop, patience=0.5)
    finally:
        postgres.start()
    assert len(str(error.value).splitlines()) == 1
    assert finish(archive, db, undisturbed).unchanged == 100


def test_a_full_disk_is_one_clear_line(archive, undisturbed, tmp_path):
    db = str(tmp_path / "a.db")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(summary):
        """Let no file grow any more, once something is stored."""
        largest = max(path.stat().st_size for path in tmp_path.glob("a.db*"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))

    try:
        with pytest.raises(StoreError, match=r"a\.db: (disk I/O error|database or disk is full)"):
            ingest(archive, db, entities="off", on_progress=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert 0 < stored(db) < COUNT
    assert stored(db) % 100 == 0
    finish(archive, db, undisturbed)


def test_a_database_that_may_only_be_read_is_one_clear_line(archive, tmp_path):
    path = tmp_path / "a.db"
    open_store(str(path)).close()
    db = f"sqlite:///file:{path}?mode=ro&uri=true"  # also root may not write to it
    with pytest.raises(StoreError, match="readonly database"):
        ingest(archive, db, entities="off")
    assert stored(str(path)) == 0
