"""The plan in full: what else is measured, the shares of the arms, the days of the teams, and the next round's copy."""

from datetime import timedelta

import pytest

from innovate.accounts.models import Person
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.experiments import commands, planning
from innovate.experiments.models import (
    Design,
    Direction,
    LibraryMetric,
    Measure,
    MeasureRole,
    MetricKind,
    UnitKind,
)
from tests import factories
from tests.provisioning.visits import keep

START, END = today() - timedelta(days=10), today() + timedelta(days=10)
MIDDLE = today()


def secondary(**fields):
    return factories.guardrail(role=MeasureRole.SECONDARY, name="customer effort", unit="points", margin=None) | fields


def library_metric(**fields):
    words = {"name": "Handling time", "kind": MetricKind.MEAN, "unit": "min", "direction": Direction.DOWN}
    return factories.save(LibraryMetric(**words | fields))


STEPPED = {
    "design": Design.STEPPED,
    "arms": ["Malmö", "Lund", "Ystad"],
    "treated_from": [START + timedelta(days=7), START + timedelta(days=14), None],
}


def test_a_plan_keeps_all_that_was_typed(planned, app):
    metric, team = library_metric(), factories.team()
    found = planned(
        metric_id=metric.id,
        traffic=120.0,
        weights=[2, 1],
        unit_kind=UnitKind.AGENT,
        decide_on=END + timedelta(days=3),
        team_id=team.id,
        risks="Queues.",
        conditions="No names.",
        stop_rules="Stop at ten complaints.",
        if_better="Roll it out.",
        if_unclear="Two more weeks.",
        if_worse="Go back.",
        measures=[secondary(), factories.guardrail(metric_id=metric.id)],
    )
    db.session.expire_all()
    assert (found.metric_id, found.traffic, found.unit_kind, found.team_id) == (metric.id, 120, UnitKind.AGENT, team.id)
    assert [arm.weight for arm in found.arms] == [2, 1]
    assert (found.decide_on, found.risks, found.conditions) == (END + timedelta(days=3), "Queues.", "No names.")
    assert (found.stop_rules, found.if_better) == ("Stop at ten complaints.", "Roll it out.")
    assert (found.if_unclear, found.if_worse) == ("Two more weeks.", "Go back.")
    assert [(one.name, one.role, one.margin) for one in found.measures] == [
        ("customer effort", MeasureRole.SECONDARY, None),
        ("handling time", MeasureRole.GUARDRAIL, 0.5),
    ]


def test_a_spread_is_kept_of_a_mean_only(planned):
    mean = {"metric_kind": MetricKind.MEAN, "unit": "min", "baseline": 5, "target": 6}
    assert planned(spread=2.5, **mean).spread == 2.5
    assert planned(spread=2.5).spread is None


def test_what_a_changed_plan_does_not_name_stands_empty(planned, plan):
    found = planned(traffic=120.0, measures=[factories.guardrail()], weights=[2, 1], risks="Queues.")
    commands.change_plan(found.owner, found, **plan(found.owner))
    keep()
    assert (found.traffic, found.measures, found.risks) == (None, [], "")
    assert [arm.weight for arm in found.arms] == [1, 1]


def test_measures_can_swap_their_places_and_names(planned, plan):
    found = planned(measures=[secondary(), factories.guardrail()])
    commands.change_plan(found.owner, found, **plan(found.owner, measures=[factories.guardrail(), secondary()]))
    keep()
    assert [one.name for one in found.measures] == ["handling time", "customer effort"]
    assert db.session.query(Measure).filter_by(experiment_id=found.id).count() == 2


def test_measures_that_did_not_change_stay_the_rows_they_were(planned, plan):
    found = planned(measures=[factories.guardrail()])
    before = found.measures[0].id
    commands.change_plan(found.owner, found, **plan(found.owner, target=0.7, measures=[factories.guardrail()]))
    keep()
    assert found.measures[0].id == before


def test_the_day_of_the_change_is_kept_of_before_and_after_only(planned):
    assert planned(design=Design.BEFORE_AFTER, switch_on=MIDDLE).switch_on == MIDDLE
    assert planned(switch_on=MIDDLE).switch_on is None


def test_a_stepped_rollout_knows_when_each_team_begins_and_has_no_control(planned):
    found = planned(**STEPPED)
    assert [arm.treated_from for arm in found.arms] == STEPPED["treated_from"]
    assert not any(arm.is_control for arm in found.arms)


def test_a_stepped_rollout_without_days_keeps_its_first_arm_as_the_control(planned):
    found = planned(design=Design.STEPPED)
    assert [arm.is_control for arm in found.arms] == [True, False]


