"""An award that was taken back says when and why."""

import sqlalchemy as sa
from alembic import op

revision = "5b0d1f4c9a37"
down_revision = "1025eca408af"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("awards", sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("awards", sa.Column("reversal_reason", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("awards", "reversal_reason")
    op.drop_column("awards", "reversed_at")
