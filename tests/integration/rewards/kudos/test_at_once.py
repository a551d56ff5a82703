"""What two can do to kudos and allowances at once is done by two at once, on either database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate import invariants
from innovate.accounts.models import Person
from innovate.core.clock import held
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.journal import JournalEntry
from innovate.rewards import allowances, commands
from innovate.rewards.models import AccountKind, Kudos, LedgerJournal, Movement
from tests import factories
from tests.integration.rewards.companies import key
from tests.integration.rewards.thanks import (
    LAST_OF_OCTOBER,
    NOVEMBER,
    OCTOBER,
    give,
    of_the_company,
    to_give,
    to_spend,
    with_allowances,
)

pytestmark = pytest.mark.usefixtures("app")


def giving(actor, *receivers, points, form=None):
    """That person gives, in whatever thread this is done."""
    giver, people, used = actor.id, [one.id for one in receivers], form or key()

    def work():
        fields = {"points": points, "words": "For the calm.", "key": used}
        return commands.give_kudos(db.session.get_one(Person, giver), person_ids=people, **fields).id

    return work


def count(kind):
    return db.session.scalar(sa.select(sa.func.count()).where(LedgerJournal.kind == kind))


def test_of_eight_who_give_the_same_last_points_at_once_one_does(at_once):
    with_allowances(100)
    ana, *others = (factories.person() for _ in range(9))
    answers = at_once([giving(ana, other, points=60) for other in others])
    assert sorted(type(answer).__name__ for answer in answers) == ["BadInput"] * 7 + ["int"]
    assert (to_give(ana), sum(to_spend(one) for one in others)) == (40, 60)
    assert count(Movement.ALLOWANCE) == 1
    assert list(invariants.broken()) == []


def test_the_same_form_at_once_gives_once(at_once):
    with_allowances(100)
    ana, bo = factories.person(), factories.person()
    answers = at_once([giving(ana, bo, points=30, form="one form")] * 6)
    assert len(set(answers)) == 1
    assert (to_give(ana), to_spend(bo)) == (70, 30)
    zero = at_once([giving(ana, bo, points=0, form="words alone")] * 6)
    assert len(set(zero)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Kudos.id))) == 2


def test_people_who_thank_one_another_at_once_do_not_wait_in_a_circle(at_once):
    with_allowances(100)
    people = [factories.person() for _ in range(6)]
    works = [giving(one, *(other for other in people if other is not one), points=5) for one in people]
    answers = at_once(works)
    assert all(isinstance(answer, int) for answer in answers), answers
    assert [(to_give(one), to_spend(one)) for one in people] == [(75, 25)] * 6


def taking(actor, kudos_id):
    by = actor.id

    def work():
        found = db.session.get_one(Kudos, kudos_id)
        return commands.take_kudos_back(db.session.get_one(Person, by), found, reason="A mix-up").id

    return work


def adding(actor, kudos_id):
    by, form = actor.id, key()

    def work():
        found = db.session.get_one(Kudos, kudos_id)
        return commands.add_to_kudos(db.session.get_one(Person, by), found, points=5, words="Yes.", key=form).id

    return work


def test_an_add_on_against_a_take_back_either_comes_first_or_not_at_all(at_once):
    hr = with_allowances(100)
    ana, bo, cem = (factories.person() for _ in range(3))
    for _ in range(3):
        kudos = give(ana, bo, points=5).id
        added, taken = at_once([adding(cem, kudos), taking(hr, kudos)])
        assert taken == kudos
        assert isinstance(added, int | RuleBroken), added
        standing = sa.select(sa.func.count(Kudos.id)).where(Kudos.reversed_at.is_(None))
        assert db.session.scalar(standing) == 0
        assert (to_give(ana), to_give(cem) or 100, to_spend(bo)) == (100, 100, 0)
    assert list(invariants.broken()) == []


def test_two_who_take_back_at_once_do_it_once(at_once):
    hr = with_allowances(100)
    ana, bo = factories.person(), factories.person()
    answers = at_once([taking(hr, give(ana, bo, points=30).id)] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["RuleBroken"] * 3 + ["int"]
    assert (to_give(ana), count(Movement.REVERSAL)) == (100, 1)


def test_two_workers_and_those_who_give_make_the_turn_of_the_month_once(at_once):
    with held(OCTOBER):
        with_allowances(100)
        people = [factories.person() for _ in range(4)]
        for one in people:
            give(one, people[0] if one is not people[0] else people[1], points=10)
    ids = [one.id for one in people]

    def turn():
        with held(NOVEMBER):
            allowances.turn(ids)

    def in_november(work):
        def late():
            with held(NOVEMBER):
                return work()

        return late

    works = [in_november(giving(one, people[0] if one is not people[0] else people[1], points=20)) for one in people]
    answers = at_once([turn, turn, turn, *works])
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert [to_give(one) for one in people] == [80] * 4
    assert of_the_company(AccountKind.EXPIRED) == 4 * 90
    assert count(Movement.EXPIRY) == 4
    assert list(invariants.broken()) == []


def test_a_kudos_of_the_last_moment_against_the_turn_is_of_one_month_or_the_other(at_once):
    with held(OCTOBER):
        with_allowances(100)
        ana, bo = factories.person(), factories.person()
        allowances.turn([ana.id])
    ana_id, last = ana.id, giving(ana, bo, points=30)

    def turn():
        with held(NOVEMBER):
            allowances.turn([ana_id])

    def give_late():
        with held(LAST_OF_OCTOBER):
            return last()

    at_once([turn, give_late])
    with held(NOVEMBER + timedelta(minutes=1)):
        allowances.turn([ana_id])
        assert to_give(ana) + of_the_company(AccountKind.EXPIRED) + to_spend(bo) == 200
        assert to_spend(bo) == 30
        assert to_give(ana) in (70, 100)
    assert list(invariants.broken()) == []


def test_two_workers_tell_hr_of_a_shortage_once(at_once):
    with_allowances(100, budget=50)
    at_once([allowances.note_shortage] * 4)
    said = sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.name == "AllowancesUnpaid")
    assert db.session.scalar(said) == 1
