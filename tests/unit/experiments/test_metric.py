"""How a metric's numbers are typed, kept and said."""

import pytest

from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, MetricKind

SHARE = Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.68)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 5.5)
RATE = Metric("repeat contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0)


@pytest.mark.parametrize(
    ("metric", "value", "words"),
    [(SHARE, 0.714, "71.4\u00a0%"), (MEAN, 4.25, "4.25\u00a0min"), (RATE, 36.5, "36.5\u00a0per 1,000 orders")],
)
def test_a_value_is_said_in_its_unit_and_never_parted_from_it(metric, value, words):
    assert metric.show(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(8.7712, "8.77\u00a0min"), (652.448, "652\u00a0min"), (1234.4, "1,234\u00a0min")]
)
def test_what_was_measured_is_said_with_no_more_digits_than_say_something(value, words):
    assert MEAN.show_found(value) == words


@pytest.mark.parametrize(
    ("metric", "numbers", "words"),
    [
        (SHARE, (43, 61, None), "43 of 61"),
        (MEAN, (652.55, 148, 2.1), "652.55\u00a0min in 148, spread 2.1\u00a0min"),
        (MEAN, (652.55, 1480, None), "652.55\u00a0min in 1,480"),
        (RATE, (212, 5.3, None), "212 in 5,300\u00a0orders"),
    ],
)
def test_a_day_is_said_with_every_digit_that_was_typed(metric, numbers, words):
    assert metric.show_day(*numbers) == words


@pytest.mark.parametrize(
    ("name", "unit", "subject"),
    [
        ("return calls per 1,000 orders", "per 1,000 orders", "return calls"),
        ("contacts to change or cancel, per 1,000 orders", "per 1,000 orders", "contacts to change or cancel"),
        ("handling time", "min", "handling time"),
        ("min", "min", "min"),
    ],
)
def test_a_name_that_ends_with_the_unit_does_not_say_it_twice(name, unit, subject):
    assert Metric(name, MetricKind.RATE, unit, Direction.DOWN, 40.0, 34.0).subject == subject


@pytest.mark.parametrize(("metric", "effect"), [(SHARE, 6.0), (MEAN, -1.0), (RATE, -15.0)])
def test_the_target_is_an_effect_in_points_units_or_percent(metric, effect):
    assert metric.target_effect == pytest.approx(effect)


@pytest.mark.parametrize(
    ("unit", "per", "label"),
    [
        ("per 1,000 orders", 1000, "Orders"),
        ("per 100 parcels", 100, "Parcels"),
        ("per order", 1, "Order"),
        ("per 1 000 calls", 1000, "Calls"),
        ("contacts", 1, "Exposure"),
        ("per 0 orders", 1, "Orders"),
    ],
)
def test_a_rate_reads_what_it_counts_per_from_its_unit(unit, per, label):
    metric = Metric("contacts", MetricKind.RATE, unit, Direction.DOWN, 4.0, 3.0)
    assert (metric.per, metric.base_label) == (per, label)


@pytest.mark.parametrize("value", [0.0, 0.07, 0.29, 0.575, 1.0])
def test_a_share_typed_in_percent_comes_back_as_typed(value):
    assert SHARE.kept(SHARE.typed(value)) == pytest.approx(value, abs=1e-12)


def test_which_way_is_better_follows_the_direction():
    assert SHARE.is_better(1)
    assert RATE.is_better(-1)
    assert not RATE.is_better(1)


@pytest.mark.parametrize(
    ("metric", "asked"),
    [
        (SHARE, "“How many” counts first-contact resolution; “of how many” counts all that could have been."),
        (MEAN, "“Total” is all values of the day added up; “Count” is how many values they are."),
        (RATE, "“Events” counts repeat contacts; “Orders” is how many there were that day."),
    ],
)
def test_what_is_typed_is_named_by_what_it_counts_and_never_called_a_success(metric, asked):
    assert metric.asked == asked
    assert "success" not in f"{metric.amount_label} {metric.base_label} {metric.asked}".casefold()


@pytest.mark.parametrize(
    ("metric", "base", "words"),
    [(SHARE, 2310, "2,310 cases"), (MEAN, 1, "1 case"), (RATE, 5.3, "5,300 orders")],
)
def test_how_much_an_arm_rests_on_is_said_as_it_is_counted(metric, base, words):
    assert metric.sample(base) == words


def test_a_chosen_size_keeps_its_digits_and_an_implied_one_has_three():
    metric = Metric("calls", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 28, 18)
    assert metric.show_size(2.25) == "2.25\u00a0%"
    assert metric.show_size(abs(metric.target_effect or 0)) == "35.7\u00a0%"
