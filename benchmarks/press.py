"""Articles to measure with: an archive beside the checkout, else the sample, figures altered."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count, islice
from pathlib import Path

from solieu.corpus.article import Article, stored_form
from solieu.corpus.readers import read

CHECKOUT = Path(__file__).parents[1]
PRESS = CHECKOUT.parent / "shared" / "archives" / "press.jsonl.gz"
SOURCE = PRESS.name if PRESS.exists() else "sample, with altered figures"


@cache
def originals() -> tuple[Article, ...]:
    """Return real articles where there are any, else those of the sample."""
    if PRESS.exists():
        with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
            return tuple(
                Article(str(record["id"]), stored_form(record["text"]), title=record["title"])
                for record in map(json.loads, lines)
            )
    found = read([CHECKOUT / "corpus" / "sample"])
    return tuple(item for item in found if isinstance(item, Article))


def articles(wanted: int) -> Iterator[Article]:
    """Yield so many articles, no two of them alike: the second time round, figures are altered.

    Few of them are spread over all.
    """
    step = max(1, len(originals()) // wanted)
    return islice(_endless(), 0, step * wanted, step)


def _endless() -> Iterator[Article]:
    for time in count():
        for article in originals():
            if time == 0:
                yield article
            else:
                text = altered(article.text, time)
                yield Article(f"{article.id}-{time}", text, title=article.title)


def altered(text: str, number: int) -> str:
    """Change the last one or two digits of each longer number."""
    return re.sub(r"(?<=\d)\d{1,2}(?!\d)", lambda m: _turned(m[0], number), text)


def _turned(digits: str, number: int) -> str:
    return f"{(int(digits) + number) % 10 ** len(digits):0{len(digits)}}"


def archive(found: Iterable[Article], path: Path) -> Path:
    """Write articles as JSON Lines; return the path."""
    with path.open("w", encoding="utf-8") as lines:
        for a in found:
            lines.write(json.dumps({"id": a.id, "title": a.title, "text": a.text}) + "\n")
    return path
