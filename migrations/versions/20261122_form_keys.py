"""A form that is sent twice posts once; counts by area and stage come from an index."""

import sqlalchemy as sa
from alembic import op

revision = "7c2a9e51b6d8"
down_revision = "5b0d1f4c9a37"
branch_labels = None
depends_on = None

TABLES = ("ideas", "drafts", "comments")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("form_key", sa.String(32), nullable=True))
        op.create_index(f"ix_{table}_form", table, ["author_id", "form_key"], unique=True)
    op.create_index("ix_ideas_area_stage", "ideas", ["area_id", "stage_id"])


def downgrade() -> None:
    op.drop_index("ix_ideas_area_stage", "ideas")
    for table in TABLES:
        op.drop_index(f"ix_{table}_form", table)
        op.drop_column(table, "form_key")
