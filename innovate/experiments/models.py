"""Experiments: the plan, its seal, the arms and what was measured in them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.core.db import BigId, Model
from innovate.ideas.models import Idea


class Design(StrEnum):
    """How the test compares."""

    PARALLEL = "parallel"
    BEFORE_AFTER = "before_after"
    STEPPED = "stepped"

    @property
    def label(self) -> str:
        return {
            "parallel": "Parallel groups",
            "before_after": "Before and after",
            "stepped": "Stepped rollout",
        }[self.value]


class MetricKind(StrEnum):
    """What kind of number the metric is; it decides what is entered each day."""

    SHARE = "share"
    MEAN = "mean"
    RATE = "rate"

    @property
    def label(self) -> str:
        return {"share": "Share", "mean": "Mean", "rate": "Rate"}[self.value]


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"

    @property
    def label(self) -> str:
        return {"up": "Higher is better", "down": "Lower is better"}[self.value]


class ExperimentState(StrEnum):
    """Where one round stands; the idea's stage says the rest."""

    PLANNED = "planned"
    RUNNING = "running"
    CONCLUDED = "concluded"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Conclusion(StrEnum):
    """What is done after the read-out."""

    SCALE = "scale"
    ITERATE = "iterate"
    STOP = "stop"

    @property
    def label(self) -> str:
        return {"scale": "Scale it", "iterate": "Iterate", "stop": "Stop"}[self.value]


class Experiment(Model):
    """One round of trying an idea; from `sealed_at` on, what was promised stands in `sealed` unchanged."""

    __tablename__ = "experiments"
    __table_args__ = (
        sa.UniqueConstraint("idea_id", "round"),
        sa.CheckConstraint("starts_on <= ends_on", name="span_forwards"),
        sa.CheckConstraint("budget_cents >= 0", name="budget_not_negative"),
        sa.CheckConstraint("spent_cents >= 0 AND spent_cents <= budget_cents", name="spent_within_budget"),
        sa.CheckConstraint("(sealed_at IS NULL) = (state = 'planned')", name="sealed_once_started"),
        sa.Index("ix_experiments_state", "state", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[ExperimentState] = mapped_column(default=ExperimentState.PLANNED)
    change: Mapped[str] = mapped_column(sa.String(300))  # we believe that …
    customers: Mapped[str] = mapped_column(sa.String(200))  # for …
    insight: Mapped[str] = mapped_column(sa.String(300), default="")  # because …
    metric: Mapped[str] = mapped_column(sa.String(120))
    metric_kind: Mapped[MetricKind]
    unit: Mapped[str] = mapped_column(sa.String(30), default="")  # "min", "per 1,000 orders"; shares are in percent
    direction: Mapped[Direction]
    baseline: Mapped[float]  # a share is kept as 0 to 1
    target: Mapped[float]
    design: Mapped[Design]
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    budget_cents: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    is_reserved: Mapped[bool] = mapped_column(default=False)  # the area's budget holds what this may spend
    spent_cents: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    sealed_at: Mapped[datetime | None]
    sealed: Mapped[dict[str, Any] | None]  # the plan as it was when the experiment started
    seal: Mapped[str | None] = mapped_column(sa.String(64))  # SHA-256 of it
    concluded_at: Mapped[datetime | None]
    conclusion: Mapped[Conclusion | None]
    result: Mapped[str] = mapped_column(sa.String(400), default="")  # the read-out's sentence when it was concluded
    lesson: Mapped[str] = mapped_column(sa.Text, default="")
    lesson_html: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column()

    idea: Mapped[Idea] = relationship()
    owner: Mapped[Person] = relationship()
    arms: Mapped[list[Arm]] = relationship(
        back_populates="experiment", cascade="all, delete-orphan", order_by="Arm.position"
    )
    members: Mapped[list[Member]] = relationship(back_populates="experiment", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it


class Member(Model):
    """A person on an experiment's team."""

    __tablename__ = "experiment_members"

    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)

    experiment: Mapped[Experiment] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class Arm(Model):
    """One side of the comparison; the control is what happens today."""

    __tablename__ = "arms"
    __table_args__ = (sa.UniqueConstraint("experiment_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    is_control: Mapped[bool]
    position: Mapped[int]

    experiment: Mapped[Experiment] = relationship(back_populates="arms")


class Measurement(Model):
    """What one arm showed on one day.

    share: `amount` successes of `base` trials. mean: sum `amount` over `base` values, with `spread`, their standard
    deviation, where it is known. rate: `amount` events in `base` units of exposure. The database refuses to change
    what was measured in an experiment that is concluded.
    """

    __tablename__ = "measurements"
    __table_args__ = (
        sa.UniqueConstraint("arm_id", "day"),
        sa.CheckConstraint("base > 0", name="base_positive"),
        sa.CheckConstraint("spread >= 0", name="spread_not_negative"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), index=True)
    arm_id: Mapped[int] = mapped_column(sa.ForeignKey("arms.id"))
    day: Mapped[date]
    amount: Mapped[float]
    base: Mapped[float]
    spread: Mapped[float | None]
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    entered_at: Mapped[datetime]
