"""The planner, held against statsmodels, and against what its own parts say of each other."""

import math
from dataclasses import replace

import pytest
from statsmodels.stats.power import TTestIndPower

from innovate.experiments.statistics import power
from innovate.experiments.statistics.power import Question, Why

SHARE = Question("share", baseline=0.714, effect=0.03)
MEAN = Question("mean", baseline=4.25, effect=-0.3, spread=3.0)
RATE = Question("rate", baseline=0.0365, effect=-0.15)
BEFORE = Question("share", baseline=0.7, effect=0.05, design="before_after")
STEPPED = Question("mean", baseline=4.0, effect=0.3, spread=3.0, design="stepped", teams=12, steps=3)
EVERY = [
    SHARE,
    MEAN,
    RATE,
    replace(SHARE, weights=(2, 1, 1)),
    replace(RATE, effect=0.3),
    BEFORE,
    replace(MEAN, design="before_after", effect=-0.5),
    replace(RATE, design="before_after", effect=-0.5),
    STEPPED,
    replace(SHARE, design="stepped", teams=8, steps=4),
    replace(RATE, design="stepped", teams=10, steps=5, effect=-0.4),
]


@pytest.mark.parametrize("question", EVERY)
def test_the_days_needed_have_the_power_and_a_week_less_has_not(question):
    days = power.days_needed(question, 300)
    assert days is not None
    assert question.power <= power.power_at(question, 300, days) < question.power + 0.05
    assert power.power_at(question, 300, days - 8) < question.power


@pytest.mark.parametrize("question", EVERY)
def test_the_smallest_effect_of_the_days_needed_is_about_the_effect(question):
    days = power.days_needed(question, 300)
    assert days is not None
    found = power.smallest_effect(question, 300, days)
    assert found is not None
    assert math.copysign(1, found) == math.copysign(1, question.effect)
    assert 0.93 <= found / question.effect <= 1.001
    assert power.power_at(replace(question, effect=found), 300, days) == pytest.approx(question.power, abs=0.01)


@pytest.mark.parametrize("question", EVERY)
def test_the_curve_falls_and_ends_beyond_the_days_needed(question):
    found = power.curve(question, 300)
    needed = power.days_needed(question, 300)
    assert needed is not None
    assert all(days % 7 == 0 for days, _ in found)
    assert found[-1][0] >= min(needed, 358)
    assert len(found) > 6
    sizes = [abs(effect) for days, effect in found if days >= 42]  # before that weekdays come into the model
    assert sizes == sorted(sizes, reverse=True)


def test_the_size_of_a_mean_is_that_of_statsmodels():
    known = TTestIndPower().solve_power(0.1, power=0.9, alpha=0.025, alternative="larger")
    size = power.size_needed(replace(MEAN, power=0.9))
    assert size == pytest.approx(2 * known, rel=2e-3)


def test_the_textbook_example_of_two_shares():
    # Fleiss, Levin and Paik (2003), table A.4: 0.60 against 0.70 at 5 % and power 0.80 needs 356 in each arm.
    size = power.size_needed(Question("share", baseline=0.60, effect=0.10))
    assert size is not None
    assert size / 2 == pytest.approx(356, rel=0.02)


def test_uneven_arms_and_more_arms_need_more():
    even, uneven, three = (
        power.size_needed(replace(SHARE, weights=weights)) for weights in ((1, 1), (4, 1), (1, 1, 1))
    )
    assert even is not None
    assert uneven is not None
    assert three is not None
    assert even < uneven
    assert 1.5 * even < three


def test_several_arms_are_planned_at_their_part_of_the_error():
    assert replace(SHARE, weights=(1, 1, 1)).strictness == pytest.approx(0.975)
    three = power.power_of_size(replace(SHARE, weights=(1, 1, 1)), 3000)
    assert three == power.power_of_size(replace(SHARE, level=0.975), 2000)


def test_designs_over_days_say_their_size_by_the_traffic():
    days = power.days_needed(BEFORE, 300)
    assert days is not None
    assert power.size_needed(BEFORE, 300) == 300 * days
    assert power.size_needed(BEFORE) is None


