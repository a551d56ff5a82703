"""Areas: a fit leader, fit reviewers, a budget that covers what is promised, and deputies by date."""

from datetime import timedelta

import pytest

from innovate import permissions
from innovate.areas import commands
from innovate.core.clock import now, today
from innovate.core.errors import BadInput, NotAllowed
from innovate.permissions import Role
from tests import factories


def save(actor, area=None, **fields):
    values = {
        "name": "Returns",
        "purpose": "Sending things back",
        "vote_threshold": 30,
        "quorum": 2,
        "budget_cents": 100_000,
        "reviewer_ids": [],
    }
    return commands.save_area(actor, area, **{**values, **fields})


def test_an_area_has_its_leader_its_reviewers_and_its_rules(app):
    boss, lead, one, two = factories.admin(), factories.leader(), factories.reviewer(), factories.reviewer()
    area = save(boss, leader_id=lead.id, reviewer_ids=[one.id, two.id, one.id])
    assert area.is_led_by(lead.id)
    assert {reviewer.person_id for reviewer in area.reviewers} == {one.id, two.id}
    save(boss, area, leader_id=lead.id, reviewer_ids=[two.id])
    assert {reviewer.person_id for reviewer in area.reviewers} == {two.id}


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.REVIEWER, Role.LEADER, Role.HR])
def test_only_an_administrator_keeps_areas(app, role):
    actor, area = factories.person("Kim", role), factories.area()
    with pytest.raises(NotAllowed):
        save(actor, area, leader_id=area.leader_id)
    with pytest.raises(NotAllowed):
        commands.add_deputy(actor, area, person_id=actor.id, starts_on=today(), ends_on=today())


def test_a_leader_is_active_and_has_the_role(app):
    boss, lead = factories.admin(), factories.leader()
    for unfit in (factories.person().id, factories.leader(deactivated_at=now()).id, 999_999):
        with pytest.raises(BadInput) as refused:
            save(boss, leader_id=unfit)
        assert refused.value.field == "leader_id"
    with pytest.raises(BadInput) as refused:
        save(boss, leader_id=lead.id, reviewer_ids=[factories.person().id])
    assert refused.value.field == "reviewer_ids"


def test_the_budget_covers_what_experiments_were_promised(app):
    boss, area = factories.admin(), factories.area(budget_cents=100_000, reserved_cents=60_000)
    with pytest.raises(BadInput, match=r"600\.00"):
        save(boss, area, leader_id=area.leader_id, budget_cents=59_999)
    assert save(boss, area, leader_id=area.leader_id, budget_cents=60_000).budget_cents == 60_000


def test_two_areas_do_not_share_a_name(app):
    boss, area = factories.admin(), factories.area(name="Returns")
    with pytest.raises(BadInput, match="Another area"):
        save(boss, name="RETURNS", leader_id=area.leader_id)


def test_a_deputy_decides_on_the_days_given_and_no_longer_once_removed(app):
    boss, area, stand_in = factories.admin(), factories.area(), factories.leader()
    idea = factories.idea(area=area)
    assert not permissions.decide_idea.allows(stand_in, idea)
    deputy = commands.add_deputy(boss, area, person_id=stand_in.id, starts_on=today(), ends_on=today())
    assert permissions.decide_idea.allows(stand_in, idea)
    deputy.starts_on = deputy.ends_on = today() + timedelta(days=1)
    assert not permissions.decide_idea.allows(stand_in, idea)
    deputy.starts_on = today()
    commands.remove_deputy(boss, deputy)
    assert not permissions.decide_idea.allows(stand_in, idea)


def test_a_deputys_days_make_sense(app):
    boss, area, stand_in = factories.admin(), factories.area(), factories.leader()
    day = timedelta(days=1)
    for starts, ends, who in (
        (today(), today() - day, stand_in.id),
        (today() - 2 * day, today() - day, stand_in.id),
        (today(), today(), area.leader_id),
        (today(), today(), factories.person().id),
    ):
        with pytest.raises(BadInput):
            commands.add_deputy(boss, area, person_id=who, starts_on=starts, ends_on=ends)
    commands.add_deputy(boss, area, person_id=stand_in.id, starts_on=today(), ends_on=today() + 5 * day)
    with pytest.raises(BadInput, match="already"):
        commands.add_deputy(boss, area, person_id=stand_in.id, starts_on=today() + day, ends_on=today() + day)


def test_a_pool_takes_reviewers_alone_for_nobody_else_would_be_asked(app):
    boss, lead = factories.admin(), factories.leader()
    with pytest.raises(BadInput, match="role of a reviewer"):
        save(boss, leader_id=lead.id, reviewer_ids=[lead.id])
