"""Pairs, rings and rushes among kudos, against a look at every three."""

import itertools
import random
from datetime import date

import pytest

from innovate.recognition.fairness.exchanges import exchanges, in_the_last_days, rings


@pytest.mark.parametrize("seed", range(6))
def test_rings_are_every_three_that_thank_round_and_not_back(seed):
    chance = random.Random(seed)
    edges = {(a, b): chance.randint(1, 3) for a, b in itertools.permutations(range(9), 2) if chance.random() < 0.3}

    def goes(a: int, b: int) -> bool:
        return edges.get((a, b), 0) >= 2 and (b, a) not in edges

    expected = {
        (a, b, c)
        for a, b, c in itertools.permutations(range(9), 3)
        if a < min(b, c) and goes(a, b) and goes(b, c) and goes(c, a)
    }
    assert sorted(rings(edges)) == sorted(expected)


def test_a_pair_is_named_when_it_is_most_of_what_both_give():
    found = exchanges({(1, 2): 4, (2, 1): 3, (1, 9): 1, (3, 4): 3, (4, 3): 3, (3, 9): 20})
    assert [(pair.people, pair.kudos) for pair in found.pairs] == [((1, 2), 7)]
    assert (found.kudos, found.returned) == (34, 13)


def test_two_who_thank_each_other_once_are_counted_and_not_named():
    found = exchanges({(1, 2): 1, (2, 1): 1})
    assert (found.returned, found.pairs) == (2, ())


def test_a_ring_is_named_and_its_sides_are_counted_once():
    found = exchanges({(1, 2): 2, (2, 3): 2, (3, 1): 2, (7, 8): 5})
    assert [ring.people for ring in found.rings] == [(1, 2, 3)]
    assert found.in_rings == 6


def test_days_are_counted_from_the_end_of_their_own_month():
    found = in_the_last_days({date(2026, 2, 28): 3, date(2026, 3, 31): 1, date(2026, 3, 1): 2, date(2028, 2, 28): 5})
    assert (found[0], found[1], found[30]) == (4, 5, 2)
