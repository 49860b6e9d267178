"""A JSON document in, articles out: an array of records, or one record, of any size.

A streaming parser would end at the first record that is broken and hold a string of any length.
Here the objects are only cut out, and each is parsed, and refused, by itself.
"""

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

from ..article import Article, Rejection
from ..texts import LIMIT, Refused, too_large
from .fields import Place, article_of, layout_of
from .lines import record_of
from .sources import BUFFER, Source

_MARK = re.compile(rb'["{}\[\]]')
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)


def read_document(source: Source) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each object of the document.

    Objects of an outer array are records, and so is an outer object, unless it has no text and
    lists that have: then theirs are. Each adds its number to name and source.
    """
    number = 0
    for data in cut_objects(source.stream):
        number += 1
        try:
            if data is None:
                raise too_large()
            record, encoded = record_of(data)
        except Refused as refusal:
            yield Rejection(f"{source.label}:{number}", refusal.reason, refusal.detail)
            continue
        listed = [] if layout_of(record, source.options.fields)["text"] else _listed(record)
        for one in listed or [record]:
            place = Place(f"{source.name}:{number}", f"{source.label}:{number}")
            try:
                yield article_of(one, source, place, encoded)
            except Refused as refusal:
                yield Rejection(place.source, refusal.reason, refusal.detail)
            number += 1
        number -= 1
    if not number:
        yield Rejection(source.label, "empty", "no records")


def _listed(record: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the objects that stand in lists of a record, as in {"articles": [...]}."""
    lists = (value for value in record.values() if isinstance(value, list))
    return [item for value in lists for item in value if isinstance(item, dict)]


def cut_objects(stream: BufferedReader) -> Iterator[bytes | None]:
    """Yield the bytes of each outermost object, None for one longer than LIMIT.

    Raises Refused `bad_json` where the document breaks off.
    """
    cutter = _Cutter()
    while data := stream.read1(BUFFER):
        yield from cutter.feed(data)
    if cutter.depth or cutter.in_string or cutter.arrays:
        raise Refused("bad_json", "the document breaks off")


class _Cutter:
    """Follows brackets and strings from one piece of a document to the next."""

    def __init__(self) -> None:
        self.depth = 0  # of brackets, from an outermost object on
        self.arrays = 0  # around it
        self.in_string = False
        self.escaped = False  # the last byte was a backslash
        self.held: list[bytes] = []
        self.size = 0

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        start = at = 0
        while at < len(data):
            if self.in_string:
                at = self._through_string(data, at)
                continue
            mark = _MARK.search(data, at)
            if mark is None:
                break
            at, sign = mark.end(), mark[0]
            if sign == b'"':
                self.in_string = True
            elif sign in b"{[":
                if not self.depth and sign == b"{":
                    start = mark.start()
                self._open(sign)
            elif self._close():
                yield self._whole(data[start:at])
                start = at
        if self.depth:
            self._hold(data[start:])

    def _through_string(self, data: bytes, at: int) -> int:
        if self.escaped:
            self.escaped, at = False, at + 1
        found = _IN_STRING.match(data, at)
        end = found.end() if found else at
        if end < len(data):
            self.in_string = data[end : end + 1] != b'"'
            self.escaped = self.in_string
        return end + 1

    def _open(self, sign: bytes) -> None:
        if self.depth or sign == b"{":
            self.depth += 1
        else:
            self.arrays += 1

    def _close(self) -> bool:
        """Count a closing bracket; return whether it ends an outermost object."""
        if not self.depth:
            self.arrays = max(self.arrays - 1, 0)
            return False
        self.depth -= 1
        return not self.depth

    def _hold(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > LIMIT:
            self.held.clear()
        else:
            self.held.append(data)

    def _whole(self, data: bytes) -> bytes | None:
        self._hold(data)
        found = b"".join(self.held) if self.size <= LIMIT else None
        self.held, self.size = [], 0
        return found