def test_more_noise_needs_more_days():
    for question, noisier in (
        (BEFORE, replace(BEFORE, overdispersion=3)),
        (BEFORE, replace(BEFORE, autocorrelation=0.6)),
        (STEPPED, replace(STEPPED, correlation=0.05)),
    ):
        quiet, noisy = power.days_needed(question, 300), power.days_needed(noisier, 300)
        assert quiet is not None
        assert noisy is not None
        assert quiet < noisy


def test_more_traffic_does_not_help_where_teams_differ_from_day_to_day():
    assert power.power_at(STEPPED, 10**9, 28) == pytest.approx(power.power_at(STEPPED, 10**10, 28))


def test_before_and_after_cost_four_times_what_two_groups_cost():
    question = replace(MEAN, overdispersion=1, autocorrelation=0)
    together, after = power.days_needed(question, 100), power.days_needed(replace(question, design="before_after"), 100)
    assert together is not None
    assert after is not None
    assert 3.5 < after / together < 5.5  # a trend beside a jump takes three quarters of what is known of it


def test_days_are_made_whole_weeks():
    assert [power.whole_weeks(days) for days in (1, 7, 8, 14)] == [7, 7, 14, 14]


@pytest.mark.parametrize(
    ("question", "traffic", "days", "codes"),
    [
        (SHARE, 300, None, ()),
        (replace(SHARE, effect=0), 300, None, (Why.NO_EFFECT,)),
        (replace(SHARE, baseline=0), 300, None, (Why.BASELINE_IMPOSSIBLE,)),
        (replace(RATE, baseline=0), 300, None, (Why.BASELINE_IMPOSSIBLE,)),
        (replace(SHARE, effect=0.4), 300, None, (Why.TARGET_IMPOSSIBLE,)),
        (replace(RATE, effect=-1.2), 300, None, (Why.TARGET_IMPOSSIBLE,)),
        (replace(MEAN, spread=None), 300, None, (Why.SPREAD_MISSING,)),
        (SHARE, 0, None, (Why.NO_TRAFFIC,)),
        (replace(SHARE, weights=(1, 0)), 300, None, (Why.TOO_FEW_ARMS,)),
        (replace(SHARE, weights=()), 300, None, (Why.TOO_FEW_ARMS,)),
        (replace(STEPPED, teams=3), 300, None, (Why.TOO_FEW_TEAMS,)),
        (replace(STEPPED, teams=5, steps=6), 300, None, (Why.TOO_FEW_TEAMS,)),
        (replace(STEPPED, steps=1), 300, None, (Why.TOO_FEW_STEPS,)),
        (replace(SHARE, effect=0.003), 300, None, (Why.MORE_THAN_A_YEAR,)),
        (SHARE, 300, 14, (Why.TOO_FEW_DAYS,)),
        (replace(BEFORE, before=4), 300, None, (Why.BEFORE_TOO_SHORT,)),
        (Question("share", 0.0004, 0.4), 1, 7, (Why.TOO_FEW_DAYS, Why.TOO_FEW_EVENTS)),
    ],
)
def test_why_a_test_cannot_answer(question, traffic, days, codes):
    assert tuple(reason.code for reason in power.reasons(question, traffic, days)) == codes


def test_a_reason_has_its_numbers():
    (reason,) = power.reasons(SHARE, 300, 14)
    assert reason.numbers["needed"] == power.days_needed(SHARE, 300)
    assert reason.numbers["power"] == power.power_at(SHARE, 300, 14)
    (reason,) = power.reasons(replace(SHARE, effect=0.003), 300)
    assert reason.numbers["days"] > reason.numbers["limit"] == 365


def test_what_cannot_be_has_no_days_no_size_and_no_effect():
    for question in (replace(SHARE, effect=0.4), replace(MEAN, spread=0), replace(STEPPED, teams=2)):
        assert power.days_needed(question, 300) is None
        assert power.size_needed(question, 300) is None
    assert power.smallest_effect(replace(MEAN, spread=0), 300, 28) is None
    assert power.smallest_effect(SHARE, 0, 28) is None
    assert power.smallest_effect(SHARE, 2, 3) is None
    assert power.smallest_effect(STEPPED, 300, 2) is None
    assert power.curve(replace(MEAN, spread=0), 300) == ()
