"""Who leaves, or loses a role, leaves nothing behind that nobody answers for."""

import html
from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.accounts import commands as accounts
from innovate.accounts.models import Person
from innovate.admin import commands
from innovate.areas import commands as areas
from innovate.areas.models import Area, AreaReviewer, Deputy
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.experiments import commands as experiments
from innovate.ideas.lifecycle import move
from innovate.notifications.models import Notification
from innovate.permissions import Role
from innovate.review.models import Assignment, Scorecard
from tests import factories
from tests.integration.rewards.catalogue.shelves import ordered, reward, rich
from tests.integration.rewards.nominations.nominating import proposed
from tests.provisioning.visits import keep


def in_review(**fields):
    idea = factories.idea(**fields)
    move(db.session.get_one(Person, idea.area.leader_id), idea, "take_up")
    keep()
    return idea


def planned(owner, members=(), **fields):
    idea = in_review(**fields)
    leader = db.session.get_one(Person, idea.area.leader_id)
    found = experiments.plan_experiment(leader, idea, **factories.plan(owner, member_ids=[one.id for one in members]))
    keep()
    return found


def asked(idea):
    query = sa.select(Assignment.reviewer_id).where(Assignment.idea_id == idea.id, Assignment.done_at.is_(None))
    return set(db.session.scalars(query))


def facts(since=0):
    return db.session.scalars(
        sa.select(JournalEntry.name).where(JournalEntry.id > since).order_by(JournalEntry.id)
    ).all()


def last_entry():
    keep()
    return db.session.scalar(sa.select(sa.func.max(JournalEntry.id))) or 0


def told(person):
    return list(
        db.session.scalars(
            sa.select(Notification.text).where(Notification.person_id == person.id).order_by(Notification.id)
        )
    )


# -- the areas that somebody leads


def test_who_leads_an_area_is_deactivated_once_somebody_else_leads_it(app):
    boss, old, new = factories.admin(), factories.leader(), factories.leader()
    area = factories.area(leader=old, name="Returns")
    with pytest.raises(BadInput, match="Choose who leads Returns") as refused:
        commands.deactivate(boss, old)
    assert refused.value.field == f"area_{area.id}"
    assert old.is_active
    since = last_entry()
    commands.deactivate(boss, old, leaders={area.id: new.id})
    keep()
    assert (area.leader_id, old.is_active) == (new.id, False)
    assert facts(since) == ["AreaHandedOver", "PersonDeactivated"]
    assert told(new) == [f"{boss.name} made you the leader of Returns."]


@pytest.mark.parametrize("who", ["themselves", "an employee", "somebody who left"])
def test_only_an_active_leader_takes_an_area_over(app, who):
    boss, old = factories.admin(), factories.leader()
    area = factories.area(leader=old)
    left = factories.leader()
    accounts.deactivate_person(boss, left)
    taker = {"themselves": old, "an employee": factories.person(), "somebody who left": left}[who]
    with pytest.raises(BadInput) as refused:
        commands.deactivate(boss, old, leaders={area.id: taker.id})
    assert refused.value.field == f"area_{area.id}"


def test_who_takes_an_area_over_stands_in_for_nobody_there(app):
    boss, old, new = factories.admin(), factories.leader(), factories.leader()
    area = factories.area(leader=old)
    areas.add_deputy(boss, area, person_id=new.id, starts_on=today(), ends_on=today())
    areas.hand_over_area(boss, area, leader_id=new.id)
    keep()
    assert db.session.scalar(sa.select(Deputy.id)) is None


def test_an_area_out_of_use_keeps_its_leader_unless_ideas_wait_there(app):
    boss, old = factories.admin(), factories.leader()
    factories.area(leader=old, is_active=False)
    waiting = factories.area(leader=old, name="Returns")
    factories.idea(area=waiting)
    waiting.is_active = False
    with pytest.raises(RuleBroken, match="leads Returns"):
        accounts.deactivate_person(boss, old)


