"""MinHash signatures, and the bands of them by which texts that may be alike are found.

MinHash: Broder, 1997; locality-sensitive hashing by bands: Leskovec, Rajaraman and Ullman, "Mining
of Massive Datasets", chapter 3. Of two texts that have half of their shingles in common 87 in 100
share a band, of those that have 7 in 10 all but one in a thousand, with a twentieth one in 5,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from .likeness import ALIKE
from .shingles import WORDS, shingles

HASHES = 128
BANDS = 32
METHOD = f"minhash-{HASHES}-of-{WORDS}-words-rensa-{RMinHash.ALGORITHM_VERSION}"
_SEED = 84
_MARGIN = 0.2  # three standard deviations of an estimate, where one text is twice the other
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Signature:
    """A text's MinHash: how many shingles it has, and the least hashes of them, four bytes each."""

    size: int
    hashes: bytes

    @property
    def values(self) -> NDArray[np.uint32]:
        """The least hashes as numbers."""
        return np.frombuffer(self.hashes, dtype="<u4")


def sign(text: str) -> Signature:
    """Return the signature of a text: the same in every process and on every machine."""
    found = shingles(text)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(found, [0, len(found)], HASHES, _SEED)
    return Signature(len(found), np.array(matrix.to_rows()[0], dtype="<u4").tobytes())


def bands(signature: Signature) -> list[int]:
    """Return the bands of a signature, as signed numbers of 64 bits; texts without words have none.

    Two signatures with equal hashes in the same stretch share that band.
    """
    return [int(band) for band in bands_of([signature])[0]] if signature.size else []


def bands_of(signatures: Sequence[Signature]) -> NDArray[np.int64]:
    """Return the bands of signatures, none of them of a text without words: a row for each."""
    hashes = np.frombuffer(b"".join(one.hashes for one in signatures), dtype="<u4")
    stretches = hashes.reshape(len(signatures), BANDS, -1)
    mixed = np.tile(np.arange(1, BANDS + 1, dtype=np.uint64), (len(signatures), 1))
    for place in range(stretches.shape[2]):
        mixed = (mixed ^ stretches[:, :, place]) * _FACTOR
        mixed ^= mixed >> _SHIFT
    return mixed.view(np.int64)


def may_be_alike(one: Signature, other: Signature) -> bool:
    """Tell whether it is worth comparing two texts, by what their signatures tell of them."""
    return held(one, other) >= ALIKE - _MARGIN


def held(one: Signature, other: Signature) -> float:
    """Estimate the share of the smaller text's shingles that the other one has, too."""
    alike = float(np.mean(one.values == other.values))
    shared = alike / (1 + alike) * (one.size + other.size)
    return min(1.0, shared / max(1, min(one.size, other.size)))
