"""Points that are awarded and set aside until the benefit is confirmed: an account for them, and two movements."""

import sqlalchemy as sa
from alembic import op

revision = "1d5e9b3f7a20"
down_revision = "e2b7f40c9d36"
branch_labels = None
depends_on = None

OLD_KINDS = ("opening", "company", "area", "team", "give", "spend", "catalogue", "expired")
KINDS = (*OLD_KINDS, "vesting")
OLD_MOVEMENTS = (
    *("funding", "allotment", "award", "allowance", "kudos", "redemption", "refund", "expiry", "reversal"),
)  # fmt: skip
MOVEMENTS = (*OLD_MOVEMENTS, "vesting", "lapse")
OLD_ONE_OF_EACH = ("opening", "company", "catalogue", "expired")
ONE_OF_EACH = (*OLD_ONE_OF_EACH, "vesting")
NOW_AND_THEN = {"vesting": "award", "lapse": "allotment"}  # what the release before calls the new movements
LEAVES_VESTING = (
    "id IN (SELECT journal_id FROM postings WHERE amount < 0 AND account_id ="
    " (SELECT id FROM accounts WHERE kind = 'vesting'))"
)
WITHOUT = ("accounts_stay_what_they_are", "ledger_journals_refuses_update")  # the triggers that stand in the way
OF_MONTHS = (
    *("ledger_month_movements_refuses_delete", "ledger_month_movements_stay", "ledger_month_movements_stay_so"),
)  # fmt: skip


def upgrade() -> None:
    op.drop_index("uq_accounts_of_the_company", "accounts")
    _allow("accounts", "kind", "accountkind", OLD_KINDS, KINDS)
    for table in ("ledger_journals", "ledger_month_movements"):
        _allow(table, "kind", "movement", OLD_MOVEMENTS, MOVEMENTS)
    kept = _lay_rules_aside()
    # A release that was put back kept the account as a second one of the catalogue, and its movements as others.
    op.execute(
        "UPDATE accounts SET kind = 'vesting' WHERE kind = 'catalogue'"
        " AND id > (SELECT min(id) FROM accounts WHERE kind = 'catalogue')"
    )
    _rename({then: now for now, then in NOW_AND_THEN.items()}, f" AND {LEAVES_VESTING}")
    _put_rules_back(kept)
    op.execute(
        "INSERT INTO accounts (kind, is_overdrawable, balance, received)"
        f" SELECT 'vesting', {'0' if _is_sqlite() else 'false'}, 0, 0 FROM accounts WHERE kind = 'opening'"
        " AND NOT EXISTS (SELECT 1 FROM accounts AS other WHERE other.kind = 'vesting')"
    )
    _one_of_each(ONE_OF_EACH)


def downgrade() -> None:
    """The account stays as a second one of the catalogue, which the release before looks up by its first."""
    op.drop_index("uq_accounts_of_the_company", "accounts")
    kept = _lay_rules_aside()
    _rename(NOW_AND_THEN)
    op.execute("UPDATE accounts SET kind = 'catalogue' WHERE kind = 'vesting'")
    _put_rules_back(kept)
    _allow("accounts", "kind", "accountkind", KINDS, OLD_KINDS)
    for table in ("ledger_journals", "ledger_month_movements"):
        _allow(table, "kind", "movement", MOVEMENTS, OLD_MOVEMENTS)
    _one_of_each(tuple(kind for kind in OLD_ONE_OF_EACH if kind != "catalogue"))


def _allow(table: str, column: str, name: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let a column hold other words.

    On SQLite the words are changed where the table is described, as its manual shows for a check (lang_altertable,
    section 7): to make these tables anew would cost hours where there are millions of postings, and all their triggers.
    """
    if not _is_sqlite():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, sa.column(column).in_(after))
        return
    connection = op.get_bind()
    was, becomes = (f"CHECK ({column} IN ({_listed(words)}))" for words in (before, after))
    schema = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :was, :becomes)"
            " WHERE type = 'table' AND name = :name AND instr(sql, :was) > 0"
        ),
        {"was": was, "becomes": becomes, "name": table},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {int(schema or 0) + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))
    if changed.rowcount != 1:
        raise RuntimeError(f"The words that {table}.{column} may hold are not where they were.")


def _one_of_each(kinds: tuple[str, ...]) -> None:
    where = sa.text(f"kind IN ({_listed(kinds)})")
    op.create_index(
        "uq_accounts_of_the_company", "accounts", ["kind"], unique=True, sqlite_where=where, postgresql_where=where
    )


def _lay_rules_aside() -> list[str]:
    """Let what never changes be renamed; answers what puts the rules back."""
    if not _is_sqlite():
        for table in ("accounts", "ledger_journals", "ledger_month_movements"):
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return []
    connection = op.get_bind()
    query = sa.text("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    rules = {name: sql for name, sql in connection.execute(query) if name in (*WITHOUT, *OF_MONTHS)}
    for name in rules:
        op.execute(f"DROP TRIGGER {name}")
    return list(rules.values())


def _put_rules_back(rules: list[str]) -> None:
    for sql in rules:
        op.get_bind().exec_driver_sql(sql)
    if not _is_sqlite():
        for table in ("accounts", "ledger_journals", "ledger_month_movements"):
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _rename(names: dict[str, str], which: str = "") -> None:
    """Give movements another name; only where there are some, the months count theirs again."""
    connection = op.get_bind()
    changed = 0
    for before, after in names.items():
        statement = f"UPDATE ledger_journals SET kind = '{after}' WHERE kind = '{before}'{which}"
        changed += connection.execute(sa.text(statement)).rowcount
    if changed:
        _count_again()


def _count_again() -> None:
    """Count each month's movements by the names that they have now; one that is being counted begins anew."""
    op.execute("DELETE FROM ledger_month_movements")
    op.execute("UPDATE ledger_months SET cursor = '' WHERE step = 'movements'")
    op.execute(
        "INSERT INTO ledger_month_movements (month_id, kind, journals, points)"
        " SELECT ledger_months.id, ledger_journals.kind, count(DISTINCT ledger_journals.id), sum(postings.amount)"
        " FROM ledger_months JOIN ledger_journals ON ledger_journals.at >= ledger_months.starts_at"
        " AND ledger_journals.at < ledger_months.ends_at"
        " JOIN postings ON postings.journal_id = ledger_journals.id AND postings.amount > 0"
        " WHERE ledger_months.step IN ('done', 'sums', 'stopped') GROUP BY ledger_months.id, ledger_journals.kind"
    )


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