def test_the_role_of_a_leader_is_taken_away_once_the_areas_are_handed_over(app):
    boss, old, new = factories.admin(), factories.leader(), factories.leader()
    area = factories.area(leader=old, name="Returns")
    with pytest.raises(BadInput, match="Choose who leads Returns"):
        commands.change_roles(boss, old, roles={Role.EMPLOYEE})
    commands.change_roles(boss, old, roles={Role.EMPLOYEE}, leaders={area.id: new.id})
    assert area.leader_id == new.id
    assert old.roles == {Role.EMPLOYEE}


def test_nothing_is_handed_over_where_the_role_stays(app):
    boss, old, new = factories.admin(), factories.leader(), factories.leader()
    area = factories.area(leader=old)
    commands.change_roles(boss, old, roles={Role.EMPLOYEE, Role.LEADER, Role.HR}, leaders={area.id: new.id})
    assert area.leader_id == old.id


def test_nobody_is_made_a_leader_of_an_area_while_they_are_deactivated(app, at_once):
    boss_id, old, new = factories.admin().id, factories.leader(), factories.leader()
    area_id, new_id = factories.area(leader=old).id, new.id
    keep()

    def boss():
        return db.session.get_one(Person, boss_id)

    def hand_over():
        return areas.hand_over_area(boss(), db.session.get_one(Area, area_id), leader_id=new_id)

    outcomes = at_once([hand_over, lambda: accounts.deactivate_person(boss(), db.session.get_one(Person, new_id))])
    assert sum(isinstance(one, BadInput | RuleBroken) for one in outcomes) == 1, outcomes
    leader = db.session.scalars(sa.select(Person).join(Area, Area.leader_id == Person.id)).one()
    assert leader.is_active


# -- experiments


def test_an_experiment_is_handed_to_somebody_who_stays(app):
    boss, old, new = factories.admin(), factories.person(), factories.person()
    experiment = planned(old, members=[new])
    with pytest.raises(BadInput, match="Choose who runs") as refused:
        commands.deactivate(boss, old)
    assert refused.value.field == f"experiment_{experiment.id}"
    with pytest.raises(RuleBroken, match="runs an experiment"):
        accounts.deactivate_person(boss, old)
    since = last_entry()
    commands.deactivate(boss, old, owners={experiment.id: new.id})
    keep()
    assert (experiment.owner_id, list(experiment.members)) == (new.id, [])
    assert facts(since) == ["ExperimentHandedOver", "PersonDeactivated"]
    assert told(new) == [f"{boss.name} handed you the experiment on “{experiment.idea.title}”."]


def test_a_running_experiment_changes_hands_and_keeps_its_seal(app):
    boss, old, new = factories.admin(), factories.person(), factories.person()
    area = factories.area(quorum=1)
    experiment = planned(old, area=area)
    idea, leader = experiment.idea, db.session.get_one(Person, area.leader_id)
    card = {"note": "Fine.", "note_html": "<p>Fine.</p>", "overall": 4.0, "sent_at": now()}
    factories.save(Scorecard(idea_id=idea.id, round=idea.round, reviewer_id=factories.reviewer().id, **card))
    move(leader, idea, "approve", reason="Worth trying.")
    keep()
    experiments.start_experiment(old, experiment, checklist_done=True)
    keep()
    seal = experiment.seal
    commands.deactivate(boss, old, owners={experiment.id: new.id})
    keep()
    assert (idea.owner_id, experiment.owner_id, experiment.seal) == (new.id, new.id, seal)


def test_the_experiment_of_an_idea_that_was_closed_stays_where_it_was(app):
    boss, old = factories.admin(), factories.person()
    experiment = planned(old)
    leader = db.session.get_one(Person, experiment.idea.area.leader_id)
    move(leader, experiment.idea, "decline", reason="Not now.", reason_code="no_effect")
    assert not commands.deactivate(boss, old).is_active


# -- reviews, pools and deputies


