"""A million facts: bands of signatures in blocks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RANKED = ["index_code", "period", "measure", "component"]


def upgrade() -> None:
    op.drop_table("band")
    op.create_table(
        "band",
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block", "turn", name=op.f("pk_band")),
    )
    _tell_copies_again()
    op.create_index(op.f(f"ix_figure_{'_'.join(RANKED)}"), "figure", RANKED)
    if op.get_context().dialect.name == "sqlite":
        _make_ties(sqlite_with_rowid=False)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _make_ties()
    op.drop_index(op.f(f"ix_figure_{'_'.join(RANKED)}"), "figure")
    op.drop_table("band")
    op.create_table(
        "band",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "text_number", name=op.f("pk_band")),
        sqlite_with_rowid=False,
    )
    _tell_copies_again()


def _tell_copies_again() -> None:
    """Let the bands be made anew, and the copies be told by them, when figures are next formed."""
    op.execute("UPDATE article SET cluster = NULL, cluster_role = NULL")


def _make_ties(**options: Any) -> None:
    """Make the table of which fact reports which figure anew; SQLite alters none in place."""
    op.rename_table("figure_fact", "former_figure_fact")
    for column in ("article_id", "figure_id"):
        op.drop_index(op.f(f"ix_figure_fact_{column}"), "former_figure_fact")
    op.create_table(
        "figure_fact",
        sa.Column("fact_id", sa.String(length=32), nullable=False),
        sa.Column("figure_id", sa.String(length=16), nullable=False),
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_figure_fact")),
        **options,
    )
    op.execute(
        "INSERT INTO figure_fact (fact_id, figure_id, article_id)"
        " SELECT fact_id, figure_id, article_id FROM former_figure_fact"
    )
    op.drop_table("former_figure_fact")
    for column in ("article_id", "figure_id"):
        op.create_index(op.f(f"ix_figure_fact_{column}"), "figure_fact", [column])
