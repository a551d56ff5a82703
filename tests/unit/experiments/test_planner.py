"""The planner in words: each sentence says what the statistics found, and nothing rounds in its own favour."""

from dataclasses import replace
from datetime import date

import pytest

from innovate.experiments import choosing, planner
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind, UnitKind
from innovate.experiments.planner import Sketch
from innovate.experiments.statistics import power

SHARE = Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.7)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5)
RATE = Metric("calls", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 85)
SKETCH = Sketch(
    Design.PARALLEL,
    SHARE,
    baseline=0.7,
    effect=2.0,
    traffic=120.0,
    starts_on=date(2026, 1, 5),
    ends_on=date(2026, 2, 1),
)
TEAMS = tuple(date(2026, 1, 12 + 7 * (team // 2)) for team in range(6))


def question(sketch):
    found = sketch.question
    assert found is not None
    return found


def said(sketch):
    return " ".join(planner.answer(sketch).sentences).replace("\u00a0", " ")


def test_it_says_what_the_planned_days_can_show_and_what_is_missing():
    words = said(SKETCH)
    assert words.startswith("With 120 cases a day in both groups together, 28 days can show a difference of 4.4 points")
    assert "To see the 2 points that you want you need 135 days, or 580 cases a day." in words
    assert "80 are usual" in words


@pytest.mark.parametrize(
    "sketch",
    [
        SKETCH,
        replace(SKETCH, metric=MEAN, baseline=6.5, effect=0.5, spread=4.5),
        replace(SKETCH, metric=RATE, baseline=85.0, effect=12.0, traffic=1.2),
        replace(SKETCH, weights=(2.0, 1.0, 1.0)),
    ],
)
def test_what_it_promises_is_found_as_often_as_it_says(sketch):
    asked, found = question(sketch), planner.answer(sketch)
    if found.is_enough:
        assert power.power_at(asked, sketch.traffic, sketch.days) >= power.POWER
    else:
        assert power.power_at(asked, sketch.traffic, sketch.days) < power.POWER
        assert found.days_needed is not None
        assert power.power_at(asked, sketch.traffic, found.days_needed) >= power.POWER


@pytest.mark.parametrize("drawn", UnitKind)
def test_it_says_that_drawing_teams_people_or_days_takes_longer_than_customers_one_by_one(drawn):
    (words,) = planner.answer(replace(SKETCH, drawn=drawn)).problems
    assert "which is not allowed for" in words
    assert planner.answer(SKETCH).problems == ()
    before_after = replace(SKETCH, design=Design.BEFORE_AFTER)
    assert planner.answer(replace(before_after, drawn=drawn)).problems == planner.answer(before_after).problems


def test_a_plan_of_two_years_that_is_long_enough_is_not_called_too_long():
    found = planner.answer(replace(SKETCH, effect=1.0, ends_on=date(2027, 12, 31)))
    assert found.is_enough
    assert found.problems == ()


def test_the_days_that_would_be_enough_are_whole_weeks_and_end_on_a_day():
    found = planner.answer(SKETCH)
    assert (found.days_needed, found.ends_on) == (140, date(2026, 5, 24))
    assert "Let it run for 20 weeks." in found.helps


def test_a_smallest_effect_is_never_rounded_down():
    smallest = power.smallest_effect(question(SKETCH), 120.0, 28)
    assert smallest is not None
    assert smallest * 100 <= 4.4


def test_enough_days_need_no_help():
    found = planner.answer(replace(SKETCH, effect=8.0))
    assert found.is_enough
    assert found.helps == ()
    assert "That is enough for the 8" in found.sentences[1]


def test_the_better_direction_decides_on_which_side_the_effect_is():
    assert question(SKETCH).effect == pytest.approx(0.02)
    assert question(replace(SKETCH, metric=RATE, baseline=85.0, effect=10.0)).effect == pytest.approx(-0.1)
    assert question(replace(SKETCH, metric=MEAN, baseline=6.5, effect=0.5, spread=4.0)).effect == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("gap", "asked"),
    [
        ({"metric": None}, "the metric"),
        ({"baseline": None}, "where it stands today"),
        ({"effect": None}, "the smallest effect worth having"),
        ({"traffic": None}, "how much a day brings"),
        ({"metric": MEAN, "baseline": 6.5, "spread": None}, "how much single values spread"),
        ({"ends_on": date(2026, 1, 1)}, "a first and a last day within two years"),
        ({"ends_on": date(9999, 12, 31)}, "a first and a last day within two years"),
        ({"starts_on": date(9999, 12, 31), "ends_on": date(9999, 12, 31)}, "a first and a last day within two years"),
    ],
)
def test_it_says_what_it_has_to_be_told_first(gap, asked):
    found = planner.answer(replace(SKETCH, **gap))
    assert found.missing == f"Give {asked}, and you read here how long it has to run."
    assert found.sentences == ()


def test_a_change_after_the_last_day_is_no_day_to_compute_with():
    late = replace(SKETCH, design=Design.BEFORE_AFTER, switch_on=date(9999, 12, 31))
    assert question(late).before is None


@pytest.mark.parametrize(
    ("changed", "problem", "help_"),
    [
        ({"effect": 40.0}, "it cannot move that far", None),
        ({"design": Design.STEPPED, "weights": (1.0,) * 3}, "at least 4 teams", "Add teams"),
        (
            {"design": Design.STEPPED, "weights": (1.0,) * 6, "begins": (date(2026, 1, 12),) * 6},
            "two different days",
            None,
        ),
        ({"traffic": 0.5, "effect": 1.0}, "cannot answer its question within a year", "more customers"),
        (
            {"design": Design.BEFORE_AFTER, "switch_on": date(2026, 1, 7), "effect": 6.0},
            "2 days before the change are too few",
            "two groups on the same days",
        ),
    ],
)
def test_a_test_that_cannot_answer_says_so_and_what_would_help(changed, problem, help_):
    found = planner.answer(replace(SKETCH, **changed))
    assert not found.is_enough
    assert any(problem in one for one in found.problems), found.problems
    assert help_ is None or any(help_ in one for one in found.helps), found.helps


def test_a_plan_that_is_wrong_in_itself_is_not_helped_by_another_metric():
    found = planner.answer(replace(SKETCH, effect=40.0))
    assert found.problems
    assert found.helps == ()


def test_no_test_is_promised_to_find_an_effect_always():
    assert "more than 99 of 100 such tests would find it" in said(replace(SKETCH, traffic=9000.0))


def test_what_a_day_brings_on_average_has_no_more_digits_than_an_average():
    assert said(replace(SKETCH, traffic=29.14)).startswith("With 29 cases a day")
    assert said(replace(SKETCH, traffic=0.4286)).startswith("With 0.43 cases a day")


def test_fewer_groups_are_suggested_where_several_need_too_long():
    found = planner.answer(replace(SKETCH, weights=(1.0, 1.0, 1.0), effect=5.0))
    assert any("with two groups 21 days are enough" in one for one in found.helps), found.helps


def test_a_stepped_rollout_counts_its_teams_and_steps():
    asked = question(replace(SKETCH, design=Design.STEPPED, weights=(1.0,) * 6, begins=TEAMS))
    assert (asked.teams, asked.steps) == (6, 3)


def test_before_and_after_counts_the_days_before_the_change():
    sketch = replace(SKETCH, design=Design.BEFORE_AFTER, switch_on=date(2026, 1, 19))
    assert question(sketch).before == 14


def test_the_curve_goes_as_far_as_the_planned_days():
    found = planner.answer(replace(SKETCH, traffic=9000.0, ends_on=date(2026, 12, 31)))
    assert found.curve is not None
    assert found.curve.rows[-1].name == "361"


def test_the_curve_meets_what_is_wanted_on_the_day_that_the_words_name():
    curve = planner.answer(SKETCH).curve
    assert curve is not None
    assert "2 points is within reach from day 135 on" in curve.description.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("answers", "design"),
    [
        ((True, True, True), Design.PARALLEL),
        ((False, True, True), Design.STEPPED),
        ((False, False, True), Design.BEFORE_AFTER),
    ],
)
def test_the_strongest_design_that_the_answers_allow_is_suggested(answers, design):
    found = choosing.suggest(*answers)
    assert found is not None
    assert found.design is design


def test_no_answer_is_no_suggestion():
    assert choosing.suggest(can_split=False, can_step=False, has_history=False) is None


def test_every_design_says_what_it_can_show_and_what_not():
    assert {one.design for one in choosing.EXPLAINED} == set(Design)
    assert all("can" in one.shows and one.weakness for one in choosing.EXPLAINED)
