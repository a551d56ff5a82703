"""The read-out says what the interval says, and no more."""

import re

import pytest

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind
from innovate.experiments.readout import LONGEST, ArmDays, Verdict, caveats, read_out
from innovate.experiments.statistics import Day

SHARE = Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.68)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 5.5)
RATE = Metric("repeat contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0)


def arm(name, *days):
    return ArmDays(name, tuple(Day(*day) for day in days))


def said(metric, control, variant):
    found = read_out(metric, control, variant)
    assert found is not None
    return found


def plain(words):
    """The words with every space an ordinary one."""
    return words.replace("\u00a0", " ")


def test_a_clear_gain_that_meets_the_target():
    found = said(SHARE, arm("Today", (6200, 10000)), arm("Phone label", (7100, 10000)))
    assert found.verdict is Verdict.BETTER
    assert plain(found.sentence) == (
        "With “Phone label”, first-contact resolution came to 71.0 %, 9.0 points higher than the 62.0 % with “Today”. "
        "The 95 % interval runs from 7.7 to 10.3 points higher: chance alone hardly explains it. "
        "It meets the target of 6.0 points higher."
    )


def test_a_gain_that_may_be_chance_is_called_unclear():
    found = said(SHARE, arm("Today", (62, 100)), arm("Phone label", (68, 100)))
    assert found.verdict is Verdict.UNCLEAR
    assert "may still be chance" in found.sentence
    assert "neither met nor ruled out" in found.sentence


def test_a_loss_is_called_worse():
    found = said(SHARE, arm("Today", (6200, 10000)), arm("Phone label", (5800, 10000)))
    assert found.verdict is Verdict.WORSE
    assert "4.0 points lower" in plain(found.sentence)
    assert "stays short of" in found.sentence


def test_fewer_is_better_where_lower_is_better():
    found = said(RATE, arm("Today", (4000, 100)), arm("Phone label", (3000, 100)))
    assert found.verdict is Verdict.BETTER
    assert "25.0 % lower" in plain(found.sentence)
    assert "40 per 1,000 orders" in plain(found.sentence)
    assert "It meets the target of 15.0 % lower." in plain(found.sentence)
    assert plain(found.short).startswith("−25.0 % (−")


@pytest.mark.parametrize(
    ("metric", "control", "variant"),
    [
        (SHARE, (6200, 10000), (7100, 10000)),
        (SHARE, (62, 100), (68, 100)),
        (RATE, (4000, 100), (3000, 100)),
        (MEAN, (650, 100, 2.0), (550, 100, 1.5)),
    ],
)
def test_no_number_is_parted_from_its_unit_at_the_end_of_a_line(metric, control, variant):
    found = said(metric, arm("Today", control), arm("Phone label", variant))
    for words in (found.sentence, found.short):
        assert not re.search(r"[0-9] (%|points|min)", words)


def test_a_difference_that_rounds_to_nothing_has_no_sign():
    found = said(SHARE, arm("Today", (50_000, 100_000)), arm("Phone label", (50_001, 100_000)))
    assert plain(found.short).startswith("0.0 points (−")


def test_a_mean_without_a_spread_is_judged_by_its_days():
    control = arm("Today", (650, 100), (660, 100), (640, 100))
    variant = arm("Script", (550, 100), (560, 100), (540, 100))
    found = said(MEAN, control, variant)
    assert found.verdict is Verdict.BETTER
    assert found.estimate.effect == pytest.approx(-1.0)


def test_the_spread_is_used_where_every_day_has_it():
    control, variant = arm("Today", (650, 100, 0.9)), arm("Script", (550, 100, 0.9))
    assert said(MEAN, control, variant).estimate.effect == pytest.approx(-1.0)


def test_one_day_of_means_without_a_spread_says_nothing_yet():
    assert read_out(MEAN, arm("Today", (650, 100)), arm("Script", (550, 100))) is None


@pytest.mark.parametrize("metric", [SHARE, MEAN, RATE])
def test_an_empty_arm_says_nothing_yet(metric):
    assert read_out(metric, arm("Today", (5, 10)), arm("Phone label")) is None


def test_no_difference_at_all_is_said_as_such():
    found = said(SHARE, arm("Today", (50, 100)), arm("Phone label", (50, 100)))
    assert "the same as with “Today”" in found.sentence


def test_the_longest_names_still_give_a_sentence_that_can_be_kept():
    metric = Metric("m" * 120, MetricKind.MEAN, "u" * 30, Direction.UP, 1.0, 2.0)
    found = said(metric, arm("a" * 60, (1, 1), (2, 1)), arm("b" * 60, (3, 1), (5, 1)))
    assert len(found.sentence) <= LONGEST


@pytest.mark.parametrize(
    ("design", "arms", "words"),
    [
        (Design.PARALLEL, 2, []),
        (Design.PARALLEL, 3, ["the likelier a chance finding"]),
        (Design.BEFORE_AFTER, 2, ["Whatever else changed in between"]),
        (Design.STEPPED, 3, ["differs between teams or days", "the likelier a chance finding"]),
    ],
)
def test_what_an_interval_knows_nothing_of_is_said_beside_it(design, arms, words):
    said_beside = caveats(design, arms)
    assert len(said_beside) == len(words)
    assert all(expected in found for expected, found in zip(words, said_beside, strict=True))
