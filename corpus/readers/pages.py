"""Web pages in, articles out: a page in a file, or one of a crawl."""

from collections.abc import Iterator
from dataclasses import replace

from ..article import Article, Rejection
from ..encodings import decode
from ..html import read_page
from ..texts import LIMIT, decoded, mended_body, too_large
from .sources import Source


def read_page_file(source: Source) -> Iterator[Article | Rejection]:
    """Yield the article of a web page in a file; raise Refused where there is none in it."""
    page = source.stream.read(LIMIT + 1)
    if len(page) > LIMIT:
        raise too_large()
    yield article_of_page(page, source.name, source.label, encoding=source.options.encoding)


def article_of_page(
    page: bytes,
    name: str,
    label: str,
    *,
    url: str | None = None,
    charset: str | None = None,
    encoding: str | None = None,
) -> Article:
    """Return the article of a page, whatever it is encoded in; raise Refused as `read_page` does.

    `charset` is what the server told. It and the page itself are believed only where the bytes
    could be what they say and are not plainly Vietnamese in another encoding: pages of before
    2005 call TCVN3 anything.
    """
    found = decoded(page, encoding) if encoding else decode(page)
    if found is not None and (encoding or found.encoding not in ("utf-8", "cp1252")):
        page, charset = found.text.encode("utf-8", "replace"), "utf-8"
    article = read_page(page, name=name, source=label, url=url, charset=charset)
    read = found._replace(text=article.text) if found else None
    if read is None:
        return article
    text, told, confidence = mended_body(read)
    return replace(article, text=text, encoding=told, encoding_confidence=confidence)
