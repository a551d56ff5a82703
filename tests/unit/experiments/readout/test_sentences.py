"""Every outcome has its honest wording, word for word."""

# ruff: noqa: E501 - each sentence stands on one line, as it is read

import math

import pytest
from scipy.special import lambertw

from innovate.experiments.models import Design, Verdict
from innovate.experiments.readout import GuardState, Meets, read, terms
from tests.unit.experiments.readout.making import (
    BARE,
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
    said,
    two,
    variant,
)

TODAY = (3100, 5000)
KEPT = beside(0.3, (32500, 5000, 2.5), (32250, 5000, 2.5))
BETTER = beside(0.3, (32500, 5000, 2.5), (31000, 5000, 2.5))
A_LITTLE_WORSE = beside(0.3, (32500, 5000, 2.5), (33100, 5000, 2.5))
BROKEN = beside(0.3, (32500, 5000, 2.5), (35250, 5000, 2.5))
OPEN = beside(0.05, (32500, 5000, 2.5), (32500, 5000, 2.5))
CONTACTS = beside(0.1, (2000, 50.0), (2000, 50.0), RATE)

AT_THE_END = [
    (
        (3255, 5000),
        "First-contact resolution rose by 3.1 points (95 % interval 1.2 to 5.0), more than the 2 points that we set out to find. The rise may still be less than 2 points.",
    ),
    (
        (3400, 5000),
        "First-contact resolution rose by 6.0 points (95 % interval 4.1 to 7.9), clearly more than the 2 points that we set out to find.",
    ),
    (
        (3197, 5000),
        "First-contact resolution rose by 1.94 points (95 % interval 0.05 to 3.83), less than the 2 points that we set out to find. The rise may still be as much as 2 points.",
    ),
    (
        (2950, 5000),
        "First-contact resolution fell by 3.0 points (95 % interval 1.1 to 4.9), which is worse.",
    ),
    (
        (3150, 5000),
        "This test cannot tell: the difference in first-contact resolution is +1.0 points (95 % interval −0.9 to 2.9), which fits with no change and with the 2 points that we set out to find.",
    ),
    (
        (3050, 5000),
        "No clear change in first-contact resolution (−1.0 points, 95 % interval −2.9 to 0.9), and a rise of 2 points is ruled out.",
    ),
]


@pytest.mark.parametrize(("ours", "words"), AT_THE_END)
def test_at_the_end_the_sentence_says_what_the_interval_says(ours, words):
    assert said(two(SHARE, TODAY, ours)) == words


def test_a_gain_that_is_too_small_to_be_worth_having_is_called_so():
    assert said(two(SHARE, (310000, 500000), (316000, 500000))) == (
        "First-contact resolution rose by 1.2 points (95 % interval 1.0 to 1.4), clearly less than the 2 points that we set out to find."
    )


@pytest.mark.parametrize(
    ("metric", "theirs", "ours", "words"),
    [
        (
            MEAN,
            (32500, 5000, 2.5),
            (29000, 5000, 2.5),
            "Handling time fell by 0.70 min (95 % interval 0.60 to 0.80), clearly more than the 0.5 min that we set out to find.",
        ),
        (
            MEAN,
            (32500, 5000, 2.5),
            (34000, 5000, 2.5),
            "Handling time rose by 0.30 min (95 % interval 0.20 to 0.40), which is worse.",
        ),
        (
            RATE,
            (4000, 100.0),
            (3000, 100.0),
            "Repeat contacts fell by 25.0 % (95 % interval 21.3 to 28.5), clearly more than the 15 % that we set out to find.",
        ),
        (
            RATE,
            (200, 5.0),
            (196, 5.0),
            "This test cannot tell: the difference in repeat contacts is −2.0 % (95 % interval −19.9 to 19.9), which fits with no change and with the 15 % that we set out to find.",
        ),
    ],
)
def test_means_and_rates_speak_in_their_own_units(metric, theirs, ours, words):
    assert said(two(metric, theirs, ours)) == words


# While it runs.