@pytest.mark.parametrize("how", ["deactivated", "no reviewer any more"])
def test_open_reviews_go_to_the_next_free_reviewer_of_the_pool(app, how):
    boss = factories.admin()
    leaving, staying, spare = (factories.reviewer() for _ in range(3))
    area = factories.area(reviewers=(leaving, staying), quorum=1)
    idea = in_review(area=area)
    factories.save(AreaReviewer(area_id=area.id, person_id=spare.id))
    since = last_entry()
    if how == "deactivated":
        commands.deactivate(boss, leaving)
    else:
        commands.change_roles(boss, leaving, roles={Role.EMPLOYEE})
    keep()
    assert asked(idea) == {staying.id, spare.id}
    assert set(facts(since)[1:]) == {"ReviewerLeftPool", "ReviewerReleased"}
    assert told(spare) == [f"You were asked to score “{idea.title}” in place of {leaving.name}."]
    pool = db.session.scalars(sa.select(AreaReviewer.person_id).where(AreaReviewer.area_id == area.id))
    assert set(pool) == {staying.id, spare.id}


def test_where_nobody_else_is_free_and_too_few_are_left_the_leader_is_told(app):
    boss, leader, leaving = factories.admin(), factories.leader(), factories.reviewer()
    author = factories.reviewer()
    idea = in_review(area=factories.area(leader=leader, reviewers=(leaving, author), quorum=1), author=author)
    commands.deactivate(boss, leaving)
    keep()
    assert asked(idea) == set()
    assert f"{leaving.name} no longer reviews “{idea.title}”, and nobody else of the pool is free" in told(leader)[-1]


def test_where_enough_others_were_asked_nobody_is_bothered(app, as_user):
    boss, leader, leaving, other = factories.admin(), factories.leader(), factories.reviewer(), factories.reviewer()
    idea = in_review(area=factories.area(leader=leader, reviewers=(leaving, other), quorum=1))
    assert "1 other reviewer was asked" in as_user(boss).get(f"/admin/people/{leaving.id}/deactivate").text
    commands.deactivate(boss, leaving)
    keep()
    assert asked(idea) == {other.id}
    assert not [text for text in told(leader) if "no longer reviews" in text]


def test_a_scorecard_that_was_sent_stays(app):
    boss, leaving = factories.admin(), factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(leaving,)))
    db.session.execute(sa.update(Assignment).values(done_at=Assignment.assigned_at))
    commands.deactivate(boss, leaving)
    keep()
    assert db.session.scalar(sa.select(Assignment.reviewer_id)) == leaving.id
    assert idea.round == 1


def test_another_role_changes_no_reviews(app):
    boss, reviewer = factories.admin(), factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(reviewer,)))
    commands.change_roles(boss, reviewer, roles={Role.EMPLOYEE, Role.REVIEWER, Role.HR})
    keep()
    assert asked(idea) == {reviewer.id}


def test_stand_ins_that_are_not_over_end(app):
    boss, leaving = factories.admin(), factories.leader()
    area = factories.area()
    areas.add_deputy(boss, area, person_id=leaving.id, starts_on=today(), ends_on=today() + timedelta(days=3))
    over = Deputy(
        area_id=area.id, person_id=leaving.id, starts_on=today() - timedelta(9), ends_on=today() - timedelta(1)
    )
    factories.save(over)
    since = last_entry()
    commands.deactivate(boss, leaving)
    keep()
    assert list(db.session.scalars(sa.select(Deputy.id))) == [over.id]
    assert facts(since) == ["PersonDeactivated", "DeputyRemoved"]


# -- people who report to them


def test_reports_get_another_manager(app):
    boss, head = factories.admin(), factories.leader()
    leaving = factories.leader(manager_id=head.id)
    reports = [factories.person(manager_id=leaving.id) for _ in range(2)]
    gone = factories.person(manager_id=leaving.id)
    accounts.deactivate_person(boss, gone)
    commands.deactivate(boss, leaving, manager_id=reports[0].id)
    keep()
    assert [one.manager_id for one in reports] == [head.id, reports[0].id]
    assert gone.manager_id == leaving.id


# -- the pages


