"""The account of a run: its batches, each written once, and their sum."""

from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update

from . import models
from .saving import SaveCounts


def batch_counts(connection: Connection, run_id: int, name: str) -> SaveCounts | None:
    """Return what came of a batch that was written, None if it was not."""
    table = models.Batch
    columns = (table.articles, table.new, table.unchanged, table.replaced, table.facts)
    found = connection.execute(select(*columns).where(table.run_id == run_id, table.name == name))
    row = found.one_or_none()
    return SaveCounts(*row) if row else None


def add_batch(connection: Connection, run_id: int, name: str, counts: SaveCounts) -> None:
    """Record that a batch is written, in the transaction that writes it."""
    row = {"run_id": run_id, "name": name} | asdict(counts)
    connection.execute(insert(models.Batch), row)


def add_to_run(connection: Connection, run_id: int, counts: SaveCounts, rejected: int = 0) -> None:
    """Add counts to those of a run; last in a transaction, as other writers wait for the row."""
    run = models.Run
    connection.execute(
        update(run)
        .where(run.id == run_id)
        .values(
            articles=run.articles + counts.articles,
            new=run.new + counts.new,
            unchanged=run.unchanged + counts.unchanged,
            replaced=run.replaced + counts.replaced,
            facts=run.facts + counts.facts,
            rejected=run.rejected + rejected,
        )
    )
