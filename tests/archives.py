"""An archive of any size, made from the sample, and all that a database holds of it."""

import json
import re
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from solieu.corpus.article import Article
from solieu.corpus.readers import read
from solieu.db.store import open_store
from solieu.db.tables import metadata
from sqlalchemy import select

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
# What a run says of itself; all else must not depend on how the run went.
OF_THE_RUN = ("run", "batch")
COLUMNS_OF_THE_RUN = ("run_id", "loaded")


def articles(count: int) -> list[Article]:
    """Return the sample again and again, each time with other decimals.

    Some are new versions of the article before them, or of one a hundred articles before.
    """
    sample = [item for item in read([SAMPLE]) if isinstance(item, Article)]
    found = []
    for number, article in enumerate(islice(cycle(sample), count)):
        text = re.sub(r",(\d)", partial(_later, number // len(sample)), article.text)
        page = number - (101 if number % 250 == 249 else number % 9 == 8)
        url = f"https://bao.example/{page}"
        found.append(Article(f"a{page}", text, url, article.title, published=date(2023, 4, 19)))
    return found


def _later(by: int, decimal: re.Match[str]) -> str:
    return f",{(int(decimal[1]) + by) % 10}"


def write_archive(path: Path, count: int) -> Path:
    """Write articles as JSON Lines; return the path."""
    with path.open("w", encoding="utf-8") as lines:
        for one in articles(count):
            record = {"id": one.id, "url": one.url, "title": one.title, "text": one.text}
            lines.write(json.dumps(record | {"published": str(one.published)}) + "\n")
    return path


def contents(db: str) -> dict[str, list[tuple]]:
    """Return all rows of a database by table, sorted, without what tells one run from another."""
    with open_store(db, create=False) as store, store.reading() as connection:
        return {
            table.name: sorted(
                connection.execute(
                    select(*(c for c in table.columns if c.name not in COLUMNS_OF_THE_RUN))
                ).all(),
                key=repr,
            )
            for table in metadata.sorted_tables
            if table.name not in OF_THE_RUN
        }


def differences(db: str, other: dict[str, list[tuple]]) -> dict[str, int]:
    """Return in how many rows the tables of a database differ from other contents."""
    mine = contents(db)
    assert mine.keys() == other.keys()
    found = {name: len(set(mine[name]) ^ set(other[name])) for name in mine}
    return {name: count for name, count in found.items() if count or mine[name] != other[name]}