def test_while_it_runs_it_says_how_many_more_days_it_takes():
    test = two(SHARE, (3100, 5000), (3150, 5000), running(14), days=14)
    assert said(test) == (
        "Cannot tell yet: 14 more days at this pace. So far the difference in first-contact resolution is +1.0 points (95 % interval −2.0 to 4.0)."
    )
    assert reading(test).days_to_go == 14


def test_more_days_than_the_plan_has_are_named_without_false_precision():
    test = two(SHARE, (310, 500), (330, 500), running(7), days=7)
    assert said(test).startswith(
        "Cannot tell yet: about 265 more days at this pace, and only 21 planned days of numbers to come. So far"
    )


def test_who_goes_on_beyond_the_end_needs_the_days_of_the_interval_that_holds_at_every_look():
    test = two(SHARE, (310, 500), (330, 500), running(7), days=7)
    error = math.sqrt(sum((s + 1) * (501 - s) / 502**3 for s in (310, 330)))
    tuned = -float(lambertw(-(0.05**2) / math.e, -1).real) - 1

    def reach(total):
        mixed = tuned * total / PLANNED
        return math.sqrt((mixed + 1) / mixed * (math.log(mixed + 1) - 2 * math.log(0.05)))

    enough = next(
        total for total in range(PLANNED + 1, 400) if error * math.sqrt(7 / total) * (reach(total) + 0.8416) <= 0.02
    )
    assert reading(test).days_to_go == enough - 7


def test_a_moved_end_and_further_arms_take_more_days():
    def takes(others=1, **promised):
        arms = [variant(3150, 5000, name=chr(65 + place), days=14) for place in range(others)]
        series = (control(3100, 5000, days=14), *arms)
        return reading(terms.Test(SHARE, Design.PARALLEL, series, running(14, **promised))).days_to_go

    assert takes() == 14
    assert takes(has_moved_end=True) > 14
    assert takes(others=3) > 14


def test_hopeless_numbers_are_not_counted_in_days():
    test = two(SHARE, (31, 50), (33, 50), running(7), days=7)
    assert said(test).startswith(
        "Cannot tell yet: more than a year at this pace, and only 21 planned days of numbers to come. So far"
    )


def test_after_a_day_nobody_guesses_how_many_it_takes():
    test = two(SHARE, (310, 500), (330, 500), running(1), days=1)
    assert said(test).startswith("Cannot tell yet: 27 planned days of numbers to come. So far the difference in")
    assert reading(test).days_to_go is None


def test_a_clear_difference_is_told_before_the_end_with_the_interval_that_allows_it():
    found = reading(two(SHARE, (1550, 2500), (1750, 2500), running(14), days=14))
    assert plain(found.sentence) == (
        "So far: first-contact resolution rose by 8.0 points (95 % interval 3.9 to 12.1), clearly more than the 2 points that we set out to find."
    )
    assert found.is_sequential
    assert plain(found.interval_words) == "95 % interval, valid however often you look"


def test_at_the_end_the_interval_is_that_of_one_look():
    found = reading(two(SHARE, TODAY, (3255, 5000)))
    assert not found.is_sequential
    assert plain(found.interval_words) == "95 % interval"
    assert "one look at the planned end" in found.explained


def test_the_last_planned_day_is_the_end_as_soon_as_it_has_numbers():
    assert not reading(two(SHARE, TODAY, (3255, 5000), promise(day(27)))).is_sequential
    assert reading(two(SHARE, TODAY, (3255, 5000), promise(day(27)), days=27)).is_sequential


def test_an_end_that_was_moved_keeps_the_interval_of_every_look():
    found = reading(two(SHARE, TODAY, (3255, 5000), promise(has_moved_end=True)))
    assert found.is_sequential
    assert found.explained.startswith("The last day was changed after the start")


def test_a_round_that_was_concluded_early_says_nothing_of_days_to_come():
    found = reading(two(SHARE, (1550, 2500), (1575, 2500), running(14, is_concluded=True), days=14))
    assert found.is_sequential
    assert found.sentence.startswith("This test cannot tell: the difference in first-contact resolution")
    assert found.days_to_go is None


