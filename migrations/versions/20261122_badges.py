"""Badges by rule know whether everybody's past has been counted for them; the worker counts what has still to be."""

import sqlalchemy as sa
from alembic import op

revision = "c4d19a7e2b58"
down_revision = "b7c2e51f90a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("badges", sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("badges", "swept_at")
