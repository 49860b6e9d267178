"""`solieu extract`: articles in, their facts on standard output."""

from __future__ import annotations

from collections.abc import Iterator

from .options import (
    Entities,
    EntitiesOption,
    OutputFormat,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
)


def extract(
    paths: Paths,
    form: OutputFormat = None,
    entities: EntitiesOption = Entities.needed,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
) -> None:
    """Print the facts of articles, each article as soon as it is read.

    \b
    solieu extract article.txt
    solieu extract archive/ --format csv > facts.csv
    solieu extract press.jsonl.gz --format jsonl | head -5
    cat article.txt | solieu extract - --publisher baothaibinh.com.vn --published 19/04/2023

    Status 1: some inputs were rejected; they are named on standard error.
    """
    from ...corpus.readers import check_paths, read
    from ..load import load
    from ..reading import Reading, read_all
    from .exits import complain
    from .output import output_format, print_readings
    from .rejections import Rejections

    check_paths(paths)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    slow: set[str] = set()

    def readings() -> Iterator[Reading]:
        items = read(paths, publisher=publisher, published=published)
        for reading in rejections.taken_from(read_all(nlp, items)):
            slow.update(reading.slow_rules)
            yield reading

    print_readings(readings(), output_format(form))
    if slow:
        complain(f"rules that ran too long and were left out: {', '.join(sorted(slow))}")
    rejections.end()
