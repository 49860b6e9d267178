"""Signatures of texts, stored, and those of the texts that may be like them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from ...corpus.duplicates import METHOD, Signature, sign
from ..bulk import among, insert_missing, rows_of
from ..identity import text_hash
from ..models import Signature as SignatureRow
from ..models import StoredText
from ..rows import Row
from .bands import share_bands

_DIGITS = 15  # of a hash that is in hexadecimal: what fits into a number of 63 bits
_TABLE = SignatureRow
_SIGNED = select(_TABLE.text_hash, _TABLE.size, _TABLE.hashes).where(_TABLE.method == METHOD)
_OF_TEXTS = _SIGNED.where(among(_TABLE.text_hash))
_NUMBERED = _SIGNED.add_columns(_TABLE.number).where(among(_TABLE.number))
_BODIES = select(StoredText.hash, StoredText.body).where(among(StoredText.hash))


def text_number(content: str) -> int:
    """Return the number that bands give a text with this hash.

    Two texts may share one; they are then compared like all that share a band.
    """
    return int(content[:_DIGITS], 16)


def missing_signatures(connection: Connection, texts: Iterable[str]) -> list[Row]:
    """Return the signatures of those texts that have none yet, as rows in a fixed order."""
    by_hash = {text_hash(text): text for text in texts}
    stored = stored_signatures(connection, by_hash)
    return [_row(one, sign(by_hash[one])) for one in sorted(by_hash.keys() - stored.keys())]


def stored_signatures(connection: Connection, hashes: Iterable[str]) -> dict[str, Signature]:
    """Return the stored signatures of texts by their hashes; a text may have none."""
    rows = rows_of(connection, _OF_TEXTS, sorted(set(hashes)))
    return {row.text_hash: Signature(row.size, row.hashes) for row in rows}


def signatures_of(connection: Connection, hashes: Iterable[str]) -> dict[str, Signature]:
    """Return the signatures of stored texts by their hashes; one that is missing is made."""
    wanted = set(hashes)
    found = stored_signatures(connection, wanted)
    rows = []
    for content, body in rows_of(connection, _BODIES, sorted(wanted - found.keys())):
        found[content] = sign(body)
        rows.append(_row(content, found[content]))
    insert_missing(connection, SignatureRow, rows)
    return found


def neighbours(
    connection: Connection, signatures: Mapping[str, Signature]
) -> dict[str, dict[str, Signature]]:
    """Return for texts the signatures of the others that have a band in common with them.

    Their own bands are stored, so that later ones like them find them.
    """
    numbers = {content: text_number(content) for content in signatures}
    near = share_bands(connection, {numbers[one]: signatures[one] for one in signatures})
    named = _by_number(connection, set().union(*near.values()))
    return {
        content: {other: one for at in near[number] for other, one in named.get(at, {}).items()}
        for content, number in numbers.items()
        if number in near
    }


def _by_number(connection: Connection, numbers: set[int]) -> dict[int, dict[str, Signature]]:
    found = defaultdict[int, dict[str, Signature]](dict)
    for row in rows_of(connection, _NUMBERED, sorted(numbers)):
        found[row.number][row.text_hash] = Signature(row.size, row.hashes)
    return found


def _row(content: str, signature: Signature) -> Row:
    return {
        "text_hash": content,
        "method": METHOD,
        "number": text_number(content),
        "size": signature.size,
        "hashes": signature.hashes,
    }
