"""Numbers and days are read as people write them, and what cannot be a day's numbers is said."""

from datetime import date

import pytest

from innovate.experiments.measuring import day_of, number_of, problem
from innovate.experiments.models import MetricKind


@pytest.mark.parametrize(
    ("text", "value"),
    [("5300", 5300), ("5,300", 5300), ("1,234,567.5", 1234567.5), ("4,25", 4.25), ("4.25", 4.25), ("1 200", 1200)],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234,5", ",", 1234.5),
        ("6,125", ",", 6.125),
        ("6,125", ".", 6125),
        ("1.234", ",", 1234),
        ("1.234", ".", 1.234),
    ],
)
def test_a_number_is_read_with_the_mark_that_its_sheet_uses(text, decimal, value):
    assert number_of(text, decimal) == value


@pytest.mark.parametrize("text", ["", "-", "1e9", "nan", "inf", "12a", "1.2.3", "٣"])
def test_what_is_no_number_is_none(text):
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["2026-11-03", "3.11.2026", "03/11/2026"])
def test_days_are_read_as_people_write_them(text):
    assert day_of(text) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("kind", "base", "spread", "words"),
    [
        (MetricKind.MEAN, 100, -0.1, "cannot be negative"),
        (MetricKind.MEAN, 1, 2.0, "single value has no spread"),
        (MetricKind.SHARE, 100, 2.0, "Only a mean has a spread"),
        (MetricKind.MEAN, 100, float("inf"), "can be measured"),
    ],
)
def test_a_spread_that_cannot_be_is_refused(kind, base, spread, words):
    assert words in (problem(kind, 50, base, spread) or "")


@pytest.mark.parametrize(("base", "spread"), [(100, 0.0), (100, 2.5), (1, 0.0), (1, None)])
def test_a_spread_that_can_be_is_taken(base, spread):
    assert problem(MetricKind.MEAN, 650, base, spread) is None


def test_a_number_too_small_to_compute_with_is_none():
    assert number_of("." + "0" * 39 + "1") == 1e-40
    assert number_of("0." + "0" * 300 + "1") is None
