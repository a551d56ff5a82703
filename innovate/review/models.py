"""Criteria, assignments and scorecards."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.db import BigId, Model
from innovate.ideas.models import Idea


class Criterion(Model):
    """What reviewers score, from 1 to 5, with words for both ends."""

    __tablename__ = "criteria"
    __table_args__ = (sa.CheckConstraint("weight > 0", name="weight_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    question: Mapped[str] = mapped_column(sa.String(200))
    low: Mapped[str] = mapped_column(sa.String(120))  # what a 1 means
    high: Mapped[str] = mapped_column(sa.String(120))  # what a 5 means
    weight: Mapped[int]
    position: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)


class Assignment(Model):
    """A reviewer is asked to score an idea, in one round of review."""

    __tablename__ = "assignments"
    __table_args__ = (sa.UniqueConstraint("idea_id", "round", "reviewer_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    round: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    assigned_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship()


class Scorecard(Model):
    """One reviewer's scores of one idea in one round; `overall` is their weighted mean, from 1 to 5."""

    __tablename__ = "scorecards"
    __table_args__ = (sa.UniqueConstraint("idea_id", "round", "reviewer_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    round: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(sa.Text)
    note_html: Mapped[str] = mapped_column(sa.Text)
    overall: Mapped[float]
    sent_at: Mapped[datetime]

    idea: Mapped[Idea] = relationship()
    scores: Mapped[list[Score]] = relationship(back_populates="scorecard", cascade="all, delete-orphan")


class Score(Model):
    """One criterion's score on a scorecard; `weight` is the criterion's when it was given."""

    __tablename__ = "scores"
    __table_args__ = (sa.CheckConstraint("value BETWEEN 1 AND 5", name="value_from_1_to_5"),)

    scorecard_id: Mapped[int] = mapped_column(sa.ForeignKey("scorecards.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(sa.ForeignKey("criteria.id"), primary_key=True)
    value: Mapped[int]
    weight: Mapped[int]

    scorecard: Mapped[Scorecard] = relationship(back_populates="scores")
