"""Every warning is raised where it is due, and not raised where it is not."""

# ruff: noqa: E501 - each warning stands on one line, as it is read

import random
from dataclasses import replace
from datetime import date

import pytest

from innovate.experiments.models import Design, UnitKind
from innovate.experiments.readout import Observed, Series, terms
from innovate.experiments.readout.caveats import caveats
from tests.unit.experiments.readout.making import (
    MEAN,
    PLANNED,
    RATE,
    SHARE,
    beside,
    control,
    day,
    many,
    plain,
    promise,
    reading,
    running,
    two,
    variant,
)

TODAY, BETTER = (3100, 5000), (3255, 5000)
FAIR = two(SHARE, TODAY, BETTER)


def before_after(levels, *, before=28, after=28, baseline=0.62, base=1000):
    """Days whose share follows `levels(place)`, with a little noise, the change in between."""
    chance = random.Random(1)
    days = [
        Observed(day(place), round(base * levels(place) + chance.randint(-6, 6)), base)
        for place in range(before + after)
    ]
    series = (Series("Before", True, tuple(days[:before])), Series("After", False, tuple(days[before:])))
    promised = replace(promise(), ends_on=day(before + after - 1), switch_on=day(before))
    return terms.Test(replace(SHARE, baseline=baseline), Design.BEFORE_AFTER, series, promised)


def stepped(teams, *, grows=0.0, count=56):
    """Teams that begin one after another, with an effect that may grow from day to day."""
    chance, series = random.Random(3), []
    for team in range(teams):
        begins = 7 + 3 * team if team < teams - 1 else count
        days = tuple(
            Observed(
                day(place),
                round(1000 * (0.6 + max(0, place - begins + 1) * grows) + chance.randint(-15, 15)),
                1000,
                None,
                place >= begins,
            )
            for place in range(count)
        )
        series.append(Series(f"Team {team}", False, days))
    return terms.Test(SHARE, Design.STEPPED, tuple(series), replace(promise(), ends_on=day(count - 1)))


def without(test, *places, arm=1):
    """The test without some days of one arm."""
    series = list(test.series)
    kept = tuple(one for at, one in enumerate(series[arm].days) if at not in places)
    series[arm] = replace(series[arm], days=kept)
    return replace(test, series=tuple(series))


def with_day(test, place, **numbers):
    """The test with other numbers on one day of the variant."""
    series = list(test.series)
    days = list(series[1].days)
    days[place] = replace(days[place], **numbers)
    series[1] = replace(series[1], days=tuple(days))
    return replace(test, series=tuple(series))


def weekly(numbers, *, only=None):
    """A test over weeks whose variant has its cases on other days of the week."""
    arms = []
    for name, bases in (("Today", numbers[0]), ("New", numbers[1])):
        days = [
            Observed(day(place), round(bases[place % 7] * 0.62), bases[place % 7])
            for place in range(PLANNED)
            if only is None or name == "Today" or place % 7 in only
        ]
        arms.append(Series(name, name == "Today", tuple(days)))
    return terms.Test(SHARE, Design.PARALLEL, tuple(arms), promise())


def swinging(by):
    """A test whose difference swings from day to day."""
    test = two(SHARE, (310_000, 500_000), (320_000, 500_000))
    days = tuple(
        replace(one, amount=one.amount + (by if place % 2 else -by)) for place, one in enumerate(test.series[1].days)
    )
    return replace(test, series=(test.series[0], replace(test.series[1], days=days)))


EVEN = [100] * 7
WEEKEND = [50, 50, 50, 50, 50, 225, 225]

CASES = {
    "confounded": (before_after(lambda _: 0.62), FAIR),
    "regression_to_the_mean": (before_after(lambda place: 0.55 if place < 28 else 0.60), before_after(lambda _: 0.62)),
    "few_clusters": (stepped(6), stepped(12)),
    "growing": (stepped(12, grows=0.004), stepped(12)),
    "several_arms": (many(SHARE, TODAY, [BETTER, TODAY]), FAIR),
    "changed_after_sealing": (two(SHARE, TODAY, BETTER, promise(amendments=2)), FAIR),
    "early_numbers": (two(SHARE, TODAY, BETTER, promise(early_days=3)), FAIR),
    "too_short": (two(SHARE, TODAY, BETTER, running(13), days=13), two(SHARE, TODAY, BETTER, running(14), days=14)),
    "clustered": (replace(FAIR, drawn=UnitKind.TEAM), replace(FAIR, drawn=UnitKind.DAY)),
    "sample_ratio": (two(SHARE, TODAY, (3255, 5500)), two(SHARE, TODAY, (3255, 5100))),
    "missing_days": (without(FAIR, 4, 5), FAIR),
    "weekday_imbalance": (weekly((EVEN, WEEKEND)), weekly((EVEN, EVEN))),
    "outliers": (with_day(FAIR, 9, amount=20), FAIR),
    "no_events": (two(RATE, (400, 10.0), (0, 10.0)), two(RATE, (400, 10.0), (1, 10.0))),
    "small_counts": (two(SHARE, (1, 5000), (2, 5000)), two(SHARE, (10, 5000), (12, 5000))),
    "skewed": (
        two(MEAN, (600.0, 100, 12.0), (580.0, 100, 12.0), days=14),
        two(MEAN, (60000.0, 10000, 12.0), (58000.0, 10000, 12.0), days=14),
    ),
    "no_spread": (two(MEAN, (700.0, 112, 0.0), (560.0, 112, 0.0)), two(MEAN, (700.0, 112, 0.1), (560.0, 112, 0.1))),
    "uneven": (swinging(500), swinging(0)),
    "unbounded": (two(RATE, (0, 10.0), (20, 10.0)), two(RATE, (10, 10.0), (20, 10.0))),
}


