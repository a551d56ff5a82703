"""Effects on one axis stand where their numbers say."""

import math

import pytest

from innovate.experiments.figures import Effect, forest


def effect(low: float, estimate: float, high: float, **more: object) -> Effect:
    return Effect("An arm", low, estimate, high, "in words", **more)  # type: ignore[arg-type]  # any field of it


def test_no_change_lies_at_the_same_place_for_all():
    drawn = forest([effect(1, 2, 3), effect(-3, -2, -1)], unit="points")

    assert drawn.zero_at == 50
    assert drawn.strips[0].at == 100 - (drawn.strips[1].at or 0)


def test_a_mark_and_an_interval_are_drawn_to_one_scale():
    drawn = forest([effect(0, 5, 10, mark=5.0)], unit="points")
    strip = drawn.strips[0]

    assert strip.mark_at == strip.at
    assert strip.at == pytest.approx((strip.low_at + strip.high_at) / 2, abs=0.02)
    assert strip.low_at == drawn.zero_at


def test_metrics_of_different_units_share_an_axis_when_each_is_divided():
    drawn = forest([effect(-0.4, -0.1, 0.2, mark=0.5, per=0.5), effect(-8, -2, 4, mark=10.0, per=10.0)])

    assert drawn.strips[0].mark_at == drawn.strips[1].mark_at
    assert drawn.strips[0].at == drawn.strips[1].at
    assert drawn.ticks == ()


def test_an_interval_without_end_goes_on_beyond_the_drawing_and_squeezes_nothing():
    drawn = forest([effect(1, 2, 3, mark=2.0), effect(-math.inf, 0.5, math.inf)], unit="points")
    known, endless = drawn.strips

    assert (endless.goes_below, endless.goes_above) == (True, True)
    assert (endless.low_at, endless.high_at) == (0, 100)
    assert known.width > 20


def test_a_very_wide_interval_is_cut_off_and_says_so():
    drawn = forest([effect(1, 2, 3, mark=2.0), effect(-400, 0.5, 400)], unit="points")

    assert drawn.strips[1].goes_above
    assert drawn.strips[0].width > 5


def test_an_estimate_that_is_infinite_has_no_dot():
    assert forest([effect(20, math.inf, math.inf)], unit="%").strips[0].at is None


def test_nothing_but_zeroes_can_be_drawn():
    assert forest([effect(0, 0, 0)], unit="points").strips[0].at == forest([effect(0, 0, 0)], unit="points").zero_at
