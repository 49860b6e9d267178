"""How the heads of tables tell what their columns are, as patterns."""

from functools import cache
from pathlib import Path

from .compiling import Pattern
from .loading import compile_pattern, read_file
from .schema import Shape

CATALOGUE = Path(__file__).parent / "tables.toml"


class TableFile(Shape):
    """`tables.toml`: a pattern for each kind of column, each direction, and for other tables."""

    column: dict[str, str]
    direction: dict[str, str]
    other: dict[str, str]


@cache
def _file() -> TableFile:
    return read_file(CATALOGUE, TableFile)


@cache
def load_columns() -> dict[str, Pattern]:
    """Return the pattern of each kind of column, in the order they are tried."""
    return {name: _compiled(name, pattern) for name, pattern in _file().column.items()}


@cache
def load_directions() -> dict[str, Pattern]:
    """Return the pattern of the sign before a change, `up` and `down`."""
    return {name: _compiled(name, pattern) for name, pattern in _file().direction.items()}


@cache
def load_targets() -> Pattern:
    """Return the pattern of words that make the figures of a column no results."""
    return _compiled("target", _file().other["target"])


def _compiled(name: str, pattern: str) -> Pattern:
    return compile_pattern(pattern, file=CATALOGUE.name, rule=name)
