"""Whatever is given, added on, taken back and let expire at random, every point is somewhere, and nowhere twice."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innovate import worker
from innovate.core import transaction
from innovate.core.clock import held
from innovate.core.db import db
from innovate.core.errors import Refusal
from innovate.rewards import checking, commands
from innovate.rewards.models import Account, AccountKind, Posting
from tests import factories
from tests.integration.rewards.companies import key
from tests.integration.rewards.thanks import OCTOBER, give, of_the_company, to_give, with_allowances

pytestmark = pytest.mark.usefixtures("app")
PEOPLE, ALLOWANCE, BUDGET = 4, 50, 1_100

who = st.integers(0, PEOPLE - 1)
acts = st.one_of(
    st.tuples(st.just("give"), who, st.sets(who, min_size=1, max_size=3), st.integers(0, 30)),
    st.tuples(st.just("add"), who, st.integers(0, 9), st.integers(0, 30)),
    st.tuples(st.just("back"), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.integers(1, 25)),
    st.tuples(st.just("work")),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=5, max_size=25))
def test_after_any_run_the_sums_are_right(run):
    """People of earlier examples stay, without an allowance by then; each example has its own four."""
    at = OCTOBER
    with held(at):
        hr = with_allowances(ALLOWANCE, BUDGET)
        people, made = [factories.person() for _ in range(PEOPLE)], []
        transaction.complete()
    for name, *rest in run:
        with held(at):
            try:
                if name == "give":
                    giver, receivers, points = rest
                    made.append(give(people[giver], *(people[one] for one in receivers), points=points))
                elif name == "add" and made:
                    kudos = made[rest[1] % len(made)]
                    commands.add_to_kudos(people[rest[0]], kudos, points=rest[2], words="Yes.", key=key())
                elif name == "back" and made:
                    commands.take_kudos_back(hr, made[rest[0] % len(made)], reason="A mix-up")
                elif name == "wait":
                    at += timedelta(days=rest[0])
                elif name == "work":
                    worker.grant_allowances()
                transaction.complete()
            except Refusal:
                transaction.abandon()
        assert all(0 <= to_give(one) <= ALLOWANCE for one in people)
    assert db.session.scalar(sa.select(sa.func.sum(Posting.amount))) == 0
    held_by = sa.select(sa.func.sum(Account.balance)).where(Account.kind.in_((AccountKind.GIVE, AccountKind.SPEND)))
    in_all = (
        of_the_company(AccountKind.COMPANY) + of_the_company(AccountKind.EXPIRED) + (db.session.scalar(held_by) or 0)
    )
    assert in_all == -of_the_company(AccountKind.OPENING)
    assert list(checking.broken()) == []
    for one in people:  # the next example begins with people of its own
        one.deactivated_at = at
    hr.deactivated_at = at
    transaction.complete()
