"""How scores are summed up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.review.scoring import overall, spread

SCORES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 100)), min_size=1, max_size=12)


def test_a_heavier_criterion_counts_for_more():
    assert overall([(5, 3), (1, 1)]) == 4.0


@given(SCORES)
def test_the_overall_lies_between_the_lowest_and_the_highest_score(scores):
    values = [value for value, _ in scores]
    assert min(values) - 1e-9 <= overall(scores) <= max(values) + 1e-9


@given(SCORES, st.integers(2, 9))
def test_only_the_proportion_of_weights_matters(scores, times):
    assert overall(scores) == pytest.approx(overall([(value, weight * times) for value, weight in scores]))


def test_a_scorecard_without_scores_has_no_overall():
    with pytest.raises(ValueError, match="at least one"):
        overall([])


def test_a_spread_keeps_each_score_and_their_mean():
    found = spread([4, 2, 3])
    assert (found.values, found.mean, found.range) == ((2, 3, 4), 3.0, 2)


@pytest.mark.parametrize(
    ("values", "words"), [([3], ""), ([3, 4], "agreed"), ([2, 4], "some distance"), ([1, 3, 5], "split")]
)
def test_a_spread_says_whether_reviewers_agree(values, words):
    assert spread(values).words == words
