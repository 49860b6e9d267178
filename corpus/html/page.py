"""One web page in, one article out."""

from selectolax.lexbor import LexborHTMLParser

from ..article import Article
from ..texts import LIMIT, Refused, body, too_large


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
    it was fetched from, and `charset` the encoding that the server told of.
    """
    if len(page) > LIMIT:
        raise too_large()
    tree = LexborHTMLParser(page.decode(charset or "utf-8", "replace").replace("\0", ""))
    for tag in ("script", "style", "nav", "footer", "aside", "header"):
        for node in tree.css(tag):
            node.decompose()
    heading, paragraphs = tree.css_first("h1"), tree.css("p")
    title = heading.text(strip=True) if heading else None
    lines = [title or "", *(node.text(strip=True) for node in paragraphs)]
    if not paragraphs:
        raise Refused("no_article", "no paragraphs in it")
    text = body("\n".join(line for line in lines if line))
    return Article(id=name, text=text, url=url, title=title, source=source)
