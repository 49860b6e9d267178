"""What is asked for: indices that give the first rows in order, and counts without the tables."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SUBJECTS = ["index_code", "subject_code", "period_end"]
COUNTED = [*SUBJECTS, "status", "mentions"]


def upgrade() -> None:
    op.create_index(op.f("ix_article_published_key"), "article", ["published", "key"])
    op.create_index(
        op.f("ix_figure_index_code_period_id"), "figure", ["index_code", "period", "id"]
    )
    op.drop_index(op.f(f"ix_figure_{'_'.join(SUBJECTS)}"), "figure")
    op.create_index(op.f(f"ix_figure_{'_'.join(COUNTED)}"), "figure", COUNTED)


def downgrade() -> None:
    op.drop_index(op.f(f"ix_figure_{'_'.join(COUNTED)}"), "figure")
    op.create_index(op.f(f"ix_figure_{'_'.join(SUBJECTS)}"), "figure", SUBJECTS)
    op.drop_index(op.f("ix_figure_index_code_period_id"), "figure")
    op.drop_index(op.f("ix_article_published_key"), "article")
