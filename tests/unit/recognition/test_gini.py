"""How evenly points lie, against the plain definition."""

import itertools
import random

import pytest

from innovate.recognition.fairness.gini import fifths, gini


@pytest.mark.parametrize("seed", range(5))
def test_the_index_is_half_the_mean_difference_of_two_by_their_mean(seed):
    chance = random.Random(seed)
    amounts = [chance.randrange(100) for _ in range(30)]
    differences = sum(abs(a - b) for a, b in itertools.product(amounts, repeat=2)) / 900
    assert gini(amounts) == pytest.approx(differences / 2 / (sum(amounts) / 30))


def test_it_is_nought_when_all_have_as_much_and_nears_one_when_one_has_all():
    assert gini([7] * 40) == 0
    assert gini([0] * 99 + [10]) == pytest.approx(0.99)
    assert gini([0, 0]) == 0


def test_fifths_are_rounded_and_said_only_of_people_enough():
    assert fifths([1] * 24) is None
    assert fifths([0] * 30) is None
    assert fifths([0] * 20 + [10] * 5) == (0, 0, 0, 0, 100)
    assert fifths([3] * 25) == (20, 20, 20, 20, 20)
