"""Figures: what facts of several articles report of one thing, and which articles to look at."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("index_code", sa.String(length=64), nullable=True),
        sa.Column("component", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_system", sa.String(length=64), nullable=True),
        sa.Column("subject_code", sa.String(length=64), nullable=True),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=64), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("baseline", sa.String(length=64), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("modality", sa.String(length=64), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("out_of", sa.Text(), nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("witnesses", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    op.create_index(
        op.f("ix_figure_index_code_subject_code_period_end"),
        "figure",
        ["index_code", "subject_code", "period_end"],
        unique=False,
    )
    op.create_index(op.f("ix_figure_status"), "figure", ["status"], unique=False)
    op.create_index(
        op.f("ix_figure_subject_code_period_end"),
        "figure",
        ["subject_code", "period_end"],
        unique=False,
    )
    op.create_index(op.f("ix_figure_witnesses"), "figure", ["witnesses"], unique=False)
    op.create_table(
        "candidate",
        sa.Column("figure_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("value_to", sa.Text(), nullable=True),
        sa.Column("direction", sa.String(length=64), nullable=True),
        sa.Column("qualifier", sa.String(length=64), nullable=False),
        sa.Column("standing", sa.String(length=64), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("witnesses", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("recommended", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["figure_id"], ["figure.id"], name=op.f("fk_candidate_figure_id")),
        sa.PrimaryKeyConstraint("figure_id", "position", name=op.f("pk_candidate")),
    )
    op.create_table(
        "figure_fact",
        sa.Column("fact_id", sa.String(length=32), nullable=False),
        sa.Column("figure_id", sa.String(length=16), nullable=False),
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_figure_fact")),
    )
    op.create_index(op.f("ix_figure_fact_article_id"), "figure_fact", ["article_id"], unique=False)
    op.create_index(op.f("ix_figure_fact_figure_id"), "figure_fact", ["figure_id"], unique=False)
    op.create_table(
        "article_to_group",
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_to_group")),
    )
    op.create_table(
        "figure_to_form",
        sa.Column("figure_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("figure_id", name=op.f("pk_figure_to_form")),
    )
    # What a store holds already is grouped when figures are next formed.
    op.execute("INSERT INTO article_to_group (article_id) SELECT id FROM article")


def downgrade() -> None:
    for table in ("figure_to_form", "article_to_group", "figure_fact", "candidate", "figure"):
        op.drop_table(table)
