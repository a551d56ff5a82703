"""Numbers from people and spreadsheets are taken as meant, or refused with the reason at the line."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.experiments.measuring import NOTHING, day_of, number_of, problem, read_paste
from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, MetricKind

SHARE = Metric("resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.68)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 5.5)
RATE = Metric("contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0)
ARMS = {"Today": 1, "Phone label": 2}
WINDOW: Any = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30), "today": date(2026, 11, 20)}


def read(text, metric=SHARE, kept=NOTHING):
    return read_paste(text, metric, ARMS, **WINDOW, kept=kept)


@pytest.mark.parametrize("separator", ["\t", ",", ";", " , "])
def test_lines_are_read_whatever_parts_their_cells(separator):
    cells = ("2026-11-03", "phone LABEL", "43", "61")
    (line,) = read(separator.join(cells))
    assert line.row == (2, date(2026, 11, 3), 43.0, 61.0, None)


def test_headings_and_empty_lines_are_passed_over():
    lines = read("Day\tArm\tSuccesses\tOf\n\n2026-11-03\tToday\t4\t6\n")
    assert [(line.number, line.row is not None) for line in lines] == [(3, True)]


def test_the_exposure_of_a_rate_is_kept_in_its_unit():
    (line,) = read("2026-11-03\tToday\t212\t5300", RATE)
    assert line.row == (1, date(2026, 11, 3), 212.0, 5.3, None)


def test_a_mean_may_bring_the_spread_of_its_values():
    lines = read("2026-11-03\tToday\t650\t100\t2,1\n2026-11-04\tToday\t650\t100", MEAN)
    assert [line.row and line.row[4] for line in lines] == [2.1, None]


def test_a_line_says_what_it_replaces():
    kept = {(1, date(2026, 11, 3)): (4.0, 6.0, None), (1, date(2026, 11, 4)): (4.0, 6.0, None)}
    lines = read("2026-11-03\tToday\t5\t6\n2026-11-04\tToday\t4\t6", kept=kept)
    assert [line.replaces for line in lines] == ["4 of 6", ""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-03\tToday\t4", "Expected 4 cells, found 3"),
        ("3 November\tToday\t4\t6", "is not a day"),
        ("2026-02-30\tToday\t4\t6", "is not a day"),
        ("2026-11-03\tYesterday\t4\t6", "no arm named"),
        ("2026-11-03\tToday\tmany\t6", "is not a number"),
        ("2026-11-03\tToday\t7\t6", "larger than the second"),
        ("2026-11-03\tToday\t1.5\t6", "whole numbers"),
        ("2026-11-03\tToday\t0\t0", "above zero"),
        ("2026-11-21\tToday\t4\t6", "not come yet"),
        ("2026-10-31\tToday\t4\t6", "runs from 2026-11-01"),
    ],
)
def test_a_line_that_cannot_be_says_why(text, words):
    (line,) = read(text)
    assert words in line.problem
    assert line.row is None


def test_the_same_arm_and_day_twice_is_refused_at_the_later_line():
    lines = read("2026-11-03\tToday\t4\t6\n2026-11-03\ttoday\t5\t6")
    assert [bool(line.problem) for line in lines] == [False, True]


@pytest.mark.parametrize(
    ("text", "value"),
    [("5300", 5300), ("5,300", 5300), ("1,234,567.5", 1234567.5), ("4,25", 4.25), ("4.25", 4.25), ("1 200", 1200)],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["", "-", "1e9", "nan", "inf", "12a", "1.2.3", "٣"])
def test_what_is_no_number_is_none(text):
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["2026-11-03", "3.11.2026", "03/11/2026"])
def test_days_are_read_as_people_write_them(text):
    assert day_of(text) == date(2026, 11, 3)


@given(st.text(max_size=200), st.sampled_from([SHARE, MEAN, RATE]))
def test_any_text_is_answered_line_by_line(text, metric):
    for line in read(text, metric):
        assert (line.row is None) is bool(line.problem)


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
