"""Nominations: asked of an area's leader and deputies, in whose place somebody answers, and why one was closed."""

import sqlalchemy as sa
from alembic import op

revision = "b7c2e51f90a4"
down_revision = "4f8a61c0d972"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'approved')")


def upgrade() -> None:
    for column, table in (("area_id", "areas"), ("in_place_of_id", "people")):
        op.execute(
            f"ALTER TABLE nomination_steps ADD COLUMN {column} INTEGER"
            f" CONSTRAINT fk_nomination_steps_{column}_{table} REFERENCES {table} (id)"
        )
    op.create_index("ix_nomination_steps_area_id", "nomination_steps", ["area_id"])
    op.add_column("nominations", sa.Column("closing_words", sa.String(length=1000), nullable=True))
    op.create_index(
        "uq_nominations_open",
        "nominations",
        ["nominator_id", "nominee_id", "kind_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index("uq_nominations_open", "nominations")
    op.drop_column("nominations", "closing_words")
    op.drop_index("ix_nomination_steps_area_id", "nomination_steps")
    if op.get_bind().dialect.name == "sqlite":  # makes the table anew: a column that refers cannot be dropped there
        with op.batch_alter_table("nomination_steps") as batch:
            batch.drop_column("in_place_of_id")
            batch.drop_column("area_id")
    else:
        op.drop_column("nomination_steps", "in_place_of_id")
        op.drop_column("nomination_steps", "area_id")
