"""Means keep the spread of their values as people type it, and what a concluded experiment measured stays as it is."""

import math

import sqlalchemy as sa
from alembic import op

revision = "5b1f7c92ae40"
down_revision = "c3d8e0a7f214"
branch_labels = None
depends_on = None

FROZEN = "the numbers of a concluded experiment stay as they are"
CONCLUDED = "SELECT 1 FROM experiments WHERE id = {row}.experiment_id AND state = 'concluded'"


def upgrade() -> None:
    op.execute(
        f"ALTER TABLE measurements ADD COLUMN spread {_double()}"
        " CONSTRAINT ck_measurements_spread_not_negative CHECK (spread >= 0)"
    )
    for row in _known("squares"):
        within = max(0.0, row.known - row.amount * row.amount / row.base) / (row.base - 1)
        _set("spread", row.id, math.sqrt(within))
    op.drop_column("measurements", "squares")
    _freeze()


def downgrade() -> None:
    _thaw()
    op.add_column("measurements", sa.Column("squares", sa.Double(), nullable=True))
    for row in _known("spread"):
        _set("squares", row.id, (row.base - 1) * row.known**2 + row.amount * row.amount / row.base)
    if _is_sqlite():  # SQLite drops no column that a check of its own table names
        with op.batch_alter_table("measurements") as table:
            table.drop_constraint(op.f("ck_measurements_spread_not_negative"), type_="check")
            table.drop_column("spread")
    else:
        op.drop_column("measurements", "spread")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _double() -> str:
    return "DOUBLE" if _is_sqlite() else "DOUBLE PRECISION"


def _known(column: str) -> list[sa.Row[tuple[int, float, float, float]]]:
    """The means of several values of which that is known."""
    table = sa.table("measurements", sa.column("id"), sa.column("amount"), sa.column("base"), sa.column(column))
    query = sa.select(table.c.id, table.c.amount, table.c.base, table.c[column].label("known"))
    return list(op.get_bind().execute(query.where(table.c[column].is_not(None), table.c.base > 1)))


def _set(column: str, id_: int, value: float) -> None:
    table = sa.table("measurements", sa.column("id"), sa.column(column))
    op.get_bind().execute(sa.update(table).where(table.c.id == id_).values({column: value}))


def _freeze() -> None:
    if _is_sqlite():
        for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            concluded = " OR ".join(f"EXISTS ({CONCLUDED.format(row=row)})" for row in rows)
            op.execute(
                f"CREATE TRIGGER measurements_stay_on_{verb.lower()} BEFORE {verb} ON measurements"
                f" WHEN {concluded} BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_late_measurement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' AND EXISTS ({CONCLUDED.format(row='OLD')}) THEN RAISE EXCEPTION '{FROZEN}'; END IF;"
        f" IF TG_OP <> 'DELETE' AND EXISTS ({CONCLUDED.format(row='NEW')}) THEN RAISE EXCEPTION '{FROZEN}'; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER measurements_stay BEFORE INSERT OR UPDATE OR DELETE ON measurements"
        " FOR EACH ROW EXECUTE FUNCTION refuse_late_measurement()"
    )


def _thaw() -> None:
    if _is_sqlite():
        for verb in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER measurements_stay_on_{verb}")
        return
    op.execute("DROP TRIGGER measurements_stay ON measurements")
    op.execute("DROP FUNCTION refuse_late_measurement()")
