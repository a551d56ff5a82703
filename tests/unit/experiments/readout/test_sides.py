"""What is measured beside the primary metric is read by its own size, never by the primary one's."""

import pytest

from tests.unit.experiments.readout.making import RATE, SHARE, beside, reading, running, two


@pytest.mark.parametrize("margin", [None, 0.2])
def test_the_planned_size_of_the_primary_metric_says_nothing_of_another_base(margin: float | None):
    days = 20
    side = beside(margin, (80, 2.0), (82, 2.0), RATE, days=days)
    kind = "secondaries" if margin is None else "guardrails"

    def width(planned: float | None) -> float:
        test = two(SHARE, (620, 1000), (640, 1000), running(days, planned_size=planned), days=days, **{kind: (side,)})
        (found,) = getattr(reading(test), kind)
        return found.comparison.effect_high - found.comparison.effect_low

    assert width(2800.0) == pytest.approx(width(None))
