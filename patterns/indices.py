"""The catalogue of indices: what the press may be speaking of when it reports a value or a rank."""

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

import regex
from pydantic import Field

from .errors import PatternError
from .fold import strip_marks
from .loading import read_file
from .schema import Shape

HOME = Path(__file__).parent
CATALOGUE = (HOME / "indices.toml", HOME / "world_indices.toml")


class IndexDefinition(Shape):
    """One index: its names as printed, who publishes it and how its value is written.

    `names` are literal, lower case; `patterns` are regular expressions over folded text (a space
    stands for one or more blanks), with the word tables of the catalogue already filled in.
    `fields` are expressions for what it measures, behind a place in a ranking; their group `field`
    means the index in an article that names it ("đứng thứ 2 cả nước về chuyển đổi số").
    `sites` are the domains of its publisher, whose word on it counts most.
    `yearly` says that it is measured once a year, so that no day or month is ever its period.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]+$")
    name: str
    english: str
    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    publisher: str
    sites: tuple[str, ...] = ()
    unit: Literal["điểm", "%"] | None = None
    maximum: int | None = None
    native: Literal["score", "percentage", "growth"]
    yearly: bool = True
    level: tuple[
        Literal[
            "country",
            "region",
            "province",
            "ministry",
            "district",
            "commune",
            "organisation",
            "group",
        ],
        ...,
    ] = Field(min_length=1)
    components: tuple[str, ...] = ()
    note: str = ""
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class Stranger(Shape):
    """Rankings known to be none of the catalogue, named as an index is.

    They have no code: a figure behind such a name belongs to no index.
    """

    name: str
    patterns: tuple[str, ...] = Field(min_length=1)
    acronyms: tuple[str, ...] = ()
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class IndexFile(Shape):
    """One file of the catalogue: words (each a regular expression), indices and strangers."""

    words: dict[str, str] = Field(default_factory=dict)
    index: tuple[IndexDefinition, ...]
    stranger: tuple[Stranger, ...] = ()


@cache
def load_indices(*paths: Path) -> tuple[IndexDefinition, ...]:
    """Return the indices of the catalogue or of other files; PatternError where one is broken."""
    found: dict[str, IndexDefinition] = {}
    for path in paths or CATALOGUE:
        file, words = _read(path)
        for index in file.index:
            if index.code in found:
                raise PatternError(str(path), index.code, "this code is taken by another index")
            patterns = tuple(_filled(text, words, path, index.code) for text in index.patterns)
            fields = tuple(_filled(text, words, path, index.code) for text in index.fields)
            found[index.code] = index.model_copy(update={"patterns": patterns, "fields": fields})
    return tuple(found.values())


@cache
def load_strangers(*paths: Path) -> tuple[Stranger, ...]:
    """Return the strangers of the catalogue or of other files; PatternError where one is broken."""
    found = []
    for path in paths or CATALOGUE:
        file, words = _read(path)
        for stranger in file.stranger:
            patterns = tuple(
                _filled(text, words, path, stranger.name) for text in stranger.patterns
            )
            found.append(stranger.model_copy(update={"patterns": patterns}))
    return tuple(found)


def _read(path: Path) -> tuple[IndexFile, dict[str, str]]:
    file = read_file(path, IndexFile)
    return file, {
        name: _filled(words, {}, path, f"words.{name}") for name, words in file.words.items()
    }


def _filled(pattern: str, words: dict[str, str], path: Path, where: str) -> str:
    def table(match: regex.Match[str]) -> str:
        if match[1] not in words:
            raise PatternError(str(path), where, f"names no table of words: {{{match[1]}}}")
        return f"(?:{words[match[1]]})"

    filled: str = regex.sub(r"\{([a-z_]+)\}", table, pattern)
    try:
        regex.compile(filled, regex.VERSION1)
    except regex.error as error:
        raise PatternError(str(path), where, f"the pattern does not compile: {error}") from error
    return filled


def find_index(words: str) -> IndexDefinition:
    """Return the index a person means by a code, an acronym or a name, written carelessly.

    `find_index("par index")` and `find_index("cai cach hanh chinh")` are both PAR_INDEX. Raise
    LookupError naming the nearest codes when none fits or several do.
    """
    key = _key(words)
    names = _names()
    fitting = {code for code, keys in names.items() if key and key in keys}
    fitting = fitting or {code for code, keys in names.items() if key and _holds(keys, key)}
    if len(fitting) == 1:
        return next(index for index in load_indices() if index.code in fitting)
    near = sorted(fitting) or _nearest(key, names) or list(names)
    raise LookupError(f"no single index is meant by {words!r}; the nearest are {', '.join(near)}")


def _key(words: str) -> str:
    return " ".join(regex.findall(r"[a-z0-9]+", strip_marks(words)))


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the search forms of each index's names by its code."""
    return {
        index.code: frozenset(
            map(_key, (index.code, index.name, index.english, *index.names, *index.acronyms))
        )
        for index in load_indices()
    }


def _holds(keys: frozenset[str], key: str) -> bool:
    return any(f" {key} " in f" {name} " for name in keys)


def _nearest(key: str, names: dict[str, frozenset[str]]) -> list[str]:
    near = get_close_matches(key, [name for keys in names.values() for name in keys], 3, 0.5)
    return list(dict.fromkeys(code for name in near for code in names if name in names[code]))
