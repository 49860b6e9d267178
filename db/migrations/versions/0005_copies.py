"""Near-duplicates: signatures that can be found again by their bands."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("signature")  # no version of Solieu wrote any
    op.create_table("signature", *_signature(), *_found_by(), _key("signature"), _text())
    op.create_index(op.f("ix_signature_number"), "signature", ["number"], unique=False)
    op.create_table(
        "band",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "text_number", name=op.f("pk_band")),
        sqlite_with_rowid=False,
    )
    # Copies among what a store holds already are found when figures are next formed.
    op.execute(
        "INSERT INTO article_to_group (article_id) SELECT id FROM article"
        " WHERE id NOT IN (SELECT article_id FROM article_to_group)"
    )


def downgrade() -> None:
    op.execute("UPDATE article SET cluster = NULL, cluster_role = NULL")
    op.drop_table("band")
    op.drop_table("signature")
    op.create_table("signature", *_signature(), _key("signature"), _text())


def _signature() -> list[sa.Column[str] | sa.Column[bytes]]:
    return [
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
    ]


def _found_by() -> list[sa.Column[int]]:
    return [
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
    ]


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("text_hash", "method", name=op.f(f"pk_{table}"))


def _text() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["text_hash"], ["text.hash"], name=op.f("fk_signature_text_hash")
    )
