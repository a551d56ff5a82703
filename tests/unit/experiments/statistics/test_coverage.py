"""A short version of `make bench ARGS=coverage`: every setting keeps what it promises, as far as few runs can tell."""

import math

import numpy as np
import pytest
from scipy import stats

from benchmarks.coverage.running import PARTS
from benchmarks.coverage.simulating import simulate
from innovate.experiments.statistics import difference_of_shares
from innovate.experiments.statistics.checks import FEW

RUNS = 120
SETTINGS = [setting for settings in PARTS.values() for setting in settings]


def test_every_setting_has_a_name_of_its_own():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_it_holds_as_often_as_it_promises(setting):
    figure = simulate(setting, part=min(1.0, RUNS / setting.runs, 1 / 60))  # what takes longer has fewer runs
    often = min(0.95, (setting.at_least + setting.at_most) / 2)
    chance = 3.5 * math.sqrt(often * (1 - often) / figure.runs)  # how far so few runs may lie off
    if setting.beyond:
        assert figure.warned is not None
        assert figure.warned >= 0.85
    else:
        assert setting.at_least - chance <= figure.held <= setting.at_most + chance


@pytest.mark.parametrize(("one", "other"), [(20, 20), (50, 50), (24, 120)])
def test_newcombes_interval_counted_out_holds_94_percent_wherever_nothing_is_warned_of(one, other):
    outcomes = [(s, t) for s in range(one + 1) for t in range(other + 1)]
    found = [difference_of_shares((s, one), (t, other)) for s, t in outcomes]
    lows, highs = (np.reshape([getattr(each, end) for each in found], (one + 1, other + 1)) for end in ("low", "high"))
    counted = 0
    for share in np.linspace(0.02, 0.98, 25):
        for difference in (0.0, 0.05, 0.1, 0.2):
            ours = share + difference
            pooled = (ours * one + share * other) / (one + other)
            if ours < 1 and min(pooled, 1 - pooled) * min(one, other) >= FEW:
                weights = np.outer(
                    stats.binom.pmf(range(one + 1), one, ours), stats.binom.pmf(range(other + 1), other, share)
                )
                counted += 1
                assert weights[(lows <= difference) & (difference <= highs)].sum() >= 0.94
    assert counted > 20
