"""What tells the parts of a web page apart, as patterns."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from .compiling import Pattern
from .errors import PatternError
from .loading import compile_pattern, read_file
from .schema import Shape

CATALOGUE = Path(__file__).parent / "pages.toml"


class PageFile(Shape):
    """`pages.toml`: words of class names, and patterns of lines."""

    parts: tuple[str, ...]
    words: tuple[str, ...]
    imprint: str
    unwritten: str
    pointer: str


@dataclass(frozen=True, slots=True)
class PagePatterns:
    """The patterns of `pages.toml`: `foreign` for class names, the others for folded lines."""

    foreign: regex.Pattern[str]
    imprint: Pattern
    unwritten: Pattern
    pointer: Pattern


@cache
def load_page_patterns() -> PagePatterns:
    """Return the patterns that tell the parts of a page apart."""
    file = read_file(CATALOGUE, PageFile)
    parts = "|".join(map(regex.escape, file.parts))
    words = "|".join(map(regex.escape, file.words))
    try:
        foreign = regex.compile(rf"{parts}|(?<![a-z0-9])(?:{words})(?![a-z0-9])", regex.IGNORECASE)
    except regex.error as error:
        raise PatternError(str(CATALOGUE), "parts", str(error)) from error
    lines = {
        name: compile_pattern(getattr(file, name), file=CATALOGUE.name, rule=name)
        for name in ("imprint", "unwritten", "pointer")
    }
    return PagePatterns(foreign, **lines)
