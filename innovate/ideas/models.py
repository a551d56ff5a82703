"""Ideas, the stages they go through, and the history of every move."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import BigId, Model


class StageKind(StrEnum):
    """What a stage is at heart; the kind carries the behaviour, the row its name and promise."""

    OPEN = "open"
    REVIEW = "review"
    EXPERIMENT = "experiment"
    REWARD = "reward"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Outcome(StrEnum):
    """How a closed idea ended."""

    ADOPTED = "adopted"
    LEARNED = "learned"
    DECLINED = "declined"
    PARKED = "parked"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Place(StrEnum):
    """Where an idea stands for the pipeline: its stage's kind, and for a closed idea its outcome."""

    DRAFT = "draft"
    OPEN = "open"
    REVIEW = "review"
    EXPERIMENT = "experiment"
    REWARD = "reward"
    ADOPTED = "adopted"
    LEARNED = "learned"
    DECLINED = "declined"
    PARKED = "parked"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class DeclineReason(StrEnum):
    """Why an idea was declined, to be counted; the words beside it are for the author."""

    NO_EFFECT = "no_effect"
    TOO_COSTLY = "too_costly"
    NOT_FEASIBLE = "not_feasible"
    NOT_OURS = "not_ours"
    COMPLIANCE = "compliance"
    ALREADY_DONE = "already_done"

    @property
    def label(self) -> str:
        return {
            "no_effect": "Too little effect for customers",
            "too_costly": "Costs more than it brings",
            "not_feasible": "Cannot be done with what we have",
            "not_ours": "Not ours to decide",
            "compliance": "Law or policy forbids it",
            "already_done": "We do this already",
        }[self.value]


class CreditPart(StrEnum):
    """What a person's part in an idea is."""

    AUTHOR = "author"
    COAUTHOR = "coauthor"
    MERGED_AUTHOR = "merged_author"

    @property
    def label(self) -> str:
        return {"author": "Author", "coauthor": "Co-author", "merged_author": "Author of a merged idea"}[self.value]


