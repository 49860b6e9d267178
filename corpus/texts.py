"""Bytes in, storable text out: the one gate that every text passes before it is an article."""

from typing import BinaryIO

from .article import Article, stored_form
from .encodings import Decoded, decode, mended

LIMIT = 50_000_000  # bytes of one text, or of one record's line


class Refused(Exception):  # noqa: N818 - a refusal is an outcome of reading, told as a Rejection
    """A text or record that gives no article, with the reason and detail of its `Rejection`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def read_text(stream: BinaryIO, name: str, source: str, encoding: str | None = None) -> Article:
    """Return the one text of a stream as an article; raise Refused where it gives none.

    `encoding` is one of `encodings.ENCODINGS`, or None to find it out.
    """
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise too_large()
    text, found, confidence = mended_body(decoded(data, encoding))
    return Article(
        id=name, text=text, source=source, encoding=found, encoding_confidence=confidence
    )


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """Return bytes as text; raise Refused `binary` or `not_utf8` with the byte's offset."""
    found = decode(data, encoding)
    if found is not None and (found.encoding.startswith("utf-16") or b"\0" not in data):
        return found
    if (nul := data.find(b"\0")) >= 0:
        raise Refused("binary", f"NUL at byte {nul}")
    if encoding:
        raise Refused("bad_encoding", f"is not in {encoding}")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", f"byte {error.start}") from error
    raise AssertionError("what decodes is decoded")


def mended_body(decoded: Decoded) -> tuple[str, str | None, float]:
    """Return an article's text, what it was converted from (None for UTF-8), and how sure that is.

    A text that was once decoded wrongly is mended. Raises Refused as `body` does.
    """
    text = body(decoded.text)
    better = mended(text)
    if better.text != text:
        return body(better.text), better.encoding, better.confidence
    return text, None if decoded.encoding == "utf-8" else decoded.encoding, decoded.confidence


def body(text: str) -> str:
    """Return an article's text in its stored form; raise Refused for a blank or unstorable one."""
    stored = storable(text)
    if not stored.strip():
        raise Refused("empty")
    return stored


def storable(text: str) -> str:
    """Return the stored form of text; raise Refused for what no UTF-8 database can hold.

    That is a NUL (`binary`) or half of a surrogate pair (`not_utf8`), as JSON escapes can bring.
    """
    if (nul := text.find("\0")) >= 0:
        raise Refused("binary", f"NUL at character {nul}")
    if text.isascii() and "\r" not in text:
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused("not_utf8", f"lone surrogate at character {error.start}") from error
    return stored_form(text)


def too_large() -> Refused:
    """Return the refusal of a text or line beyond `LIMIT`."""
    return Refused("too_large", f"more than {LIMIT:,} bytes")
