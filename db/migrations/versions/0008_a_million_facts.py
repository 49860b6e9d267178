"""A million facts: bands of signatures in blocks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
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
