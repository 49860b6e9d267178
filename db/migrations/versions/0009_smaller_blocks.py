"""Bands in smaller blocks, so that a text is compared with fewer others."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BAND = sa.table(
    "band", sa.column("block", sa.Integer), sa.column("turn", sa.BigInteger), sa.column("entries")
)
BITS_BEFORE, BITS = 12, 15  # of a band: what tells its block
ASIDE = 1_000_000  # no number of a block is as great
PAIR = np.dtype("<i8")


def upgrade() -> None:
    _store_in_blocks(BITS)


def downgrade() -> None:
    _store_in_blocks(BITS_BEFORE)


def _store_in_blocks(bits: int) -> None:
    """Store the bands again in blocks by so many of their first bits."""
    connection = op.get_bind()
    connection.execute(sa.update(BAND).values(block=BAND.c.block + ASIDE))
    blocks = connection.execute(sa.select(BAND.c.block).distinct().order_by(BAND.c.block)).scalars()
    held: dict[tuple[int, int], list[bytes]] = {}
    for block in blocks.all():
        query = sa.select(BAND.c.turn, BAND.c.entries).where(BAND.c.block == block)
        for turn, entries in connection.execute(query).all():
            for number, some in _blocks(bytes(entries), bits):
                held.setdefault((number, turn), []).append(some)
        last = max(held, default=(0, 0))[0]
        _insert(connection, {key: held.pop(key) for key in sorted(held) if key[0] < last})
    _insert(connection, held)
    connection.execute(sa.delete(BAND).where(BAND.c.block > ASIDE // 2))


def _blocks(entries: bytes, bits: int) -> Iterator[tuple[int, bytes]]:
    """Yield the entries of each block; they come in the order of their bands."""
    pairs = np.frombuffer(entries, dtype=PAIR).reshape(-1, 2)
    blocks, starts = np.unique(pairs[:, 0] >> (64 - bits), return_index=True)
    for block, some in zip(blocks.tolist(), np.split(pairs, starts[1:]), strict=True):
        yield block, some.tobytes()


def _insert(connection: sa.Connection, blocks: dict[tuple[int, int], list[bytes]]) -> None:
    rows: list[dict[str, Any]] = [
        {"block": block, "turn": turn, "entries": b"".join(some)}
        for (block, turn), some in blocks.items()
    ]
    if rows:
        connection.execute(sa.insert(BAND), rows)
