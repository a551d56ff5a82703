"""The catalogue: what a picture shows, who cancelled an order, and an order that is noted just before it is paid."""

import sqlalchemy as sa
from alembic import op

revision = "d83f5b06c1e7"
down_revision = "c4d19a7e2b58"
branch_labels = None
depends_on = None

BY_PERSON = "ix_redemptions_person"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("catalogue_items", sa.Column("picture_words", sa.String(length=200), nullable=True))
    op.add_column("catalogue_items", sa.Column("picture_width", sa.Integer(), nullable=True))
    op.add_column("catalogue_items", sa.Column("picture_height", sa.Integer(), nullable=True))
    op.drop_index(BY_PERSON, "redemptions")
    with op.batch_alter_table("redemptions") as table:
        table.alter_column("ledger_journal_id", existing_type=sa.String(length=36), nullable=True)
        table.add_column(sa.Column("cancelled_at", MOMENT, nullable=True))
        table.add_column(sa.Column("cancelled_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_redemptions_cancelled_by_id_people"), "people", ["cancelled_by_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_redemptions_cancelled_with_a_moment"), "(state = 'cancelled') = (cancelled_at IS NOT NULL)"
        )
        table.create_check_constraint(
            op.f("ck_redemptions_paid_before_it_goes_on"), "ledger_journal_id IS NOT NULL OR state = 'asked'"
        )
    _index_by_person()


def downgrade() -> None:
    op.drop_index(BY_PERSON, "redemptions")
    with op.batch_alter_table("redemptions") as table:
        table.drop_constraint(op.f("ck_redemptions_paid_before_it_goes_on"), "check")
        table.drop_constraint(op.f("ck_redemptions_cancelled_with_a_moment"), "check")
        table.drop_constraint(op.f("fk_redemptions_cancelled_by_id_people"), "foreignkey")
        table.drop_column("cancelled_by_id")
        table.drop_column("cancelled_at")
        table.alter_column("ledger_journal_id", existing_type=sa.String(length=36), nullable=False)
    _index_by_person()
    op.drop_column("catalogue_items", "picture_height")
    op.drop_column("catalogue_items", "picture_width")
    op.drop_column("catalogue_items", "picture_words")


def _index_by_person() -> None:
    op.create_index(BY_PERSON, "redemptions", ["person_id", sa.text("id DESC")])
