"""People and roles: who may change what, what binds at once, and what is never left without somebody."""

import pytest
import sqlalchemy as sa

from innovate.accounts import commands
from innovate.accounts.models import Person, SignIn
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.core.outbox import Mail
from innovate.permissions import Role
from tests import factories
from tests.provisioning.visits import keep


def facts():
    return db.session.scalars(sa.select(JournalEntry.name).order_by(JournalEntry.id)).all()


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.REVIEWER, Role.LEADER, Role.HR])
def test_only_an_administrator_keeps_people(app, role):
    actor, ana = factories.person("Kim", role), factories.person("Ana Lind")
    tries = (
        lambda: commands.invite_person(actor, name="Bo", email="bo@x.example", roles={Role.EMPLOYEE}),
        lambda: commands.edit_person(actor, ana, name="Anna"),
        lambda: commands.change_roles(actor, actor, roles={Role.ADMIN}),
        lambda: commands.deactivate_person(actor, ana),
        lambda: commands.reactivate_person(actor, ana),
        lambda: commands.send_invitation_again(actor, ana),
        lambda: commands.save_team(actor, None, name="T", parent_id=None, site_id=None),
        lambda: commands.save_site(actor, None, name="S"),
    )
    for attempt in tries:
        with pytest.raises(NotAllowed, match="Only an administrator"):
            attempt()
    keep()
    assert facts() == []
    assert db.session.scalar(sa.select(Mail.id)) is None


def test_an_address_belongs_to_one_person(app):
    boss, ana = factories.admin(), factories.person("Ana Lind")
    with pytest.raises(BadInput, match="here already"):
        commands.invite_person(boss, name="Eve", email=ana.email.upper(), roles={Role.EMPLOYEE})
    with pytest.raises(BadInput, match="here already"):
        commands.edit_person(boss, boss, email=ana.email)


def test_of_two_invitations_to_one_address_at_once_one_is_made(app, at_once):
    boss_id = factories.admin().id
    keep()

    def invite():
        boss = db.session.get_one(Person, boss_id)
        return commands.invite_person(boss, name="Bo", email="bo@x.example", roles={Role.EMPLOYEE}).id

    outcomes = at_once([invite] * 4)
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, BadInput) for outcome in outcomes) == 3
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 1


def test_nobody_manages_themselves_even_through_others(app):
    boss, ana, bo = factories.admin(), factories.person("Ana"), factories.person("Bo")
    commands.edit_person(boss, bo, manager_id=ana.id)
    with pytest.raises(BadInput, match="own manager"):
        commands.edit_person(boss, ana, manager_id=bo.id)
    with pytest.raises(BadInput, match="own manager"):
        commands.edit_person(boss, ana, manager_id=ana.id)


def test_only_what_changed_is_noted_and_nothing_when_nothing_did(app):
    boss, ana = factories.admin(), factories.person("Ana Lind")
    commands.edit_person(boss, ana, name="Ana Lind", title="")
    commands.edit_person(boss, ana, name="Ana Berg", title="")
    keep()
    assert facts() == ["PersonEdited"]


def test_roles_bind_at_the_next_request_and_end_the_sign_ins(app, as_user):
    boss, ana = factories.admin(), factories.admin()
    visitor = as_user(ana)
    assert visitor.get("/admin/people").status_code == 200
    commands.change_roles(boss, ana, roles={Role.EMPLOYEE})
    assert visitor.get("/admin/people").status_code == 302
    assert as_user(ana).get("/admin/people").status_code == 403


def test_deactivation_binds_at_the_next_request(app, as_user):
    boss, ana = factories.admin(), factories.person("Ana Lind")
    visitor = as_user(ana)
    commands.deactivate_person(boss, ana)
    assert visitor.get("/me").status_code == 302
    assert db.session.scalar(sa.select(SignIn.id).where(SignIn.person_id == ana.id)) is None
    commands.reactivate_person(boss, ana)
    assert as_user(ana).get("/me").status_code == 200


def test_the_last_administrator_stays_one(app):
    boss = factories.admin()
    with pytest.raises(RuleBroken, match="last administrator"):
        commands.change_roles(boss, boss, roles={Role.EMPLOYEE})
    with pytest.raises(RuleBroken, match="last administrator"):
        commands.deactivate_person(boss, boss)
    other = factories.admin()
    commands.change_roles(boss, boss, roles={Role.EMPLOYEE})
    assert other.has(Role.ADMIN)
    assert not boss.has(Role.ADMIN)


def test_nobody_deactivates_themselves(app):
    boss, _other = factories.admin(), factories.admin()
    with pytest.raises(RuleBroken, match="yourself"):
        commands.deactivate_person(boss, boss)


def test_two_administrators_who_step_down_at_once_do_not_leave_nobody(app, at_once):
    ids = [factories.admin().id, factories.admin().id]
    keep()

    def step_down(person_id):
        person = db.session.get_one(Person, person_id)
        commands.change_roles(person, person, roles={Role.EMPLOYEE})
        return "done"

    outcomes = at_once([lambda one=one: step_down(one) for one in ids])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RuleBroken", "str"], outcomes
    assert db.session.scalar(sa.select(sa.func.count(Person.id)).where(Person.holds(Role.ADMIN))) == 1


def test_who_leads_an_area_keeps_the_role_and_the_account_until_another_does(app):
    boss, lead = factories.admin(), factories.leader()
    area = factories.area(leader=lead)
    with pytest.raises(RuleBroken, match=area.name):
        commands.deactivate_person(boss, lead)
    with pytest.raises(RuleBroken, match=area.name):
        commands.change_roles(boss, lead, roles={Role.EMPLOYEE})


def test_somebody_always_has_a_role(app):
    boss = factories.admin()
    with pytest.raises(BadInput, match="at least one role"):
        commands.change_roles(boss, boss, roles=set())


def test_a_team_does_not_stand_below_itself(app):
    boss = factories.admin()
    top = commands.save_team(boss, None, name="Care", parent_id=None, site_id=None)
    below = commands.save_team(boss, None, name="Returns desk", parent_id=top.id, site_id=None)
    with pytest.raises(BadInput, match="below itself"):
        commands.save_team(boss, top, name="Care", parent_id=below.id, site_id=None)
    with pytest.raises(BadInput, match="Another team"):
        commands.save_team(boss, None, name="CARE", parent_id=None, site_id=None)


def test_being_left_out_of_rankings_is_ones_own_choice(app, as_user):
    ana = factories.person("Ana Lind")
    visitor = as_user(ana)
    assert visitor.post("/me/ranking", data={"is_left_out": "y"}).status_code == 303
    assert "checked" in visitor.get("/me").text
    assert not db.session.scalar(sa.select(Person.is_ranked).where(Person.id == ana.id))
    visitor.post("/me/ranking", data={})
    assert db.session.scalar(sa.select(Person.is_ranked).where(Person.id == ana.id))
    assert facts() == ["RankingChosen", "RankingChosen"]
