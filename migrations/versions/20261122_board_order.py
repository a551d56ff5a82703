"""The board reads each column in its order from an index."""

from alembic import op

revision = "c3d8e0a7f214"
down_revision = "e18d64a0b7c5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ideas_stage_due", "ideas", ["stage_id", "due_at", "id"])
    op.create_index("ix_ideas_stage_entered", "ideas", ["stage_id", "entered_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_ideas_stage_entered", "ideas")
    op.drop_index("ix_ideas_stage_due", "ideas")
