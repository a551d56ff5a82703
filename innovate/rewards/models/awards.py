"""Awards as data: their kinds, what was given, and the parts that vest once a benefit is confirmed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person, RoleSet
from innovate.core.db import Model
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.rewards.models.badges import Badge


class AwardBudget(StrEnum):
    """Whose budget pays for an award."""

    COMPANY = "company"
    AREA = "area"  # the idea's, or the one that the giver leads
    TEAM = "team"  # of the person who gets it

    @property
    def label(self) -> str:
        return {"company": "The company’s", "area": "The area’s", "team": "The person’s team’s"}[self.value]


class Period(StrEnum):
    """A span of the calendar that a limit holds for, on the company's clock."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Approver(StrEnum):
    """Who says yes to a nomination at one step of its chain."""

    MANAGER = "manager"  # of the one who is nominated
    LEADER = "leader"  # of the idea's area, or of the area of the nominee's ideas
    HR = "hr"
    PERSON = "person"  # one who is named

    @property
    def label(self) -> str:
        return {"manager": "The manager", "leader": "The area’s leader", "hr": "HR", "person": "A named person"}[
            self.value
        ]


class AwardKind(Model):
    """An award that the company gives: its purpose, who may give it to whom, how much, out of what, and when it vests.

    What it says holds for awards given from now on; those given before keep theirs.
    """

    __tablename__ = "award_kinds"
    __table_args__ = (
        sa.CheckConstraint("0 <= least_points AND least_points <= most_points", name="points_in_order"),
        sa.CheckConstraint("most_points > 0 OR badge_id IS NOT NULL", name="points_or_badge"),
        sa.CheckConstraint(
            "vest_30 >= 0 AND vest_90 >= 0 AND vest_180 >= 0 AND vest_30 + vest_90 + vest_180 <= 100",
            name="vesting_in_percent",
        ),
        sa.CheckConstraint("period_points > 0", name="period_points_positive"),
        sa.CheckConstraint("period_times > 0", name="period_times_positive"),
        sa.CheckConstraint(
            "period IS NOT NULL OR (period_points IS NULL AND period_times IS NULL)", name="limits_have_a_period"
        ),
        sa.CheckConstraint("least_days >= 0", name="least_days_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(300))
    prompt: Mapped[str] = mapped_column(sa.String(200), default="")  # what the citation should say
    givers: Mapped[frozenset[Role]] = mapped_column(RoleSet)  # HR, leaders or both
    eligible: Mapped[frozenset[Role]] = mapped_column(RoleSet)  # who may get it
    least_days: Mapped[int] = mapped_column(default=0)  # with the company, before one may get it
    least_points: Mapped[int] = mapped_column(default=0)
    most_points: Mapped[int]
    budget: Mapped[AwardBudget] = mapped_column(default=AwardBudget.COMPANY)
    period: Mapped[Period | None]
    period_points: Mapped[int | None]  # so many in a period, over everybody
    period_times: Mapped[int | None]  # so often in a period to one person
    vest_30: Mapped[int] = mapped_column(default=0)  # percent that vest when the benefit is confirmed after 30 days
    vest_90: Mapped[int] = mapped_column(default=0)
    vest_180: Mapped[int] = mapped_column(default=0)
    is_for_failure: Mapped[bool] = mapped_column(default=False)  # for a well-run try that did not work, scored as such
    takes_nominations: Mapped[bool] = mapped_column(default=False)
    badge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badges.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    badge: Mapped[Badge | None] = relationship()
    teams: Mapped[list[AwardKindTeam]] = relationship(cascade="all, delete-orphan")
    steps: Mapped[list[AwardKindStep]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: AwardKindStep.position
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it


class AwardKindTeam(Model):
    """A team whose people may get that award; without any, everybody's may."""

    __tablename__ = "award_kind_teams"

    kind_id: Mapped[int] = mapped_column(sa.ForeignKey("award_kinds.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), primary_key=True)


class AwardKindStep(Model):
    """One step of the approval chain of that award's nominations."""

    __tablename__ = "award_kind_steps"
    __table_args__ = (
        sa.CheckConstraint("days > 0", name="days_positive"),
        sa.CheckConstraint("(approver = 'person') = (person_id IS NOT NULL)", name="person_where_named"),
    )

    kind_id: Mapped[int] = mapped_column(sa.ForeignKey("award_kinds.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    approver: Mapped[Approver]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    days: Mapped[int]  # within which an answer is promised


class Award(Model):
    """Recognition to one person: points, a badge, a citation; `points` are all of them, also those that vest later."""

    __tablename__ = "awards"
    __table_args__ = (
        sa.UniqueConstraint("key", "person_id"),
        sa.CheckConstraint("points >= 0", name="points_not_negative"),
        sa.CheckConstraint("points > 0 OR badge_id IS NOT NULL", name="points_or_badge"),
        sa.CheckConstraint(
            "plan_score BETWEEN 1 AND 5 AND run_score BETWEEN 1 AND 5 AND lesson_score BETWEEN 1 AND 5"
            " OR plan_score IS NULL AND run_score IS NULL AND lesson_score IS NULL",
            name="scored_whole_or_not",
        ),
        sa.Index("ix_awards_at", sa.desc("at"), sa.desc("id")),
        sa.Index("ix_awards_person", "person_id", sa.desc("id")),
        sa.Index("ix_awards_idea", "idea_id"),
        sa.Index("ix_awards_kind", "kind_id", "at"),
        sa.Index("ix_awards_journal", "ledger_journal_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64))  # of the form that it was given with
    kind_id: Mapped[int] = mapped_column(sa.ForeignKey("award_kinds.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    nomination_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nominations.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    giver_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    points: Mapped[int]
    badge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badges.id"))
    citation: Mapped[str] = mapped_column(sa.String(400))
    plan_score: Mapped[int | None]  # of a well-run failure: how good plan, run and lesson were, 1 to 5
    run_score: Mapped[int | None]
    lesson_score: Mapped[int | None]
    ledger_journal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"))
    certificate_code: Mapped[str | None] = mapped_column(sa.String(43), unique=True)  # in the link that proves it
    at: Mapped[datetime]
    reversed_at: Mapped[datetime | None]  # taken back: the thanks are no longer shown, the ledger keeps both sides
    reversal_reason: Mapped[str | None] = mapped_column(sa.String(300))

    kind: Mapped[AwardKind] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    badge: Mapped[Badge | None] = relationship()
    parts: Mapped[list[AwardPart]] = relationship(back_populates="award", order_by=lambda: AwardPart.id)


class BenefitState(StrEnum):
    """What is known of an idea's benefit at a check."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"

    @property
    def label(self) -> str:
        return {"waiting": "Waiting", "confirmed": "Confirmed", "not_confirmed": "Not confirmed"}[self.value]


class BenefitCheck(Model):
    """Whether an idea’s benefit has lasted so many days after its awards, as one person says for all of them."""

    __tablename__ = "benefit_checks"
    __table_args__ = (
        sa.UniqueConstraint("idea_id", "after_days"),
        sa.CheckConstraint("after_days IN (30, 90, 180)", name="after_days_known"),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_when_not_waiting"),
        sa.Index("ix_benefit_checks_due", "state", "due_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    after_days: Mapped[int]
    due_on: Mapped[date]
    asked_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)  # the metric's owner, or the leader
    state: Mapped[BenefitState] = mapped_column(default=BenefitState.WAITING)
    words: Mapped[str] = mapped_column(sa.String(1000), default="")
    told_at: Mapped[datetime | None]  # when the one who is asked was last told that it is due
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    idea: Mapped[Idea] = relationship()
    parts: Mapped[list[AwardPart]] = relationship(back_populates="check", order_by=lambda: AwardPart.id)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it


class PartState(StrEnum):
    """What became of a part of an award that was set aside."""

    WAITING = "waiting"
    VESTED = "vested"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class AwardPart(Model):
    """Points of an award that are set aside until its idea's benefit is confirmed."""

    __tablename__ = "award_parts"
    __table_args__ = (
        sa.UniqueConstraint("award_id", "check_id"),
        sa.CheckConstraint("points > 0", name="points_positive"),
        sa.CheckConstraint("(state = 'waiting') = (ledger_journal_id IS NULL)", name="moved_when_not_waiting"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"))
    check_id: Mapped[int] = mapped_column(sa.ForeignKey("benefit_checks.id"), index=True)
    points: Mapped[int]
    state: Mapped[PartState] = mapped_column(default=PartState.WAITING)
    ledger_journal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"))  # vested or lapsed

    award: Mapped[Award] = relationship(back_populates="parts")
    check: Mapped[BenefitCheck] = relationship(back_populates="parts")
