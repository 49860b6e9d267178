"""What makes two articles, or two facts, the same one: the keys under which rows are stored."""

import hashlib
import re
from decimal import Decimal
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from ..corpus.article import Article, Rejection
from ..extractors.types import Fact

# Parameters that say how a reader came to the page, not which page it is.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|zarsrc|igshid|mc_[ce]id")
_DEFAULT_PORTS = {None, 80, 443}


def text_hash(text: str) -> str:
    """Return the SHA-256 of a stored text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_url(url: str) -> str | None:
    """Return the address that a page has however it was linked to, or None if no page is named.

    `https://WWW.a.vn/b/?utm_source=x#top` and `http://a.vn/b` are one page. An address that is
    no web address, or only names a site, identifies no article.
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts)
    except ValueError:  # "http://[": no address at all
        return None
    path = quote(unquote(parts.path).rstrip("/"), safe="/:@!$&'()*+,;=~-._")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower())))
    if parts.scheme.lower() not in ("http", "https") or not host or not (path or query):
        return None
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".").removeprefix("www.")
    return name if parts.port in _DEFAULT_PORTS else f"{name}:{parts.port}"


def article_key(article: Article) -> str:
    """Return what stays the same over all versions of an article, wherever its file lies.

    The canonical URL, else publisher and record id, else the hash of the text.
    """
    if article.url and (page := canonical_url(article.url)):
        return f"url:{page}"
    if article.publisher and article.id:
        return f"record:{article.publisher}/{article.id}"
    return f"text:{text_hash(article.text)}"


def article_id(key: str, content: str) -> str:
    """Return the id of one version of an article: of its key and the hash of its text."""
    return digest(key, content)


def decimal_text(value: Decimal | str | None) -> str | None:
    """Return a number in plain digits with the decimals it was printed with, a label as it is."""
    return format(value, "f") if isinstance(value, Decimal) else value


def fact_id(article: str, fact: Fact) -> str:
    """Return the id of a fact of the article with this id: of where it stands and what it says.

    Two facts on the same words differ in index, component or subject.
    """
    subject = fact.subject
    return digest(
        article,
        str(fact.start),
        str(fact.end),
        fact.kind,
        decimal_text(fact.amount.value),
        fact.index,
        fact.component,
        *((subject.type, subject.system, subject.code, subject.name) if subject else ()),
    )


def rejection_id(rejection: Rejection) -> str:
    """Return the id of a rejection: the same for one input that fails again in the same way."""
    return digest(rejection.source, rejection.reason, rejection.detail)


def digest(*parts: str | None) -> str:
    """Return a hash of strings, which tells apart where one ends and what is missing."""
    # A separator and a null that no stored text holds, so that ("a", "b") and ("ab", None) differ.
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
