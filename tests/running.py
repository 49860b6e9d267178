"""Runs of `solieu ingest` in a process of their own, watched from outside, and ended there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from solieu.db import connection
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

LONG = 300  # seconds for anything here, on a slow machine


def start(archive: Path, db: str, *options: str) -> subprocess.Popen:
    """Start an ingest without entities."""
    code = "from solieu.pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, "ingest", str(archive), "--db", db, "--entities", "off"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen([*command, *options], **pipes)


def wait_for(condition) -> None:
    """Wait until a condition holds."""
    until = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.03)


def stored(db: str) -> int:
    """Return how many articles a database holds; none where there is no table yet."""
    url = connection.database_url(db)
    if connection.is_missing_file(url):
        return 0
    engine = connection.create(url)
    try:
        with engine.connect() as opened:
            return opened.execute(text("SELECT count(*) FROM article")).scalar_one()
    except SQLAlchemyError:
        return 0
    finally:
        engine.dispose()


def wait_for_articles(process: subprocess.Popen, db: str, count: int) -> None:
    """Wait until a run has stored more than so many articles, while it goes on."""
    wait_for(lambda: stored(db) > count or process.poll() is not None)
    assert process.poll() is None, process.stderr.read()


def children(process: subprocess.Popen) -> list[int]:
    """Return the processes that a process has started."""
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
    pairs = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    return [pid for pid, parent in pairs if parent == process.pid]


def workers(process: subprocess.Popen) -> list[int]:
    """Return the worker processes of a run."""
    told = {pid: _command(pid) for pid in children(process)}
    return [pid for pid, command in told.items() if "spawn_main" in command]


def is_gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked how."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return told.stdout.strip()[:1] in ("", "Z")


def kill(process: subprocess.Popen) -> None:
    """End a run without warning, and see its workers end by themselves."""
    left = children(process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_for(lambda: all(map(is_gone, left)))


def kill_worker(process: subprocess.Popen) -> None:
    """End one worker of a run without warning."""
    os.kill(workers(process)[0], signal.SIGKILL)


def _command(pid: int) -> str:
    whole = ["ps", "-ww", "-o", "args=", "-p", str(pid)]  # not cut at 80 characters
    return subprocess.run(whole, capture_output=True, text=True).stdout
