"""Statements find the award of a movement by an index: without one, each line read every award there is."""

from alembic import op

revision = "e5b08d4c2f17"
down_revision = "9c3e1f7a54b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_awards_journal", "awards", ["ledger_journal_id"])


def downgrade() -> None:
    op.drop_index("ix_awards_journal", "awards")
