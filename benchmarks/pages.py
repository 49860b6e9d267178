"""Web pages: HTML to article and to SQLite, with a publisher's rule and without, and from a crawl.

    python benchmarks/pages.py [--pages 150]

Pages are invented, about 115 KB each (`web_pages.py`); those of the layout `rule` are of a
publisher whose layout is known.
"""

import argparse
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rates import RUNS, Row, by_turns
from report import show
from solieu.corpus.article import Article
from solieu.corpus.html import read_page
from solieu.corpus.readers import read
from solieu.pipeline.load import load
from storing import fresh_store, keep
from web_pages import LAYOUTS, make_page

TURNS = 3
LEAST = {"rule": 150, "semantic": 100, "opaque": 100, "table": 100}
LEAST_CRAWLED = 140


def measure(wanted: int) -> list[Row]:
    pages = {name: [make_page(name, n).html for n in range(wanted)] for name in ("rule", *LAYOUTS)}
    rates = defaultdict(list)
    with TemporaryDirectory() as folder:
        mixed = [page for few in zip(*pages.values(), strict=True) for page in few][:wanted]
        crawls = [crawl(mixed[at::TURNS], Path(folder) / f"{at}.warc.gz") for at in range(TURNS)]
        one_run({name: made[:TURNS] for name, made in pages.items()}, crawls)  # all is compiled
        for _ in range(RUNS):
            for name, seconds in one_run(pages, crawls).items():
                rates[name].append(wanted / seconds)
    note = f"{wanted} invented pages of about 115 KB"
    return [
        Row(name=name, rates=found, unit="pages/s", least=least_of(name), note=note)
        for name, found in rates.items()
    ]


def least_of(name: str) -> int | None:
    """Return the pages a second that are asked of a row."""
    if "SQLite" not in name:
        return None
    return next((least for layout, least in LEAST.items() if layout in name), LEAST_CRAWLED)


def one_run(pages: dict[str, list[str]], crawls: list[Path]) -> dict[str, float]:
    """Return the seconds that each layout took, to articles and to rows, and the crawl."""
    nlp = load()
    with ExitStack() as stores:
        works = {}
        for name, made in pages.items():
            into = partial(keep, nlp, *stores.enter_context(fresh_store()))
            of = partial(articles, name, made)
            works[f"HTML to article, {name}"] = lambda turn, of=of: list(of(turn))
            works[f"HTML to SQLite, {name}"] = lambda turn, of=of, into=into: into(of(turn))
        into = partial(keep, nlp, *stores.enter_context(fresh_store()))
        works["warc.gz to SQLite"] = lambda turn, into=into: into(read([crawls[turn]]))
        return by_turns(works, TURNS)


def articles(name: str, pages: list[str], turn: int) -> Iterator[Article]:
    for number, page in enumerate(pages[turn::TURNS]):
        at = f"{name} {turn}/{number}"
        yield read_page(page.encode(), name=at, source=at)


def crawl(pages: Iterable[str], path: Path) -> Path:
    """Write pages as responses of a crawl, each a gzip member as crawlers have it."""
    with path.open("wb") as stream:
        for number, page in enumerate(pages):
            url = f"https://bao.example/{path.stem}/{number}"
            stream.write(gzip.compress(response(page.encode(), url)))
    return path


def response(page: bytes, url: str) -> bytes:
    """Return the WARC record of a web server's answer."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:x:{url}>",
        "WARC-Target-URI": url,
        "WARC-Date": "2023-05-01T00:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = [f"{name}: {value}" for name, value in head.items()]
    return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=150)
    show(measure(parser.parse_args().pages))


if __name__ == "__main__":
    main()
