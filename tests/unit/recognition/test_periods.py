"""Periods as addresses say them."""

from datetime import UTC, date, datetime

import pytest

from innovate.core.clock import held
from innovate.recognition.periods import Length, Period, read, running

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "key", "label"),
    [
        ("2026-Q3", "2026-Q3", "July to September 2026"),
        ("2026-02", "2026-02", "February 2026"),
        ("2025", "2025", "2025"),
        ("month", "2026-11", "November 2026"),
        ("all", "all", "All time"),
        ("2027-Q1", "2026-Q4", "October to December 2026"),  # has not begun
        ("2026-13", "2026-Q4", "October to December 2026"),
        ("nonsense", "2026-Q4", "October to December 2026"),
        (None, "2026-Q4", "October to December 2026"),
    ],
)
def test_an_address_names_a_period_and_what_is_none_means_this_quarter(text, key, label):
    with held(TODAY):
        found = read(text)
        assert (found.key, found.label) == (key, label)


def test_periods_follow_each_other_without_a_gap():
    with held(TODAY):
        this = running(Length.QUARTER)
        assert this.before is not None
        assert this.before.ends_at == this.starts_at
        assert this.before.after == this
        assert this.after is None
        assert this.before.last == date(2026, 9, 30)


def test_all_time_has_no_bounds_and_no_neighbours():
    this = Period(Length.ALL)
    assert (this.starts_at, this.ends_at, this.before, this.after) == (None, None, None, None)
