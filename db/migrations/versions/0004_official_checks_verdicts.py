"""What figures are measured by: official tables, derived values and findings, verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY, FIGURE, CODE = sa.String(length=32), sa.String(length=16), sa.String(length=64)
FIGURE_COLUMNS: dict[str, sa.types.TypeEngine[str] | sa.types.TypeEngine[int]] = {
    "official_value": sa.Text(),
    "official_source": sa.Text(),
    "official_status": CODE,
    "verdict_id": sa.Integer(),
}


def upgrade() -> None:
    for name, kind in FIGURE_COLUMNS.items():
        op.add_column("figure", sa.Column(name, kind, nullable=True))
    op.create_index(op.f("ix_figure_official_status"), "figure", ["official_status"], unique=False)
    _create_official()
    _create_checks()
    _create_verdicts()
    # What a store holds already is checked when figures are next formed.
    waiting = "SELECT article_id FROM article_to_group"
    op.execute(
        "INSERT INTO article_to_group (article_id)"
        f" SELECT id FROM article WHERE id NOT IN ({waiting})"
    )


def _create_official() -> None:
    op.create_table(
        "official_table",
        sa.Column("name", CODE, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("loaded", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_official_table")),
    )
    op.create_table(
        "official_figure",
        sa.Column("index_code", CODE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("subject_system", CODE, nullable=False),
        sa.Column("subject_code", CODE, nullable=False),
        sa.Column("table_name", CODE, nullable=False),
        sa.Column("rank", sa.Text(), nullable=True),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["table_name"], ["official_table.name"], name=op.f("fk_official_figure_table_name")
        ),
        sa.PrimaryKeyConstraint(
            *("index_code", "year", "subject_system", "subject_code", "table_name"),
            name=op.f("pk_official_figure"),
        ),
    )


def _create_checks() -> None:
    op.create_table(
        "derived_value",
        sa.Column("id", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("figure_id", FIGURE, nullable=True),
        sa.Column("measure", CODE, nullable=False),
        sa.Column("period", CODE, nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("margin", sa.Text(), nullable=False),
        sa.Column("level_id", KEY, nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derived_value")),
    )
    op.create_table(
        "finding",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_table(
        "finding_fact",
        sa.Column("finding_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("fact_id", KEY, nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("figure_id", FIGURE, nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_finding_fact_finding_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", "position", name=op.f("pk_finding_fact")),
    )
    indexed = {
        "derived_value": ("article_id", "figure_id"),
        "finding": ("kind",),
        "finding_fact": ("fact_id", "article_id", "figure_id"),
    }
    _create_indexes(indexed)


def _create_verdicts() -> None:
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("fact_id", KEY, nullable=True),
        sa.Column("article_key", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("figure_id", FIGURE, nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("one", sa.Text(), nullable=True),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("judged", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    _create_indexes({"verdict": ("fact_id", "article_key", "figure_id")})
    op.create_table(
        "indicator_name",
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("indicator", name=op.f("pk_indicator_name")),
    )


def _create_indexes(indexed: dict[str, tuple[str, ...]]) -> None:
    for table, columns in indexed.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    tables = ("indicator_name", "verdict", "finding_fact", "finding", "derived_value")
    for table in (*tables, "official_figure", "official_table"):
        op.drop_table(table)
    op.drop_index(op.f("ix_figure_official_status"), table_name="figure")
    for name in FIGURE_COLUMNS:  # not by copying the table: its candidates refer to it
        op.execute(f"ALTER TABLE figure DROP COLUMN {name}")
