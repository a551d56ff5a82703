"""Reads of review: the inbox, the page that scores an idea, and what scorecards say together."""

from innovate.review.queries.inbox import Inbox, InboxRow, SentRow, inbox
from innovate.review.queries.panel import ReviewPanel, panel
from innovate.review.queries.scoring import (
    CriterionView,
    ScoringPage,
    asked_ids,
    criteria,
    reviewer_choices,
    scoring_page,
    seat,
)

__all__ = [
    "CriterionView",
    "Inbox",
    "InboxRow",
    "ReviewPanel",
    "ScoringPage",
    "SentRow",
    "asked_ids",
    "criteria",
    "inbox",
    "panel",
    "reviewer_choices",
    "scoring_page",
    "seat",
]
