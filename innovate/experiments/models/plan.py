"""The plan of an experiment: its promise and its seal, the arms, who helps, and what else is measured."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.core.db import Model
from innovate.experiments.models.kinds import (
    Conclusion,
    Design,
    Direction,
    ExperimentState,
    MeasureRole,
    MetricKind,
    UnitKind,
    Verdict,
)
from innovate.ideas.models import Idea


class Experiment(Model):
    """One round of trying an idea; from `sealed_at` on, what was promised stands in `sealed` unchanged."""

    __tablename__ = "experiments"
    __table_args__ = (
        sa.UniqueConstraint("idea_id", "round"),
        sa.CheckConstraint("starts_on <= ends_on", name="span_forwards"),
        sa.CheckConstraint("budget_cents >= 0", name="budget_not_negative"),
        sa.CheckConstraint("spent_cents >= 0 AND spent_cents <= budget_cents", name="spent_within_budget"),
        sa.CheckConstraint("(sealed_at IS NULL) = (state = 'planned')", name="sealed_once_started"),
        sa.CheckConstraint("spread > 0", name="spread_positive"),
        sa.CheckConstraint("traffic > 0", name="traffic_positive"),
        sa.CheckConstraint("switch_on > starts_on AND switch_on <= ends_on", name="switch_within_span"),
        sa.CheckConstraint("decide_on >= ends_on", name="decided_after_the_end"),
        sa.Index("ix_experiments_state", "state", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[ExperimentState] = mapped_column(default=ExperimentState.PLANNED)
    change: Mapped[str] = mapped_column(sa.String(300))  # we believe that …
    customers: Mapped[str] = mapped_column(sa.String(200))  # for …
    insight: Mapped[str] = mapped_column(sa.String(300), default="")  # because …
    metric_id: Mapped[int | None] = mapped_column(sa.ForeignKey("metrics.id"), index=True)  # where it was taken from
    metric: Mapped[str] = mapped_column(sa.String(120))
    metric_kind: Mapped[MetricKind]
    unit: Mapped[str] = mapped_column(sa.String(30), default="")  # "min", "per 1,000 orders"; shares are in percent
    direction: Mapped[Direction]
    baseline: Mapped[float]  # a share is kept as 0 to 1
    target: Mapped[float]  # the baseline moved by the smallest effect worth having
    spread: Mapped[float | None]  # standard deviation of single values, for the planner; means only
    traffic: Mapped[float | None]  # what a day brings in all arms together: trials, values or exposure
    design: Mapped[Design]
    unit_kind: Mapped[UnitKind | None]  # what chance is asked about
    seed: Mapped[str | None] = mapped_column(sa.String(64))  # what the allocation was made from
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)  # where it is tried
    risks: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    conditions: Mapped[str] = mapped_column(sa.Text, default="", server_default="")  # from compliance
    stop_rules: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    if_better: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    if_unclear: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    if_worse: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    budget_cents: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    is_reserved: Mapped[bool] = mapped_column(default=False)  # the area's budget holds what this may spend
    spent_cents: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    switch_on: Mapped[date | None]  # before and after: the first day of the change
    decide_on: Mapped[date | None]
    sealed_at: Mapped[datetime | None]
    sealed: Mapped[dict[str, Any] | None]  # the plan as it was when the experiment started
    seal: Mapped[str | None] = mapped_column(sa.String(64))  # SHA-256 of it
    concluded_at: Mapped[datetime | None]
    conclusion: Mapped[Conclusion | None]
    result: Mapped[str] = mapped_column(sa.String(400), default="")  # the read-out's sentence when it was concluded
    verdict: Mapped[Verdict | None]  # with the effect and its interval, as the main comparison stood then
    effect: Mapped[float | None]  # in points, the metric's unit, or percent
    effect_low: Mapped[float | None]
    effect_high: Mapped[float | None]
    lesson: Mapped[str] = mapped_column(sa.Text, default="")
    lesson_html: Mapped[str] = mapped_column(sa.Text, default="")
    departure: Mapped[str] = mapped_column(sa.Text, default="", server_default="")  # why it was decided against them
    version: Mapped[int] = mapped_column()

    idea: Mapped[Idea] = relationship()
    owner: Mapped[Person] = relationship()
    arms: Mapped[list[Arm]] = relationship(
        back_populates="experiment", cascade="all, delete-orphan", order_by="Arm.position"
    )
    members: Mapped[list[Member]] = relationship(back_populates="experiment", cascade="all, delete-orphan")
    measures: Mapped[list[Measure]] = relationship(
        back_populates="experiment", cascade="all, delete-orphan", order_by="Measure.position"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it

    @property
    def lacks(self) -> str:
        """What the plan needs before a leader can approve it, in one sentence; nothing when it is complete."""
        if self.design is Design.BEFORE_AFTER and self.switch_on is None:
            return "The plan needs the first day of the change: without it there is no before and no after."
        return ""


class Member(Model):
    """A person on an experiment's team."""

    __tablename__ = "experiment_members"

    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)

    experiment: Mapped[Experiment] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class Arm(Model):
    """One side of the comparison; the control is what happens today. In a stepped rollout each arm is a team."""

    __tablename__ = "arms"
    __table_args__ = (
        sa.UniqueConstraint("experiment_id", "name"),
        sa.CheckConstraint("weight > 0", name="weight_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    is_control: Mapped[bool]
    position: Mapped[int]
    weight: Mapped[float] = mapped_column(default=1.0, server_default="1")  # its part of the customers, as a ratio
    treated_from: Mapped[date | None]  # stepped rollout: the team's first day with the change; None for never

    experiment: Mapped[Experiment] = relationship(back_populates="arms")


class Measure(Model):
    """A secondary metric or a guardrail of an experiment, with what was known of the metric when it was planned."""

    __tablename__ = "experiment_measures"
    __table_args__ = (
        sa.UniqueConstraint("experiment_id", "position"),
        sa.UniqueConstraint("experiment_id", "name"),
        sa.CheckConstraint("margin > 0", name="margin_positive"),
        sa.CheckConstraint("(role = 'guardrail') = (margin IS NOT NULL)", name="guardrail_has_a_margin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"))
    metric_id: Mapped[int | None] = mapped_column(sa.ForeignKey("metrics.id"), index=True)
    role: Mapped[MeasureRole]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[MetricKind]
    unit: Mapped[str] = mapped_column(sa.String(30), default="")
    direction: Mapped[Direction]
    baseline: Mapped[float | None]
    margin: Mapped[
        float | None
    ]  # how much worse is still bearable: a share 0 to 1, a mean in its unit, a rate as a part

    experiment: Mapped[Experiment] = relationship(back_populates="measures")


class Allocation(Model):
    """Where chance put a team, a person or a day; made from the experiment's seed."""

    __tablename__ = "allocations"
    __table_args__ = (sa.UniqueConstraint("experiment_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"))
    unit: Mapped[str] = mapped_column(sa.String(120))
    stratum: Mapped[str] = mapped_column(sa.String(80), default="")
    arm_id: Mapped[int] = mapped_column(sa.ForeignKey("arms.id"), index=True)
    position: Mapped[int]


class Forecast(Model):
    """How likely somebody holds it, before the start, that the read-out will say better."""

    __tablename__ = "forecasts"
    __table_args__ = (sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_of_a_hundred"),)

    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    percent: Mapped[int]
    at: Mapped[datetime]