WRONG = [
    ("measures-0-name", {"measures": [factories.guardrail(name=" ")]}, "what is measured"),
    ("measures-0-name", {"measures": [factories.guardrail(name="First-Contact Resolution")]}, "measured already"),
    ("measures-1-name", {"measures": [factories.guardrail(), secondary(name="Handling time")]}, "measured already"),
    ("measures-0-margin", {"measures": [factories.guardrail(margin=None)]}, "how much worse"),
    ("measures-0-margin", {"measures": [factories.guardrail(margin=-1)]}, "above zero"),
    (
        "measures-0-margin",
        {"measures": [factories.guardrail(kind=MetricKind.SHARE, baseline=0.5, margin=1.5)]},
        "less than 100",
    ),
    (
        "measures-0-baseline",
        {"measures": [factories.guardrail(kind=MetricKind.SHARE, margin=0.1)]},
        "between 0 and 100",
    ),
    ("measures", {"measures": [factories.guardrail(name=f"metric {n}") for n in range(11)]}, "10 further"),
    ("metric_id", {"metric_id": 999_999}, "library"),
    ("metric_id", {"measures": [factories.guardrail(metric_id=999_999)]}, "library"),
    ("team_id", {"team_id": 999_999}, "no such team"),
    ("traffic", {"traffic": 0}, "above zero"),
    ("traffic", {"traffic": float("nan")}, "above zero"),
    ("spread", {"spread": -1}, "above zero"),
    ("arms", {"weights": [1]}, "each arm its share"),
    ("arms-1-weight", {"weights": [1, 0]}, "above zero"),
    ("arms", {"arms": [f"Arm {n}" for n in range(21)]}, "20 arms"),
    ("arms-1-name", {"arms": ["Today", "x" * 61]}, "60 characters"),
    ("switch_on", {"design": Design.BEFORE_AFTER, "switch_on": START}, "there is a before"),
    ("switch_on", {"design": Design.BEFORE_AFTER, "switch_on": END + timedelta(days=1)}, "there is a before"),
    ("decide_on", {"decide_on": END - timedelta(days=1)}, "not before it"),
    ("arms", STEPPED | {"treated_from": [MIDDLE]}, "each team when"),
    ("arms", STEPPED | {"treated_from": [MIDDLE] * 3}, "nothing to compare"),
    ("arms-2-treated_from", STEPPED | {"treated_from": [None, MIDDLE, END + timedelta(days=1)]}, "first and the last"),
    ("risks", {"risks": "x" * 2001}, "2,000 characters"),
]


@pytest.mark.parametrize(("field", "fields", "words"), WRONG)
def test_a_plan_that_cannot_be_says_so_at_the_field(in_review, leader_of, plan, field, fields, words):
    idea = in_review()
    with pytest.raises(BadInput, match=words) as refusal:
        commands.plan_experiment(leader_of(idea), idea, **plan(**fields))
    assert refusal.value.field == field


def test_a_copy_of_a_plan_is_that_plan(planned, leader_of, in_review, app):
    found = planned(
        **STEPPED,
        measures=[factories.guardrail(), secondary()],
        traffic=40.0,
        decide_on=END,
        risks="Queues.",
        if_worse="Go back.",
    )
    idea = in_review()
    second = commands.plan_experiment(leader_of(idea), idea, **planning.copied(found))
    assert planning.copied(second) == planning.copied(found)


def test_the_next_round_moves_every_day_along(planned):
    found = planned(design=Design.BEFORE_AFTER, switch_on=MIDDLE, decide_on=END + timedelta(days=3))
    later = timedelta(days=30)
    plan = planning.copied(found, starts_on=START + later)
    assert (plan["starts_on"], plan["ends_on"]) == (START + later, END + later)
    assert (plan["switch_on"], plan["decide_on"]) == (MIDDLE + later, END + timedelta(days=3) + later)


def test_a_shorter_next_round_drops_the_days_that_no_longer_fit(planned):
    found = planned(**STEPPED, decide_on=END)
    plan = planning.copied(found, starts_on=END, ends_on=END + timedelta(days=9))
    assert plan["treated_from"] == [END + timedelta(days=7), None, None]
    assert plan["decide_on"] is not None
    assert plan["decide_on"] >= plan["ends_on"]


def test_the_next_round_takes_guardrails_and_shares_over(measured, leader_of):
    found = measured(measures=[factories.guardrail()], weights=[3, 1], team_id=factories.team().id)
    leader = db.session.get_one(Person, leader_of(found.idea).id)
    following = commands.open_next_round(leader, found, change="Smaller.", lesson="Too big.", spent_cents=0)
    assert [one.name for one in following.measures] == ["handling time"]
    assert [arm.weight for arm in following.arms] == [3, 1]
    assert following.team_id == found.team_id
