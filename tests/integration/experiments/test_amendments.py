"""What may change after the start changes openly, for a reason, and the seal still vouches for all of it."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from innovate import invariants
from innovate.accounts.models import Person
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.wording import day
from innovate.experiments import commands, planning, queries, sealing
from innovate.experiments.measuring import Row
from innovate.experiments.models import (
    Amendment,
    Conclusion,
    Design,
    Direction,
    Experiment,
    LibraryMetric,
    Measure,
    Measurement,
    MeasureRole,
    MetricKind,
)
from innovate.notifications.models import Notification
from tests import factories
from tests.provisioning.visits import keep

TIME = factories.guardrail()


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def typed(page, **fields):
    """The form of that page as it stands, with what differs."""
    found = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", page.text):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value:
            found[name[1]] = value[1]
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found | fields


def measures_of(experiment, **changes):
    return [one | changes for one in planning.copied(experiment)["measures"]]


def amendments():
    return [
        (one.field, one.before, one.after) for one in db.session.scalars(sa.select(Amendment).order_by(Amendment.id))
    ]


def test_what_is_amended_stands_beside_what_was_promised(running):
    found = running()
    later = found.ends_on + timedelta(days=7)
    commands.amend_plan(found.owner, found, reason="A week was lost to the move", ends_on=later, target=0.66)
    keep()
    assert [(one.what, one.before, one.after) for one in queries.amendments(found)] == [
        ("Target", "68.0\u00a0%", "66.0\u00a0%"),
        ("Last day", day(later - timedelta(days=7)), day(later)),
    ]
    assert (found.ends_on, found.target) == (later, 0.66)
    assert found.sealed["target"] == 0.68
    assert sealing.is_intact(found)
    assert list(invariants.broken()) == []


def test_what_changes_beside_the_amendments_is_found_out(running):
    found = running()
    commands.amend_plan(found.owner, found, reason="Too high", target=0.66)
    keep()
    db.session.execute(sa.update(Experiment).where(Experiment.id == found.id).values(target=0.64))
    db.session.expire_all()
    assert not sealing.is_intact(found)
    assert any("does not say what it said" in one for one in invariants.broken())
    commands.amend_plan(found.owner, found, reason="To hide it", target=0.63)
    keep()
    assert not sealing.is_intact(found)


def test_a_guardrail_changed_behind_the_seal_is_found_out(running):
    found = running(measures=[TIME])
    assert sealing.is_intact(found)
    db.session.execute(sa.update(Measure).values(margin=5.0))
    db.session.expire_all()
    assert not sealing.is_intact(found)


@pytest.mark.parametrize("change", [sa.update(Amendment).values(reason="x"), sa.delete(Amendment)])
def test_the_database_itself_keeps_amendments(running, change):
    found = running()
    commands.amend_plan(found.owner, found, reason="Too high", target=0.66)
    keep()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(change)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"target": 0.6}, "target", "above the baseline"),
        ({"target": 1.2}, "target", "between 0 and 100"),
        ({"ends_on": today() - timedelta(days=1)}, "ends_on", "has passed"),
        ({"decide_on": today()}, "decide_on", "last day is over"),
        ({"ends_on": today() + timedelta(days=2000)}, "ends_on", "at most"),
        ({"weights": [1.0, 0.0]}, "arms-1-weight", "above zero"),
        ({"stop_rules": ""}, "reason", "Nothing differs"),
        ({"switch_on": today()}, "switch_on", "when the plan is made"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(running, changes, field, words):
    found = running()
    with pytest.raises(BadInput, match=words) as refused:
        commands.amend_plan(found.owner, found, reason="Because", **changes)
    assert refused.value.field == field
    db.session.rollback()
    assert amendments() == []


def test_a_reason_is_needed_and_a_start_too(running, approved):
    found = running()
    with pytest.raises(BadInput, match="Say why"):
        commands.amend_plan(found.owner, found, reason=" ", target=0.66)
    waiting = approved()
    with pytest.raises(RuleBroken, match="running"):
        commands.amend_plan(waiting.owner, waiting, reason="Because", target=0.66)


def test_a_concluded_plan_stays(measured, leader_of):
    found = measured()
    commands.conclude_experiment(
        leader_of(found.idea), found, conclusion=Conclusion.SCALE, lesson="Yes.", spent_cents=0
    )
    keep()
    with pytest.raises(RuleBroken, match="running"):
        commands.amend_plan(found.owner, found, reason="Because", target=0.66)


def test_owner_and_leader_amend_and_nobody_else(running, leader_of):
    helper = factories.person()
    found = running(member_ids=[helper.id])
    for person, target in ((found.owner, 0.66), (leader_of(found.idea), 0.65)):
        commands.amend_plan(person, found, reason="Because", target=target)
    for person in (helper, found.idea.author, factories.admin(), factories.hr()):
        with pytest.raises(NotAllowed):
            commands.amend_plan(person, found, reason="Because", target=0.64)


def test_the_leader_and_the_followers_are_told(running, leader_of):
    found = running()
    commands.amend_plan(found.owner, found, reason="A week was lost", target=0.66)
    keep()
    notices = db.session.scalars(sa.select(Notification).order_by(Notification.id))
    told = {one.person_id: one.text for one in notices}  # the last of each
    assert "A week was lost" in told[leader_of(found.idea).id]
    assert "amended the sealed plan" in told[found.idea.author_id]
    assert found.owner_id not in told or "amended" not in told[found.owner_id]


# What else is measured.


def test_a_margin_changes_and_the_numbers_stay(running, arm_ids):
    found = running(measures=[TIME])
    measure = found.measures[0].id
    commands.record_measurements(found.owner, found, rows=[Row(arm_ids(found)[0], today(), 650, 100, 2.1, measure)])
    commands.amend_plan(found.owner, found, reason="Too tight", measures=measures_of(found, margin=0.8))
    keep()
    (one,) = queries.amendments(found)
    assert one.before == "Guardrail: may get worse by up to 0.5 min"
    assert one.after == "Guardrail: may get worse by up to 0.8 min"
    assert db.session.scalar(sa.select(Measurement.measure_id)) == measure
    assert sealing.is_intact(found)


def test_a_guardrail_with_numbers_stays_but_may_become_a_mere_metric(running, arm_ids):
    found = running(measures=[TIME])
    rows = [Row(arm_ids(found)[0], today(), 650, 100, 2.1, found.measures[0].id)]
    commands.record_measurements(found.owner, found, rows=rows)
    with pytest.raises(BadInput, match="so it stays"):
        commands.amend_plan(found.owner, found, reason="Inconvenient", measures=[])
    mere = measures_of(found, role=MeasureRole.SECONDARY, margin=None)
    commands.amend_plan(found.owner, found, reason="It cannot be had", measures=mere)
    keep()
    assert [(one.role, one.margin) for one in found.measures] == [(MeasureRole.SECONDARY, None)]
    assert sealing.is_intact(found)


def test_a_metric_without_numbers_goes_and_another_comes(running):
    found = running(measures=[TIME])
    calls = TIME | {"name": "calls", "margin": 1.0}
    commands.amend_plan(found.owner, found, reason="The wrong clock", measures=[calls])
    keep()
    assert [one.name for one in found.measures] == ["calls"]
    assert [(one.what, one.before) for one in queries.amendments(found)] == [
        ("“handling time”", "Guardrail: may get worse by up to 0.5 min"),
        ("“calls”", "Not measured"),
    ]
    assert sealing.is_intact(found)


def test_what_a_metric_is_cannot_change(running):
    found = running(measures=[TIME])
    with pytest.raises(BadInput, match="cannot change"):
        commands.amend_plan(found.owner, found, reason="Because", measures=measures_of(found, direction=Direction.UP))


# Designs.


def test_the_day_of_the_change_does_not_move_over_recorded_numbers(running):
    switch_on = today() - timedelta(days=3)
    found = running(design=Design.BEFORE_AFTER, switch_on=switch_on)
    rows = [(found.arms[1].id, switch_on + timedelta(days=1), 4, 6, None)]
    commands.record_measurements(found.owner, found, rows=rows)
    with pytest.raises(BadInput, match="Take them out first"):
        commands.amend_plan(found.owner, found, reason="It came later", switch_on=switch_on + timedelta(days=2))
    commands.amend_plan(found.owner, found, reason="It came later", switch_on=switch_on + timedelta(days=1))
    keep()
    assert sealing.is_intact(found)


def test_a_team_begins_later_than_planned(running):
    days = [today() - timedelta(days=3), today() + timedelta(days=3)]
    found = running(design=Design.STEPPED, treated_from=days)
    later: list[date | None] = [days[0], days[1] + timedelta(days=2)]
    commands.amend_plan(found.owner, found, reason="Holidays", treated_from=later)
    keep()
    assert [(one.what, one.after) for one in queries.amendments(found)] == [
        ("Phone label begins", day(days[1] + timedelta(days=2)))
    ]
    assert sealing.is_intact(found)


# Two at once.


def test_two_who_amend_at_once_both_stand_in_order(running, leader_of, at_once):
    found = running()
    experiment_id, people = found.id, (found.owner_id, leader_of(found.idea).id)

    def amending(person_id, target):
        def amend():
            person, experiment = db.session.get_one(Person, person_id), db.session.get_one(Experiment, experiment_id)
            commands.amend_plan(person, experiment, reason=f"To {target}", target=target)

        return amend

    assert at_once([amending(people[0], 0.66), amending(people[1], 0.65)]) == [None, None]
    first, second = amendments()
    assert (first[1], second[1]) == (0.68, first[2])
    assert sealing.is_intact(db.session.get_one(Experiment, experiment_id))


def test_of_two_who_saw_the_same_plan_the_later_one_is_stopped(running, leader_of, at_once):
    found = running()
    experiment_id, version, owner_id, leader_id = found.id, found.version, found.owner_id, leader_of(found.idea).id

    def amending(person_id):
        def amend():
            person, experiment = db.session.get_one(Person, person_id), db.session.get_one(Experiment, experiment_id)
            commands.amend_plan(person, experiment, reason="Mine", version=version, target=0.66)

        return amend

    outcomes = at_once([amending(owner_id), amending(leader_id)])
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "RuleBroken"]
    assert len(amendments()) == 1


# The page.


def test_the_owner_amends_on_the_page_and_everybody_reads_it(running, as_user):
    found = running(measures=[TIME])
    url, owner = f"/experiments/{found.id}/amend", as_user(found.owner)
    page = owner.get(url)
    assert "stay as they were sealed" in page.text
    answer = owner.post(url, data=typed(page, **{"target": "66,5", "measures-0-margin": "0,8", "reason": "Too tight"}))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/experiments/{found.id}#amendments")
    assert [one[0] for one in amendments()] == ["target", "measures"]
    page = words(owner.get(url))
    assert re.search(r"Target .*68.0 % .*66.5 % .*Too tight", page)


def test_a_page_without_a_reason_keeps_what_was_typed(running, as_user):
    found = running()
    url, owner = f"/experiments/{found.id}/amend", as_user(found.owner)
    answer = owner.post(url, data=typed(owner.get(url), target="66,5"))
    assert answer.status_code == 422
    assert 'value="66,5"' in answer.text
    assert "Say why." in answer.text
    assert amendments() == []


def test_a_plan_amended_meanwhile_shows_both(running, as_user, leader_of):
    found = running()
    url, owner, leader = f"/experiments/{found.id}/amend", as_user(found.owner), as_user(leader_of(found.idea))
    mine, theirs = typed(owner.get(url), target="66", reason="A"), typed(leader.get(url), target="65", reason="B")
    assert leader.post(url, data=theirs).status_code == 303
    late = owner.post(url, data=mine)
    assert late.status_code == 409
    assert 'value="66"' in late.text
    assert "Target 65" in words(late)
    assert owner.post(url, data=typed(late, target="66", reason="A")).status_code == 303
    assert [one[1:] for one in amendments()] == [(0.68, 0.65), (0.65, 0.66)]


def test_a_metric_of_the_library_is_added(running, as_user):
    found = running()
    metric = factories.save(
        LibraryMetric(name="Complaints", kind=MetricKind.SHARE, direction=Direction.DOWN, baseline=0.05)
    )
    url, owner = f"/experiments/{found.id}/amend", as_user(found.owner)
    page = owner.get(url)
    fields = {"added_id": metric.id, "added_role": "guardrail", "reason": "Asked for by the team"}
    missing = owner.post(url, data=typed(page, **fields))
    assert missing.status_code == 422
    assert "A guardrail without a margin guards nothing" in missing.text
    assert owner.post(url, data=typed(page, added_margin="2", **fields)).status_code == 303
    db.session.expire_all()
    (one,) = db.session.get_one(Experiment, found.id).measures
    assert (one.name, one.margin) == ("complaints", 0.02)


@pytest.mark.parametrize("state", ["planned", "somebody else"])
def test_the_page_is_shut_before_the_start_and_to_others(approved, running, as_user, state):
    found = approved() if state == "planned" else running()
    person = found.owner if state == "planned" else factories.person()
    answer = as_user(person).get(f"/experiments/{found.id}/amend")
    assert answer.status_code == (409 if state == "planned" else 403)