class Stage(Model):
    """A step of the pipeline; name, order, promised days and limit are the company's own."""

    __tablename__ = "stages"
    __table_args__ = (
        sa.CheckConstraint("promised_days > 0", name="promised_days_positive"),
        sa.CheckConstraint("work_limit > 0", name="work_limit_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[StageKind]
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    position: Mapped[int] = mapped_column(unique=True)
    promised_days: Mapped[int | None]  # within so many days this stage owes its answer; None: no promise
    work_limit: Mapped[int | None]


class Idea(Model):
    """What an employee proposes for better service; `version` turns two simultaneous moves into one."""

    __tablename__ = "ideas"
    __table_args__ = (
        sa.CheckConstraint("votes >= 0", name="votes_not_negative"),
        sa.CheckConstraint("comments >= 0", name="comments_not_negative"),
        sa.Index("ix_ideas_top", sa.desc("votes"), sa.desc("id")),
        sa.Index("ix_ideas_trending", sa.desc("trend"), sa.desc("id")),
        sa.Index("ix_ideas_stage_top", "stage_id", sa.desc("votes"), sa.desc("id")),
        sa.Index("ix_ideas_stage_trending", "stage_id", sa.desc("trend"), sa.desc("id")),
        sa.Index("ix_ideas_area_top", "area_id", sa.desc("votes"), sa.desc("id")),
        sa.Index("ix_ideas_area_trending", "area_id", sa.desc("trend"), sa.desc("id")),
        sa.Index("ix_ideas_team", "team_id", sa.desc("id")),
        sa.Index("ix_ideas_author", "author_id", sa.desc("id")),
        sa.Index("ix_ideas_stage_new", "stage_id", sa.desc("id")),
        sa.Index("ix_ideas_area_new", "area_id", sa.desc("id")),
        sa.Index("ix_ideas_area_stage", "area_id", "stage_id"),
        sa.Index("ix_ideas_form", "author_id", "form_key", unique=True),
        sa.Index("ix_ideas_stage_due", "stage_id", "due_at", "id"),
        sa.Index("ix_ideas_stage_entered", "stage_id", "entered_at", "id"),
        sa.Index("ix_ideas_due", "due_at"),
        sa.Index("ix_ideas_revive", "revive_on"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    problem: Mapped[str] = mapped_column(sa.Text)
    problem_html: Mapped[str] = mapped_column(sa.Text)
    proposal: Mapped[str] = mapped_column(sa.Text)
    proposal_html: Mapped[str] = mapped_column(sa.Text)
    effect: Mapped[str] = mapped_column(sa.Text, default="")
    effect_html: Mapped[str] = mapped_column(sa.Text, default="")
    summary: Mapped[str] = mapped_column(sa.String(200))  # the problem's first words, without markup
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("areas.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))  # the author's, when it was posted
    stage_id: Mapped[int] = mapped_column(sa.ForeignKey("stages.id"))
    outcome: Mapped[Outcome | None]
    votes: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    trend: Mapped[float] = mapped_column(default=0.0)  # see ranking.py
    round: Mapped[int] = mapped_column(default=0)  # how many reviews it came to; scorecards belong to a round
    submitted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]  # when it came to its present stage
    due_at: Mapped[datetime | None]  # when the present stage owes its answer
    asked_at: Mapped[datetime | None]  # since when it is the author's turn to answer a question
    revive_on: Mapped[date | None]
    revive_when: Mapped[str] = mapped_column(sa.String(300), default="")
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))  # runs the experiment
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    form_key: Mapped[str | None] = mapped_column(sa.String(32))  # of the form it was posted with, which posts one
    version: Mapped[int] = mapped_column()

    area: Mapped[Area] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    stage: Mapped[Stage] = relationship()
    credits: Mapped[list[Credit]] = relationship(
        back_populates="idea", cascade="all, delete-orphan", foreign_keys="Credit.idea_id"
    )

    appeals: Mapped[list[Appeal]] = relationship(back_populates="idea", order_by="Appeal.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it

    @property
    def place(self) -> Place:
        stage: Stage | None = self.stage  # None until it is submitted
        if stage is None:
            return Place.DRAFT
        return Place(self.outcome.value if self.outcome else stage.kind.value)

    @property
    def is_open(self) -> bool:
        return self.stage.kind is StageKind.OPEN

    @property
    def is_asked(self) -> bool:
        return self.asked_at is not None

    @property
    def appeal(self) -> Appeal | None:
        """The appeal that waits for its answer, if there is one; only a declined idea has one."""
        return next((one for one in self.appeals if one.verdict is None), None)


class Draft(Model):
    """An idea that its author has not submitted; nobody else knows of it."""

    __tablename__ = "drafts"
    __table_args__ = (sa.Index("ix_drafts_form", "author_id", "form_key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str | None] = mapped_column(sa.String(32))  # of the form that it is the words of
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    proposal: Mapped[str] = mapped_column(sa.Text, default="")
    effect: Mapped[str] = mapped_column(sa.Text, default="")
    area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("areas.id"))
    saved_at: Mapped[datetime]


class Credit(Model):
    """A person's part in an idea; `via_idea_id` is the merged idea that it came over from."""

    __tablename__ = "credits"
    __table_args__ = (sa.UniqueConstraint("idea_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    part: Mapped[CreditPart]
    via_idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)

    idea: Mapped[Idea] = relationship(back_populates="credits", foreign_keys=[idea_id])


class IdeaMove(Model):
    """One line of an idea's history: a move, who made it, why, and whether the promise was kept."""

    __tablename__ = "idea_moves"
    __table_args__ = (sa.UniqueConstraint("idea_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    position: Mapped[int]
    move: Mapped[str] = mapped_column(sa.String(24))
    from_stage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stages.id"))
    to_stage_id: Mapped[int] = mapped_column(sa.ForeignKey("stages.id"))
    outcome: Mapped[Outcome | None]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)  # None: by itself
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    reason_html: Mapped[str] = mapped_column(sa.Text, default="")
    reason_code: Mapped[DeclineReason | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime | None]  # what the stage that was left had promised
    is_kept: Mapped[bool | None]  # None: there was no promise


class Verdict(StrEnum):
    """How an appeal ended."""

    UPHELD = "upheld"  # the idea is reviewed again
    DISMISSED = "dismissed"
    SETTLED = "settled"  # whoever decides on the idea reopened it before there was an answer

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Appeal(Model):
    """A decision that declined an idea is put before the leader of another area, once."""

    __tablename__ = "appeals"
    __table_args__ = (sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided_with_a_verdict"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    decline_id: Mapped[int] = mapped_column(sa.ForeignKey("idea_moves.id"), unique=True)  # one appeal a decision
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))  # who appealed
    area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("areas.id"), index=True)  # None: the administrators
    at: Mapped[datetime]
    due_at: Mapped[datetime]  # when the answer is owed
    verdict: Mapped[Verdict | None]
    decided_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship(back_populates="appeals")
    decline: Mapped[IdeaMove] = relationship(lazy="joined")  # who may answer asks for both
    area: Mapped[Area | None] = relationship(lazy="joined")


class Follow(Model):
    """A person's own word about an idea: tell me, or not. Without it authors, voters and commenters are told."""

    __tablename__ = "follows"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    is_wanted: Mapped[bool]
