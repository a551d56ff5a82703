"""Brier scores by hand: what never misses, what always says the same, and forecasts by tenths."""

import pytest

from innovate.experiments.calibration import Resolved, base_rate, brier, brier_of_always, by_tenths


def forecasts(*pairs):
    return [Resolved(1, percent, came) for percent, came in pairs]


@pytest.mark.parametrize(
    ("pairs", "score"),
    [
        ([(100, 1), (0, 0)], 0.0),
        ([(0, 1), (100, 0)], 1.0),
        ([(50, 1), (50, 0)], 0.25),
        ([(70, 1), (30, 0), (90, 0)], (0.09 + 0.09 + 0.81) / 3),
    ],
)
def test_the_score_is_the_mean_squared_miss(pairs, score):
    assert brier(forecasts(*pairs)) == pytest.approx(score)


def test_always_saying_the_base_rate_scores_its_variance():
    some = forecasts((90, 1), (80, 1), (70, 1), (10, 0))
    assert base_rate(some) == 0.75
    assert brier_of_always(0.75, some) == pytest.approx(0.75 * 0.25)


def test_tenths_hold_their_lower_end_and_the_last_holds_a_hundred():
    found = by_tenths(forecasts((0, 0), (9, 0), (10, 1), (95, 1), (100, 0)))
    assert [(one.low, one.high, one.came, one.of) for one in found] == [(0, 10, 0, 2), (10, 20, 1, 1), (90, 100, 1, 2)]
    assert found[0].said == 4.5
