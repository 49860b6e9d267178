"""The article: one press item and where it came from."""

import unicodedata
from dataclasses import dataclass
from datetime import date


def stored_form(text: str) -> str:
    """Return text as it is stored: Unicode NFC with `\\n` line ends, otherwise untouched.

    All offsets in Solieu count characters of this form.
    """
    return (
        unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


@dataclass(frozen=True, slots=True)
class Article:
    """One press item: its stored text and what its source told about it.

    `id` is the file name or the record's id, `source` says where it was read (path, and line for
    a record), `publisher` is a domain or an outlet's name, `published` the day of publication and
    `dated_by` where a web page told it ("json-ld", "meta", "element", "dateline", "layout", "url").
    `encoding` is what the text was converted from, None for UTF-8, and `encoding_confidence` how
    sure that is, from 0 to 1.
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    source: str | None = None
    author: str | None = None
    dated_by: str | None = None
    encoding: str | None = None
    encoding_confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input, or a part of one, that was refused: where it stood and why."""

    source: str
    reason: str
    detail: str = ""