def test_the_page_says_what_somebody_holds_and_where_each_goes(app, as_user):
    boss, old, new = (
        factories.admin(),
        factories.person("Maja Ek", Role.LEADER),
        factories.person("Lena Holm", Role.LEADER),
    )
    old.roles |= {Role.REVIEWER}
    area = factories.area(leader=old, name="Returns")
    pooled = factories.area(name="Delivery", reviewers=(old,), quorum=1)
    idea = in_review(area=pooled, title="Ring the right bell")
    experiment = planned(old, area=area, title="Labels on the phone")
    factories.person("Bo Berg", manager_id=old.id)
    visitor, url = as_user(boss), f"/admin/people/{old.id}/deactivate"
    page = visitor.get(url)
    for words in ("Returns", "Labels on the phone", "Ring the right bell", "Delivery", "Bo Berg"):
        assert words in page.text
    refused = visitor.post(url, data={f"area_{area.id}": "", f"experiment_{experiment.id}": str(new.id)})
    assert refused.status_code == 422
    assert "Choose who leads Returns" in refused.text
    assert old.is_active
    chosen = {f"area_{area.id}": str(new.id), f"experiment_{experiment.id}": str(new.id), "manager_id": str(new.id)}
    assert visitor.post(url, data=chosen).status_code == 303
    assert (area.leader_id, experiment.owner_id, old.is_active) == (new.id, new.id, False)
    assert asked(idea) == set()


def test_who_holds_nothing_is_deactivated_with_one_press(app, as_user):
    ana = factories.person("Ana Lind")
    visitor, url = as_user(factories.admin()), f"/admin/people/{ana.id}/deactivate"
    assert "Ana Lind holds nothing" in visitor.get(url).text
    assert visitor.post(url).status_code == 303
    assert not ana.is_active


def test_the_roles_page_asks_who_leads_an_area_from_now_on(app, as_user):
    boss, old, new = factories.admin(), factories.leader(), factories.person("Lena Holm", Role.LEADER)
    area = factories.area(leader=old, name="Returns")
    visitor, url = as_user(boss), f"/admin/people/{old.id}/roles"
    assert "Lena Holm" in visitor.get(url).text
    refused = visitor.post(url, data={"roles": "employee"})
    assert refused.status_code == 422
    assert "Choose who leads Returns" in refused.text
    assert visitor.post(url, data={"roles": "employee", f"area_{area.id}": str(new.id)}).status_code == 303
    assert area.leader_id == new.id
    assert old.roles == {Role.EMPLOYEE}


def test_several_at_once_are_deactivated_unless_one_of_them_has_to_hand_something_over(app, as_user):
    lead, ana = factories.person("Maja Ek", Role.LEADER), factories.person("Ana Lind")
    factories.area(leader=lead, name="Returns")
    visitor = as_user(factories.admin())
    refused = visitor.post("/admin/people/bulk", data={"ids": [lead.id, ana.id], "act": "deactivate"})
    assert refused.status_code == 409
    assert "Maja Ek leads Returns" in refused.text
    assert ana.is_active


@pytest.mark.parametrize("name", ["area_x", "area_99999999999999999999", "experiment_-1", "area_1"])
def test_a_field_that_the_page_does_not_have_changes_nothing(app, as_user, name):
    ana = factories.person("Ana Lind")
    visitor = as_user(factories.admin())
    assert visitor.post(f"/admin/people/{ana.id}/deactivate", data={name: "9" * 30}).status_code == 303


# -- rewards


def test_who_deactivates_reads_first_what_rewards_are_left_to_others(app, as_user):
    boss, found = factories.admin(), proposed()
    item, person = reward(fulfiller=found.manager), rich()
    ordered(person, item)
    keep()
    visit = as_user(boss)
    words = html.unescape(visit.get(f"/admin/people/{found.manager.id}/deactivate").text)
    assert "1 nomination that waits for their answer is answered by somebody else" in words
    assert "HR hands over 1 order in their place" in words
    assert "HR hands over 1 reward of the catalogue from now on" in words
    assert (
        f"1 nomination of {found.nominee.name} ends" in visit.get(f"/admin/people/{found.nominee.id}/deactivate").text
    )
    assert "1 order of their own stays" in visit.get(f"/admin/people/{person.id}/deactivate").text
