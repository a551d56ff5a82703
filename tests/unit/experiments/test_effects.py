"""A kept effect in words and in units of the smallest effect worth having."""

import math

import pytest

from innovate.experiments.effects import KeptEffect, show_times
from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, MetricKind, Verdict

SHARE = Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.68)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 5.5)
RATE = Metric("repeat contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0)


@pytest.mark.parametrize(
    ("metric", "numbers", "words", "times"),
    [
        (SHARE, (8.0, 2.1, 13.9), "+8.0 points (2.1 to 13.9)", 8 / 6),
        (MEAN, (-1.5, -2.2, -0.8), "−1.5 min (−2.2 to −0.8)", 1.5),
        (RATE, (5.0, -9.0, 21.0), "+5.0 % (−9.0 to 21.0)", -1 / 3),
        (RATE, (None, 12.0, None), "at least +12.0 %", None),
        (RATE, (None, None, None), "", None),
    ],
)
def test_an_effect_is_said_with_its_interval_and_measured_by_what_was_worth_having(metric, numbers, words, times):
    effect, low, high = numbers
    kept = KeptEffect(metric, effect, low, high, Verdict.UNCLEAR)
    assert kept.words.replace("\u00a0", " ") == words
    assert kept.times == (None if times is None else pytest.approx(times))


def test_a_bound_far_beyond_is_drawn_without_end_so_that_others_stay_readable():
    drawn = KeptEffect(SHARE, 3.0, -60.0, 40.0, Verdict.UNCLEAR).drawn("Labels")
    assert (drawn.low, drawn.high) == (-math.inf, math.inf)
    near = KeptEffect(SHARE, 30.0, 20.0, 40.0, Verdict.BETTER).drawn("Labels")
    assert (near.low, near.high) == (20.0, 40.0)


@pytest.mark.parametrize(("times", "words"), [(1.44, "1.4 ×"), (-0.3, "−0.3 ×"), (-0.01, "0.0 ×"), (None, "")])
def test_times_are_short(times, words):
    assert show_times(times).replace("\u00a0", " ") == words
