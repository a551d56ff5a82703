"""Points are split into whole ones, and none is lost or made."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.rewards.shares import apportion

POINTS = st.integers(min_value=0, max_value=10_000_000)


@st.composite
def percents(draw: st.DrawFn) -> list[int]:
    """One to five whole percents that sum to a hundred."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=4)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]


@given(POINTS, percents())
def test_the_parts_are_together_exactly_the_whole(points: int, shares: list[int]):
    assert sum(apportion(points, shares)) == points


@given(POINTS, percents())
def test_each_part_is_whole_and_less_than_a_point_from_its_share(points: int, shares: list[int]):
    for part, percent in zip(apportion(points, shares), shares, strict=True):
        assert isinstance(part, int)
        assert abs(part * 100 - points * percent) < 100


@given(POINTS, percents())
def test_nothing_is_a_part_of_nothing(points: int, shares: list[int]):
    assert all(part == 0 for part, percent in zip(apportion(points, shares), shares, strict=True) if not percent)


@given(POINTS, percents())
def test_a_larger_share_never_gets_less(points: int, shares: list[int]):
    by_percent = sorted(zip(shares, apportion(points, shares), strict=True))
    assert all(few <= many for (less, few), (more, many) in itertools.pairwise(by_percent) if less < more)


@given(POINTS, percents())
def test_the_same_is_always_split_the_same_way(points: int, shares: list[int]):
    assert apportion(points, shares) == apportion(points, shares)


@pytest.mark.parametrize(
    ("points", "shares", "parts"),
    [
        (100, [40, 20, 20, 20], [40, 20, 20, 20]),
        (101, [40, 20, 20, 20], [41, 20, 20, 20]),
        (1, [40, 20, 20, 20], [1, 0, 0, 0]),
        (2, [25, 25, 25, 25], [1, 1, 0, 0]),
        (7, [100], [7]),
        (0, [50, 50], [0, 0]),
    ],
)
def test_what_is_left_goes_to_who_was_cut_by_most(points: int, shares: list[int], parts: list[int]):
    assert apportion(points, shares) == parts
