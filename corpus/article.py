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


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that gave no article: where it stood and why it was refused."""

    source: str
    reason: str
    detail: str = ""
