"""Trending: what a vote, and three days, are worth."""

from datetime import UTC, datetime, timedelta

import pytest

from innovate.ideas.ranking import SPAN, trend

DAY = datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_ten_times_the_votes_weigh_as_much_as_three_days():
    assert timedelta(days=3).total_seconds() == SPAN
    assert trend(100, DAY) == pytest.approx(trend(10, DAY + timedelta(days=3)))


def test_more_votes_and_later_days_never_rank_lower():
    assert trend(0, DAY) == trend(1, DAY) < trend(2, DAY) < trend(3, DAY)
    assert trend(5, DAY) < trend(5, DAY + timedelta(seconds=1))
