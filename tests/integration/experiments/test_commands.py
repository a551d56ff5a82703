"""An experiment is planned whole, sealed at its start, recorded honestly and concluded with a lesson."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.experiments import commands, queries, sealing
from innovate.experiments.models import (
    Arm,
    Conclusion,
    Design,
    Direction,
    Experiment,
    ExperimentState,
    Measurement,
    MetricKind,
)
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Idea, Place
from innovate.invariants import broken
from tests import factories
from tests.provisioning.visits import keep


def plain(words):
    """The words with every space an ordinary one."""
    return words.replace("\u00a0", " ")


# The plan.


def test_the_leader_plans_an_experiment_while_the_idea_is_in_review(in_review, leader_of, plan):
    idea, owner, helper = in_review(), factories.person(), factories.person()
    found = commands.plan_experiment(leader_of(idea), idea, **plan(owner, member_ids=[helper.id, owner.id]))
    assert (found.state, found.round, found.owner_id) == (ExperimentState.PLANNED, 1, owner.id)
    assert [(arm.name, arm.is_control) for arm in found.arms] == [("Today", True), ("Phone label", False)]
    assert [member.person_id for member in found.members] == [helper.id]


def test_somebody_else_does_not_plan(in_review, plan):
    idea = in_review()
    with pytest.raises(NotAllowed):
        commands.plan_experiment(idea.author, idea, **plan())


def test_an_idea_that_is_not_in_review_is_not_planned(leader_of, plan, app):
    idea = factories.idea()
    with pytest.raises(RuleBroken, match="in review"):
        commands.plan_experiment(leader_of(idea), idea, **plan())


def test_an_idea_has_one_plan(planned, leader_of, plan):
    idea = planned().idea
    with pytest.raises(RuleBroken, match="already"):
        commands.plan_experiment(leader_of(idea), idea, **plan())


WRONG = [
    ("change", {"change": " "}, "what you want to change"),
    ("target", {"target": 0.60}, "above the baseline"),
    ("target", {"direction": Direction.DOWN, "target": 0.70}, "below the baseline"),
    ("baseline", {"baseline": -0.1}, "between 0 and 100"),
    ("target", {"target": 1.2}, "between 0 and 100"),
    ("target", {"target": float("inf")}, "can be measured"),
    ("baseline", {"metric_kind": MetricKind.RATE, "baseline": 0.0, "target": 5.0}, "above zero"),
    ("ends_on", {"ends_on": today() - timedelta(days=40)}, "before the first"),
    ("ends_on", {"ends_on": today() + timedelta(days=800)}, "two years at most"),
    ("starts_on", {"starts_on": date(1, 1, 1), "ends_on": date(1, 1, 9)}, "between 2000 and 2199"),
    ("decide_on", {"decide_on": date(9999, 12, 31)}, "between 2000 and 2199"),
    ("arms", {"arms": ["Only"]}, "at least two"),
    ("arms", {"arms": ["Today", "today"]}, "different names"),
    ("arms", {"arms": ["Today", " "]}, "each with a name"),
    ("arms", {"design": Design.BEFORE_AFTER, "arms": ["Before", "After", "Later"]}, "just two"),
    ("budget", {"budget_cents": 1_000_001}, "10,000\u00a0EUR left"),
    ("owner_id", {"owner_id": 999_999}, "who runs"),
]


@pytest.mark.parametrize(("field", "fields", "words"), WRONG)
def test_a_plan_that_cannot_be_says_so_at_the_field(in_review, leader_of, plan, field, fields, words):
    idea = in_review()
    with pytest.raises(BadInput, match=words) as refusal:
        commands.plan_experiment(leader_of(idea), idea, **plan(**fields))
    assert refusal.value.field == field


def test_owner_and_leader_change_the_plan_until_the_start(planned, leader_of, plan):
    found = planned()
    commands.change_plan(found.owner, found, **plan(found.owner, arms=["Phone label", "Today"], target=0.7))
    assert [arm.name for arm in found.arms] == ["Phone label", "Today"]
    commands.change_plan(leader_of(found.idea), found, **plan(found.owner, target=0.75))
    assert found.target == 0.75


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_overwritten(planned, leader_of, plan):
    found = planned()
    seen = found.version
    commands.change_plan(leader_of(found.idea), found, **plan(found.owner, target=0.75))
    keep()
    with pytest.raises(RuleBroken, match="while you were writing"):
        commands.change_plan(found.owner, found, version=seen, **plan(found.owner))


# Money.


def reserved(idea):
    db.session.expire_all()
    return idea.area.reserved_cents


def test_approving_reserves_the_budget_and_names_the_owner(approved):
    found = approved(budget_cents=300_000)
    assert (reserved(found.idea), found.is_reserved, found.idea.owner_id) == (300_000, True, found.owner_id)


def test_a_changed_budget_changes_what_is_reserved(approved, plan):
    found = approved(budget_cents=900_000)
    commands.change_plan(found.owner, found, **plan(found.owner, budget_cents=1_000_000))
    keep()
    assert reserved(found.idea) == 1_000_000


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("decline", {"reason_code": "too_costly"}),
        ("park", {"revive_when": "The new system is there."}),
    ],
)
def test_an_idea_that_is_shelved_gives_its_budget_back(approved, leader_of, name, details):
    found = approved()
    move(leader_of(found.idea), found.idea, name, reason="Not now.", **details)
    keep()
    assert (reserved(found.idea), found.is_reserved) == (0, False)


def test_of_two_approvals_for_the_last_budget_one_wins(planned, in_review, at_once):
    area = factories.area(budget_cents=300_000)
    ideas = [planned(in_review(area=area), budget_cents=200_000).idea_id for _ in range(2)]
    leader_id = area.leader_id

    def approve(idea_id):
        leader, idea = db.session.get_one(Person, leader_id), db.session.get_one(Idea, idea_id)
        move(leader, idea, "approve", reason="Worth trying.")

    outcomes = at_once([lambda: approve(ideas[0]), lambda: approve(ideas[1])])
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "RuleBroken"]
    refused = next(one for one in outcomes if one is not None)
    assert "2,000\u00a0EUR" in refused.sentence
    assert "1,000\u00a0EUR" in refused.sentence
    assert db.session.get_one(Area, area.id).reserved_cents == 200_000
    places = [db.session.get_one(Idea, idea_id).place for idea_id in ideas]
    assert sorted(places) == [Place.EXPERIMENT, Place.REVIEW]


# The start and the seal.


def test_only_the_owner_starts(approved, leader_of):
    found = approved()
    with pytest.raises(NotAllowed, match="owner"):
        commands.start_experiment(leader_of(found.idea), found, checklist_done=True)


def test_the_checklist_comes_before_the_start(approved):
    found = approved()
    with pytest.raises(BadInput, match="Tick each point"):
        commands.start_experiment(found.owner, found, checklist_done=False)


def test_an_experiment_does_not_start_before_it_is_approved(planned):
    found = planned()
    with pytest.raises((NotAllowed, RuleBroken)):
        commands.start_experiment(found.owner, found, checklist_done=True)


def test_an_experiment_whose_last_day_has_passed_does_not_start(approved):
    found = approved(starts_on=today() - timedelta(days=20), ends_on=today() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="last day has passed"):
        commands.start_experiment(found.owner, found, checklist_done=True)


def test_the_start_seals_the_plan(running):
    found = running()
    assert found.sealed["target"] == 0.68
    assert found.sealed["arms"] == ["Today", "Phone label"]
    assert found.seal == sealing.seal_of(found.sealed)
    assert sealing.is_intact(found)


def test_a_sealed_plan_is_not_changed(running, plan):
    found = running()
    with pytest.raises(RuleBroken, match="sealed"):
        commands.change_plan(found.owner, found, **plan(found.owner, target=0.63))


@pytest.mark.parametrize(
    "change", [{"seal": "0" * 64}, {"sealed": {"target": 0.1}}, {"sealed_at": None, "state": "planned"}]
)
def test_the_database_itself_refuses_to_break_a_seal(running, change):
    found = running()
    with pytest.raises(DBAPIError, match="sealed hypothesis stays"):
        db.session.execute(sa.update(Experiment).where(Experiment.id == found.id).values(**change))


def test_a_plan_changed_behind_the_seal_is_found_out(running):
    found = running()
    db.session.execute(sa.update(Experiment).where(Experiment.id == found.id).values(target=0.5))
    db.session.expire_all()
    assert not sealing.is_intact(found)


def test_a_seal_from_before_plans_could_say_more_stays_valid(approved):
    found = approved()
    commands.start_experiment(found.owner, found, checklist_done=True)
    later = (
        "measures",
        "weights",
        "treated_from",
        "switch_on",
        "stop_rules",
        "seed",
        "allocation",
        "spread",
        "traffic",
    )
    found.sealed = {name: value for name, value in sealing.plan_of(found).items() if name not in later}
    found.seal = sealing.seal_of(found.sealed)
    assert sealing.is_intact(found)


def test_an_experiment_starts_once_even_when_two_press_at_once(approved, at_once):
    found = approved()
    experiment_id, owner_id = found.id, found.owner_id

    def start():
        owner = db.session.get_one(Person, owner_id)
        commands.start_experiment(owner, db.session.get_one(Experiment, experiment_id), checklist_done=True)

    outcomes = at_once([start, start])
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "RuleBroken"]


# Measurements.


def amounts(experiment):
    query = sa.select(Measurement.arm_id, Measurement.amount).where(Measurement.experiment_id == experiment.id)
    return {tuple(row) for row in db.session.execute(query)}


def test_team_owner_and_leader_record_measurements(running, leader_of, arm_ids):
    helper = factories.person()
    found = running(member_ids=[helper.id])
    for place, person in enumerate((helper, found.owner, leader_of(found.idea))):
        rows = [(arm_ids(found)[0], today() - timedelta(days=place), 5, 10, None)]
        assert commands.record_measurements(person, found, rows=rows) == 1


def test_others_record_nothing(running, arm_ids):
    found = running()
    with pytest.raises(NotAllowed):
        commands.record_measurements(found.idea.author, found, rows=[(arm_ids(found)[0], today(), 5, 10, None)])


def corrections_of(experiment):
    found = queries.corrections(experiment)
    return [(one.arm, one.before, one.after, one.reason, one.by and one.by.id) for one in found]


def test_a_correction_replaces_the_day_and_keeps_what_it_was_who_and_why(measured, arm_ids):
    found = measured()
    control, helper = arm_ids(found)[0], found.owner
    commands.record_measurements(helper, found, rows=[(control, today(), 320, 500, None)], reason="Read a row too high")
    keep()
    assert (control, 320) in amounts(found)
    assert len(amounts(found)) == 3  # the other days and the other arm stand as they were
    assert corrections_of(found) == [("Today", "310 of 500", "320 of 500", "Read a row too high", helper.id)]


def test_a_day_entered_by_mistake_is_taken_out_and_what_it_was_is_kept(measured, arm_ids):
    found = measured()
    cell = (arm_ids(found)[0], today())
    commands.record_measurements(found.owner, found, rows=[], taken_out=[cell], reason="The till was closed")
    keep()
    left = sa.select(sa.func.count()).where(Measurement.arm_id == cell[0])
    assert db.session.scalar(left) == 2
    assert corrections_of(found) == [("Today", "310 of 500", "", "The till was closed", found.owner_id)]


@pytest.mark.parametrize("reason", ["", "  "])
def test_recorded_numbers_do_not_change_without_a_reason(measured, arm_ids, reason):
    found = measured()
    control = arm_ids(found)[0]
    for change in ({"rows": [(control, today(), 320, 500, None)]}, {"rows": [], "taken_out": [(control, today())]}):
        with pytest.raises(BadInput, match="Say why") as refusal:
            commands.record_measurements(found.owner, found, **change, reason=reason)
        assert refusal.value.field == "reason"
    assert (control, 310) in amounts(found)


def test_numbers_sent_again_as_they_stand_change_nothing_and_need_no_reason(measured, leader_of, arm_ids):
    found = measured()
    leader, rows = leader_of(found.idea), [(arm_ids(found)[0], today(), 310, 500, None)]
    assert commands.record_measurements(leader, found, rows=rows) == 0
    keep()
    entered = sa.select(Measurement.entered_by_id).where(Measurement.arm_id == rows[0][0])
    assert leader.id not in set(db.session.scalars(entered))
    assert corrections_of(found) == []


def test_a_new_day_beside_a_correction_is_told_apart_from_it(measured, arm_ids):
    found = measured()
    control = arm_ids(found)[0]
    rows = [(control, today(), 320, 500, None), (control, today() - timedelta(days=5), 300, 500, None)]
    assert commands.record_measurements(found.owner, found, rows=rows, reason="Misread") == 2
    keep()
    facts = sa.select(JournalEntry.name).where(JournalEntry.name.startswith("Measurements"))
    names = list(db.session.scalars(facts.order_by(JournalEntry.id)))
    assert names == ["MeasurementsRecorded", "MeasurementsRecorded", "MeasurementsCorrected"]
    assert [one[1:3] for one in corrections_of(found)] == [("310 of 500", "320 of 500")]


def test_a_mean_keeps_the_spread_that_was_typed_and_a_new_spread_is_a_correction(running, arm_ids):
    found = running(metric_kind=MetricKind.MEAN, unit="min", direction=Direction.DOWN, baseline=6.5, target=5.5)
    control = arm_ids(found)[0]
    commands.record_measurements(found.owner, found, rows=[(control, today(), 652.55, 148, 2.1)])
    commands.record_measurements(found.owner, found, rows=[(control, today(), 652.55, 148, 1.2)], reason="Typing slip")
    keep()
    assert db.session.scalars(sa.select(Measurement.spread)).all() == [1.2]
    ((_, before, after, _, _),) = corrections_of(found)
    assert plain(before) == "652.55 min in 148, spread 2.1 min"
    assert plain(after) == "652.55 min in 148, spread 1.2 min"


@pytest.fixture
def concluded(measured, leader_of):
    """`concluded()`: an experiment with its decision."""

    def make():
        found = measured()
        leader, scale = leader_of(found.idea), Conclusion.SCALE
        commands.conclude_experiment(leader, found, conclusion=scale, lesson="Yes.", spent_cents=0)
        keep()
        return found

    return make


def test_a_concluded_experiment_takes_no_numbers_and_gives_none_back(concluded, arm_ids):
    found = concluded()
    control = arm_ids(found)[0]
    for change in ({"rows": [(control, today(), 320, 500, None)]}, {"rows": [], "taken_out": [(control, today())]}):
        with pytest.raises(RuleBroken, match="its numbers stay as they were"):
            commands.record_measurements(found.owner, found, **change, reason="Later")


@pytest.mark.parametrize(
    "statement",
    [
        lambda arm: sa.update(Measurement).where(Measurement.arm_id == arm).values(amount=1),
        lambda arm: sa.delete(Measurement).where(Measurement.arm_id == arm),
    ],
)
def test_the_database_itself_keeps_the_numbers_of_a_concluded_experiment(concluded, arm_ids, statement):
    found = concluded()
    with pytest.raises(DBAPIError, match="stay as they are"):
        db.session.execute(statement(arm_ids(found)[0]))


def test_the_database_itself_takes_no_further_numbers_into_a_concluded_experiment(concluded, arm_ids):
    found = concluded()
    about = {"experiment_id": found.id, "entered_by_id": found.owner_id, "entered_at": now()}
    day = {"arm_id": arm_ids(found)[0], "day": today() - timedelta(days=8), "amount": 1, "base": 2}
    with pytest.raises(DBAPIError, match="stay as they are"):
        db.session.execute(sa.insert(Measurement).values(**about, **day))


def test_two_who_correct_one_day_at_once_both_stand_in_its_history(measured, arm_ids, at_once):
    found = measured()
    experiment_id, people, control = found.id, (found.owner_id, found.idea.area.leader_id), arm_ids(found)[0]

    def correct(person_id, amount):
        def work():
            person, experiment = db.session.get_one(Person, person_id), db.session.get_one(Experiment, experiment_id)
            rows = [(control, today(), amount, 500, None)]
            return commands.record_measurements(person, experiment, rows=rows, reason=f"To {amount}")

        return work

    assert at_once([correct(people[0], 311), correct(people[1], 312)]) == [1, 1]
    later, first = corrections_of(db.session.get_one(Experiment, experiment_id))
    assert first[1] == "310 of 500"
    assert later[1] == first[2]
    assert (control, float(later[2].split()[0])) in amounts(found)


def test_a_day_taken_out_by_two_at_once_is_taken_out_once(measured, arm_ids, at_once):
    found = measured()
    experiment_id, owner_id, cell = found.id, found.owner_id, (arm_ids(found)[0], today())

    def work():
        person, experiment = db.session.get_one(Person, owner_id), db.session.get_one(Experiment, experiment_id)
        return commands.record_measurements(person, experiment, rows=[], taken_out=[cell], reason="Closed")

    assert sorted(at_once([work, work])) == [0, 1]
    assert len(corrections_of(db.session.get_one(Experiment, experiment_id))) == 1


def test_two_leaders_at_once_conclude_once_and_the_other_reads_that_it_is_over(measured, leader_of, at_once):
    found = measured()
    experiment_id, leader_id = found.id, leader_of(found.idea).id
    deputy = factories.person()
    span = {"starts_on": today(), "ends_on": today()}
    factories.save(Deputy(area_id=found.idea.area_id, person_id=deputy.id, **span))

    def conclude(person_id, conclusion):
        def work():
            person, experiment = db.session.get_one(Person, person_id), db.session.get_one(Experiment, experiment_id)
            words = {"conclusion": conclusion, "lesson": conclusion.label, "departure": "Too dear."}
            commands.conclude_experiment(person, experiment, **words, spent_cents=0)
            return conclusion

        return work

    answers = at_once([conclude(leader_id, Conclusion.SCALE), conclude(deputy.id, Conclusion.STOP)])
    (refused,) = (answer for answer in answers if isinstance(answer, RuleBroken))
    (won,) = (answer for answer in answers if isinstance(answer, Conclusion))
    assert "over already" in refused.sentence
    assert db.session.get_one(Experiment, experiment_id).lesson == won.label


def test_a_conclusion_and_another_round_at_once_leave_one_of_them(measured, leader_of, at_once):
    found = measured(budget_cents=200_000)
    experiment_id, leader_id = found.id, leader_of(found.idea).id

    def decide(act):
        return lambda: act(db.session.get_one(Person, leader_id), db.session.get_one(Experiment, experiment_id)).id

    def stop(person, experiment):
        lesson = "Enough."
        return commands.conclude_experiment(
            person, experiment, conclusion=Conclusion.SCALE, lesson=lesson, spent_cents=0
        )

    def again(person, experiment):
        return commands.open_next_round(person, experiment, change="Larger.", lesson="Small.", spent_cents=0)

    answers = at_once([decide(stop), decide(again)])
    assert sum(isinstance(answer, RuleBroken) for answer in answers) == 1
    rounds = db.session.scalar(sa.select(sa.func.count()).where(Experiment.idea_id == found.idea_id))
    assert rounds == (1 if isinstance(answers[1], RuleBroken) else 2)
    assert list(broken()) == []


def test_nothing_is_kept_when_one_row_is_wrong(running, arm_ids):
    found = running()
    control, variant = arm_ids(found)
    with pytest.raises(BadInput, match="larger than the second"):
        commands.record_measurements(
            found.owner, found, rows=[(control, today(), 5, 10, None), (variant, today(), 11, 10, None)]
        )
    assert amounts(found) == set()


@pytest.mark.parametrize(("offset", "words"), [(1, "not come yet"), (-11, "runs from")])
def test_a_day_outside_the_experiment_or_in_the_future_is_refused(running, arm_ids, offset, words):
    found = running()
    with pytest.raises(BadInput, match=words):
        commands.record_measurements(
            found.owner, found, rows=[(arm_ids(found)[0], today() + timedelta(days=offset), 5, 10, None)]
        )


def test_an_arm_of_another_experiment_is_refused(running, arm_ids):
    found, other = running(), running()
    with pytest.raises(BadInput, match="no such arm"):
        commands.record_measurements(found.owner, found, rows=[(arm_ids(other)[0], today(), 5, 10, None)])


def test_a_planned_experiment_records_nothing(approved, arm_ids):
    found = approved()
    with pytest.raises(RuleBroken, match="while the experiment is running"):
        commands.record_measurements(found.owner, found, rows=[(arm_ids(found)[0], today(), 5, 10, None)])


# The decision.


def test_concluding_keeps_the_sentence_and_returns_what_was_not_spent(measured, leader_of):
    found = measured(budget_cents=200_000)
    commands.conclude_experiment(
        leader_of(found.idea), found, conclusion=Conclusion.SCALE, lesson="Phones first.", spent_cents=150_000
    )
    keep()
    assert (found.state, found.conclusion) == (ExperimentState.CONCLUDED, Conclusion.SCALE)
    assert plain(found.result).startswith("First-contact resolution rose by 8.0 points (95 % interval 1.9 to 14.1)")
    assert found.idea.place is Place.REWARD
    assert reserved(found.idea) == 150_000


@pytest.mark.parametrize(("fields", "field"), [({"lesson": " "}, "lesson"), ({"spent_cents": 200_001}, "spent")])
def test_a_conclusion_needs_a_lesson_and_money_within_the_budget(measured, leader_of, fields, field):
    found = measured(budget_cents=200_000)
    words = {"conclusion": Conclusion.STOP, "lesson": "It does not help.", "spent_cents": 0} | fields
    with pytest.raises(BadInput) as refusal:
        commands.conclude_experiment(leader_of(found.idea), found, **words)
    assert refusal.value.field == field


def test_an_experiment_without_data_is_not_concluded(running, leader_of):
    found = running()
    with pytest.raises(RuleBroken, match="at least one day"):
        commands.conclude_experiment(
            leader_of(found.idea), found, conclusion=Conclusion.STOP, lesson="Nothing.", spent_cents=0
        )


def test_the_owner_alone_does_not_conclude(measured):
    found = measured()
    with pytest.raises(NotAllowed):
        commands.conclude_experiment(found.owner, found, conclusion=Conclusion.SCALE, lesson="Good.", spent_cents=0)


def test_the_next_round_takes_over_the_plan_and_what_is_left_of_the_money(measured, leader_of):
    found = measured(budget_cents=200_000)
    following = commands.open_next_round(
        leader_of(found.idea), found, change="Larger print.", lesson="Too small to read.", spent_cents=50_000
    )
    keep()
    assert (found.conclusion, found.state) == (Conclusion.ITERATE, ExperimentState.CONCLUDED)
    assert (following.round, following.state, following.budget_cents) == (2, ExperimentState.PLANNED, 150_000)
    assert [arm.name for arm in following.arms] == ["Today", "Phone label"]
    assert following.ends_on - following.starts_on == found.ends_on - found.starts_on
    assert (found.idea.place, reserved(found.idea)) == (Place.EXPERIMENT, 200_000)


def test_the_next_round_runs_like_the_first(measured, leader_of):
    found = measured(budget_cents=200_000)
    leader = leader_of(found.idea)
    second = commands.open_next_round(
        leader, found, change="Larger print.", lesson="Too small to read.", spent_cents=50_000
    )
    keep()
    commands.start_experiment(second.owner, second, checklist_done=True)
    commands.record_measurements(second.owner, second, rows=[(arm.id, today(), 30, 50, None) for arm in second.arms])
    commands.conclude_experiment(
        leader, second, conclusion=Conclusion.STOP, lesson="No difference.", spent_cents=100_000
    )
    keep()
    assert reserved(found.idea) == 150_000


def test_declining_after_a_round_keeps_only_what_was_spent_reserved(measured, leader_of):
    found = measured(budget_cents=200_000)
    leader = leader_of(found.idea)
    commands.open_next_round(leader, found, change="Larger print.", lesson="Too small.", spent_cents=50_000)
    keep()
    move(leader, found.idea, "decline", reason="Enough.", reason_code="too_costly")
    keep()
    assert reserved(found.idea) == 50_000


def test_numbers_that_cross_the_conclusion_are_in_its_sentence_or_refused(measured, at_once):
    found = measured()
    experiment_id, owner_id, leader_id = found.id, found.owner_id, found.idea.area.leader_id
    variant_id = next(arm.id for arm in found.arms if not arm.is_control)

    def record():
        owner = db.session.get_one(Person, owner_id)
        row = (variant_id, today() - timedelta(days=5), 0, 500, None)
        commands.record_measurements(owner, db.session.get_one(Experiment, experiment_id), rows=[row])

    def conclude():
        leader = db.session.get_one(Person, leader_id)
        commands.conclude_experiment(
            leader,
            db.session.get_one(Experiment, experiment_id),
            conclusion=Conclusion.SCALE,
            lesson="Enough.",
            departure="The numbers of one day may change what they say.",
            spent_cents=0,
        )

    recorded, concluded = at_once([record, conclude])
    assert concluded is None
    assert recorded is None or isinstance(recorded, RuleBroken)
    result = db.session.get_one(Experiment, experiment_id).result
    assert ("rose by 8.0 points" in plain(result)) is (recorded is not None)


def test_an_arm_belongs_to_one_experiment_under_one_name(running):
    found = running()
    db.session.add(Arm(experiment_id=found.id, name="Today", is_control=False, position=2))
    with pytest.raises(DBAPIError):
        db.session.flush()


# Decisions on what has changed meanwhile.


def test_a_decision_on_an_earlier_round_does_not_end_the_present_one(measured, leader_of):
    first = measured()
    leader = leader_of(first.idea)
    second = commands.open_next_round(leader, first, change="Larger print.", lesson="Too small.", spent_cents=0)
    keep()
    commands.start_experiment(second.owner, second, checklist_done=True)
    commands.record_measurements(second.owner, second, rows=[(arm.id, today(), 30, 50, None) for arm in second.arms])
    keep()
    with pytest.raises(RuleBroken, match="round is over"):
        commands.conclude_experiment(leader, first, conclusion=Conclusion.STOP, lesson="Old.", spent_cents=0)
    with pytest.raises(RuleBroken, match="round is over"):
        commands.open_next_round(leader, first, change="Old.", lesson="Old.", spent_cents=0)
    assert (first.lesson, second.state) == ("Too small.", ExperimentState.RUNNING)


def test_a_plan_that_changed_while_its_owner_read_it_is_not_sealed_unseen(approved, leader_of, plan):
    found = approved()
    read = found.version
    arms = {"arms": ["Today", "Text message"], "budget_cents": found.budget_cents}
    commands.change_plan(leader_of(found.idea), found, **plan(found.owner, **arms))
    keep()
    with pytest.raises(RuleBroken, match="changed the plan"):
        commands.start_experiment(found.owner, found, checklist_done=True, version=read)
    commands.start_experiment(found.owner, found, checklist_done=True, version=found.version)
    assert found.state is ExperimentState.RUNNING


def test_a_conclusion_on_what_has_changed_meanwhile_is_refused(measured, leader_of):
    found = measured()
    leader, read = leader_of(found.idea), found.idea.version - 1
    for decide in (
        lambda: commands.conclude_experiment(
            leader, found, conclusion=Conclusion.SCALE, lesson="Fine.", spent_cents=0, version=read
        ),
        lambda: commands.open_next_round(leader, found, change="More.", lesson="Fine.", spent_cents=0, version=read),
    ):
        with pytest.raises(RuleBroken, match="has changed since you opened the page"):
            decide()


def test_verify_finds_a_promise_that_was_changed_after_the_seal(running):
    found = running()
    assert list(broken()) == []
    db.session.execute(sa.update(Experiment).values(target=0.63, version=Experiment.version))
    db.session.expire_all()
    assert list(broken()) == [f"Experiment {found.id} does not say what it said when it was sealed."]
    db.session.rollback()