# Guardrails.


def test_the_example_of_the_plan():
    """More than the smallest effect, with a guardrail that did not get worse."""
    test = two(SHARE, TODAY, (3400, 5000), guardrails=(BETTER,))
    assert said(test) == (
        "First-contact resolution rose by 6.0 points (95 % interval 4.1 to 7.9), clearly more than the 2 points that we set out to find; handling time did not get worse."
    )


@pytest.mark.parametrize(
    ("guardrails", "state", "words"),
    [
        ((KEPT,), GuardState.KEPT, "to find; handling time did not get worse by more than 0.3 min."),
        (
            (A_LITTLE_WORSE,),
            GuardState.KEPT,
            "to find; handling time got worse by 0.12 min, less than the 0.3 min that we allow.",
        ),
        (
            (BROKEN,),
            GuardState.BROKEN,
            "to find. But handling time got worse by 0.55 min, more than the 0.3 min that we allow.",
        ),
        ((OPEN,), GuardState.OPEN, "to find. Whether handling time got worse by more than 0.05 min stays open."),
        ((KEPT, CONTACTS), GuardState.KEPT, "to find; both guardrails held."),
        ((KEPT, BETTER, CONTACTS), GuardState.KEPT, "to find; 3 guardrails held."),
        (
            (BROKEN, CONTACTS),
            GuardState.BROKEN,
            "to find. But handling time got worse by 0.55 min, more than the 0.3 min that we allow. Repeat contacts did not get worse by more than 10 %.",
        ),
        ((BROKEN, BROKEN), GuardState.BROKEN, "to find. But 2 guardrails are broken: handling time and handling time."),
    ],
)
def test_guardrails_are_said_with_the_result(guardrails, state, words):
    found = reading(two(SHARE, TODAY, (3400, 5000), guardrails=guardrails))
    assert found.guardrails[0].state is state
    assert plain(found.sentence).endswith(words)


def test_a_guardrail_on_its_own_line_brings_its_interval():
    (found,) = reading(two(SHARE, TODAY, (3400, 5000), guardrails=(KEPT,))).guardrails
    assert plain(found.words) == (
        "Handling time did not get worse by more than 0.3 min: the difference is −0.05 min (95 % interval −0.15 to 0.05)."
    )


def test_a_broken_guardrail_is_said_when_nothing_else_is_clear():
    words = said(two(SHARE, TODAY, (3150, 5000), guardrails=(BROKEN,)))
    assert words.startswith("This test cannot tell")
    assert words.endswith("But handling time got worse by 0.55 min, more than the 0.3 min that we allow.")


# Several arms, and what is measured beside.


def test_several_arms_are_named_and_counted():
    assert said(many(SHARE, TODAY, [(3400, 5000), (3450, 5000), (3110, 5000)])) == (
        "With “A”, first-contact resolution rose by 6.0 points (95 % interval 4.1 to 7.9), clearly more than the 2 points that we set out to find. Of the other 2 arms, 1 is clearly better and 1 shows no clear change."
    )


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([(3110, 5000)], "The other arm shows no clear change."),
        ([(2800, 5000)], "The other arm is clearly worse."),
        ([(3110, 5000)] * 3, "None of the other 3 arms shows a clear change."),
        ([(2800, 5000)] * 2, "Of the other 2 arms, 2 are clearly worse."),
    ],
)
def test_the_other_arms_are_told_by_what_they_showed(others, words):
    assert said(many(SHARE, TODAY, [(3400, 5000), *others])).endswith(words)


def test_what_is_clear_alone_may_be_chance_among_several():
    test = many(SHARE, TODAY, [(3200, 5000), (3110, 5000), (3105, 5000)])
    found = reading(test)
    assert plain(found.sentence).startswith(
        "With “A”, first-contact resolution rose by 2.0 points (95 % interval 0.1 to 3.9), which may be chance among 3 comparisons."
    )
    assert found.verdict is Verdict.UNCLEAR
    assert found.main.p_value is not None
    assert found.main.p_holm is not None
    assert found.main.p_value < 0.05 < found.main.p_holm


