"""Which texts may be copies of each other: their bands, stored in blocks and found again.

A band belongs to the block that its first bits tell. Texts that are grouped together add one row to
each block that their bands fall into, so that many texts are stored and compared as fast as arrays
are sorted, and nothing that is stored is ever written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from ...corpus.duplicates import BANDS, Signature, bands_of
from ..bulk import LISTED, among, insert_missing
from ..models import Band

Entries = NDArray[np.int64]  # rows of a band and the number of a text that has it, both ascending

_SHIFT = 49  # of a band of 64 bits: what is left tells its block, one of 32,768
_AT_ONCE = 4_096  # blocks held in memory
_PAIR = np.dtype("<i8")
_HELD = select(Band.entries).where(among(Band.block))


def share_bands(connection: Connection, signatures: Mapping[int, Signature]) -> dict[int, set[int]]:
    """Store the bands of texts, and return the texts that have one in common with each of them.

    Texts go by their numbers; those without any like them are left out.
    """
    mine = _entries({number: one for number, one in sorted(signatures.items()) if one.size})
    known = _stored(connection, mine)
    shared = np.flatnonzero(_repeated(mine[:, 0]) | np.isin(mine[:, 0], known[:, 0]))
    both = np.concatenate([known, mine[shared]])
    order = np.lexsort((np.arange(len(both)) >= len(known), both[:, 1], both[:, 0]))
    both = both[order]
    first = np.ones(len(both), dtype=bool)
    first[1:] = (both[1:] != both[:-1]).any(axis=1)
    new = np.ones(len(mine), dtype=bool)
    new[shared] = False
    new[shared[order[first & (order >= len(known))] - len(known)]] = True
    _write(connection, mine[new])
    return {
        number: sharing - {number}
        for number, sharing in _together(both[first]).items()
        if number in signatures
    }


def _entries(signatures: Mapping[int, Signature]) -> Entries:
    """Return the bands of texts, which come in the order of their numbers."""
    if not signatures:
        return np.empty((0, 2), dtype=np.int64)
    numbers = np.repeat(np.fromiter(signatures, dtype=np.int64), BANDS)
    hashes = bands_of(list(signatures.values())).ravel()
    order = np.argsort(hashes, kind="stable")
    return np.column_stack([hashes[order], numbers[order]])


def _stored(connection: Connection, mine: Entries) -> Entries:
    """Return what is stored of the bands of these entries."""
    blocks, starts = np.unique(mine[:, 0] >> _SHIFT, return_index=True)
    ends = [*starts[1:].tolist(), len(mine)]
    found = [mine[:0]]
    for at in range(0, len(blocks), _AT_ONCE):
        some = blocks[at : at + _AT_ONCE].tolist()
        if held := connection.execute(_HELD, {LISTED: some}).scalars().all():
            entries = np.frombuffer(b"".join(held), dtype=_PAIR).reshape(-1, 2)
            wanted = mine[starts[at] : ends[at + len(some) - 1], 0]
            places = np.searchsorted(wanted, entries[:, 0]).clip(max=len(wanted) - 1)
            found.append(entries[wanted[places] == entries[:, 0]])
    return np.concatenate(found)


def _write(connection: Connection, entries: Entries) -> None:
    if not len(entries):
        return
    turn = int(entries[:, 1].min())
    packed = entries.astype(_PAIR)
    rows = [
        {"block": block, "turn": turn, "entries": packed[start:end].tobytes()}
        for block, start, end in _runs(entries[:, 0] >> _SHIFT)
    ]
    insert_missing(connection, Band, rows)


def _together(entries: Entries) -> dict[int, set[int]]:
    """Return for each text, by its number, all that share one of its bands, with itself."""
    found: dict[int, set[int]] = defaultdict(set)
    several = entries[_repeated(entries[:, 0])]
    for _, start, end in _runs(several[:, 0]):
        numbers = several[start:end, 1].tolist()
        for number in numbers:
            found[number].update(numbers)
    return found


def _repeated(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each value of an ascending array whether it is there more than once."""
    repeated = np.zeros(len(values), dtype=bool)
    repeated[1:] = values[1:] == values[:-1]
    repeated[:-1] |= repeated[1:]
    return repeated


def _runs(values: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Yield each value of an ascending array, and where its run starts and ends."""
    found, starts = np.unique(values, return_index=True)
    ends = np.append(starts[1:], len(values))[: len(found)]
    yield from zip(found.tolist(), starts.tolist(), ends.tolist(), strict=True)
