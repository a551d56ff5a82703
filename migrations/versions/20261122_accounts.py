"""Budgets of areas and teams, accounts of several kinds, books that the database keeps, and months that close."""

import sqlalchemy as sa
from alembic import op

revision = "e2b7f40c9d36"
down_revision = "9d42c7e05b16"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KINDS = ("opening", "company", "area", "team", "give", "spend", "catalogue", "expired")
MOVEMENTS = (
    *("funding", "allotment", "award", "allowance", "kudos", "redemption", "refund", "expiry", "reversal"),
)  # fmt: skip
STEPS = ("accounts", "movements", "sums", "done", "stopped")
OF_THE_COMPANY = "kind IN ('opening', 'company', 'expired')"  # a release put back may hold two of the catalogue
APPEND_ONLY = ("journal", "idea_moves", "postings", "ledger_journals", "amendments")
KEPT = ("accounts", "ledger_months", "ledger_month_lines", "ledger_month_movements")
CHECKS = {  # of accounts
    "balance_not_negative": "balance >= 0 OR is_overdrawable",
    "received_in_all": "received >= 0 AND received >= balance",
    "person_where_personal": "(person_id IS NOT NULL) = (kind IN ('give', 'spend'))",
    "area_of_its_budget": "(area_id IS NOT NULL) = (kind = 'area')",
    "team_of_its_budget": "(team_id IS NOT NULL) = (kind = 'team')",
    "only_the_opening_below_zero": "NOT is_overdrawable OR kind = 'opening'",
}
REVERSAL = "(reverses_id IS NOT NULL) = (kind = 'reversal')"
KIND_OF_JOURNAL = (
    "CASE WHEN reverses_id IS NOT NULL THEN 'reversal' WHEN key LIKE 'budget:%' THEN 'funding' ELSE 'award' END"
)
# A release that was put back kept the accounts that it did not know under names such as `area:7`.
KIND_OF_ACCOUNT = (
    "CASE WHEN kind <> 'budget' THEN kind WHEN name LIKE '%:%' THEN substr(name, 1, {colon} - 1) ELSE 'company' END"
)
BOOKED = "the accounts do not hold what the postings say"
CLOSED = "that month is closed"
FOLLOWS = "a posting follows the one before it on its account"
MIRROR = "a reversal mirrors what it reverses"
BALANCE = "a journal needs two or more postings that sum to zero"
LATE = "that journal is closed"


def upgrade() -> None:
    if _is_sqlite():
        _drop_triggers_of_sqlite()
        _rebuild_on_sqlite()
    else:
        _alter_on_postgresql()
    op.execute(
        "INSERT INTO accounts (kind, is_overdrawable, balance, received) SELECT missing.kind, {no}, 0, 0"
        " FROM (SELECT 'catalogue' AS kind UNION ALL SELECT 'expired') AS missing"
        " WHERE EXISTS (SELECT 1 FROM accounts WHERE kind = 'opening')"
        " AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.kind = missing.kind)".format(
            no="0" if _is_sqlite() else "false"
        )
    )
    _months()
    if _is_sqlite():
        _triggers_of_sqlite()
    else:
        _triggers_of_postgresql()


