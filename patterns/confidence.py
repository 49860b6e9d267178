"""The weights by which the confidence of a fact is told."""

from functools import cache
from pathlib import Path

from .loading import read_file
from .schema import Shape

WEIGHTS = Path(__file__).parent / "confidence.toml"


class Confidence(Shape):
    """A logistic model: the log odds of a fact without signs, and what each sign adds to them."""

    base: float
    weight: dict[str, float]


@cache
def load_confidence() -> Confidence:
    """Return the weights; raise PatternError where their file is broken."""
    return read_file(WEIGHTS, Confidence)
