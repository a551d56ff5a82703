"""How often a difference is found, held against statsmodels and against all outcomes, read one by one."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from innovate.experiments.statistics import difference_of_means, difference_of_shares, mean_of_sums, ratio_of_rates
from innovate.experiments.statistics.detection import finds, finds_mean, finds_rate, finds_share

SHARES = [(40, 0.8, 50, 0.55), (60, 0.10, 45, 0.30), (30, 0.98, 30, 0.72), (25, 0.4, 70, 0.4)]


@pytest.mark.parametrize(("trials", "share", "others", "other_share"), SHARES)
def test_a_share_is_found_as_often_as_newcombes_interval_leaves_nought_out(trials, share, others, other_share):
    chances = stats.binom.pmf(np.arange(trials + 1), trials, share)
    other_chances = stats.binom.pmf(np.arange(others + 1), others, other_share)
    found = 0.0
    for successes, chance in enumerate(chances):
        for other, other_chance in enumerate(other_chances):
            read = difference_of_shares((successes, trials), (other, others))
            is_found = read.low > 0 if share >= other_share else read.high < 0
            found += chance * other_chance * is_found
    assert finds_share(trials, share, others, other_share, 0.95) == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize(
    ("trials", "share", "others", "other_share"),
    [(1500, 0.75, 1500, 0.70), (4000, 0.05, 1000, 0.03), (20_000, 0.0100, 20_000, 0.0075), (900, 0.6, 2700, 0.55)],
)
def test_of_many_trials_the_pooled_test_of_statsmodels_says_the_same(trials, share, others, other_share):
    known = power_proportions_2indep(
        share - other_share, other_share, trials, ratio=others / trials, alternative="two-sided"
    )
    assert finds_share(trials, share, others, other_share, 0.95) == pytest.approx(known.power, abs=0.02)


def test_the_normal_distribution_takes_over_without_a_jump(monkeypatch):
    cases = [(1000, 0.55, 1000, 0.49), (20_000, 0.012, 20_000, 0.009), (3000, 0.05, 900, 0.08)]
    for case in cases:
        approximate = finds_share(*case, 0.95)
        monkeypatch.setattr("innovate.experiments.statistics.detection.FEW_OUTCOMES", math.inf)
        assert finds_share(*case, 0.95) == pytest.approx(approximate, abs=0.005)
        monkeypatch.undo()


@pytest.mark.parametrize(("count", "difference"), [(4, 2.5), (20, 0.7), (64, 0.5), (5000, 0.05)])
def test_a_mean_of_even_arms_is_found_as_often_as_statsmodels_says(count, difference):
    known = TTestIndPower().power(difference, count, 0.025, alternative="larger")
    assert finds_mean(count, count, 3 * difference, 3, 0.95) == pytest.approx(known, abs=1e-6)


def test_a_mean_of_uneven_arms_is_found_as_often_as_welch_finds_it():
    rng = np.random.default_rng(7)
    found = 0
    for _ in range(4000):
        arms = [rng.normal(mean, 2, count) for mean, count in ((1.4, 12), (0, 60))]
        read = [mean_of_sums(len(arm), arm.sum(), (arm**2).sum()) for arm in arms]
        assert read[0] is not None
        assert read[1] is not None
        found += difference_of_means(read[0], read[1]).low > 0
    assert finds_mean(12, 60, 1.4, 2, 0.95) == pytest.approx(found / 4000, abs=0.02)


def test_with_endless_freedom_it_is_the_normal_test():
    known = NormalIndPower().power(0.2, 400, 0.025, alternative="larger")
    assert finds(0.2 * math.sqrt(200), math.inf, 0.95) == pytest.approx(known)
    assert finds(0.2 * math.sqrt(200), 1e5, 0.95) == pytest.approx(known, abs=1e-4)


@pytest.mark.parametrize("freedom", [0.8, 3, 50, 2e5])
def test_more_distance_is_found_more_often(freedom):
    found = [finds(distance, freedom, 0.95) for distance in (0, 0.5, 1, 2, 4, 8, 16, 30, 36, 38, 80, 1e6)]
    assert found[0] == pytest.approx(0.025, abs=1e-6)
    assert all(one <= other + 1e-3 for one, other in pairwise(found))
    assert found[-1] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("exposure", "rate", "other_exposure", "other_rate"),
    [(10, 1.0, 10, 2.0), (10, 2.0, 10, 1.0), (30, 0.3, 10, 1.0), (5, 0.2, 5, 2.0), (1, 20, 1, 35), (3, 0.1, 3, 0.4)],
)
def test_a_rate_is_found_as_often_as_the_exact_interval_leaves_one_out(exposure, rate, other_exposure, other_rate):
    means = exposure * rate, other_exposure * other_rate
    counts = [np.arange(int(mean + 9 * math.sqrt(mean) + 15)) for mean in means]
    chances = [stats.poisson.pmf(count, mean) for count, mean in zip(counts, means, strict=True)]
    found = 0.0
    for events in counts[0]:
        for others in counts[1]:
            chance = chances[0][events] * chances[1][others]
            read = (
                ratio_of_rates((float(events), exposure), (float(others), other_exposure)) if chance > 1e-10 else None
            )
            if read is not None:
                found += chance * (read.low > 1 if rate > other_rate else read.high < 1)
    assert finds_rate(exposure, rate, other_exposure, other_rate, 0.95) == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize(
    ("ours", "theirs"), [((1, 260), (1, 300)), ((1, 400), (3, 150)), ((10, 24), (5, 29)), ((1, 5000), (1, 5200))]
)
def test_of_many_events_the_normal_distribution_is_within_half_a_point(ours, theirs, monkeypatch):
    approximate = finds_rate(ours[0], ours[1], theirs[0], theirs[1], 0.95)
    monkeypatch.setattr("innovate.experiments.statistics.detection.NORMAL_EVENTS", math.inf)
    monkeypatch.setattr("innovate.experiments.statistics.detection.MANY_EVENTS", 10**9)
    assert finds_rate(ours[0], ours[1], theirs[0], theirs[1], 0.95) == pytest.approx(approximate, abs=0.005)


def test_what_cannot_be_is_not_found():
    assert finds_rate(10, 0.0, 10, 0.0, 0.95) == 0
    assert finds_mean(1, 40, 3, 1, 0.95) == 0
    assert finds_share(1, 0.9, 1, 0.1, 0.95) == 0
