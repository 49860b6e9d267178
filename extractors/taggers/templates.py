"""Templates of features: which words around a token say something about its label."""

from dataclasses import dataclass

import regex

SYNTAX = regex.compile(
    r"T\[(?P<first>-?\d+)(?:,(?P<last>-?\d+))?\](?:\[(?P<column>\d+)\])?(?:\.(?P<function>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Template:
    """One feature, such as `T[-1,0].lower`: the last word and this one, without capitals.

    `first` counts from the token, `width` is how many words are joined, `column` which of the
    columns they come from, `function` what is done with them ("" for nothing).
    """

    name: str
    first: int
    width: int
    column: int
    function: str


def read_template(name: str) -> Template:
    """Return the template written as `T[first,last][column].function`; raise ValueError if none."""
    match = SYNTAX.fullmatch(name)
    if match is None:
        raise ValueError(f"no template of features: {name!r}")
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else first
    if last < first:
        raise ValueError(f"template runs backwards: {name!r}")
    return Template(
        name, first, last - first + 1, int(match["column"] or 0), match["function"] or ""
    )
