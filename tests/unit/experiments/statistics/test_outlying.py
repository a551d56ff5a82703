"""A day is called outlying when chance hardly makes one: of a hundred tests with ordinary days, in one."""

import random
from datetime import date, timedelta

import pytest

from innovate.experiments.statistics import checks

START = date(2026, 9, 1)


def _days(count):
    return [START + timedelta(days=place) for place in range(count)]


@pytest.mark.parametrize("count", [14, 20, 21, 28, 42, 90])
@pytest.mark.parametrize("error", [None, 2.0])
def test_ordinary_days_are_seldom_called_outlying(count, error):
    chance, days = random.Random(count), _days(count)
    errors = [error] * count if error else None
    alarms = sum(bool(checks.outlying(days, [chance.gauss(10, 2) for _ in days], errors)) for _ in range(400))
    assert alarms <= 11  # of 400 at 1 %: more would be a chance of one in a thousand


@pytest.mark.parametrize("count", [14, 28, 90])
@pytest.mark.parametrize("error", [None, 2.0])
def test_a_slip_of_one_digit_is_found_on_any_day(count, error):
    chance, days = random.Random(count), _days(count)
    values = [chance.gauss(10, 2) for _ in days]
    values[5] = 100
    assert checks.outlying(days, values, [error] * count if error else None) == (5,)


def test_a_weekend_is_no_accident_where_every_week_has_one():
    chance, days = random.Random(7), _days(28)
    values = [chance.gauss(10, 1) + 8 * (day.weekday() > 4) for day in days]
    assert checks.outlying(days, values) == ()


def test_days_that_are_all_alike_have_none_outlying():
    assert checks.outlying(_days(28), [3.0] * 28) == ()
