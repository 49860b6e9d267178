"""A million facts: bands in blocks, ties in the order of articles, an index of words."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from solieu.db.search import drop_index, make_index

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDICES = (
    ["index_code", "period", "measure", "component"],
    ["subject_name", "subject_system", "measure", "period_end", "id"],
)


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
    for columns in INDICES:
        op.create_index(op.f(f"ix_figure_{'_'.join(columns)}"), "figure", columns)
    make_index(op.get_bind())
    op.create_index(
        "ix_article_superseded",
        "article",
        ["publisher"],
        sqlite_where=sa.text("current IS 0"),
        postgresql_where=sa.text("current IS false"),
    )
    _form_again(["article_id", "fact_id"], ["figure_id"], sqlite_with_rowid=False)


def downgrade() -> None:
    _form_again(["fact_id"], ["article_id", "figure_id"])
    op.drop_index("ix_article_superseded", "article")
    drop_index(op.get_bind())
    for columns in INDICES:
        op.drop_index(op.f(f"ix_figure_{'_'.join(columns)}"), "figure")
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


def _form_again(key: list[str], indexed: list[str], **options: Any) -> None:
    """Make the table of which fact reports which figure anew, and the lists of what to form."""
    for name in ("figure_fact", "article_to_group", "figure_to_form"):
        op.drop_table(name)
    op.create_table(
        "figure_fact",
        sa.Column("fact_id", sa.String(length=32), nullable=False),
        sa.Column("figure_id", sa.String(length=16), nullable=False),
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_figure_fact")),
        **options,
    )
    for column in indexed:
        op.create_index(op.f(f"ix_figure_fact_{column}"), "figure_fact", [column])
    for name, column, length in (
        ("article_to_group", "article_id", 32),
        ("figure_to_form", "figure_id", 16),
    ):
        listed = sa.Column(column, sa.String(length=length), nullable=False)
        key_of = sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{name}"))
        op.create_table(name, listed, key_of, **options)
    op.execute("INSERT INTO article_to_group (article_id) SELECT id FROM article")
    op.execute("INSERT INTO figure_to_form (figure_id) SELECT id FROM figure")
