"""Another process that reads the store beside a transaction: what it finds comes in parts.

It sees the store as the transaction found it: nothing that the transaction has written itself.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from sqlalchemy import Connection, Engine

from .connection import create
from .turns import Turn

MANY = 50_000  # articles or figures of a turn that are worth another process
Find = Callable[..., Iterator[Any]]
_log = logging.getLogger(__name__)

_LENGTH = 8  # bytes that tell how long a part is


class HelpError(Exception):
    """The other process ended before it had found all."""


def is_worth_help(connection: Connection, turn: Turn) -> bool:
    """Whether a turn is so large that another process shall look at some of it."""
    return turn.wide and turn.size >= MANY and _can_help(connection.engine)


def _can_help(engine: Engine) -> bool:
    """Whether another process would see the same, and has a processor to itself.

    While a transaction of SQLite writes, nobody else does. Others write to PostgreSQL meanwhile,
    which is a process of its own already.
    """
    if engine.dialect.name != "sqlite" or engine.url.database in (None, "", ":memory:"):
        return False
    runs_modules = bool(sys.executable) and not getattr(sys, "frozen", False)
    return runs_modules and (os.cpu_count() or 1) > 1


@contextmanager
def beside(engine: Engine, find: Find, *given: Any) -> Iterator[Iterator[Any]]:
    """Let another process look for something, while one does other work; give what it finds.

    `find` is a function of a module, and what it is given and yields can be pickled; a connection
    comes before. Raises HelpError where what it finds is asked for and does not come.
    """
    paths = os.pathsep.join(filter(None, sys.path))
    # A module of its own and no worker of `multiprocessing`: that would run the script of someone
    # who forms figures in it once more.
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths},
        start_new_session=True,  # Ctrl-C does not reach it
    )
    assert process.stdin
    assert process.stdout
    parts: SimpleQueue[bytes | None] = SimpleQueue()
    reader = Thread(target=_receive, args=(process.stdout, parts), daemon=True)
    reader.start()
    try:
        with suppress(OSError), process.stdin as pipe:  # if it is dead, nothing will come
            pickle.dump((engine.url, find, given), pipe)
        yield _found(process, parts)
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()


def _receive(pipe: IO[bytes], parts: SimpleQueue[bytes | None]) -> None:
    """Take parts from a pipe as they come, so that the other process does not wait."""
    while len(length := pipe.read(_LENGTH)) == _LENGTH:
        size = int.from_bytes(length)
        if len(part := pipe.read(size)) < size:
            break
        parts.put(part)
    parts.put(None)


def _found(
    process: subprocess.Popen[bytes], parts: SimpleQueue[bytes | None]
) -> Generator[Any, None, None]:
    while (part := parts.get()) is not None:
        yield pickle.loads(part)
    if status := process.wait():
        raise HelpError(f"the process that helped ended with status {status}")


def or_alone(
    found: Iterator[Any], connection: Connection, find: Find, *given: Any
) -> Iterator[Any]:
    """Yield what another process finds; if it ends before, look for all of that here once more."""
    try:
        yield from found
    except HelpError as error:
        _log.warning("%s; going on without it", error)
        yield from find(connection, *given)


def main() -> None:
    """Answer the question that comes, and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as on Windows it does all the same
    url, find, given = pickle.load(sys.stdin.buffer)
    with create(url).connect() as connection:
        try:
            for found in find(connection, *given):
                part = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
                sys.stdout.buffer.write(len(part).to_bytes(_LENGTH) + part)
                sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever asked is gone
            os._exit(1)


if __name__ == "__main__":
    main()
