"""WARC in, articles out: the web pages of a crawl, and the texts drawn from one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..article import Article, Rejection
from ..texts import LIMIT, Refused, decoded, mended_body, too_large
from .pages import article_of_page
from .pieces import UntilFailure
from .sources import Source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

PAGES = ("text/html", "application/xhtml+xml")
_END_ID = "<urn:solieu:end>"
# Supplied behind the last record: FastWARC ends silently within a record that breaks off, and
# then never comes to this one.
_END = (
    f"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: {_END_ID}\r\n"
    "WARC-Date: 2000-01-01T00:00:00Z\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
).encode()


def read_crawl(source: Source) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each page of a crawl.

    Pages are responses and resources of HTML, and texts of conversion records. What is none
    (images, scripts, requests, pages seen before) is passed over; a page with another status than
    200 is rejected as `http_status`.
    Raises Refused `missing_extra` without FastWARC, and `bad_warc` where the file breaks off.
    """
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        raise Refused("missing_extra", "to read WARC install solieu[warc]") from error
    feed = _Feed(source.stream)
    whole = False
    try:
        for record in ArchiveIterator(feed, parse_http=False, stream_detect=False):
            whole = record.record_id == _END_ID and record.stream_pos == feed.count
            item = None if whole else _item(record, source)
            if feed.ended and not whole:
                break
            if item is not None:
                yield item
    except OSError as error:  # what FastWARC makes of bytes that are no record
        raise feed.error or Refused("bad_warc", str(error)) from error
    if feed.error:
        raise feed.error
    if not whole:
        raise Refused("bad_warc", "breaks off within a record")


class _Feed(UntilFailure):
    """The stream as FastWARC reads it, with one more record behind its end.

    That record is supplied only when FastWARC asks for more than there is: while the page it
    reads is not its last, that page is cut off.
    """

    ended = False

    def read(self, size: int = -1) -> bytes:
        data = super().read(size)
        if not data and not self.ended:
            self.ended, data = True, _END
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.count

    def tell(self) -> int:
        return self.count

    def close(self) -> None:
        """Leave the stream to its owner."""


def _item(record: "WarcRecord", source: Source) -> Article | Rejection | None:
    """Return what a record holds, None for one that is no page."""
    url = record.headers.get("WARC-Target-URI")
    label = f"{source.label}:{record.stream_pos}"
    try:
        return _article(record, source, url, label)
    except Refused as refusal:
        return Rejection(f"{label} {url}" if url else label, refusal.reason, refusal.detail)


def _article(record: "WarcRecord", source: Source, url: str | None, label: str) -> Article | None:
    from fastwarc.warc import WarcRecordType

    kind, length = record.record_type, record.content_length
    name = url or f"{source.name}:{record.stream_pos}"
    if kind == WarcRecordType.conversion:
        return _text(_payload(record, length), name, label, url, source)
    if kind not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    charset = None
    if record.is_http:
        record.parse_http(auto_decode="all", strict_mode=False)
        content_type, charset = record.http_content_type, record.http_charset
    else:
        content_type = record.headers.get("Content-Type")
    if (content_type or "").partition(";")[0].strip().lower() not in PAGES:
        return None
    if record.is_http and (status := record.http_headers.status_code) != 200:
        raise Refused("http_status", str(status))
    return article_of_page(
        _payload(record, length),
        name,
        label,
        url=url,
        charset=charset,
        encoding=source.options.encoding,
    )


def _payload(record: Any, length: int) -> bytes:
    if length > LIMIT:
        raise too_large()
    data: bytes = record.reader.read(LIMIT + 1)
    if len(data) > LIMIT:  # compressed within the record
        raise too_large()
    return data


def _text(data: bytes, name: str, label: str, url: str | None, source: Source) -> Article:
    text, encoding, confidence = mended_body(decoded(data, source.options.encoding))
    return Article(
        id=name,
        text=text,
        url=url,
        source=label,
        encoding=encoding,
        encoding_confidence=confidence,
    )
