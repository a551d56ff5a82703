"""A short version of `make bench ARGS=coverage`: every setting keeps what it promises, as far as few runs can tell."""

import math

import pytest

from benchmarks.coverage.running import PARTS
from benchmarks.coverage.simulating import simulate

RUNS = 150
SETTINGS = [setting for settings in PARTS.values() for setting in settings]


def test_every_setting_has_a_name_of_its_own():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_it_holds_as_often_as_it_promises(setting):
    figure = simulate(setting, part=min(1.0, RUNS / setting.runs))
    chance = 3.5 * math.sqrt(0.05 * 0.95 / figure.runs)  # how far so few runs may lie off
    if setting.beyond:
        assert figure.warned is not None
        assert figure.warned >= 0.85
    else:
        assert setting.at_least - chance <= figure.held <= setting.at_most + chance
