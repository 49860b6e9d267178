"""What whole archives need: where a text comes from, copies, batches, and rejections kept once."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ARTICLE_COLUMNS: dict[str, sa.types.TypeEngine[str]] = {
    "author": sa.Text(),
    "published_origin": sa.String(length=64),
    "encoding": sa.String(length=64),
    "cluster": sa.String(length=32),
    "cluster_role": sa.String(length=64),
}
TOLD = ("source", "reason", "detail")


def upgrade() -> None:
    for name, kind in ARTICLE_COLUMNS.items():
        op.add_column("article", sa.Column(name, kind, nullable=True))
    op.create_index(op.f("ix_article_cluster"), "article", ["cluster"], unique=False)
    op.create_table(
        "signature",
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["text_hash"], ["text.hash"], name=op.f("fk_signature_text_hash")),
        sa.PrimaryKeyConstraint("text_hash", "method", name=op.f("pk_signature")),
    )
    op.create_table(
        "batch",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_batch_run_id")),
        sa.PrimaryKeyConstraint("run_id", "name", name=op.f("pk_batch")),
    )
    _change_rejections(sa.Column("id", sa.String(length=32), nullable=False), _digest)


def downgrade() -> None:
    _change_rejections(sa.Column("id", sa.Integer(), nullable=False), None)
    op.drop_table("batch")
    op.drop_table("signature")
    op.drop_index(op.f("ix_article_cluster"), table_name="article")
    for name in ARTICLE_COLUMNS:  # not by copying the table: its facts refer to it
        op.execute(f"ALTER TABLE article DROP COLUMN {name}")


def _change_rejections(
    key: sa.Column[Any], identify: Callable[[Mapping[str, str]], str] | None
) -> None:
    """Make the table anew under another kind of id; of rejections that are one the last stays."""
    found = op.get_bind().execute(sa.text("SELECT * FROM rejection ORDER BY run_id, id"))
    kept = [dict(row) for row in found.mappings()]
    op.drop_table("rejection")
    table = op.create_table(
        "rejection",
        key,
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_rejection_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejection")),
    )
    op.create_index(op.f("ix_rejection_run_id"), "rejection", ["run_id"], unique=False)
    for row in kept:
        del row["id"]
    if identify:
        kept = list({(name := identify(row)): row | {"id": name} for row in kept}.values())
    op.bulk_insert(table, kept)


def _digest(row: Mapping[str, str]) -> str:
    joined = "\x1f".join(row[name] for name in TOLD)
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
