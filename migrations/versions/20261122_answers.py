"""Answers to nominations by who gave them, to count the promises that somebody kept."""

from alembic import op

revision = "a90c3de71b86"
down_revision = "e5b08d4c2f17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_nomination_steps_decided_by_id", "nomination_steps", ["decided_by_id"])


def downgrade() -> None:
    op.drop_index("ix_nomination_steps_decided_by_id", "nomination_steps")
