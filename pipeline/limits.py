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


class Alarm:
    """Raises TooSlowError in code that runs too long; it is set up once for many pieces of it.

    It needs the alarm of a POSIX system and the main thread; elsewhere all code runs on, and only
    an engine of processes ends it. Compiled code is interrupted when it returns. One that is not
    `wanted` leaves the process's alarm alone.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        able = hasattr(signal, "setitimer")
        able = able and threading.current_thread() is threading.main_thread()
        self._able = wanted and able

    def __enter__(self) -> "Alarm":
        """Answer the alarm from now on."""
        if self._able:
            self._before = signal.signal(signal.SIGALRM, _raise)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the alarm to whom it belonged before."""
        if self._able:
            signal.signal(signal.SIGALRM, self._before)

    @contextmanager
    def within(self, seconds: float | None) -> Iterator[None]:
        """Raise TooSlowError in the body once it has run so long; None is no limit."""
        if seconds is None or not self._able:
            yield
            return
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _raise(number: int, frame: FrameType | None) -> None:
    raise TooSlowError
