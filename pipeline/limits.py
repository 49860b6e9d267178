"""A limit to the time that one article may take."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 60.0
CHARACTERS = 200_000  # that the seconds are for; a longer article has more of them
AGAIN = 1.0  # seconds until the next try, where code has caught what it should not


class TooSlowError(BaseException):
    """An article took too long. No Exception: code that catches these must not catch it."""


def seconds_for(characters: int, limit: float) -> float:
    """Return how many seconds an article may take, of a limit for one of usual length."""
    return limit * max(1.0, characters / CHARACTERS)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise TooSlowError in the body once it has run so long.

    It needs the alarm of a POSIX system and the main thread; elsewhere the body runs on, and only
    an engine of processes ends it. Compiled code is interrupted when it returns.
    """
    alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not alarm:
        yield
        return
    before = signal.signal(signal.SIGALRM, _raise)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise(number: int, frame: FrameType | None) -> None:
    raise TooSlowError
