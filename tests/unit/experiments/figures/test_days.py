"""A metric by arm over time: days or weeks, bands, steps and the switch."""

from datetime import date, timedelta
from random import Random

import pytest

from innovate.experiments.figures import Marked, by_day
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind
from innovate.experiments.readout.terms import Observed, Series

FIRST = date(2026, 3, 2)  # a Monday
SHARE = Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.7, 0.75)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.0, 5.0)
RATE = Metric("complaints", MetricKind.RATE, "per week", Direction.DOWN, 6.0, 5.0)


def arm(name: str, numbers: list[tuple[float, float] | None], *, control: bool = False, treated: int = 999) -> Series:
    days = tuple(
        Observed(FIRST + timedelta(days=place), *one, is_treated=place >= treated)
        for place, one in enumerate(numbers)
        if one
    )
    return Series(name, control, days)


def test_before_any_number_there_is_no_drawing():
    assert by_day(SHARE, Design.PARALLEL, [arm("A", [], control=True), arm("B", [])]) is None


def test_a_share_is_drawn_in_percent_with_its_band_and_its_target():
    drawn = by_day(
        SHARE, Design.PARALLEL, [arm("A", [(70, 100)] * 7, control=True), arm("B", [(76, 100)] * 7)], target=0.75
    )

    assert drawn is not None
    assert [(line.name, line.tone) for line in drawn.lines] == [("A", "quiet"), ("B", "accent")]
    assert all(line.band for line in drawn.lines)
    assert drawn.rows[0].cells[0] == "70"
    assert drawn.level is not None
    assert "75.0" in drawn.level.words
    assert drawn.y_label == "First-contact resolution (%)"


def test_a_day_that_was_not_recorded_is_a_gap_and_no_row():
    drawn = by_day(
        SHARE, Design.PARALLEL, [arm("A", [(7, 10), None, (8, 10)], control=True), arm("B", [(7, 10), None, (8, 10)])]
    )

    assert drawn is not None
    assert drawn.lines[0].path.count("M") == 2
    assert len(drawn.rows) == 2


def test_two_years_of_twenty_arms_are_drawn_by_four_weeks_and_name_five():
    chance = Random(4)
    arms = [
        arm(f"Arm {place}", [(chance.randint(60, 80), 100) for _ in range(730)], control=place == 0)
        for place in range(20)
    ]

    drawn = by_day(SHARE, Design.PARALLEL, arms)

    assert drawn is not None
    assert len(drawn.rows) == 27
    assert len(drawn.key) == 5
    assert len(drawn.others) == 15
    assert sum(bool(line.band) for line in drawn.lines) == 2
    assert drawn.rows[0].name == "2 Mar 2026"


@pytest.mark.parametrize(
    ("days", "rows", "label"), [(110, 110, "Day"), (111, 16, "Week that begins on"), (730, 105, "Week that begins on")]
)
def test_many_days_are_drawn_by_week(days: int, rows: int, label: str):
    drawn = by_day(SHARE, Design.PARALLEL, [arm("A", [(7, 10)] * days, control=True), arm("B", [(7, 10)] * days)])

    assert drawn is not None
    assert (len(drawn.rows), drawn.x_label) == (rows, label)


def test_before_and_after_shows_the_jump_between_two_parts_of_one_trend():
    before = [(100.0 * (10 + 0.1 * day), 100.0) for day in range(20)]
    after: list[tuple[float, float] | None] = [None] * 20
    after += [(100.0 * (10 + 0.1 * day - 3), 100.0) for day in range(20, 40)]
    switch = FIRST + timedelta(days=20)

    drawn = by_day(
        MEAN,
        Design.BEFORE_AFTER,
        [arm("Before", [*before], control=True), arm("After", after)],
        switch_on=switch,
        marks=[Marked(switch, "the change begins", "switch")],
    )

    assert drawn is not None
    without, changed = (
        next(line for line in drawn.lines if line.name == name) for name in ("Without the change", "Trend after")
    )
    assert without.is_dashed
    assert not changed.is_dashed
    heights = [[float(step.split()[1]) for step in line.path[1:].split("L")] for line in (without, changed)]
    apart = {round(lower - upper, 1) for upper, lower in zip(*heights, strict=True)}
    tick = abs(drawn.y_ticks[0].at - drawn.y_ticks[1].at) / (
        float(drawn.y_ticks[1].words) - float(drawn.y_ticks[0].words)
    )
    assert max(apart) == pytest.approx(3 * tick, abs=0.3)
    assert drawn.rules[0].words == "the change begins"


def test_a_rate_without_events_on_a_day_still_has_its_trend():
    before = [(0.0 if day % 5 == 0 else 6.0, 1.0) for day in range(20)]
    after: list[tuple[float, float] | None] = [None] * 20
    after += [(3.0, 1.0)] * 20

    drawn = by_day(
        RATE,
        Design.BEFORE_AFTER,
        [arm("Before", [*before], control=True), arm("After", after)],
        switch_on=FIRST + timedelta(days=20),
    )

    assert drawn is not None
    assert "Trend after" in {line.name for line in drawn.lines}


def test_few_teams_are_dashed_until_their_turn():
    teams = [arm("North", [(7, 10)] * 10, treated=3), arm("South", [(7, 10)] * 10, treated=6)]

    drawn = by_day(SHARE, Design.STEPPED, teams)

    assert drawn is not None
    assert [(line.name, line.is_dashed) for line in drawn.lines] == [
        ("North, before", True),
        ("North", False),
        ("South, before", True),
        ("South", False),
    ]


def test_many_teams_are_drawn_together_by_whether_they_have_begun():
    teams = [arm(f"Team {place}", [(7, 10)] * 30, treated=place + 3) for place in range(12)]

    drawn = by_day(SHARE, Design.STEPPED, teams)

    assert drawn is not None
    assert [line.name for line in drawn.key] == ["Not begun yet", "Have begun"]
    assert len(drawn.others) == 12


def test_a_day_that_is_still_to_come_is_not_marked():
    teams = [arm("North", [(7, 10)] * 10, treated=3), arm("South", [(7, 10)] * 10)]
    marks = [Marked(FIRST + timedelta(days=place), "a team begins", "step") for place in (3, 40)]

    drawn = by_day(SHARE, Design.STEPPED, teams, marks=marks)

    assert drawn is not None
    assert [rule.when for rule in drawn.rules] == ["5 Mar"]
