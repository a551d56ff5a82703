"""Whatever is broken in the ledger by hand is found and named by the proof, on either database."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from innovate import invariants, worker
from innovate.core import transaction
from innovate.core.clock import held
from innovate.core.db import db, is_sqlite
from innovate.rewards import checking, commands, ledger
from tests import factories
from tests.integration.rewards.companies import key, laid_out

pytestmark = pytest.mark.usefixtures("app")
JUNE, AUGUST = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (6, 8))


@pytest.fixture
def person(app):
    """Somebody in a company with an award, one taken back, and June closed; nothing of the test is kept."""
    one = factories.person()
    with held(JUNE):
        hr = laid_out(1_000)
        give(hr, one, 40)
        commands.reverse_award(hr, give(hr, one, 7), reason="A mistake")
    with held(AUGUST):
        commands.close_month(hr, month=JUNE.date().replace(day=1))
        transaction.complete()
        worker.close_months()
        give(hr, one, 5)
    transaction.complete()
    assert list(checking.broken()) == []
    return one


def give(hr, one, points):
    return commands.give_award(hr, person_id=one.id, points=points, badge_id=None, citation="Kind.", key=key())


@contextmanager
def by_hand():
    """What no trigger, no reference and no constraint sees, as somebody with the database's password would do it."""
    if is_sqlite():
        names = db.session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            db.session.execute(sa.text(f"DROP TRIGGER {name}"))
        db.session.connection().exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        db.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        found = db.session.execute(
            sa.text(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'u')"
                " AND conrelid::regclass::text LIKE ANY (ARRAY['accounts', 'postings', 'ledger%'])"
            )
        ).all()
        for table, name in found:
            db.session.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    try:
        yield
    finally:
        if is_sqlite():  # on this very connection: another test may be given it next
            db.session.connection().exec_driver_sql("PRAGMA ignore_check_constraints=OFF")
    db.session.expire_all()


def first_broken(*words: str) -> str:
    with by_hand():
        for one in words:
            db.session.execute(sa.text(one))
        found = next(checking.broken(), "")
        assert next(invariants.broken(), "") == found
    transaction.abandon()
    return found


AWARD = "(SELECT id FROM ledger_journals WHERE kind = 'award' ORDER BY at DESC LIMIT 1)"
LAST = "(SELECT max(id) FROM postings)"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (f"UPDATE postings SET amount = amount + 1 WHERE id = {LAST}", "does not balance: its 2 postings sum to 1"),
        (f"DELETE FROM postings WHERE id = {LAST}", "does not balance: its 1 postings"),
        (f"DELETE FROM postings WHERE journal_id = {AWARD}", "has no postings"),
        (f"DELETE FROM ledger_journals WHERE id = {AWARD}", "have no journal"),
        ("UPDATE ledger_journals SET at = '2026-08-20 00:00:00.000000' WHERE kind = 'funding'", "another moment"),
        ("UPDATE ledger_journals SET reverses_id = NULL WHERE kind = 'reversal'", "correction of nothing"),
        (f"UPDATE ledger_journals SET reverses_id = {AWARD} WHERE kind = 'reversal'", "does not mirror"),
        ("UPDATE accounts SET balance = balance + 100 WHERE kind = 'spend'", "says 145 points and"),
        ("UPDATE accounts SET received = received + 1 WHERE kind = 'company'", "and its postings"),
        (f"UPDATE postings SET balance = balance + 1 WHERE id = {LAST}", "does not follow: it says"),
        (f"UPDATE postings SET received = received + 1 WHERE id = {LAST}", "does not follow: it says"),
        ("UPDATE accounts SET is_overdrawable = (1 = 1) WHERE kind = 'catalogue'", "may go below zero, and should not"),
        ("UPDATE accounts SET is_overdrawable = (1 = 0) WHERE kind = 'opening'", "was below zero with posting"),

        ("DELETE FROM accounts WHERE kind = 'spend'", "which is not there"),
        ("UPDATE ledger_months SET seal = 'other'", "does not carry its seal"),
        ("UPDATE ledger_month_lines SET unit = 'Elsewhere'", "does not carry its seal"),
        ("UPDATE ledger_month_lines SET closing = closing + 1, received = received + 1", "after June 2026 was closed"),
        ("DELETE FROM ledger_month_lines", "The close of June 2026 leaves account"),
        ("UPDATE ledger_month_movements SET points = points + 1 WHERE kind = 'award'", "does not carry its seal"),
        ("UPDATE ledger_journals SET cause_id = 987654 WHERE kind = 'funding'", "names event 987654 as its cause"),
        ("UPDATE awards SET points = points + 1", "and its journal paid"),
        ("UPDATE awards SET reversed_at = NULL", "taken back in one place and not in the other"),
    ],
)  # fmt: skip
def test_what_is_broken_is_named(person, words, sentence):
    assert sentence in first_broken(words)


def test_a_key_that_stands_for_two_journals_is_named(person):
    if is_sqlite():  # its index cannot be dropped, so the table is made anew without it
        again: tuple[str, ...] = (
            "CREATE TABLE made_anew AS SELECT * FROM ledger_journals",
            "DROP TABLE ledger_journals",
            "ALTER TABLE made_anew RENAME TO ledger_journals",
        )
    else:
        again = ()
    assert "was used for more than one journal" in first_broken(*again, "UPDATE ledger_journals SET key = 'the same'")


def test_a_journal_that_came_into_a_closed_month_is_named(person):
    spend, company = ledger.spend_accounts([person.id])[person.id], ledger.company_budget()
    late = "'2026-06-30 12:00:00.000000'"
    journal = (
        f"""INSERT INTO ledger_journals (id, key, kind, reason, at) VALUES ('late', 'late', 'award', 'Late', {late})"""
    )
    legs = [
        f"""INSERT INTO postings (journal_id, account_id, at, amount, balance, received)
        SELECT 'late', {account}, {late}, {amount}, balance, received FROM postings
        WHERE account_id = {account} AND at < {late} ORDER BY at DESC, id DESC LIMIT 1"""
        for account, amount in ((spend, 1), (company, -1))
    ]
    assert "does not follow" in first_broken(journal, *legs)


def test_the_command_names_the_first_broken_row_and_fails(app, person):
    run = app.test_cli_runner()
    fine = run.invoke(args=["ledger", "check"])
    assert fine.exit_code == 0
    assert fine.output.count(": true") == len(checking.CHECKS)
    with by_hand_and_kept():
        db.session.execute(sa.text("UPDATE accounts SET received = received + 1 WHERE kind = 'company'"))
    broken = run.invoke(args=["ledger", "check"])
    assert broken.exit_code == 1
    assert f"Account {ledger.company_budget()} says" in broken.output
    assert run.invoke(args=["verify"]).exit_code == 1


@contextmanager
def by_hand_and_kept():
    if is_sqlite():
        db.session.execute(sa.text("DROP TRIGGER accounts_hold_their_postings"))
    else:
        db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
    yield
    transaction.complete()
