"""Limits: counted once for each, kept across refusals where that is asked, and never passed by a crowd."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from innovate.core import limits
from innovate.core.clock import held
from innovate.core.db import db
from innovate.core.errors import TooMany
from tests.provisioning.visits import keep

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 4, 12, 0, 20, tzinfo=UTC)
AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]


def test_as_often_as_allowed_and_not_once_more(app: Flask) -> None:
    with held(NOON):
        for _ in range(3):
            limits.take("vote", 7, times=3, within=MINUTE)
        with pytest.raises(TooMany, match="Please try again in 40 seconds") as refused:
            limits.take("vote", 7, times=3, within=MINUTE)
    assert refused.value.retry_after == 40


def test_each_person_and_each_kind_counts_alone(app: Flask) -> None:
    for whose in (7, 8):
        limits.take("vote", whose, times=1, within=MINUTE)
    limits.take("comment", 7, times=1, within=MINUTE)


def test_the_next_window_starts_afresh(app: Flask) -> None:
    with held(NOON):
        limits.take("vote", 7, times=1, within=MINUTE)
    with held(NOON + MINUTE):
        limits.take("vote", 7, times=1, within=MINUTE)


def test_what_was_undone_does_not_count_unless_for_good(app: Flask) -> None:
    with held(NOON):
        limits.take("vote", 7, times=1, within=MINUTE)
        db.session.rollback()
        limits.take("vote", 7, times=1, within=MINUTE)

        db.session.rollback()
        limits.take_for_good("sign-in", "ana", times=1, within=MINUTE)
        db.session.rollback()
        with pytest.raises(TooMany):
            limits.take_for_good("sign-in", "ana", times=1, within=MINUTE)


def test_a_crowd_gets_exactly_as_much_as_there_is(app: Flask, at_once: AtOnce) -> None:
    def take() -> None:
        with held(NOON):
            limits.take("vote", 7, times=5, within=MINUTE)

    outcomes = at_once([take] * 12)

    assert outcomes.count(None) == 5
    assert sum(isinstance(one, TooMany) for one in outcomes) == 7


def test_a_crowd_that_counts_for_good_is_counted_whole(app: Flask, at_once: AtOnce) -> None:
    def take() -> None:
        with held(NOON):
            limits.take_for_good("sign-in", "ana", times=5, within=MINUTE)

    outcomes = at_once([take] * 12)

    assert outcomes.count(None) == 5


def test_old_windows_are_swept_away(app: Flask) -> None:
    with held(NOON):
        limits.take("vote", 7, times=1, within=MINUTE)
    keep()

    assert limits.forget_old(NOON - MINUTE) == 0
    assert limits.forget_old(NOON + MINUTE) == 1
