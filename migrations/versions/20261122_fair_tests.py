"""Experiments in full: a library of metrics, guardrails, allocation, amendments, a diary, forecasts and cases."""

import sqlalchemy as sa
from alembic import op

revision = "7c0e4b1d8a52"
down_revision = "a4e1d2b97c30"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KIND = ("metrickind", ("share", "mean", "rate"))
DIRECTION = ("direction", ("up", "down"))
WORDS = ("risks", "conditions", "stop_rules", "if_better", "if_unclear", "if_worse")
FROZEN = "the numbers of a concluded experiment stay as they are"
CONCLUDED = "SELECT 1 FROM experiments WHERE id = {row}.experiment_id AND state = 'concluded'"


def upgrade() -> None:
    _library()
    _plans()
    _records()
    _measurements_of_more_than_one_metric()


def _library() -> None:
    op.create_table(
        "metrics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("definition", sa.String(400), nullable=False),
        sa.Column("kind", _enum(*KIND), nullable=False),
        sa.Column("unit", sa.String(30), nullable=False),
        sa.Column("direction", _enum(*DIRECTION), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("spread", sa.Double(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("spread > 0", name=op.f("ck_metrics_spread_positive")),
        _to("metrics", "owner_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metrics")),
        sa.UniqueConstraint("name", name=op.f("uq_metrics_name")),
    )
    op.create_index("ix_metrics_owner_id", "metrics", ["owner_id"])
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("context_html", sa.Text(), nullable=False),
        sa.Column("caveats", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("cases", "experiment_id", "experiments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("experiment_id", name=op.f("uq_cases_experiment_id")),
    )


def _plans() -> None:
    double = "DOUBLE" if _is_sqlite() else "DOUBLE PRECISION"
    _add("teams", f"running_limit INTEGER {_check('teams', 'running_limit_positive', 'running_limit > 0')}")
    _add("arms", f"weight {double} DEFAULT 1 NOT NULL {_check('arms', 'weight_positive', 'weight > 0')}")
    _add("arms", "treated_from DATE")
    _add("experiments", _reference("metric_id", "metrics"))
    _add("experiments", f"spread {double} {_check('experiments', 'spread_positive', 'spread > 0')}")
    _add("experiments", f"traffic {double} {_check('experiments', 'traffic_positive', 'traffic > 0')}")
    kinds = "unit_kind IN ('team', 'agent', 'day')"
    _add("experiments", f"unit_kind VARCHAR(24) {_check('experiments', 'unitkind', kinds)}")
    _add("experiments", "seed VARCHAR(64)")
    _add("experiments", _reference("team_id", "teams"))
    for column in WORDS:
        _add("experiments", f"{column} TEXT DEFAULT '' NOT NULL")
    span = _check("experiments", "switch_within_span", "switch_on > starts_on AND switch_on <= ends_on")
    _add("experiments", f"switch_on DATE {span}")
    _add("experiments", f"decide_on DATE {_check('experiments', 'decided_after_the_end', 'decide_on >= ends_on')}")
    verdicts = "verdict IN ('better', 'worse', 'unclear')"
    _add("experiments", f"verdict VARCHAR(24) {_check('experiments', 'verdict', verdicts)}")
    for column in ("effect", "effect_low", "effect_high"):
        _add("experiments", f"{column} {double}")
    op.create_index("ix_experiments_metric_id", "experiments", ["metric_id"])
    op.create_index("ix_experiments_team_id", "experiments", ["team_id"])
    op.create_table(
        "experiment_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=True),
        sa.Column("role", _enum("measurerole", ("secondary", "guardrail")), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", _enum(*KIND), nullable=False),
        sa.Column("unit", sa.String(30), nullable=False),
        sa.Column("direction", _enum(*DIRECTION), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("margin", sa.Double(), nullable=True),
        sa.CheckConstraint("margin > 0", name=op.f("ck_experiment_measures_margin_positive")),
        sa.CheckConstraint(
            "(role = 'guardrail') = (margin IS NOT NULL)", name=op.f("ck_experiment_measures_guardrail_has_a_margin")
        ),
        _to("experiment_measures", "experiment_id", "experiments"),
        _to("experiment_measures", "metric_id", "metrics"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_measures")),
        sa.UniqueConstraint("experiment_id", "name", name=op.f("uq_experiment_measures_experiment_id_name")),
        sa.UniqueConstraint("experiment_id", "position", name=op.f("uq_experiment_measures_experiment_id_position")),
    )
    op.create_index("ix_experiment_measures_metric_id", "experiment_measures", ["metric_id"])
    op.create_table(
        "allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(120), nullable=False),
        sa.Column("stratum", sa.String(80), nullable=False),
        sa.Column("arm_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _to("allocations", "experiment_id", "experiments"),
        _to("allocations", "arm_id", "arms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
        sa.UniqueConstraint("experiment_id", "unit", name=op.f("uq_allocations_experiment_id_unit")),
    )
    op.create_index("ix_allocations_arm_id", "allocations", ["arm_id"])
    op.create_table(
        "forecasts",
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_forecasts_percent_of_a_hundred")),
        _to("forecasts", "experiment_id", "experiments"),
        _to("forecasts", "person_id", "people"),
        sa.PrimaryKeyConstraint("experiment_id", "person_id", name=op.f("pk_forecasts")),
    )
    op.create_index("ix_forecasts_person_id", "forecasts", ["person_id"])


def _records() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        _to("amendments", "experiment_id", "experiments"),
        _to("amendments", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    op.create_index("ix_amendments_experiment_id", "amendments", ["experiment_id"])
    op.create_table(
        "diary_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("is_customer", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("diary_entries", "experiment_id", "experiments"),
        _to("diary_entries", "author_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entries")),
    )
    op.create_index("ix_diary_entries_experiment", "diary_entries", ["experiment_id", "day", "id"])
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        _to("photos", "entry_id", "diary_entries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("file", name=op.f("uq_photos_file")),
    )
    op.create_index("ix_photos_entry_id", "photos", ["entry_id"])
    if _is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER amendments_refuses_{verb.lower()} BEFORE {verb} ON amendments"
                " BEGIN SELECT RAISE(ABORT, 'amendments is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER amendments_refuses_change BEFORE UPDATE OR DELETE ON amendments"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _measurements_of_more_than_one_metric() -> None:
    if _is_sqlite():
        with op.batch_alter_table("measurements") as table:  # makes the table anew, and loses its triggers
            table.add_column(sa.Column("measure_id", sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f("fk_measurements_measure_id_experiment_measures"), "experiment_measures", ["measure_id"], ["id"]
            )
            table.drop_constraint(op.f("uq_measurements_arm_id_day"), type_="unique")
        _freeze()
    else:
        _add("measurements", _reference("measure_id", "experiment_measures", "measurements"))
        op.drop_constraint("uq_measurements_arm_id_day", "measurements", type_="unique")
    op.create_index("ix_measurements_measure_id", "measurements", ["measure_id"])
    op.execute("CREATE UNIQUE INDEX uq_measurements_primary ON measurements (arm_id, day) WHERE measure_id IS NULL")
    op.execute(
        "CREATE UNIQUE INDEX uq_measurements_other ON measurements (arm_id, measure_id, day)"
        " WHERE measure_id IS NOT NULL"
    )


def downgrade() -> None:
    """What was measured besides the primary metric goes, with all that only this version knows."""
    _measurements_of_one_metric()
    for table in ("photos", "diary_entries", "amendments", "forecasts", "allocations", "experiment_measures", "cases"):
        op.drop_table(table)
    op.drop_index("ix_experiments_metric_id", "experiments")
    op.drop_index("ix_experiments_team_id", "experiments")
    columns = (
        *("metric_id", "spread", "traffic", "unit_kind", "seed", "team_id", *WORDS, "switch_on", "decide_on"),
        *("verdict", "effect", "effect_low", "effect_high"),
    )
    for column in columns:
        op.drop_column("experiments", column)
    for column in ("weight", "treated_from"):
        op.drop_column("arms", column)
    op.drop_column("teams", "running_limit")
    op.drop_table("metrics")


def _measurements_of_one_metric() -> None:
    if _is_sqlite():
        for verb in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER measurements_stay_on_{verb}")
    else:
        op.execute("ALTER TABLE measurements DISABLE TRIGGER measurements_stay")
    op.execute("DELETE FROM measurements WHERE measure_id IS NOT NULL")
    for index in ("uq_measurements_other", "uq_measurements_primary", "ix_measurements_measure_id"):
        op.drop_index(index, "measurements")
    if _is_sqlite():
        with op.batch_alter_table("measurements") as table:
            table.drop_constraint(op.f("fk_measurements_measure_id_experiment_measures"), type_="foreignkey")
            table.drop_column("measure_id")
            table.create_unique_constraint(op.f("uq_measurements_arm_id_day"), ["arm_id", "day"])
        _freeze()
    else:
        op.drop_column("measurements", "measure_id")
        op.create_unique_constraint("uq_measurements_arm_id_day", "measurements", ["arm_id", "day"])
        op.execute("ALTER TABLE measurements ENABLE TRIGGER measurements_stay")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _add(table: str, column: str) -> None:
    """Add it in place: to make the table anew would lose its triggers."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _check(table: str, name: str, words: str) -> str:
    return f"CONSTRAINT ck_{table}_{name} CHECK ({words})"


def _reference(column: str, other: str, table: str = "experiments") -> str:
    return f"{column} INTEGER CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"


def _freeze() -> None:
    """The triggers of SQLite that keep what a concluded experiment measured."""
    for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        concluded = " OR ".join(f"EXISTS ({CONCLUDED.format(row=row)})" for row in rows)
        op.execute(
            f"CREATE TRIGGER measurements_stay_on_{verb.lower()} BEFORE {verb} ON measurements"
            f" WHEN {concluded} BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
        )
