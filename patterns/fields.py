"""What records call the fields of an article."""

from functools import cache
from pathlib import Path

import regex

from .fold import strip_marks
from .loading import read_file
from .schema import Shape


class FieldFile(Shape):
    """`fields.toml`: the names of each field of an article, the usual ones first."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    url: tuple[str, ...]
    id: tuple[str, ...]
    publisher: tuple[str, ...]
    published: tuple[str, ...]


FIELDS = tuple(FieldFile.model_fields)


@cache
def field_names() -> dict[str, tuple[str, ...]]:
    """Return the names of each field, written plainly."""
    file = read_file(Path(__file__).parent / "fields.toml", FieldFile)
    return {field: tuple(map(plain_name, getattr(file, field))) for field in FIELDS}


def plain_name(name: str) -> str:
    """Return a name without case, marks and what is neither letter nor digit."""
    return regex.sub(r"[\W_]+", "", strip_marks(name.lower()))
