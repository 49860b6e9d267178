"""A record in, an article out: which of its fields is which."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from urllib.parse import urlsplit

from ...patterns.fields import FIELDS, field_names, plain_name
from ..article import Article
from ..dates import published_date
from ..encodings import Decoded, mended_like
from ..texts import LIMIT, Refused, decoded, mended_body, storable, too_large
from .sources import Source

VIETNAM = timezone(timedelta(hours=7))

Layout = Mapping[str, tuple[str, ...]]


def layout_of(names: Collection[str], wanted: Mapping[str, str]) -> Layout:
    """Return for each field the record's own names that may hold it, the likeliest first.

    `wanted` names the one and only of a field.
    """
    return _layout(tuple(names), tuple(sorted(wanted.items())))


@lru_cache(256)
def _layout(names: tuple[str, ...], wanted: tuple[tuple[str, str], ...]) -> Layout:
    chosen = dict(wanted)
    plain: dict[str, list[str]] = {}
    for name in names:
        plain.setdefault(plain_name(name), []).append(name)
    found: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        if field in chosen:
            found[field] = (chosen[field],) if chosen[field] in names else ()
            continue
        usual = [name for known in field_names()[field] for name in plain.get(known, ())]
        # The very name comes first: "id" before "_id".
        found[field] = tuple(sorted(usual, key=lambda name: name != field))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: what it is called for want of an id, and its source."""

    id: str
    source: str


def article_of(
    record: Mapping[str, object], source: Source, place: Place, found: Decoded | None = None
) -> Article:
    """Return the article that a record holds; raise Refused `no_text` and as `body` does.

    `found` tells in which encoding the record was, where that is not the source's.
    """
    layout = layout_of(record, source.options.fields)
    text = _text(record, layout["text"])
    if text.encoding == "utf-8" and found is not None:
        text = text._replace(encoding=found.encoding, confidence=found.confidence)
    body, encoding, confidence = mended_body(text)
    if encoding is None:
        encoding, confidence = source.encoding, source.confidence
    url = _word(record, layout["url"], encoding)
    return Article(
        id=_word(record, layout["id"], encoding) or place.id,
        text=body,
        url=url,
        title=_word(record, layout["title"], encoding),
        publisher=_publisher(record, layout["publisher"], encoding) or host(url),
        published=_day(record, layout["published"]),
        source=place.source,
        encoding=encoding,
        encoding_confidence=confidence,
    )


def _text(record: Mapping[str, object], names: tuple[str, ...]) -> Decoded:
    for name in names:
        value = record[name]
        if isinstance(value, str | bytes) and value:
            if len(value) > LIMIT:
                raise too_large()
            return decoded(value) if isinstance(value, bytes) else Decoded(value)
    if any(isinstance(record[name], str | bytes) for name in names):
        raise Refused("empty")
    raise Refused("no_text", "the record has no text")


def _word(
    record: Mapping[str, object], names: tuple[str, ...], encoding: str | None = None
) -> str | None:
    for name in names:
        value = record[name]
        if isinstance(value, bytes):
            value = decoded(value).text
        if isinstance(value, str | int):
            word = mended_like(storable(str(value)), encoding).strip()
            if word:
                return word
    return None


def _day(record: Mapping[str, object], names: tuple[str, ...]) -> date | None:
    for name in names:
        value = record[name]
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        word = _word(record, (name,))
        if word is not None and (day := _since_1970(word) or published_date(word)):
            return day
    return None


def _since_1970(word: str) -> date | None:
    """Return the day in Vietnam of a count of seconds or milliseconds since 1970."""
    if not (word.isascii() and word.isdigit() and len(word) in (9, 10, 12, 13)):
        return None
    seconds = int(word) // (1000 if len(word) > 10 else 1)
    return datetime.fromtimestamp(seconds, VIETNAM).date()


def _publisher(
    record: Mapping[str, object], names: tuple[str, ...], encoding: str | None
) -> str | None:
    name = _word(record, names, encoding)
    return host(name) if name and name.startswith(("http://", "https://")) else name


def host(url: str | None) -> str | None:
    """Return the host of a URL without `www.`, None where it has none."""
    if url is None:
        return None
    try:
        found = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # "http://[baotinh.vn/"
        return None
    return found.removeprefix("www.") if found else None
