"""What a page says of itself in its head: addresses, titles, dates, author and publisher."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

MOST = 200_000  # characters of a JSON-LD script; what is longer is a catalogue
ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "Report", "WebPage")

# The names under which pages tell the same thing, the surest first.
TITLES = ("og:title", "twitter:title", "dc.title", "title")
DATES = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish_date",
    "publish-date", "article.published", "og:published_time", "og:article:published_time",
    "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "dc.date",
    "sailthru.date", "its_publication", "date",
)  # fmt: skip
AUTHORS = ("article:author", "author", "dc.creator", "dcterms.creator", "dable:author")
SITES = ("og:site_name", "application-name", "copyright")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a page declares; all as printed, nothing checked."""

    titles: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()  # where it stands ("json-ld", "meta"), what it says
    author: str | None = None
    site: str | None = None
    url: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Return what a page declares in JSON-LD, `<meta>`, `<link rel=canonical>` and `<title>`."""
    meta = _meta(tree)
    record = _record(tree)
    titles = (_word(record.get("headline")), *(meta.get(name) for name in TITLES), _title(tree))
    told = [("json-ld", _word(record.get("datePublished")))]
    told += [("meta", meta.get(name)) for name in DATES]
    author = _named(record.get("author")) or next(filter(None, map(meta.get, AUTHORS)), None)
    return Metadata(
        titles=tuple(dict.fromkeys(filter(None, titles))),
        dates=tuple((where, said) for where, said in told if said),
        author=author if author and "/" not in author else None,  # a profile's address
        site=_named(record.get("publisher")) or next(filter(None, map(meta.get, SITES)), None),
        url=_canonical(tree) or meta.get("og:url"),
        meta=meta,
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        told = node.attributes
        name = told.get("property") or told.get("name") or told.get("itemprop")
        content = " ".join((told.get("content") or "").split())
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("title")
    return " ".join(node.text().split()) or None if node else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('link[rel="canonical" i][href]')
    return (node.attributes.get("href") or "").strip() or None if node else None


def _record(tree: LexborHTMLParser) -> Mapping[str, object]:
    """Return the JSON-LD record of the article, an empty one where there is none."""
    best: Mapping[str, object] = {}
    rank = len(ARTICLES)
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text()
        if len(text) > MOST:
            continue
        try:
            parsed = json.loads(text, strict=False)
        except (ValueError, RecursionError):  # written by hand, or cut off
            continue
        for record in _records(parsed):
            kind = record.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            place = min((ARTICLES.index(k) for k in kinds if k in ARTICLES), default=rank)
            if place < rank:
                best, rank = record, place
    return best


def _records(parsed: object) -> Iterator[Mapping[str, object]]:
    for item in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (
                (part for part in graph if isinstance(part, dict))
                if isinstance(graph, list)
                else ()
            )


def _named(value: object) -> str | None:
    """Return the name in a JSON-LD value: words, a record with a name, or a list of such."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_named, value[:5]))) or None
    return _word(value.get("name")) if isinstance(value, dict) else _word(value)


def _word(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
