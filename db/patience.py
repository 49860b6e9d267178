"""Waiting for a database that is away for a while, and trying again."""

import logging

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_random_exponential,
)

from .connection import PassingError

PATIENCE = 60.0  # seconds
LONGEST_PAUSE = 5.0
_log = logging.getLogger(__name__)


def attempts(patience: float) -> Retrying:
    """Return the attempts at something that may fail in passing, for so many seconds.

    Pauses grow from a tenth of a second, at random, so that rivals do not meet again. The last
    PassingError is raised. What is tried must come to the same when it is done twice.
    """
    return Retrying(
        retry=retry_if_exception_type(PassingError),
        wait=wait_random_exponential(multiplier=0.1, max=LONGEST_PAUSE),
        stop=stop_after_delay(patience),
        before_sleep=_tell,
        reraise=True,
    )


def _tell(state: RetryCallState) -> None:
    """Say once that a failure lasts; most are gone at the second attempt."""
    if state.attempt_number == 3 and state.outcome:
        _log.warning("%s; trying again", state.outcome.exception())
