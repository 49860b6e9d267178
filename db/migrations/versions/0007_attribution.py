"""Who is said to have told a fact."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fact", sa.Column("attribution", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("fact", "attribution")