def _rebuild_on_sqlite() -> None:
    """Make three tables anew: SQLite cannot take a constraint away. Nothing is lost meanwhile, as nobody refers."""
    op.create_table(
        "accounts_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("accountkind", KINDS, "accounts"), nullable=False),
        *(sa.Column(f"{owner}_id", sa.Integer(), nullable=True) for owner in ("person", "area", "team")),
        sa.Column("is_overdrawable", sa.Boolean(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=True),
        *(sa.CheckConstraint(words, name=op.f(f"ck_accounts_{name}")) for name, words in CHECKS.items()),
        _to("accounts", "person_id", "people"),
        _to("accounts", "area_id", "areas"),
        _to("accounts", "team_id", "teams"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_accounts_person_id_kind")),
        sa.UniqueConstraint("area_id", name=op.f("uq_accounts_area_id")),
        sa.UniqueConstraint("team_id", name=op.f("uq_accounts_team_id")),
    )
    op.execute(
        "INSERT INTO accounts_new (id, kind, person_id, area_id, team_id, is_overdrawable, balance, received, moved_at)"
        f" SELECT id, {KIND_OF_ACCOUNT.format(colon='instr(name, char(58))')},"
        " coalesce(person_id, CASE WHEN name LIKE 'give:%' THEN CAST(substr(name, 6) AS INTEGER) END),"
        " CASE WHEN name LIKE 'area:%' THEN CAST(substr(name, 6) AS INTEGER) END,"
        " CASE WHEN name LIKE 'team:%' THEN CAST(substr(name, 6) AS INTEGER) END, kind = 'opening', balance,"
        " coalesce((SELECT sum(amount) FROM postings WHERE account_id = accounts.id AND amount > 0), 0),"
        " (SELECT max(at) FROM postings JOIN ledger_journals ON ledger_journals.id = journal_id"
        " WHERE account_id = accounts.id) FROM accounts"
    )
    op.create_table(
        "postings_new",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("journal_id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("amount", "balance", "received")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount_not_zero")),
        _to("postings", "account_id", "accounts"),
        _of_its_journal(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("journal_id", "account_id", name=op.f("uq_postings_journal_id_account_id")),
    )
    op.execute(
        "INSERT INTO postings_new (id, journal_id, account_id, at, amount, balance, received)"
        f" SELECT postings.id, journal_id, account_id, at, amount, balance, {RECEIVED}"
        " FROM postings JOIN ledger_journals ON ledger_journals.id = journal_id ORDER BY postings.id"
    )
    op.create_table(
        "ledger_journals_new",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", _enum("movement", MOVEMENTS, "ledger_journals"), nullable=False),
        *_rest_of_journals(),
        sa.CheckConstraint(REVERSAL, name=op.f("ck_ledger_journals_reversal_of_another")),
        *_constraints_of_journals(),
    )
    op.execute(
        "INSERT INTO ledger_journals_new (id, key, kind, reason, actor_id, cause_id, reverses_id, at)"
        f" SELECT id, key, {KIND_OF_JOURNAL}, reason, actor_id, cause_id, reverses_id, at FROM ledger_journals"
    )
    _swap_on_sqlite()
    op.create_index(
        "uq_accounts_of_the_company", "accounts", ["kind"], unique=True, sqlite_where=sa.text(OF_THE_COMPANY)
    )
    op.create_index("ix_postings_account", "postings", ["account_id", "at", "id"])
    op.create_index("ix_ledger_journals_at", "ledger_journals", ["at", "id"])


RECEIVED = (
    "sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) OVER (PARTITION BY account_id ORDER BY postings.id"
    " ROWS UNBOUNDED PRECEDING)"
)


def _swap_on_sqlite() -> None:
    for table in ("postings", "ledger_journals", "accounts"):
        op.execute(f"DROP TABLE {table}")
    for table in ("accounts", "ledger_journals", "postings"):
        op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")


def _rest_of_journals() -> list[sa.Column[object]]:
    return [
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("cause_id", BIG_ID, nullable=True),
        sa.Column("reverses_id", sa.String(36), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
    ]


def _constraints_of_journals() -> list[sa.Constraint]:
    return [
        _to("ledger_journals", "actor_id", "people"),
        _to("ledger_journals", "cause_id", "journal"),
        _to("ledger_journals", "reverses_id", "ledger_journals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_journals")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_journals_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_journals_reverses_id")),
    ]


def _of_its_journal() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["journal_id"],
        ["ledger_journals.id"],
        name=op.f("fk_postings_journal_id_ledger_journals"),
        initially="DEFERRED",
        deferrable=True,
    )


def _alter_on_postgresql() -> None:
    for table in ("postings", "ledger_journals"):
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    op.add_column("ledger_journals", sa.Column("kind", sa.String(24), nullable=True))
    op.execute(f"UPDATE ledger_journals SET kind = {KIND_OF_JOURNAL}")
    op.alter_column("ledger_journals", "kind", nullable=False)
    _check_enum("ledger_journals", "kind", "movement", MOVEMENTS)
    op.create_check_constraint(op.f("ck_ledger_journals_reversal_of_another"), "ledger_journals", REVERSAL)
    op.drop_index("ix_ledger_journals_at", "ledger_journals")
    op.create_index("ix_ledger_journals_at", "ledger_journals", ["at", "id"])

    op.add_column("postings", sa.Column("at", MOMENT, nullable=True))
    op.add_column("postings", sa.Column("received", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE postings SET at = found.at, received = found.received FROM"
        f" (SELECT postings.id, ledger_journals.at, {RECEIVED} AS received FROM postings"
        " JOIN ledger_journals ON ledger_journals.id = journal_id) AS found WHERE found.id = postings.id"
    )
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or what was just updated keeps the table from being altered
    op.alter_column("postings", "at", nullable=False)
    op.alter_column("postings", "received", nullable=False)
    op.drop_index("ix_postings_account", "postings")
    op.drop_index("ix_postings_journal", "postings")
    op.create_index("ix_postings_account", "postings", ["account_id", "at", "id"])
    op.create_unique_constraint("uq_postings_journal_id_account_id", "postings", ["journal_id", "account_id"])

    for name in ("accountkind", "balance_not_negative", "person_where_personal"):
        op.execute(f"ALTER TABLE accounts DROP CONSTRAINT ck_accounts_{name}")
    op.drop_constraint("uq_accounts_kind_person_id_name", "accounts", type_="unique")
    op.drop_constraint("uq_accounts_person_id", "accounts", type_="unique")
    for column in ("area_id", "team_id"):
        op.add_column("accounts", sa.Column(column, sa.Integer(), nullable=True))
        op.execute(f"UPDATE accounts SET {column} = CAST(substr(name, 6) AS INTEGER) WHERE name LIKE '{column[:4]}:%'")
    op.execute("UPDATE accounts SET person_id = CAST(substr(name, 6) AS INTEGER) WHERE name LIKE 'give:%'")
    op.execute(f"UPDATE accounts SET kind = {KIND_OF_ACCOUNT.format(colon='position(chr(58) IN name)')}")
    for column, kind, value in (
        ("is_overdrawable", sa.Boolean(), "kind = 'opening'"),
        (
            *("received", sa.BigInteger()),
            "coalesce((SELECT sum(amount) FROM postings WHERE account_id = accounts.id AND amount > 0), 0)",
        ),
        ("moved_at", MOMENT, "(SELECT max(at) FROM postings WHERE account_id = accounts.id)"),
    ):
        op.add_column("accounts", sa.Column(column, kind, nullable=True))
        op.execute(f"UPDATE accounts SET {column} = {value}")
    for column in ("is_overdrawable", "received"):
        op.alter_column("accounts", column, nullable=False)
    op.drop_column("accounts", "name")
    _check_enum("accounts", "kind", "accountkind", KINDS)
    for name, words in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_accounts_{name}"), "accounts", words)
    op.create_foreign_key("fk_accounts_area_id_areas", "accounts", "areas", ["area_id"], ["id"])
    op.create_foreign_key("fk_accounts_team_id_teams", "accounts", "teams", ["team_id"], ["id"])
    op.create_unique_constraint("uq_accounts_person_id_kind", "accounts", ["person_id", "kind"])
    op.create_unique_constraint("uq_accounts_area_id", "accounts", ["area_id"])
    op.create_unique_constraint("uq_accounts_team_id", "accounts", ["team_id"])
    where = sa.text(OF_THE_COMPANY)
    op.create_index("uq_accounts_of_the_company", "accounts", ["kind"], unique=True, postgresql_where=where)
    for table in ("postings", "ledger_journals"):
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _months() -> None:
    op.create_table(
        "ledger_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=False),
        sa.Column("point_cents", sa.Integer(), nullable=True),
        sa.Column("step", _enum("closingstep", STEPS, "ledger_months"), nullable=False),
        sa.Column("cursor", sa.String(80), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(300), nullable=True),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("seal", sa.String(64), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_ledger_months_span_forwards")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_ledger_months_progress_in_percent")),
        sa.CheckConstraint(
            "(closed_at IS NOT NULL) = (step = 'done') AND (seal IS NOT NULL) = (step = 'done')",
            name=op.f("ck_ledger_months_closed_when_done"),
        ),
        sa.CheckConstraint("point_cents > 0", name=op.f("ck_ledger_months_point_cents_positive")),
        _to("ledger_months", "began_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_months")),
        sa.UniqueConstraint("month", name=op.f("uq_ledger_months_month")),
        sa.UniqueConstraint("ends_at", name=op.f("uq_ledger_months_ends_at")),
    )
    op.create_table(
        "ledger_month_lines",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(80), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("opening", "received", "paid", "closing")),
        sa.CheckConstraint("closing = opening + received - paid", name=op.f("ck_ledger_month_lines_adds_up")),
        _to("ledger_month_lines", "month_id", "ledger_months"),
        _to("ledger_month_lines", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("month_id", "account_id", name=op.f("pk_ledger_month_lines")),
    )
    op.create_index("ix_ledger_month_lines_account", "ledger_month_lines", ["account_id", "month_id"])
    op.create_table(
        "ledger_month_movements",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("movement", MOVEMENTS, "ledger_month_movements"), nullable=False),
        sa.Column("journals", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        _to("ledger_month_movements", "month_id", "ledger_months"),
        sa.PrimaryKeyConstraint("month_id", "kind", name=op.f("pk_ledger_month_movements")),
    )


LAST = "SELECT balance, received, at FROM postings WHERE account_id = {id} ORDER BY at DESC, id DESC LIMIT 1"
HELD = (  # an account as its last posting says
    f"SELECT 1 FROM ({LAST.format(id='NEW.id')}) AS last WHERE last.balance = NEW.balance"
    " AND last.received = NEW.received AND last.at = NEW.moved_at"
)
NEXT = (  # a posting that follows the last of its account
    f"SELECT 1 FROM (SELECT 1 AS one) AS one LEFT JOIN ({LAST.format(id='NEW.account_id')}) AS last ON one.one = 1"
    " WHERE NEW.balance = NEW.amount + coalesce(last.balance, 0)"
    " AND NEW.received = coalesce(last.received, 0) + CASE WHEN NEW.amount > 0 THEN NEW.amount ELSE 0 END"
    " AND (last.at IS NULL OR last.at <= NEW.at)"
)
OWN = "SELECT count(*) FROM postings WHERE journal_id = NEW.id"
UNEVEN = "(SELECT count(*) < 2 OR sum(amount) <> 0 FROM postings WHERE journal_id = NEW.id)"
UNBOOKED = (
    "EXISTS (SELECT 1 FROM postings AS p JOIN accounts AS a ON a.id = p.account_id WHERE p.journal_id = NEW.id"
    " AND (p.at <> NEW.at OR p.balance <> a.balance OR p.received <> a.received))"
)
TOO_LATE = "NEW.at < (SELECT max(ends_at) FROM ledger_months)"
CROOKED = (
    "NEW.reverses_id IS NOT NULL AND (EXISTS (SELECT 1 FROM ledger_journals WHERE id = NEW.reverses_id"
    f" AND reverses_id IS NOT NULL) OR ({OWN}) <> (SELECT count(*) FROM postings WHERE journal_id = NEW.reverses_id)"
    f" OR ({OWN}) <> (SELECT count(*) FROM postings AS p JOIN postings AS q ON q.journal_id = NEW.reverses_id"
    " AND q.account_id = p.account_id AND q.amount = -p.amount WHERE p.journal_id = NEW.id))"
)
OF_A_CLOSED_MONTH = "EXISTS (SELECT 1 FROM ledger_months WHERE id = NEW.month_id AND closed_at IS NOT NULL)"
CHANGED = "NEW.kind <> OLD.kind OR NEW.is_overdrawable <> OLD.is_overdrawable OR " + " OR ".join(
    f"coalesce(NEW.{owner}_id, 0) <> coalesce(OLD.{owner}_id, 0)" for owner in ("person", "area", "team")
)
MOVED_MONTH = "OLD.closed_at IS NOT NULL OR NEW.ends_at <> OLD.ends_at OR NEW.starts_at <> OLD.starts_at"
RULES = (  # trigger, when, on which table, what it refuses, what it says
    (
        "accounts_begin_with_nothing", "INSERT", "accounts",
        "NEW.balance <> 0 OR NEW.received <> 0 OR NEW.moved_at IS NOT NULL", "an account begins with nothing",
    ),
    (
        "accounts_hold_their_postings", "UPDATE OF balance, received, moved_at", "accounts",
        f"NOT EXISTS ({HELD})", "points move only in the ledger",
    ),
    (
        "accounts_stay_what_they_are", "UPDATE OF kind, person_id, area_id, team_id, is_overdrawable", "accounts",
        CHANGED, "an account stays what it is",
    ),
    ("postings_before_their_journal", "INSERT", "postings",
        "EXISTS (SELECT 1 FROM ledger_journals WHERE id = NEW.journal_id)", LATE),
    ("postings_follow", "INSERT", "postings", f"NOT EXISTS ({NEXT})", FOLLOWS),
    ("ledger_journals_balance", "INSERT", "ledger_journals", UNEVEN, BALANCE),
    ("ledger_journals_booked", "INSERT", "ledger_journals", UNBOOKED, BOOKED),
    ("ledger_journals_in_an_open_month", "INSERT", "ledger_journals", TOO_LATE, CLOSED),
    ("ledger_journals_mirror", "INSERT", "ledger_journals", CROOKED, MIRROR),
    ("ledger_months_stay", "UPDATE", "ledger_months", MOVED_MONTH, "a closed month stays as it is"),
    ("ledger_month_lines_stay", "INSERT", "ledger_month_lines", OF_A_CLOSED_MONTH, "a closed month stays as it is"),
    ("ledger_month_movements_stay", "INSERT", "ledger_month_movements", OF_A_CLOSED_MONTH,
        "a closed month stays as it is"),
    ("ledger_month_movements_stay_so", "UPDATE", "ledger_month_movements", OF_A_CLOSED_MONTH,
        "a closed month stays as it is"),
)  # fmt: skip
REFUSED = (  # what is never done
    ("postings", "UPDATE"), ("postings", "DELETE"), ("ledger_journals", "UPDATE"), ("ledger_journals", "DELETE"),
    ("accounts", "DELETE"), ("ledger_months", "DELETE"), ("ledger_month_lines", "UPDATE"),
    ("ledger_month_lines", "DELETE"), ("ledger_month_movements", "DELETE"),
)  # fmt: skip


def _drop_triggers_of_sqlite() -> None:
    for name in ("ledger_journals_balance", "postings_before_their_journal"):
        op.execute(f"DROP TRIGGER {name}")
    for table in ("postings", "ledger_journals"):
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{verb}")


def _triggers_of_sqlite() -> None:
    for table, verb in REFUSED:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    for name, verb, table, refused, says in RULES:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )


