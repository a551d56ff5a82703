"""Badges, by rule or by hand, those who hold them, and milestones."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.db import BigId, Model


class BadgeRule(StrEnum):
    """What is counted over the journal for a badge that is given by rule."""

    IDEAS_POSTED = "ideas_posted"
    IDEAS_ADOPTED = "ideas_adopted"
    HELPFUL_REVIEWS = "helpful_reviews"
    PROMISES_KEPT = "promises_kept"
    BRAVE_FAILURES = "brave_failures"
    EXPERIMENTS_RUN = "experiments_run"
    SUGGESTIONS_ADOPTED = "suggestions_adopted"
    THANKS_GIVEN = "thanks_given"
    LESSONS_WRITTEN = "lessons_written"


class Badge(Model):
    """A sign of what somebody did; `drawing` names its picture. With a rule it is given by itself."""

    __tablename__ = "badges"
    __table_args__ = (
        sa.CheckConstraint("(rule IS NULL) = (threshold IS NULL)", name="threshold_of_a_rule"),
        sa.CheckConstraint("threshold > 0", name="threshold_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(200))
    drawing: Mapped[str] = mapped_column(sa.String(40))
    rule: Mapped[BadgeRule | None]
    threshold: Mapped[int | None]  # so many, and the badge is given
    is_active: Mapped[bool] = mapped_column(default=True)
    swept_at: Mapped[datetime | None]  # when the past was counted for its rule; None: it has still to be


class BadgeHolding(Model):
    """A badge that somebody holds, given once: by rule, with an award or by hand.

    Revoked it stays here, so that no rule gives it anew.
    """

    __tablename__ = "badge_holdings"
    __table_args__ = (
        sa.UniqueConstraint("badge_id", "person_id"),
        sa.CheckConstraint("(revoked_at IS NULL) = (revocation_reason IS NULL)", name="revoked_with_a_reason"),
        sa.Index("ix_badge_holdings_person", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[int] = mapped_column(sa.ForeignKey("badges.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    cause_id: Mapped[int | None] = mapped_column(sa.ForeignKey("journal.id"), type_=BigId)  # the fact that a rule saw
    award_id: Mapped[int | None] = mapped_column(sa.ForeignKey("awards.id"))
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))  # None: by rule
    words: Mapped[str] = mapped_column(sa.String(400), default="")
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    revocation_reason: Mapped[str | None] = mapped_column(sa.String(300))

    badge: Mapped[Badge] = relationship()


class Milestone(Model):
    """A year that somebody has been with the company, shown on its day to everybody unless they would rather not."""

    __tablename__ = "milestones"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "years"),
        sa.CheckConstraint("years > 0", name="years_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    years: Mapped[int]
    on: Mapped[date]
