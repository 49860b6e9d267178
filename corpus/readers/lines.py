"""Lines of JSON in, articles out: one record a line, read one at a time."""

import json
from collections.abc import Iterator, Mapping
from io import BufferedReader

from ..article import Article, Rejection
from ..encodings import Decoded
from ..texts import LIMIT, Refused, decoded, too_large
from .fields import Place, article_of
from .sources import Source

PIECE = 1 << 20  # bytes held while the rest of a line beyond the limit is passed over


def read_lines(source: Source) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each line that is not blank.

    A line adds its number to name and source. A file without any record is rejected as `empty`.
    """
    found = False
    for number, line in numbered_lines(source.stream):
        place = Place(f"{source.name}:{number}", f"{source.label}:{number}")
        try:
            if line is None:
                raise too_large()
            if not line.strip():
                continue
            record, encoded = record_of(line)
            yield article_of(record, source, place, encoded)
        except Refused as refusal:
            yield Rejection(place.source, refusal.reason, refusal.detail)
        found = True
    if not found:
        yield Rejection(source.label, "empty", "no records")


def numbered_lines(stream: BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number, and None for a line longer than LIMIT bytes."""
    number = 0
    while line := stream.readline(LIMIT + 1):
        number += 1
        if len(line) <= LIMIT:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(PIECE)
        yield number, None


def record_of(data: bytes) -> tuple[Mapping[str, object], Decoded]:
    """Return the JSON object that bytes hold, and how they were decoded; raise Refused."""
    text = decoded(data)
    try:
        record = json.loads(text.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, brackets 10,000 deep
        raise Refused("bad_json", str(error)) from error
    if not isinstance(record, dict):
        raise Refused("no_text", "the line is no JSON object")
    return record, text
