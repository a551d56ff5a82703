"""Small drawings keep to scale, and stay inside their box."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.core.clock import held
from innovate.core.geometry import interval_scale, share, share_left, spark_points

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
amounts = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(("days", "left"), [(14, 100), (7, 50), (0, 0), (-3, 0), (30, 100)])
def test_the_ring_empties_as_the_promise_runs_out(days: int, left: int):
    with held(NOON):
        assert share_left(NOON + timedelta(days=days), 14) == left


def test_a_stage_that_promises_nothing_has_an_empty_ring():
    with held(NOON):
        assert share_left(NOON + timedelta(days=1), 0) == 0


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 4, 25.0), (5, 4, 100.0), (-1, 4, 0.0), (1, 0, 0.0)])
def test_a_share_is_between_nothing_and_all(part: float, whole: float, percent: float):
    assert share(part, whole) == percent


@given(amounts, amounts, amounts, st.none() | amounts)
def test_every_mark_of_an_interval_is_in_the_drawing_and_in_order(one: float, two: float, three: float, target: float):
    low, estimate, high = sorted((one, two, three))

    scale = interval_scale(low, estimate, high, target)

    marks = [scale.low, scale.estimate, scale.high, scale.zero, *([scale.target] if scale.target else [])]
    assert all(0 <= mark.at <= 100 for mark in marks)
    assert scale.low.at <= scale.estimate.at <= scale.high.at


def test_an_interval_is_drawn_to_scale():
    scale = interval_scale(1, 2, 3, target=4)

    assert scale.target is not None
    assert scale.high.at - scale.estimate.at == pytest.approx(scale.target.at - scale.high.at, abs=0.02)
    assert scale.zero.at < scale.low.at


def test_labels_that_would_touch_are_said_to_be_crowded():
    assert interval_scale(5, 7, 9, target=0.5).is_crowded
    assert not interval_scale(1, 2, 3, target=4).is_crowded


def test_an_interval_too_narrow_for_two_labels_says_so():
    assert interval_scale(-5.93, -5.6, -5.27, target=-4.9).is_narrow
    assert not interval_scale(-28, -15, 0, target=-32).is_narrow


@given(st.lists(amounts, min_size=2, max_size=40))
def test_a_sparkline_stays_in_its_box(values: list[float]):
    for point in spark_points(values, 96, 28).split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= 96
        assert 0 <= y <= 28


def test_a_single_number_has_no_line():
    assert spark_points([3]) == ""
