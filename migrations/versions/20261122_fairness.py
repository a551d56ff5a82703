"""Fairness reports: one of each quarter, kept as it was written."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "9c3e1f7a54b2"
down_revision = "d83f5b06c1e7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fairness_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_fairness_reports_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_reports")),
        sa.UniqueConstraint("quarter", name=op.f("uq_fairness_reports_quarter")),
    )


def downgrade() -> None:
    op.drop_table("fairness_reports")
