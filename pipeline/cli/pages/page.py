"""Templates in, pages out: one HTML file with its style and script inside, in light and dark."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Span = tuple[int, int]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,  # the words of articles must not become markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(template: str, **values: object) -> str:
    """Return a template of this folder with its values."""
    return _environment().get_template(template).render(**values)


def pieces(
    text: str, start: int, end: int, spans: Sequence[Span]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Cut a stretch of text wherever a span begins or ends.

    Yield start and end of each piece, and the numbers of the spans that cover it.
    """
    near = [n for n, (first, last) in enumerate(spans) if first < end and start < last]
    cuts = {start, end} | {at for n in near for at in spans[n] if start < at < end}
    edges = sorted(cuts)
    for first, last in pairwise(edges):
        yield first, last, tuple(n for n in near if spans[n][0] <= first and last <= spans[n][1])
