"""The first page of an experiment: what the numbers say, what holds, what is missing and what would stop it."""

import re
from datetime import timedelta

import pytest

from innovate.core.clock import today
from innovate.experiments import commands
from innovate.experiments.measuring import Row
from innovate.experiments.models import Design, MeasureRole, UnitKind
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

TIME = factories.guardrail()
CALLS = {**TIME, "role": MeasureRole.SECONDARY, "name": "call length", "margin": None}


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def record(found, variant, *, days=3, control=(310.0, 500.0, None), measure_id=None):
    """Numbers of both arms for so many days, the last today."""
    first, *others = found.arms
    rows = []
    for back in range(days):
        rows.append(Row(first.id, today() - timedelta(days=back), *control)._replace(measure_id=measure_id))
        rows += [
            Row(arm.id, today() - timedelta(days=back), *variant)._replace(measure_id=measure_id) for arm in others
        ]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()


@pytest.fixture
def page(as_user):
    """`page(experiment)`: its first page in words, as anybody sees it."""
    return lambda found: words(as_user(factories.person()).get(f"/experiments/{found.id}"))


def test_before_the_start_it_shows_the_plan_and_no_numbers(planned, page):
    shown = page(planned(stop_rules="More than ten complaints a day."))
    assert "More than ten complaints a day." in shown
    assert "No read-out yet" not in shown
    assert "Sample" not in shown


def test_a_running_one_without_numbers_says_what_will_stand_here(running, page):
    assert "It stands here as soon as every arm has numbers." in page(running())


def test_it_says_which_interval_this_is_and_how_likely_it_is_better(running, page):
    found = running(starts_on=today() - timedelta(days=15))
    record(found, (350.0, 500.0, None), days=15)
    shown = page(found)
    assert "95 % interval, valid however often you look." in shown
    assert re.search(r"Chance that it is better: (more than )?9\d %", shown)
    assert "A help for reading; the interval decides." in shown


def test_nobody_is_told_a_chance_before_two_weeks(measured, page):
    shown = page(measured())
    assert "95 % interval" in shown
    assert "Chance that it is better" not in shown


def test_a_guardrail_is_drawn_and_said_with_what_it_may_bear(running, page):
    found = running(measures=[TIME])
    record(found, (350.0, 500.0, None))
    record(found, (3010.0, 500.0, 2.0), control=(3000.0, 500.0, 2.0), measure_id=found.measures[0].id)
    shown = page(found)
    assert "Kept" in shown
    assert "may rise by 0.5 min" in shown
    assert "as much worse as we allow" in shown


def test_a_broken_guardrail_is_said_at_the_top_and_among_what_would_stop_it(running, page):
    found = running(measures=[TIME])
    record(found, (350.0, 500.0, None))
    record(found, (4500.0, 500.0, 2.0), control=(3000.0, 500.0, 2.0), measure_id=found.measures[0].id)
    shown = page(found)
    assert "1 guardrail is broken: handling time" in shown
    assert "handling time: worse than we allow" in shown


def test_what_is_measured_beside_without_numbers_yet_is_named(running, page):
    shown = page(running(measures=[TIME, CALLS]))
    assert "not enough numbers yet" in shown
    assert "Measured beside, without enough numbers yet: call length." in shown


def test_groups_of_other_sizes_than_planned_are_said(running, page):
    found = running()
    record(found, (350.0, 500.0, None), control=(620.0, 1000.0, None))
    assert "The groups do not have the sizes that were planned" in page(found)


def test_days_without_numbers_are_named_by_arm(running, page):
    found = running()
    record(found, (350.0, 500.0, None), days=3)
    shown = page(found)
    assert "Days without numbers in 2 arms" in shown
    assert "and 3 more days" in shown


def test_of_before_and_after_each_arm_is_asked_for_its_own_days(running, page):
    switch = today() - timedelta(days=5)
    found = running(design=Design.BEFORE_AFTER, switch_on=switch)
    before, after = found.arms
    rows = [
        Row(before.id if day < switch else after.id, day, 310, 500)
        for day in (today() - timedelta(days=back) for back in range(1, 11))
    ]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    assert "No day is missing" in page(found)


def test_with_several_arms_each_has_its_interval(running, page):
    found = running(arms=["Today", "Phone label", "Printed label"])
    record(found, (350.0, 500.0, None))
    shown = page(found)
    assert "Each arm against the control" in shown
    assert shown.count("Printed label") >= 2


def test_what_is_done_at_the_outcome_that_the_numbers_point_to_is_marked(running, page):
    found = running(if_better="Send it to all shops.", if_worse="Take it back at once.")
    record(found, (380.0, 500.0, None), days=8)
    shown = page(found)
    assert re.search(r"If it is better as it stands Send it to all shops\.", shown)
    assert "If it is worse Take it back at once." in shown


def test_the_page_costs_the_same_for_a_few_numbers_and_for_many(running, as_user):
    first = today() - timedelta(days=40)
    found = running(starts_on=first, arms=[f"Arm {place}" for place in range(4)], measures=[TIME, CALLS])
    visitor = as_user(found.owner)
    record(found, (350.0, 500.0, None), days=2)
    visitor.get(f"/experiments/{found.id}")
    with counted() as few:
        visitor.get(f"/experiments/{found.id}")
    record(found, (3010.0, 500.0, 2.0), days=30, control=(3000.0, 500.0, 2.0), measure_id=found.measures[0].id)
    record(found, (350.0, 500.0, None), days=30)
    with counted() as many:
        visitor.get(f"/experiments/{found.id}")
    assert len(many) == len(few)


def test_where_days_were_drawn_a_day_belongs_to_one_arm_and_is_missing_only_without_any_number(running, page):
    found = running()
    found.unit_kind = UnitKind.DAY
    first, second = found.arms
    days = [today() - timedelta(days=back) for back in range((today() - found.starts_on).days + 1)]
    rows = [Row((first, second)[place % 2].id, day, 31.0 + place % 3, 50.0, None) for place, day in enumerate(days)]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    assert "No day is missing" in page(found)


def test_where_teams_were_drawn_nobody_promises_their_parts_and_the_page_says_that_they_resemble(measured, page):
    found = measured()
    found.unit_kind = UnitKind.TEAM
    keep()
    shown = page(found)
    assert "Chance put whole teams into the groups" in shown
    assert "sizes that were planned" not in shown
