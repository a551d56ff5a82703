"""Trending: newer and better supported ideas first, by a score that only a vote changes."""

import math
from datetime import datetime

import sqlalchemy as sa

SPAN = 259_200.0  # seconds; ten times the votes weigh as much as being three days newer


def trend(votes: int, submitted_at: datetime) -> float:
    """log10 of the votes (at least one) plus the time of submission in spans of three days since 1970.

    The "hot" order that Reddit published in 2009, with a span fit for a company in place of its 12.5 hours.
    """
    return math.log10(max(votes, 1)) + submitted_at.timestamp() / SPAN


def trend_after(trend: sa.ColumnElement[float], votes: sa.ColumnElement[int], change: int) -> sa.ColumnElement[float]:
    """In SQL: the score of a row with these `votes` once `change` more are counted."""
    return trend + _log10(votes + change) - _log10(votes)


def _log10(votes: sa.ColumnElement[int]) -> sa.ColumnElement[float]:
    at_least_one = sa.case((votes > 1, votes), else_=1)
    return sa.func.ln(sa.cast(at_least_one, sa.Float), type_=sa.Float()) / sa.literal(math.log(10), sa.Float())
