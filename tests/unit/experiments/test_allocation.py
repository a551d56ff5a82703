"""Allocation: even, the same for everybody who draws again, and checkable by hand."""

from collections import Counter
from datetime import date
from fractions import Fraction
from hashlib import sha256
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.experiments.allocation import Unit, allocate, digest, new_seed, steps

TEAMS = [Unit(f"Team {name}") for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Oak")]

strata = st.lists(st.sampled_from(["north", "south", "night", ""]), max_size=40)
weights = st.lists(st.sampled_from([1, 1, 2, 3, 0.5, 0.2, 0]), min_size=1, max_size=5).filter(sum)


@given(strata, weights, st.text(max_size=9))
def test_every_arm_gets_its_part_in_each_stratum_and_over_all(strata, weights, seed):
    units = [Unit(str(place), stratum) for place, stratum in enumerate(strata)]
    arms = allocate(units, weights, seed)
    whole = sum(Fraction(str(weight)) for weight in weights)
    for stratum in {None, *strata}:
        given_to = Counter(arm for unit, arm in zip(units, arms, strict=True) if stratum in (None, unit.stratum))
        for arm, weight in enumerate(weights):
            part = given_to.total() * Fraction(str(weight)) / whole
            assert floor(part) <= given_to[arm] <= ceil(part)


@given(st.randoms(use_true_random=False), strata)
def test_the_order_in_which_units_are_given_plays_no_part(random, strata):
    units = [Unit(str(place), stratum) for place, stratum in enumerate(strata)]
    mixed = random.sample(units, len(units))
    known = dict(zip(units, allocate(units, [1, 1, 1], "seed"), strict=True))
    assert known == dict(zip(mixed, allocate(mixed, [1, 1, 1], "seed"), strict=True))


def test_anybody_can_check_it_by_hand():
    order = sorted(TEAMS, key=lambda team: sha256(f"lighthouse:{team.name}".encode()).hexdigest())
    arms = dict(zip(TEAMS, allocate(TEAMS, [1, 1], "lighthouse"), strict=True))
    assert [arms[team] for team in order] == [0, 0, 0, 1, 1, 1]


def test_the_digest_is_what_sha256sum_prints():
    # printf '%s' 'lighthouse:Team Oak' | sha256sum
    assert digest("lighthouse", "Team Oak") == "f294594c1db382e070dc616ca1a014f776c9faa152be07efe68c9225b797435d"


def test_another_seed_draws_otherwise():
    drawn = {allocate(TEAMS, [1, 1], str(seed)) for seed in range(40)}
    assert len(drawn) > 10
    assert new_seed() != new_seed()


@pytest.mark.parametrize(("sizes", "weights"), [([1, 4], [1, 2]), ([1] * 5, [1, 2]), ([2, 3, 4], [1, 1, 2])])
def test_every_unit_is_as_likely_in_any_arm_as_its_weight(sizes, weights):
    units = [Unit(f"{stratum}-{unit}", str(stratum)) for stratum, size in enumerate(sizes) for unit in range(size)]
    drawn = [allocate(units, weights, str(seed)) for seed in range(3000)]
    for arms in zip(*drawn, strict=True):
        for arm, weight in enumerate(weights):
            assert arms.count(arm) / 3000 == pytest.approx(weight / sum(weights), abs=0.035)


def test_teams_begin_on_every_step_alike():
    dates = [date(2026, 3, day) for day in (2, 9, 16)]
    begun = steps(TEAMS, dates, "lighthouse")
    assert Counter(begun) == dict.fromkeys(dates, 2)
    assert steps(TEAMS, dates, "lighthouse") == begun


@pytest.mark.parametrize("bad", [[], [0, 0], [1, -1]])
def test_weights_that_give_nothing_are_refused(bad):
    with pytest.raises(ValueError, match="weights"):
        allocate(TEAMS, bad, "seed")
