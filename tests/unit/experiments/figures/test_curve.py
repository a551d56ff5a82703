"""The planner's curve falls with the days, and shows where it comes down to what is worth having."""

import math

from innovate.experiments.figures import curve


def points(last: int = 90) -> list[tuple[float, float]]:
    return [(days, 21 / days**0.5) for days in range(7, last + 1)]


def test_it_says_from_which_day_the_wanted_effect_is_within_reach():
    drawn = curve(points(), unit="points", wanted=3)

    assert drawn is not None
    assert drawn.spot is not None
    assert drawn.spot.words == "from day 49"
    assert drawn.level is not None
    assert drawn.spot.y == drawn.level.y


def test_the_words_of_an_early_day_and_of_the_level_stand_apart():
    early = curve(points(), unit="points", wanted=6)
    late = curve(points(), unit="points", wanted=2.4)

    assert early is not None
    assert early.spot is not None
    assert early.level is not None
    assert early.spot.at < 50
    assert early.level.is_at_end
    assert early.level.words_y - early.spot.words_y > 14
    assert late is not None
    assert late.spot is not None
    assert late.level is not None
    assert late.spot.at > 50
    assert not late.level.is_at_end


def test_it_says_that_the_wanted_effect_is_out_of_reach():
    drawn = curve(points(30), unit="points", wanted=1)

    assert drawn is not None
    assert drawn.spot is None
    assert "out of reach" in drawn.description


def test_the_planned_days_are_marked_even_beyond_the_curve():
    drawn = curve(points(30), unit="points", wanted=3, planned_days=45)

    assert drawn is not None
    assert [(rule.at, rule.words) for rule in drawn.rules] == [(100, "45 days planned")]


def test_days_that_can_find_nothing_are_left_out():
    assert curve([(1, math.inf), (2, math.inf), (3, 4.0)], unit="points", wanted=3) is None