@pytest.mark.parametrize("code", CASES)
def test_a_warning_is_raised_where_it_is_due_and_nowhere_else(code):
    due, fair = CASES[code]
    assert code in reading(due).codes
    assert code not in reading(fair).codes


@pytest.mark.parametrize("code", CASES)
def test_a_warning_is_plain_sentences_that_end(code):
    (words,) = [one.sentence for one in reading(CASES[code][0]).warnings if one.code == code]
    assert words.endswith(".")
    assert len(words) <= 260
    assert not any(term in words.casefold() for term in ("p-value", "variance", "significan", "null", "robust"))


def test_a_fair_test_has_no_warnings():
    assert reading(FAIR).warnings == ()


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (
            two(SHARE, TODAY, (3255, 5500)),
            "“Today” has 47.6 % of all cases where 50.0 % were planned: more than chance explains. Find out who is missing before you rely on the result.",
        ),
        (
            two(SHARE, TODAY, (3255, 5500), None),
            "“Today” has 47.6 % of all cases, equal arms would have 50.0 % each: more than chance explains, unless they were meant to differ. Find out who is missing before you rely on the result.",
        ),
    ],
)
def test_a_mismatch_names_the_arm_and_what_was_planned(test, words):
    assert [plain(one.sentence) for one in reading(test).warnings] == [words]


def test_arms_that_were_planned_unequal_are_no_mismatch():
    series = (control(1550, 2500), variant(4650, 7500, weight=3.0))
    assert "sample_ratio" not in reading(replace(FAIR, series=series)).codes


def test_whole_teams_and_people_are_of_unlike_size_and_no_mismatch():
    uneven = two(SHARE, TODAY, (3255, 5500))
    for drawn in (UnitKind.TEAM, UnitKind.AGENT):
        assert "sample_ratio" not in reading(replace(uneven, drawn=drawn)).codes


def test_hours_are_measured_and_not_allocated():
    assert "sample_ratio" not in reading(two(replace(RATE, unit="per hour"), (400, 100.5), (420, 160.25))).codes


def test_a_test_that_was_ended_below_its_planned_size_says_what_that_means():
    found = reading(two(SHARE, TODAY, BETTER, promise(planned_size=20_000.0, is_concluded=True)))
    assert [plain(one.sentence) for one in found.warnings] == [
        "It has 10,000 of the 20,000 cases that were planned, so it can miss an effect that is there. Let it run on, or plan a longer round."
    ]
    assert reading(two(SHARE, TODAY, BETTER, running(20, planned_size=20_000.0), days=20)).codes == ()


def test_a_shop_that_is_shut_on_sundays_misses_no_days():
    shut = without(without(FAIR, 6, 13, 20, 27), 6, 13, 20, 27, arm=0)
    assert "missing_days" not in reading(shut).codes
    assert "missing_days" in reading(without(without(FAIR, 6, 13, 20), 6, 13, 20, arm=0)).codes


def test_today_is_not_missing_before_it_is_over():
    test = two(SHARE, TODAY, BETTER, running(15), days=14)
    assert reading(test).codes == ()
    assert reading(replace(test, promise=running(17))).codes == ("missing_days",)


def test_a_short_time_before_the_change_cannot_show_what_is_usual():
    (words,) = [
        one.sentence
        for one in caveats(before_after(lambda _: 0.62, before=10), ())
        if one.code == "regression_to_the_mean"
    ]
    assert words.startswith("10 days before the change cannot show what is usual.")


def test_a_bad_week_just_before_the_change_is_noticed_without_a_baseline():
    found = caveats(
        replace(before_after(lambda place: 0.58 if 21 <= place < 28 else 0.62), metric=replace(SHARE, baseline=None)),
        (),
    )
    assert "The week before the change was worse than usual." in " ".join(one.sentence for one in found)


def test_a_before_and_after_whose_weekdays_cannot_be_told_says_so_even_over_whole_weeks():
    short, long = before_after(lambda _: 0.62, before=7, after=7), before_after(lambda _: 0.62, before=14, after=14)
    (words,) = [one.sentence for one in reading(short).warnings if one.code == "weekday_imbalance"]
    assert words.startswith("There are too few days to tell weekdays from the change.")
    assert "weekday_imbalance" not in reading(long).codes


def test_a_good_time_before_the_change_hides_no_gain():
    assert "regression_to_the_mean" not in reading(before_after(lambda place: 0.66 if place < 28 else 0.62)).codes


def test_a_bare_file_is_too_short_below_two_weeks():
    assert reading(two(SHARE, TODAY, BETTER, None, days=13)).codes == ("too_short",)
    assert reading(two(SHARE, TODAY, BETTER, None, days=14)).codes == ()


def test_a_guardrail_is_read_with_its_own_metric():
    found = reading(two(SHARE, TODAY, BETTER, guardrails=(beside(0.3, (32500, 5000, 2.5), (32250, 5000, 2.5)),)))
    assert found.guardrails[0].metric is MEAN
    assert found.codes == ()


def test_days_are_named_by_their_date():
    (words,) = [one.sentence for one in reading(without(FAIR, 4, 5)).warnings if one.code == "missing_days"]
    assert words.startswith("2 days without the numbers of every arm (")
    assert f"{date(2026, 6, 5):%a} 5 Jun" in words
