"""A text as the set of its shingles: what is compared of two texts.

A shingle is a few words in a row (Broder, "On the resemblance and containment of documents",
1997). Numbers are words and diacritics count: the reports of two years from one template differ in
nothing else.
"""

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ...patterns.fold import fold_text

Shingles = NDArray[np.uint64]

WORDS = 4  # in a shingle
MOST = 1 << 16  # pieces of text whose hashes are kept
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/:-]\d+)*")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits evenly mixed (2^64 over the golden ratio)
_SHIFT = np.uint64(29)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in order, folded; `84,97` and `13/63` are one each."""
    return _WORD.findall(fold_text(text))


def shingles(text: str) -> Shingles:
    """Return the hashes of the shingles of a text, each once, in ascending order.

    A text of fewer words is one shingle; one without any has none.
    """
    pieces = map(_HASHES.__getitem__, fold_text(text).split())
    hashes = np.frombuffer(b"".join(pieces), dtype="<u4").astype(np.uint64)
    width = min(WORDS, len(hashes))
    if not width:
        return hashes
    count = len(hashes) - width + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(width):
        mixed = mixed * _FACTOR + hashes[place : place + count]
    found = np.sort((mixed ^ (mixed >> _SHIFT)) * _FACTOR)
    first = np.ones(count, dtype=bool)  # np.unique takes four times as long
    first[1:] = found[1:] != found[:-1]
    return found[first]


class _Hashes(dict[str, bytes]):
    """The hashes of the words in what stands between two blanks, four bytes each.

    Those met so far are kept, as they come again and again, and no word reaches past a blank.
    Python's own hash is another one in each process.
    """

    def __missing__(self, piece: str) -> bytes:
        if len(self) >= MOST:
            self.clear()
        hashes = [crc32(word.encode()) for word in _WORD.findall(piece)]
        found = self[piece] = np.array(hashes, dtype="<u4").tobytes()
        return found


_HASHES = _Hashes()
