"""Page zones: each line of an article's text is title, dateline, lead, body, caption or foreign."""

from functools import cache
from typing import Literal, NamedTuple

from ..patterns.compiling import Pattern, compiled
from ..patterns.fold import fold_case
from ..patterns.loading import compile_pattern, load_zone_cues
from ..patterns.schema import ZoneCue

ZoneName = Literal[
    "title", "dateline", "lead", "body", "caption", "signature", "teaser", "furniture"
]

READABLE = ("title", "lead", "body", "caption")
LONG = 130  # characters from which a line is a paragraph and no title, name or menu entry
NAME = compiled(r"\W*(?:\p{Lu}[\p{L}\p{M}.]*[\s,–-]*){1,8}\W*")
# Two sentences at least, which no long headline has.
SENTENCES = compiled(r"\p{Ll}[.!?]\s+\p{Lu}.*[.!?]\s*$")
CLOSER = compiled(r"\./\.?\W{0,6}$")


class Zone(NamedTuple):
    """A line of the text: its offsets without the line end, and what it is."""

    name: ZoneName
    start: int
    end: int


@cache
def _cues() -> tuple[tuple[ZoneCue, Pattern], ...]:
    return tuple(
        (cue, compile_pattern(cue.pattern, file="zones.toml", rule=cue.name))
        for cue in load_zone_cues()
        if cue.zone != "body"
    )


@cache
def _goes_on() -> Pattern:
    """Return what the first line says of a document that goes on behind its closing mark."""
    cues = [cue.pattern for cue in load_zone_cues() if cue.zone == "body"]
    return compile_pattern("|".join(cues), file="zones.toml", rule="body")


@cache
def _plain() -> Pattern:
    """Return all cues without needs as one pattern: most lines match none, and that is one call.

    They tell what a line begins with, so that no other place in it has to be tried.
    """
    return compiled("|".join(f"(?:{p.pattern})" for cue, p in _cues() if not cue.needs))


@cache
def _needing() -> tuple[tuple[ZoneCue, Pattern], ...]:
    return tuple((cue, pattern) for cue, pattern in _cues() if cue.needs)


def find_zones(text: str, title: str | None = None, folded: str | None = None) -> list[Zone]:
    """Return one zone a line, in order, blank lines included; together they cover the text.

    `title` is what the source says the headline is: where the text does not begin with it, the
    first line is body and not a title. `folded` is `fold_case(text)` where it is known already.
    """
    lines = _lines(text)
    names = _by_words(fold_case(text) if folded is None else folded, lines)
    _close(text, lines, names)
    _head(text, lines, names, title)
    _tail(text, lines, names)
    zones: list[Zone] = []
    for (start, end), name in zip(lines, names, strict=True):
        blank = not text[start:end].strip()
        before: ZoneName = zones[-1].name if zones else "furniture"
        zones.append(Zone(before if blank else name or "body", start, end))
    return zones


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _by_words(folded: str, lines: list[tuple[int, int]]) -> list[ZoneName | None]:
    """Name each line by its own words; a cue that opens a list of teasers claims the rest."""
    names: list[ZoneName | None] = []
    rest: ZoneName | None = None
    seen_body = False
    for start, end in lines:
        name = rest
        if rest is None and end - start < 4 * LONG and (line := folded[start:end].strip()):
            cue = line_cue(line)
            name = cue.zone if cue else None
            # A menu above the article must not swallow it.
            rest = name if cue and cue.opens and seen_body else None
        seen_body = seen_body or (name is None and end - start >= LONG)
        names.append(name)
    return names


def line_cue(line: str) -> ZoneCue | None:
    """Return the cue that a folded line, without blanks around it, falls under, if any."""
    plain = _plain().match(line)
    for cue, pattern in _cues() if plain else _needing():
        worth = not cue.needs or any(map(line.__contains__, cue.needs))
        if worth and pattern.search(line):
            return cue
    return None


def _close(text: str, lines: list[tuple[int, int]], names: list[ZoneName | None]) -> None:
    """End the article after a line that closes with `./.`: a name may sign it, more is foreign.

    Where a line opens notes or a further part, the document goes on.
    """
    if "./" not in text:
        return
    for index, (start, end) in enumerate(lines):
        if names[index] is None and CLOSER.search(text, start, end):
            break
    else:
        return
    # A notice may close its own first part the same way: only a last closer ends the article.
    for later in range(index + 1, len(lines)):
        if names[later] is None and CLOSER.search(text, *lines[later]):
            index = later
    signing = True
    for after in range(index + 1, len(lines)):
        line = text[lines[after][0] : lines[after][1]].strip()
        if not line or names[after] is not None:
            continue
        if _goes_on().match(fold_case(line)):
            return
        signing = signing and len(line) <= 60 and not any(c.isdigit() for c in line)
        names[after] = "signature" if signing else "teaser"


def _head(
    text: str, lines: list[tuple[int, int]], names: list[ZoneName | None], title: str | None
) -> None:
    open_lines = [
        i for i, (start, end) in enumerate(lines) if names[i] is None and text[start:end].strip()
    ]
    if not open_lines:
        return
    first = open_lines[0]
    start, end = lines[first]
    if len(open_lines) > 1 and _is_title(text[start:end], title):
        names[first] = "title"
        open_lines = open_lines[1:]
    if len(open_lines) > 1 and lines[open_lines[0]][1] - lines[open_lines[0]][0] >= 40:
        names[open_lines[0]] = "lead"


def _is_title(line: str, title: str | None) -> bool:
    if title and len(title.strip()) > 10:
        return len(line) < LONG or fold_case(line.strip())[:20] == fold_case(title.strip())[:20]
    length = len(line.strip())
    return length < LONG or (length < 2 * LONG and not SENTENCES.search(line))


def _tail(text: str, lines: list[tuple[int, int]], names: list[ZoneName | None]) -> None:
    """Name the short capitalised lines at the end of the article its signature."""
    for index in range(len(lines) - 1, -1, -1):
        line = text[lines[index][0] : lines[index][1]].strip()
        if not line or names[index] not in (None,):
            continue
        if len(line) <= 60 and NAME.fullmatch(line) and not any(c.isdigit() for c in line):
            names[index] = "signature"
        else:
            return
