"""Areas of customer service, their leader, deputies and reviewers, and their budget for experiments."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.clock import today
from innovate.core.db import Model


class Area(Model):
    """A part of customer service; it routes ideas to its leader and its pool of reviewers."""

    __tablename__ = "areas"
    __table_args__ = (
        sa.CheckConstraint("reserved_cents >= 0 AND reserved_cents <= budget_cents", name="reserved_within_budget"),
        sa.CheckConstraint("vote_threshold > 0", name="vote_threshold_positive"),
        sa.CheckConstraint("quorum >= 1", name="quorum_at_least_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(300), default="")
    leader_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    vote_threshold: Mapped[int | None]  # so many votes take an idea up by themselves; None: never
    quorum: Mapped[int] = mapped_column(default=2)  # scorecards that an approval needs
    budget_cents: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # for experiments, in all
    reserved_cents: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # of it, promised or spent
    is_active: Mapped[bool] = mapped_column(default=True)

    reviewers: Mapped[list[AreaReviewer]] = relationship(back_populates="area", cascade="all, delete-orphan")
    deputies: Mapped[list[Deputy]] = relationship(back_populates="area", cascade="all, delete-orphan")

    def is_led_by(self, person_id: int) -> bool:
        """Whether that person leads this area, or stands in for its leader today."""
        return self.leader_id == person_id or any(
            deputy.person_id == person_id and deputy.starts_on <= today() <= deputy.ends_on for deputy in self.deputies
        )


class AreaReviewer(Model):
    """A person in an area's pool of reviewers."""

    __tablename__ = "area_reviewers"

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("areas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)

    area: Mapped[Area] = relationship(back_populates="reviewers")


class Deputy(Model):
    """A person who decides for an area's leader, both days included."""

    __tablename__ = "deputies"
    __table_args__ = (sa.CheckConstraint("starts_on <= ends_on", name="span_forwards"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("areas.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    area: Mapped[Area] = relationship(back_populates="deputies")
