"""One web page in, one article out."""

from datetime import date
from urllib.parse import urljoin, urlsplit

import regex
from selectolax.lexbor import LexborHTMLParser

from ...patterns.fold import fold_case
from ...patterns.pages import load_page_patterns
from ...patterns.publishers import known_publisher, publisher_of
from ..article import Article
from ..texts import LIMIT, Refused, body, too_large
from .blocks import read_blocks
from .charset import decoded
from .content import find_content
from .dating import find_published
from .layouts import read_by_layout
from .metadata import Metadata, read_metadata
from .nesting import leveled

HIDDEN = '[style*="display:none" i], [style*="display: none" i], [hidden]'
# Kept pages tell whence: the Wayback Machine in its addresses, browsers in a comment.
WAYBACK = regex.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(https?):?/{1,2}([^\s\"'<>)]+)")
SAVED = regex.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
LEAST = 60  # characters of text below which a page has a title, but no article


def read_page(
    page: bytes,
    *,
    name: str,
    source: str,
    url: str | None = None,
    charset: str | None = None,
) -> Article:
    """Return the article of a web page; raise Refused where there is none in it.

    `name` becomes the article's id, `source` says where the page was read, `url` is the address
    it was fetched from, and `charset` the encoding that the server told of. The title is the
    first line of the text. Refusals: `too_large`, `empty`, `no_article` for a page of lists, of
    teasers or still unwritten.
    """
    if len(page) > LIMIT:
        raise too_large()
    markup = decoded(page, charset)
    if not markup.strip():
        raise Refused("empty")
    tree = LexborHTMLParser(leveled(markup))
    metadata = read_metadata(tree)
    address = _address(markup, metadata, url)
    site = address or _kept_from(markup)
    outlet = known_publisher(site)
    for node in tree.css(HIDDEN):
        node.decompose()
    found = outlet and outlet.page and read_by_layout(tree, outlet.page)
    title, lines, published, origin = found or _by_content(tree, metadata, address)
    return Article(
        id=name,
        text=_text(title, lines),
        url=address,
        title=title,
        publisher=(publisher_of(site) if site else None) or metadata.site,
        published=published,
        source=source,
        author=metadata.author if metadata.author != metadata.site else None,
        dated_by=origin,
    )


Found = tuple[str | None, list[str], date | None, str | None]


def _by_content(tree: LexborHTMLParser, metadata: Metadata, url: str | None) -> Found:
    """Return title, lines, day and the day's origin by the general method."""
    blocks = read_blocks(tree)
    content = find_content(blocks, metadata.titles)
    if content is None:
        raise Refused("no_article", "no paragraphs of its own")
    title = None if content.title is None else blocks.blocks[content.title].text
    if title is None and metadata.titles and len(metadata.titles) > 1:
        title = metadata.titles[0]
    published, origin = find_published(tree, metadata, blocks.blocks, content, url)
    return title, [blocks.blocks[at].text for at in content.lines], published, origin


def _text(title: str | None, lines: list[str]) -> str:
    unwritten = load_page_patterns().unwritten
    kept = [line for line in lines if line != title and not unwritten.search(fold_case(line))]
    if sum(map(len, kept)) < LEAST:
        raise Refused("no_article", "a title without a text")
    return body("\n".join([title, *kept] if title else kept))


def _address(markup: str, metadata: Metadata, url: str | None) -> str | None:
    """Return the article's own address: the one it declares, else where it was fetched from."""
    url = _kept_from(url) or url if url else None
    declared = metadata.url
    if declared and url:
        declared = _joined(url, _kept_from(declared) or declared)
    # A page of a site that declares the site's front page on all its pages declares nothing.
    if declared and publisher_of(declared) and urlsplit(declared).path.strip("/"):
        return declared
    if url is None and (saved := SAVED.search(markup, 0, 3000)):
        return saved[1]
    return url


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address)
    except ValueError:  # "http://[baotinh.vn/"
        return None


def _kept_from(markup: str) -> str | None:
    """Return the first address in a page, or of a page, that the Wayback Machine has rewritten."""
    kept = WAYBACK.search(markup) if "/web/" in markup else None
    return f"{kept[1]}://{kept[2]}" if kept else None
