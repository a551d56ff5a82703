"""From the recorded rows to the read-out: every measure, every design, and what was promised."""

import random
from datetime import timedelta

import pytest

from innovate.core.clock import today
from innovate.experiments import commands, results
from innovate.experiments.measuring import Row
from innovate.experiments.models import Design, Direction, MeasureRole, MetricKind
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

GUARDRAIL = {
    "role": MeasureRole.GUARDRAIL,
    "name": "handling time",
    "kind": MetricKind.MEAN,
    "unit": "min",
    "direction": Direction.DOWN,
    "margin": 0.3,
}
SECONDARY = GUARDRAIL | {"role": MeasureRole.SECONDARY, "name": "talking time", "margin": None}


def record(experiment, numbers, days, measure_id=None):
    """The same numbers of each arm on each of these days back from today."""
    rows = [
        Row(arm.id, today() - timedelta(days=back), amount, base, spread, measure_id)
        for arm, (amount, base, spread) in zip(experiment.arms, numbers, strict=True)
        for back in days
    ]
    commands.record_measurements(experiment.owner, experiment, rows=rows)
    keep()


def test_every_measure_is_read_with_its_own_numbers(measured):
    found = measured(measures=[GUARDRAIL, SECONDARY])
    guardrail, secondary = found.measures
    record(found, [(650, 100, 2.0), (651, 100, 2.0)], range(3), guardrail.id)
    record(found, [(650, 100, 0.5), (500, 100, 0.5)], range(3), secondary.id)
    reading = results.reading_of(found)
    assert reading is not None
    assert reading.main.estimate == pytest.approx(0.08)
    assert [(one.name, one.margin) for one in reading.guardrails] == [("handling time", 0.3)]
    assert reading.guardrails[0].comparison.estimate == pytest.approx(0.01)
    assert [one.name for one in reading.secondaries] == ["talking time"]
    assert reading.secondaries[0].comparison.estimate == pytest.approx(-1.5)


def test_a_guardrail_without_numbers_is_not_made_up(measured):
    reading = results.reading_of(measured(measures=[GUARDRAIL]))
    assert reading is not None
    assert reading.guardrails == ()


def test_a_before_and_after_switches_on_its_day(running):
    switch_on = today() - timedelta(days=10)
    found = running(
        design=Design.BEFORE_AFTER,
        arms=["Before", "After"],
        starts_on=today() - timedelta(days=30),
        switch_on=switch_on,
    )
    before, after = found.arms
    chance = random.Random(1)
    rows = [
        Row((after if day >= switch_on else before).id, day, 330 + chance.randint(-3, 3) + 20 * (day >= switch_on), 500)
        for day in (today() - timedelta(days=back) for back in range(30, -1, -1))
    ]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    reading = results.reading_of(found)
    assert reading is not None
    assert reading.main.estimate == pytest.approx(0.04, abs=0.01)
    assert "confounded" in reading.codes
    assert "early_numbers" in reading.codes


def test_a_rollout_takes_the_teams_first_days(running):
    first = today() - timedelta(days=40)
    teams = [f"Team {n}" for n in range(4)]
    treated_from = [first + timedelta(days=10 + 8 * n) for n in range(3)] + [None]
    found = running(
        design=Design.STEPPED,
        arms=teams,
        starts_on=first,
        ends_on=today() + timedelta(days=2),
        treated_from=treated_from,
    )
    chance = random.Random(2)
    rows = [
        Row(arm.id, day, 300 + chance.randint(-4, 4) + 5 * team + 25 * bool(begun and day >= begun), 500)
        for team, (arm, begun) in enumerate(zip(found.arms, treated_from, strict=True))
        for day in (first + timedelta(days=n) for n in range(40))
    ]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    reading = results.reading_of(found)
    assert reading is not None
    assert reading.main.estimate == pytest.approx(0.05, abs=0.01)
    assert "few_clusters" in reading.codes


def test_what_was_amended_stands_beside_the_result_and_tunes_nothing(measured):
    found = measured(traffic=1000.0)
    before = results.terms_of(found).promise
    commands.amend_plan(found.owner, found, reason="A holiday came between.", ends_on=today() + timedelta(days=30))
    keep()
    after = results.terms_of(found).promise
    assert before is not None
    assert after is not None
    assert (before.amendments, after.amendments) == (0, 1)
    assert after.has_moved_end
    assert (after.planned_size, after.tuned_days) == (before.planned_size, before.tuned_days) == (21_000.0, 21)
    reading = results.reading_of(found)
    assert reading is not None
    assert "changed_after_sealing" in reading.codes


def test_the_last_reading_says_nothing_of_days_to_come(measured):
    found = measured()
    running, last = results.reading_of(found), results.reading_of(found, is_last=True)
    assert running is not None
    assert last is not None
    assert running.sentence.startswith("So far: ")
    assert not last.sentence.startswith("So far")


def test_a_list_of_read_outs_takes_two_statements_however_many_there_are(measured):
    one, more = [measured()], [measured(), measured(measures=[GUARDRAIL])]
    assert all(results.readings([*one, *more]).values())  # and they are loaded by now
    with counted() as for_one:
        results.readings(one)
    with counted() as for_three:
        found = results.readings([*one, *more])
    assert len(for_one) == len(for_three) == 2
    assert list(found) == [experiment.id for experiment in (*one, *more)]
