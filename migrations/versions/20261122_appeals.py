"""Appeals: a decision that declined an idea is put before the leader of another area, once."""

import sqlalchemy as sa
from alembic import op

revision = "a4e1d2b97c30"
down_revision = "5b1f7c92ae40"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
VERDICT = sa.Enum(
    "upheld", "dismissed", "settled", name="verdict", native_enum=False, create_constraint=True, length=24
)


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("decline_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("verdict", VERDICT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_appeals_decided_with_a_verdict")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_appeals_idea_id_ideas")),
        sa.ForeignKeyConstraint(["decline_id"], ["idea_moves.id"], name=op.f("fk_appeals_decline_id_idea_moves")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appeals_person_id_people")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_appeals_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decline_id", name=op.f("uq_appeals_decline_id")),
    )
    op.create_index("ix_appeals_idea_id", "appeals", ["idea_id"])
    op.create_index("ix_appeals_area_id", "appeals", ["area_id"])


def downgrade() -> None:
    op.drop_table("appeals")