def test_secondary_metrics_are_one_family_of_their_own():
    clear = beside(None, (32500, 5000, 2.5), (31250, 5000, 2.5))
    alone = beside(None, (3100, 5000), (3200, 5000), SHARE)
    test = two(SHARE, TODAY, (3400, 5000), secondaries=(clear, alone, alone))
    found = reading(test)
    assert found.main.p_holm is None
    assert [plain(one.words) for one in found.secondaries] == [
        "Fell by 0.25 min (95 % interval 0.15 to 0.35), which is better.",
        "Rose by 2.0 points (95 % interval 0.1 to 3.9), which may be chance among 3 results that are read beside the main one.",
        "Rose by 2.0 points (95 % interval 0.1 to 3.9), which may be chance among 3 results that are read beside the main one.",
    ]


# Where numbers end.


@pytest.mark.parametrize(
    ("theirs", "ours", "words"),
    [
        (
            (200, 5.0),
            (0, 5.0),
            "Repeat contacts fell by 100.0 % (95 % interval 98.1 to 100.0), clearly more than the 15 % that we set out to find.",
        ),
        (
            (0, 5.0),
            (30, 5.0),
            "Repeat contacts rose by at least 664.3 % (95 % interval): the control had none, so nobody can say how much.",
        ),
        (
            (0, 5.0),
            (2, 5.0),
            "This test cannot tell: an arm had too few events to give a difference in repeat contacts.",
        ),
    ],
)
def test_an_arm_without_events_has_words_too(theirs, ours, words):
    assert said(two(RATE, theirs, ours)) == words


def test_a_small_arm_of_long_tails_beside_a_large_one_is_not_read_every_day():
    # Looking every day, such a pair would be called different far more often than once in twenty.
    test = two(MEAN, (54_000.0, 9000.0, 12.0), (280.0, 100.0, 12.0))
    assert reading(test, sequential=False).verdict is Verdict.BETTER
    watched = reading(test, sequential=True)
    assert watched.verdict is Verdict.UNCLEAR
    assert watched.sentence == "This test cannot tell: an arm had too few values to give a difference in handling time."
    alike = two(MEAN, (600.0, 100.0, 12.0), (280.0, 100.0, 12.0))
    assert "too few" not in said(alike, sequential=True)


def test_no_event_at_all_says_nothing_yet():
    assert read(two(RATE, (0, 5.0), (0, 5.0))) is None


def test_an_arm_without_numbers_says_nothing_yet():
    test = two(SHARE, TODAY, (0, 0), days=1)
    assert read(test) is None


def test_one_day_of_means_without_a_spread_says_nothing_yet():
    assert read(two(MEAN, (650.0, 100.0), (550.0, 100.0), days=1)) is None


def test_no_difference_at_all_has_no_sign():
    assert "(0.0 points, " in said(two(SHARE, TODAY, TODAY))


def test_a_bare_file_says_neither_better_nor_worse():
    assert said(two(BARE, TODAY, (3255, 5000), None)) == "The share rose by 3.1 points (95 % interval 1.2 to 5.0)."
    assert said(two(BARE, TODAY, (3150, 5000), None)) == (
        "No clear change in the share (+1.0 points, 95 % interval −0.9 to 2.9): the difference may be chance."
    )


@pytest.mark.parametrize(
    ("ours", "margin", "words"),
    [
        ((3255, 5000), 0.02, "It is not lower by more than the margin of 2 points."),
        ((2700, 5000), 0.02, "It is lower by more than the margin of 2 points."),
        ((3080, 5000), 0.01, "Whether it is lower by more than the margin of 1 point stays open."),
    ],
)
def test_a_bare_files_margin_is_judged_in_the_sentence(ours, margin, words):
    assert said(two(BARE, TODAY, ours, None), margin=margin).endswith(words)


def test_the_target_is_reached_missed_or_open():
    found = [reading(two(SHARE, TODAY, ours)).main.meets for ours in ((3400, 5000), (3255, 5000), (2950, 5000))]
    assert found == [Meets.MET, Meets.OPEN, Meets.SHORT]
