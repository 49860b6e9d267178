"""`solieu extract`: articles in, their facts on standard output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .options import (
    EncodingOption,
    Entities,
    EntitiesOption,
    MapOption,
    OutputFormat,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
    reading_options,
)

if TYPE_CHECKING:
    from ..reading import Reading


def extract(
    paths: Paths,
    form: OutputFormat = None,
    entities: EntitiesOption = Entities.needed,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
    names: MapOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Print the facts of articles, each article as soon as it is read.

    \b
    solieu extract article.txt
    solieu extract dump.csv.zst --map text=NoiDungTin --map published=Ngay
    solieu extract old/ --encoding tcvn3 --format csv > facts.csv
    solieu extract press.jsonl.gz --format jsonl | head -5
    cat article.txt | solieu extract - --publisher baothaibinh.com.vn --published 19/04/2023

    Status 1: some inputs were rejected; they are named on standard error.
    """
    from ...corpus.readers import read
    from ..load import load
    from ..reading import read_all
    from .exits import complain
    from .output import output_format, print_readings
    from .rejections import Rejections

    options = reading_options(names, encoding)
    items = read(paths, publisher=publisher, published=published, options=options)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    slow: set[str] = set()
    readings = rejections.taken_from(read_all(nlp, items))
    print_readings(_noting_slow_rules(readings, slow), output_format(form))
    if slow:
        complain(f"rules that ran too long and were left out: {', '.join(sorted(slow))}")
    rejections.end()


def _noting_slow_rules(readings: Iterable[Reading], slow: set[str]) -> Iterator[Reading]:
    for reading in readings:
        slow.update(reading.slow_rules)
        yield reading