def _triggers_of_postgresql() -> None:
    """Each rule is a function of its trigger's name; nobody empties at once what is append-only, either."""
    for name in ("ledger_journals_balance", "postings_before_their_journal"):
        op.execute(f"DROP TRIGGER {name} ON {'postings' if name.startswith('postings') else 'ledger_journals'}")
    op.execute("DROP FUNCTION refuse_unbalanced()")
    op.execute("DROP FUNCTION refuse_late_posting()")
    for table in ("accounts", "ledger_months", "ledger_month_lines", "ledger_month_movements"):
        verbs = " OR ".join(verb for one, verb in REFUSED if one == table)
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE {verbs} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    for name, verb, table, refused, says in RULES:
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {refused} THEN RAISE EXCEPTION '{says}'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    for table in (*APPEND_ONLY, *KEPT):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Closed months go; an account that the release before does not know stays as a budget named for what it was."""
    _drop_rules()
    for table in ("ledger_month_movements", "ledger_month_lines", "ledger_months"):
        op.drop_table(table)
    if _is_sqlite():
        _build_back_on_sqlite()
        _old_triggers_of_sqlite()
    else:
        _alter_back_on_postgresql()
        _old_triggers_of_postgresql()


NAME = (
    "CASE kind WHEN 'opening' THEN 'Opening' WHEN 'company' THEN 'Recognition budget' WHEN 'spend' THEN 'Points'"
    " ELSE kind || ':' || coalesce(area_id, team_id, person_id, 0) END"
)
OLD_KIND = "CASE WHEN kind IN ('opening', 'spend') THEN kind ELSE 'budget' END"
OLD_PERSON = "CASE WHEN kind = 'spend' THEN person_id END"


def _drop_rules() -> None:
    if _is_sqlite():
        for name, *_ in RULES:
            op.execute(f"DROP TRIGGER {name}")
        for table, verb in REFUSED:
            op.execute(f"DROP TRIGGER {table}_refuses_{verb.lower()}")
        return
    for name, _, table, *_ in RULES:
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
    for table in (*APPEND_ONLY, *KEPT):
        op.execute(f"DROP TRIGGER {table}_refuses_truncate ON {table}")
    op.execute("DROP TRIGGER accounts_refuses_change ON accounts")


def _build_back_on_sqlite() -> None:
    op.create_table(
        "accounts_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("accountkind", ("opening", "budget", "spend"), "accounts"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_accounts_{name}")) for name, words in OLD_CHECKS.items()),
        _to("accounts", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("kind", "person_id", "name", name=op.f("uq_accounts_kind_person_id_name")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.execute(
        "INSERT INTO accounts_new (id, kind, name, person_id, balance)"
        f" SELECT id, {OLD_KIND}, {NAME}, {OLD_PERSON}, balance FROM accounts"
    )
    op.create_table(
        "postings_new",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("journal_id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount_not_zero")),
        _to("postings", "account_id", "accounts"),
        _of_its_journal(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.execute("INSERT INTO postings_new SELECT id, journal_id, account_id, amount, balance FROM postings ORDER BY id")
    op.create_table(
        "ledger_journals_new",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        *_rest_of_journals(),
        *_constraints_of_journals(),
    )
    op.execute(
        "INSERT INTO ledger_journals_new SELECT id, key, reason, actor_id, cause_id, reverses_id, at FROM ledger_journals"
    )
    _swap_on_sqlite()
    op.create_index("ix_ledger_journals_at", "ledger_journals", ["at"])
    op.create_index("ix_postings_journal", "postings", ["journal_id"])
    op.create_index("ix_postings_account", "postings", ["account_id", sa.text("id DESC")])


OLD_CHECKS = {
    "balance_not_negative": "balance >= 0 OR kind = 'opening'",
    "person_where_personal": "(person_id IS NOT NULL) = (kind = 'spend')",
}


def _alter_back_on_postgresql() -> None:
    op.drop_index("uq_accounts_of_the_company", "accounts")
    for name in ("accountkind", *CHECKS):
        op.execute(f"ALTER TABLE accounts DROP CONSTRAINT ck_accounts_{name}")
    for name in ("person_id_kind", "area_id", "team_id"):
        op.drop_constraint(f"uq_accounts_{name}", "accounts", type_="unique")
    op.add_column("accounts", sa.Column("name", sa.String(80), nullable=True))
    op.execute(f"UPDATE accounts SET name = {NAME}")
    op.execute(f"UPDATE accounts SET person_id = {OLD_PERSON}")
    op.execute(f"UPDATE accounts SET kind = {OLD_KIND}")
    op.alter_column("accounts", "name", nullable=False)
    for column in ("area_id", "team_id", "is_overdrawable", "received", "moved_at"):
        op.drop_column("accounts", column)
    _check_enum("accounts", "kind", "accountkind", ("opening", "budget", "spend"))
    for name, words in OLD_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_accounts_{name}"), "accounts", words)
    op.create_unique_constraint("uq_accounts_kind_person_id_name", "accounts", ["kind", "person_id", "name"])
    op.create_unique_constraint("uq_accounts_person_id", "accounts", ["person_id"])
    op.drop_constraint("uq_postings_journal_id_account_id", "postings", type_="unique")
    op.drop_index("ix_postings_account", "postings")
    for column in ("at", "received"):
        op.drop_column("postings", column)
    op.create_index("ix_postings_journal", "postings", ["journal_id"])
    op.create_index("ix_postings_account", "postings", ["account_id", sa.text("id DESC")])
    op.drop_index("ix_ledger_journals_at", "ledger_journals")
    for name in ("movement", "reversal_of_another"):
        op.execute(f"ALTER TABLE ledger_journals DROP CONSTRAINT ck_ledger_journals_{name}")
    op.drop_column("ledger_journals", "kind")
    op.create_index("ix_ledger_journals_at", "ledger_journals", ["at"])


def _old_triggers_of_sqlite() -> None:
    for table in ("postings", "ledger_journals"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for name, verb, table, refused, says in RULES:
        if name in ("ledger_journals_balance", "postings_before_their_journal"):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {refused}"
                f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )


def _old_triggers_of_postgresql() -> None:
    for function, name in (
        ("refuse_unbalanced", "ledger_journals_balance"),
        ("refuse_late_posting", "postings_before_their_journal"),
    ):
        _, verb, table, refused, says = next(rule for rule in RULES if rule[0] == name)
        op.execute(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {refused} THEN RAISE EXCEPTION '{says}'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _enum(name: str, values: tuple[str, ...], table: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=24)


def _check_enum(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, sa.column(column).in_(values))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
