"""Lines keep their gaps, and names keep their distance."""

from itertools import pairwise

from innovate.experiments.figures.axes import Span
from innovate.experiments.figures.plot import LABEL_HEIGHT, Drawn, Point, placed, ruled, tone_of

ACROSS, UP = Span(0, 10), Span(0, 100)


def line(*values: float | None, tone: str = "accent", name: str = "A") -> Drawn:
    return Drawn(name, tone, [Point(place, value) for place, value in enumerate(values)])


def test_a_day_without_data_is_a_gap():
    drawn = placed([line(10, 20, None, 40, 50)], ACROSS, UP, 100)[0]

    assert drawn.path == "M0 90L60 80M180 60L240 50"
    assert drawn.band == ""


def test_a_day_between_two_gaps_is_still_seen():
    assert placed([line(None, 20, None)], ACROSS, UP, 100)[0].path == "M60 80L60 80"


def test_a_band_runs_along_the_upper_ends_and_back_along_the_lower():
    points = [Point(0, 50, 40, 60), Point(10, 50, 45, 55)]

    assert placed([Drawn("A", "accent", points)], ACROSS, UP, 100)[0].band == "M0 40L600 45L600 55L0 60Z"


def test_what_lies_beyond_the_axis_is_held_at_its_end():
    assert placed([line(-50, 150)], ACROSS, UP, 100)[0].path == "M0 100L60 0"


def test_names_at_the_ends_of_lines_never_touch_and_stay_within_the_drawing():
    ends = {"A": 1.0, "B": 2.0, "C": 1.5, "D": 60.0}
    lines = [Drawn(name, "accent", [Point(0, 50), Point(10, end)]) for name, end in ends.items()]

    drawn = placed(lines, ACROSS, UP, 100)

    heights = sorted(one.label_y for one in drawn if one.label_y is not None)
    assert len(heights) == 4
    assert all(lower - upper >= LABEL_HEIGHT - 0.1 for upper, lower in pairwise(heights))
    assert heights[-1] <= 100


def test_a_line_that_ends_early_is_named_by_the_key_alone():
    early = Drawn("Before", "quiet", [Point(0, 50), Point(5, 50)])

    assert placed([early], ACROSS, UP)[0].label_y is None


def test_of_many_lines_only_the_first_have_a_name_and_dots():
    tones = [tone_of(place, is_control=False) for place in range(20)]

    assert tones[:4] == ["accent", "amber", "rose", "violet"]
    assert set(tones[4:]) == {"faint"}
    faint = placed([line(1, 2, tone="faint")], ACROSS, UP)[0]
    assert (faint.label_y, faint.dots) == (None, ())


def test_words_of_marks_that_are_close_stand_beneath_one_another():
    rules = ruled(
        [(4.0, "amended", "amended", ""), (5.0, "the change begins", "switch", ""), (9.0, "again", "amended", "")],
        ACROSS,
    )

    assert [rule.row for rule in rules] == [0, 1, 0]
    assert [rule.anchor for rule in rules] == ["start", "start", "end"]


def test_many_marks_leave_their_words_to_the_list_below():
    rules = ruled([(float(place), f"Team {place} begins", "step", "") for place in range(10)], ACROSS)

    assert not any(rule.is_named for rule in rules)
