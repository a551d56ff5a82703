"""Axes name round numbers and days, and never more than there is room for."""

from datetime import date, timedelta

import pytest

from innovate.experiments.figures.axes import Span, across, calendar, round_numbers, round_span, upright, words_of


@pytest.mark.parametrize(
    ("values", "expected"),
    [([71.2, 76.7], (71, 77)), ([0.0, 8.3], (0, 10)), ([-0.013, 0.021], (-0.02, 0.03)), ([5.0, 5.0], (2, 8))],
)
def test_an_axis_goes_from_one_round_number_to_another(values: list[float], expected: tuple[float, float]):
    span = round_span(values, most=6)

    assert (round(span.low, 9), round(span.high, 9)) == expected


@pytest.mark.parametrize("high", [0.03, 1, 7.3, 99, 12345, 3e9])
def test_an_axis_names_between_two_numbers_and_as_many_as_were_asked_for(high: float):
    assert 2 <= len(round_numbers(Span(0, high), 5)) <= 6


def test_numbers_have_the_digits_that_tell_them_apart():
    assert words_of((0.0, 0.05, 0.1)) == ("0.00", "0.05", "0.10")
    assert words_of((-5.0, 0.0, 5.0), is_signed=True) == ("−5", "0", "+5")
    assert words_of((0.0, 5000.0, 10000.0)) == ("0", "5,000", "10,000")


def test_an_axis_that_goes_up_has_its_least_number_at_the_bottom():
    ticks = upright(Span(0, 10), 200)

    assert (ticks[0].at, ticks[0].words) == (200, "0")
    assert (ticks[-1].at, ticks[-1].words) == (0, "10")


def test_of_numbers_side_by_side_no_change_is_never_a_minor_one():
    ticks = across(Span(-7, 6), is_signed=True)

    assert not next(tick for tick in ticks if tick.words == "0").is_minor


@pytest.mark.parametrize("days", [1, 2, 6, 14, 15, 60, 92, 200, 730, 4000])
def test_a_calendar_names_at_most_nine_days_in_order_and_within_the_drawing(days: int):
    first = date(2026, 1, 5)

    ticks = calendar(first, first + timedelta(days=days - 1))

    places = [tick.at for tick in ticks]
    assert 1 <= len(ticks) <= 9
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


def test_months_carry_their_year_where_it_begins():
    words = [tick.words for tick in calendar(date(2024, 11, 20), date(2026, 11, 20))]

    assert words[0] == "Jan 2025"
    assert "Jan 2026" in words
    assert "Apr" in words
