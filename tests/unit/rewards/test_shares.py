"""Shares of credit are whole percents of a hundred, as near to what each part counts as whole numbers can be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.rewards.shares import PARTS, apportion, in_words, percents

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=60).filter(any)


@given(st.integers(0, 100_000), COUNTS)
def test_nothing_is_lost_or_made_and_nobody_is_a_whole_one_off(whole, counts):
    parts = apportion(whole, counts)
    assert sum(parts) == whole
    assert all(abs(part * sum(counts) - whole * count) < sum(counts) for part, count in zip(parts, counts, strict=True))


@given(st.integers(0, 100_000), COUNTS)
def test_who_counts_more_never_gets_less(whole, counts):
    got = sorted(zip(counts, apportion(whole, counts), strict=True))
    assert all(before <= after for (_, before), (_, after) in pairwise(got))


@given(st.dictionaries(st.integers(1, 999), st.sets(st.sampled_from(sorted(PARTS)), min_size=1), min_size=1))
def test_the_shares_of_an_idea_are_a_hundred_percent(held):
    shares = percents(held)
    assert set(shares) == set(held)
    assert sum(shares.values()) == 100


def test_who_had_several_parts_has_their_sum():
    shares = percents({1: ["author", "owner"], 2: ["member"], 3: ["reviewer"]})
    assert shares == {1: 80, 2: 15, 3: 5}


def test_nobody_has_a_share_of_what_nobody_had_a_part_in():
    assert percents({}) == {}


@pytest.mark.parametrize(("whole", "counts"), [(-1, [1]), (10, [0, 0]), (10, [2, -1])])
def test_what_cannot_be_divided_is_refused(whole, counts):
    with pytest.raises(ValueError, match="not negative"):
        apportion(whole, counts)


def test_parts_are_said_in_their_order_whatever_order_they_come_in():
    assert in_words(["owner", "author"]) == "Author, ran the experiment"
    assert in_words([]) == "Named by HR"
