"""Reading and checking the rule files, once, with a folder of the user's own added behind ours."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

import regex
from pydantic import ValidationError

from .compiling import Pattern, Timed, compiled
from .errors import PatternError
from .schema import (
    Cue,
    CueFile,
    EntityFile,
    NumberFile,
    PeriodFile,
    PeriodRule,
    Rule,
    RuleFile,
    Shape,
    TokenFile,
    TokenRule,
    WordFile,
    ZoneCue,
    ZoneFile,
)

HOME = Path(__file__).parent
# The order in which readings of a number are tried: what only looks like a figure comes first,
# the reasons why the rest is none come last.
RULE_FILES = (
    "traps", "deltas", "ranks", "scores", "tiers", "percentages", "money", "counts", "calendar",
    "unread",
)  # fmt: skip
WORD_FILES = ("words", "nouns")
TIMEOUT = 0.5  # seconds for a rule of a user's own at one place

S = TypeVar("S", bound=Shape)
Tables = dict[str, dict[str, str | int]]


def read_file(path: Path, shape: type[S]) -> S:
    """Read one TOML file of the given shape; raise PatternError with the place of a mistake."""
    try:
        return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PatternError(str(path), "file", error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(str(path), "file", f"is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise PatternError(str(path), where, first["msg"]) from error


@cache
def load_tokens() -> tuple[TokenRule, ...]:
    """Return the token rules in their order of precedence."""
    return read_file(HOME / "tokens.toml", TokenFile).token


@cache
def load_numbers() -> NumberFile:
    """Return what may stand around a number."""
    return read_file(HOME / "numbers.toml", NumberFile)


@cache
def load_words() -> Tables:
    """Return the tables of words; a bare list gives each word itself as its value."""
    return {
        name: dict(words) if isinstance(words, dict) else {word: word for word in words}
        for file in WORD_FILES
        for name, words in read_file(HOME / f"{file}.toml", WordFile).table.items()
    }


@cache
def load_rules(extra: Path | None = None) -> tuple[Rule, ...]:
    """Return all figure rules in the order they are tried; those of `extra` come first."""
    return tuple(rule for rule, _ in rules_by_file(extra))


@cache
def rules_by_file(extra: Path | None = None) -> tuple[tuple[Rule, str], ...]:
    """Return all figure rules in their order, each with the file it stands in."""
    rules: dict[str, tuple[Rule, str]] = {}
    for path in (*_own_files(extra), *(HOME / f"{name}.toml" for name in RULE_FILES)):
        for rule in read_file(path, RuleFile).rule:
            if rule.name in rules:
                raise PatternError(str(path), rule.name, "this name is taken by another rule")
            if (rule.kind is None) == (rule.reason is None):
                raise PatternError(str(path), rule.name, "give either a kind or a reason")
            rules[rule.name] = (rule, str(path))
    return tuple(rules.values())


def _own_files(extra: Path | None) -> list[Path]:
    if extra is None:
        return []
    if not extra.is_dir():
        raise PatternError(str(extra), "folder", "there is no such folder")
    found = sorted(extra.glob("*.toml"))
    if not found:
        raise PatternError(str(extra), "folder", "holds no .toml file")
    return found


@cache
def load_periods() -> tuple[PeriodRule, ...]:
    """Return the ways to say a time."""
    return read_file(HOME / "periods.toml", PeriodFile).period


@cache
def load_cues(name: str = "cues") -> tuple[Cue, ...]:
    """Return the linking cues of `patterns/NAME.toml`."""
    return read_file(HOME / f"{name}.toml", CueFile).cue


@cache
def load_entities() -> EntityFile:
    """Return the rules of names and groups, with their tables."""
    return read_file(HOME / "entities.toml", EntityFile)


@cache
def load_zone_cues() -> tuple[ZoneCue, ...]:
    """Return the cues that tell the zones of a page."""
    return read_file(HOME / "zones.toml", ZoneFile).cue


def alternation(words: Iterable[str]) -> str:
    """Return words as a pattern, the longest first, so that a shorter one never hides it."""
    return "|".join(
        regex.escape(word, special_only=True, literal_spaces=True)
        for word in sorted(words, key=lambda w: (-len(w), w))
    )


def word_tree(words: Iterable[str]) -> str:
    """Return what `alternation` does as a tree, in which words that begin alike share letters.

    A text is told from a thousand nouns by its first letters; where it is read backwards, from a
    number to the words before it, the alternation is quicker.
    """
    return _branches(sorted(set(words)))


def _branches(words: Sequence[str]) -> str:
    """Return sorted words as a tree of their letters; an empty word makes the rest optional."""
    branches = []
    for letter, same in groupby((word for word in words if word), key=itemgetter(0)):
        rests = [word[1:] for word in same]
        tail = _branches(rests)
        if len(rests) > 1:
            tail = f"(?:{tail})" + ("?" if "" in rests else "")
        branches.append(regex.escape(letter, special_only=True, literal_spaces=True) + tail)
    return "|".join(branches)


def spaced(pattern: str, blank: str = r"\x20") -> str:
    """Spell the blanks of a pattern out: " " asks for one or more, " ?" for any number.

    One or more are taken whole, so that a doubled blank cannot slip past a look ahead.
    """
    spelled = pattern.replace(" ?", f"{blank}*")
    return regex.sub(r" (?![*+{])", lambda _: f"{blank}++", spelled)


@cache
def _any_of(table: str, backwards: bool) -> str:
    """Return the words of a table as a pattern."""
    return alternation(load_words()[table]) if backwards else word_tree(load_words()[table])


def fill_tables(pattern: str, *, file: str, rule: str, backwards: bool = False) -> str:
    """Return a pattern with each `{table}` as a group of that name with the table's words.

    `backwards` says that it looks back from a place.
    """
    tables = load_words()

    def table(match: regex.Match[str]) -> str:
        name = match[1]
        if name not in tables:
            raise PatternError(file, rule, f"names no table of words: {{{name}}}")
        return f"(?P<{name}>{_any_of(name, backwards)})"

    return str(regex.sub(r"\{([a-z_]+)\}", table, pattern))


def compile_pattern(
    pattern: str, *, file: str, rule: str, backwards: bool = False, searched: bool = False
) -> Pattern:
    """Compile a pattern over folded text: `{table}` is a word of it, a space one or more blanks.

    `backwards` says that it looks back from a place, `searched` that it is not tried at one place
    but searched for.
    """
    spelled = fill_tables(pattern, file=file, rule=rule, backwards=backwards)
    try:
        return compiled(spaced(spelled), searched=searched)
    except regex.error as error:
        raise PatternError(file, rule, f"the pattern does not compile: {error}") from error


def compile_rule(pattern: str, *, file: str, rule: str, backwards: bool = False) -> Pattern | Timed:
    """Compile a part of a figure rule; one of a user's own is stopped where it takes too long."""
    if Path(file).parent == HOME:
        return compile_pattern(pattern, file=file, rule=rule, backwards=backwards)
    spelled = fill_tables(pattern, file=file, rule=rule, backwards=backwards)
    try:
        return Timed(regex.compile(spaced(spelled)), TIMEOUT)
    except regex.error as error:
        raise PatternError(file, rule, f"the pattern does not compile: {error}") from error
