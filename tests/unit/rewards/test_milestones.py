"""A milestone is reached on its day, and which years are celebrated is known beforehand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.rewards.milestones import LOOKS_BACK, anniversary, is_celebrated, reached

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2060, 12, 31))


def test_the_years_that_are_celebrated():
    assert [years for years in range(31) if is_celebrated(years)] == [1, 2, 3, 5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize(
    ("joined", "day", "found"),
    [
        (date(2021, 11, 22), date(2026, 11, 22), (5, date(2026, 11, 22))),
        (date(2021, 11, 22), date(2026, 11, 28), (5, date(2026, 11, 22))),
        (date(2021, 11, 22), date(2026, 11, 29), None),
        (date(2021, 11, 22), date(2026, 11, 21), None),
        (date(2022, 11, 22), date(2026, 11, 22), None),
        (date(2023, 12, 30), date(2026, 1, 2), (2, date(2025, 12, 30))),
        (date(2024, 2, 29), date(2025, 2, 28), (1, date(2025, 2, 28))),
        (date(2026, 11, 22), date(2026, 11, 22), None),
    ],
)
def test_a_milestone_is_found_on_its_day_and_for_a_week(joined: date, day: date, found: tuple[int, date] | None):
    assert reached(joined, day) == found


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_whoever_looks_each_day_finds_each_milestone_in_just_one_week(joined: date, years: int):
    on = anniversary(joined, years)
    days = [on + timedelta(days=n) for n in range(-3, LOOKS_BACK + 3)]
    found = [day for day in days if (reached(joined, day) or (0, on))[0] == years]
    assert found == ([on + timedelta(days=n) for n in range(LOOKS_BACK)] if is_celebrated(years) else [])
