"""What two give at once stays within what is left: of a period, of one person, of an area's budget, of one idea."""

from typing import Any

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.rewards import checking, commands
from innovate.rewards.first_awards import SPOT, WORKED
from innovate.rewards.models import Award, AwardKind, Period
from tests import factories
from tests.integration.rewards.companies import key, kind, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def giving(actor_id, person_id, kind_id, *, points=30, area_id=None):
    def work():
        actor, one = db.session.get_one(Person, actor_id), db.session.get_one(AwardKind, kind_id)
        area = db.session.get_one(Area, area_id) if area_id else None
        form: dict[str, Any] = {
            "badge_id": None,
            "citation": "Kind.",
            "key": f"{actor_id} to {person_id}",
            "area": area,
        }
        commands.give_award(actor, person_id=person_id, points=points, kind=one, **form)
        return "given"

    return work


def limited(hr, **limits) -> AwardKind:
    fields: dict[str, Any] = {
        "name": "Bright month",
        "purpose": "Bright.",
        "givers": {Role.HR},
        "eligible": {Role.EMPLOYEE},
    }
    return commands.save_kind(hr, None, **fields, most_points=100, period=Period.MONTH, **limits)


def given_points() -> int:
    return db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Award.points), 0))) or 0


def test_two_of_hr_who_give_the_last_points_of_a_month_at_once_give_them_once(at_once):
    first, second = laid_out(), factories.hr()
    one = limited(first, period_points=50)
    people = [factories.person() for _ in range(6)]
    givers = [first.id, second.id] * 3
    answers = at_once([giving(hr, to.id, one.id) for hr, to in zip(givers, people, strict=True)])
    assert answers.count("given") == 1
    assert all(isinstance(answer, BadInput) for answer in answers if answer != "given")
    assert given_points() == 30


def test_two_of_hr_who_thank_one_person_at_once_do_it_as_often_as_the_award_allows(at_once):
    first, second, to = laid_out(), factories.hr(), factories.person()
    one = limited(first, period_times=1)
    answers = at_once([giving(first.id, to.id, one.id), giving(second.id, to.id, one.id)])
    assert answers.count("given") == 1
    assert given_points() == 30


def test_a_leader_and_hr_who_give_the_last_of_an_areas_budget_at_once_leave_it_at_or_above_nothing(at_once):
    hr, leader = laid_out(), factories.leader()
    area = factories.area(leader=leader)
    commands.fund_budget(hr, area, points=100, reason="For the autumn", key=key())
    people, spot = [factories.person() for _ in range(6)], kind(SPOT).id
    givers = [hr.id, leader.id] * 3
    work = [giving(by, to.id, spot, area_id=area.id) for by, to in zip(givers, people, strict=True)]
    answers = at_once(work)
    assert answers.count("given") == 3
    assert given_points() == 90
    assert list(checking.broken()) == []


def test_two_of_hr_who_recognise_one_idea_with_a_vesting_award_at_once_pay_once(at_once):
    first, second, tried = laid_out(), factories.hr(), tried_idea()
    idea_id, author_id, worked = tried.idea.id, tried.author.id, kind(WORKED).id

    def recognise(hr_id):
        def work():
            actor, idea = db.session.get_one(Person, hr_id), db.session.get_one(Idea, idea_id)
            share = (author_id, 100, None, "For asking.")
            one = db.session.get_one(AwardKind, worked)
            commands.recognise_idea(actor, idea, shares=[share], reason="", key=f"by {hr_id}", kind=one)
            return "given"

        return work

    answers = at_once([recognise(first.id), recognise(second.id)])
    assert answers.count("given") == 1
    assert any(isinstance(answer, RuleBroken) for answer in answers)
    assert given_points() == 100
    assert list(checking.broken()) == []


def test_awards_for_two_ideas_and_for_the_same_people_at_once_wait_in_no_circle(at_once):
    first, second = laid_out(), factories.hr()
    one, other = tried_idea(), tried_idea()
    both = [one.author.id, other.author.id, one.owner.id]
    ideas, worked = [one.idea.id, other.idea.id], kind(WORKED).id

    def recognise(hr_id, idea_id, people):
        def work():
            actor, idea = db.session.get_one(Person, hr_id), db.session.get_one(Idea, idea_id)
            shares = [(person_id, 50, None, "For asking.") for person_id in people]
            chosen = db.session.get_one(AwardKind, worked)
            commands.recognise_idea(actor, idea, shares=shares, reason="", key=f"for {idea_id}", kind=chosen)
            return "given"

        return work

    work = [recognise(first.id, ideas[0], both), recognise(second.id, ideas[1], both[::-1])]
    assert at_once(work) == ["given", "given"]
    assert given_points() == 300
    assert list(checking.broken()) == []
