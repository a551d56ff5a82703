"""With ten thousand kudos every page of them is read through an index, and costs what it did with one."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db, is_sqlite
from innovate.rewards import queries
from innovate.rewards.models import Kudos, KudosReceiver
from tests import factories
from tests.integration.rewards.thanks import with_allowances
from tests.provisioning.statements import counted

pytestmark = pytest.mark.usefixtures("app")
MANY, PACE = 10_000, timedelta(hours=2)  # in somewhat more than two years


@pytest.fixture
def people(app):
    """Twenty people who thanked one another ten thousand times, all of it with words alone."""
    with_allowances()
    people = [factories.person() for _ in range(20)]
    ids, moment = [one.id for one in people], now()
    rows = [
        {"giver_id": ids[n % 20], "points": 0, "words": "Thanks.", "at": moment - n * PACE, "form_key": str(n)}
        for n in range(MANY)
    ]
    db.session.execute(sa.insert(Kudos), rows)
    db.session.flush()
    kudos = db.session.scalars(sa.select(Kudos.id).order_by(Kudos.id)).all()
    receivers = [{"kudos_id": one, "person_id": ids[(n + 1 + n // 20 % 19) % 20]} for n, one in enumerate(kudos)]
    db.session.execute(sa.insert(KudosReceiver), receivers)
    transaction.complete()
    if not is_sqlite():
        db.session.execute(sa.text("ANALYZE kudos, kudos_receivers"))
    return people


READS = {
    "received": lambda person: queries.received_kudos(person.id),
    "given": lambda person: queries.given_kudos(person.id),
    "by themselves": lambda person: queries.kudos_cards([MANY // 2]),
    "the purse": queries.purse,
    "whom to thank": lambda person: queries.full_composer(person, []),
}


@pytest.mark.parametrize("name", READS)
def test_no_statement_reads_all_kudos(people, name):
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        seen.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    READS[name](people[3])
    sa.event.remove(db.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN "
    plans = [
        str(row[-1])
        for statement, parameters in seen
        if statement.startswith("SELECT")
        for row in db.session.connection().exec_driver_sql(explain + statement, parameters)
    ]
    assert plans
    assert not [line for line in plans if line.lstrip(" ->").startswith(("SCAN kudos", "Seq Scan on kudos"))], plans


def test_a_page_of_mine_is_at_most_three_statements(people):
    third = people[3].id
    with counted() as sent:
        assert len(queries.received_kudos(third).items) == 20
    assert len(sent) <= 3
