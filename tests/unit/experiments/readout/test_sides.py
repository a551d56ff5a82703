"""What is measured beside the primary metric is read by its own size, never by the primary one's."""

import pytest

from tests.unit.experiments.readout.making import RATE, SHARE, beside, plain, reading, running, two


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


def test_a_guardrail_whose_control_had_no_event_says_no_endless_number():
    (found,) = reading(
        two(SHARE, (620, 1000), (640, 1000), guardrails=(beside(0.05, (0, 2.0), (2, 2.0), RATE),))
    ).guardrails
    assert plain(found.words) == (
        "Whether repeat contacts got worse by more than 5 % stays open: an arm has too few events to give a difference."
    )


def test_a_guardrail_that_broke_without_an_end_says_by_how_much_at_least():
    (found,) = reading(
        two(SHARE, (620, 1000), (640, 1000), guardrails=(beside(0.05, (0, 2.0), (20, 2.0), RATE),))
    ).guardrails
    assert found.state == "broken"
    assert found.words.startswith("Repeat contacts got worse by at least ")
