"""Thanking colleagues out of the month's allowance, on either database."""

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.permissions import Role
from innovate.rewards import checking, commands
from innovate.rewards.models import Account, AccountKind, Kudos
from innovate.rewards.thanking import Occasion
from tests import factories
from tests.integration.rewards.companies import key, laid_out

pytestmark = pytest.mark.usefixtures("app")


def with_allowances(points=100, budget=10_000):
    """A company whose employees may give so many points a month; its HR person."""
    hr = laid_out(budget)
    commands.save_allowances(hr, amounts={Role.EMPLOYEE: points})
    return hr


def holds(person, kind):
    query = sa.select(Account.balance).where(Account.person_id == person.id, Account.kind == kind)
    return db.session.scalar(query) or 0


def to_give(person):
    return holds(person, AccountKind.GIVE)


def to_spend(person):
    return holds(person, AccountKind.SPEND)


def give(actor, *receivers, points=10, words="For the labels.", form=None, **more):
    people = [one.id for one in receivers]
    return commands.give_kudos(actor, person_ids=people, points=points, words=words, key=form or key(), **more)


def test_kudos_to_three_leave_the_allowance_and_come_to_each():
    with_allowances(100)
    ana, *three = (factories.person() for _ in range(4))
    kudos = give(ana, *three, points=20)
    transaction.complete()
    assert to_give(ana) == 40
    assert [to_spend(one) for one in three] == [20, 20, 20]
    assert [one.person_id for one in kudos.receivers] == [one.id for one in three]
    assert list(checking.broken()) == []
