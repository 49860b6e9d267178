"""Facts gained and lost between two readings of one archive, each as `solieu extract` printed it.

`python -m solieu.pipeline.gains BEFORE.jsonl AFTER.jsonl TEXTS` prints them, and
`make gains BASE=revision` makes both readings first.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.text import Text

from ..corpus.article import Article
from ..corpus.readers import read
from .gold import ATTRIBUTES, Record
from .telling import counted, excerpt, fact_told, value_told

Sign = Literal["+", "-", "~"]
STYLES: dict[Sign, str] = {"+": "green", "-": "red", "~": "yellow"}
FIGURE = ("kind", "value", "value_to", "unit", "out_of", "direction")
Readings = dict[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact gained (`+`), lost (`-`), or with other attributes on the same figure (`~`)."""

    sign: Sign
    article: str
    before: Record | None = None
    after: Record | None = None

    @property
    def fact(self) -> Record:
        """The fact as it is now, else as it was."""
        fact = self.after or self.before
        assert fact is not None
        return fact

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that changed."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before, self.after
        return tuple(name for name in ATTRIBUTES if before.get(name) != after.get(name))


def read_readings(lines: Iterable[str]) -> Readings:
    """Return the facts by article from lines of JSON; an id that comes again gets a number."""
    readings: Readings = {}
    names = Names()
    for line in lines:
        if line.strip():
            record = json.loads(line)
            readings[names.of(record["article"])] = record["facts"]
    return readings


class Names:
    """Tells articles of one id apart by the order in which they come: `a`, `a (2)`."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, name: str) -> str:
        """Return the name of the next article of this id."""
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name} ({self._seen[name]})"


def changes(before: Readings, after: Readings) -> Iterator[Change]:
    """Yield what differs, article by article, in reading order."""
    for name in [*before, *(name for name in after if name not in before)]:
        found = _changes(name, before.get(name, []), after.get(name, []))
        yield from sorted(found, key=lambda change: (change.fact["start"], change.sign))


def _changes(name: str, before: Sequence[Record], after: Sequence[Record]) -> Iterator[Change]:
    """Pair facts that are wholly alike, then those of the same figure in the same place."""
    lost, gained = list(before), list(after)
    for fact in before:
        if same := [other for other in gained if _identity(other) == _identity(fact)]:
            lost.remove(fact)
            gained.remove(same[0])
    for fact in list(lost):
        if same := [other for other in gained if _figure(other) == _figure(fact)]:
            lost.remove(fact)
            gained.remove(same[0])
            yield Change("~", name, fact, same[0])
    yield from (Change("-", name, before=fact) for fact in lost)
    yield from (Change("+", name, after=fact) for fact in gained)


def _figure(fact: Record) -> tuple[object, ...]:
    return (fact["start"], fact["end"], *(fact.get(key) for key in FIGURE))


def _identity(fact: Record) -> tuple[object, ...]:
    return (*_figure(fact), *(fact.get(name) for name in ATTRIBUTES))


def texts_of(paths: Iterable[str | Path]) -> dict[str, str]:
    """Return the texts of an archive by the names that `read_readings` gives."""
    names = Names()
    return {names.of(item.id): item.text for item in read(paths) if isinstance(item, Article)}


def shown(found: Iterable[Change], texts: dict[str, str]) -> Iterator[Text]:
    """Yield each change as a line: sign, article, words in their context, fact; then the counts."""
    counts: Counter[tuple[Sign, str]] = Counter()
    for change in found:
        for key in change.attributes or (change.fact["kind"],):
            counts[change.sign, key] += 1
        yield _line(change, texts.get(change.article))
    if not counts:
        yield Text("no fact gained, lost or changed")
    for sign, word in (("+", "gained"), ("-", "lost"), ("~", "changed")):
        each = [f"{count} {key}" for (s, key), count in counts.most_common() if s == sign]
        if each:
            yield Text(f"{sign} {word}: {', '.join(each)}", style=f"bold {STYLES[sign]}")  # type: ignore[index]


def _line(change: Change, text: str | None) -> Text:
    fact, style = change.fact, STYLES[change.sign]
    line = Text(f"{change.sign} ", style=f"bold {style}")
    line.append(f"{change.article}: ", style="dim")
    if text is not None:
        words = excerpt(text, fact["start"], fact["end"])
        line.append(words.before).append(f"[{words.words}]", style=style).append(words.after)
    if change.before is None or change.after is None:
        return line.append(f" | {fact_told(fact)}", style=style).append(f" | {fact.get('rule')}")
    told = (
        f"{name}: {value_told(change.before.get(name))} → {value_told(change.after.get(name))}"
        for name in change.attributes
    )
    return line.append(f" | {', '.join(told)}", style=style)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the changes between two files of readings, in the words of the archive."""
    parser = argparse.ArgumentParser(prog="python -m solieu.evaluation.gains", description=__doc__)
    parser.add_argument("before", type=Path, help="facts as JSON Lines")
    parser.add_argument("after", type=Path, help="facts as JSON Lines")
    parser.add_argument("texts", nargs="+", help="the archive both were read from")
    given = parser.parse_args(arguments)
    before, after = (
        read_readings(path.read_text(encoding="utf-8").split("\n"))
        for path in (given.before, given.after)
    )
    screen = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    for line in shown(changes(before, after), texts_of(given.texts)):
        screen.print(line)
    facts = counted(sum(map(len, after.values())), "fact")
    screen.print(f"{counted(len(after), 'article')}, {facts}", style="dim")


if __name__ == "__main__":
    main()
