"""The wall: a post for everything that is celebrated, whom it is about, and what others say to it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from innovate.core.db import BigId, Model


class PostKind(StrEnum):
    """What a post tells of."""

    KUDOS = "kudos"
    AWARD = "award"
    LAUNCH = "launch"  # an idea that was adopted
    LESSON = "lesson"  # a case
    BADGE = "badge"
    MILESTONE = "milestone"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ReactionKind(StrEnum):
    """What one can say to a post without words."""

    CLAP = "clap"
    HEART = "heart"
    LIGHT = "light"

    @property
    def label(self) -> str:
        return {"clap": "Well done", "heart": "Thank you", "light": "I learned something"}[self.value]


class Post(Model):
    """Something on the wall; its counters are those of its reactions and comments. `key` says what it is of, once."""

    __tablename__ = "posts"
    __table_args__ = (
        sa.CheckConstraint("claps >= 0 AND hearts >= 0 AND lights >= 0", name="reactions_not_negative"),
        sa.CheckConstraint("comments >= 0", name="comments_not_negative"),
        sa.Index("ix_posts_at", sa.desc("at"), sa.desc("id")),
        sa.Index("ix_posts_kind", "kind", sa.desc("at"), sa.desc("id")),
        sa.Index("ix_posts_value", "value_id", sa.desc("at"), sa.desc("id")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[PostKind]
    key: Mapped[str] = mapped_column(sa.String(100), unique=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))  # who thanks
    kudos_id: Mapped[int | None] = mapped_column(sa.ForeignKey("kudos.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    holding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badge_holdings.id"))
    milestone_id: Mapped[int | None] = mapped_column(sa.ForeignKey("milestones.id"))
    value_id: Mapped[int | None] = mapped_column(sa.ForeignKey("company_values.id"))
    area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("areas.id"))
    hidden_at: Mapped[datetime | None]  # taken back, or its person would rather not
    claps: Mapped[int] = mapped_column(default=0)
    hearts: Mapped[int] = mapped_column(default=0)
    lights: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)


class PostPerson(Model):
    """Somebody whom a post is about, with the team of that day, and the award if it is one."""

    __tablename__ = "post_people"
    __table_args__ = (
        sa.Index("ix_post_people_person", "person_id", sa.desc("post_id")),
        sa.Index("ix_post_people_team", "team_id", sa.desc("post_id")),
    )

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), type_=BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    award_id: Mapped[int | None] = mapped_column(sa.ForeignKey("awards.id"))


class PostReaction(Model):
    """One person's reaction of one kind to a post."""

    __tablename__ = "post_reactions"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), type_=BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    kind: Mapped[ReactionKind] = mapped_column(primary_key=True)


class PostComment(Model):
    """Words to a post; deleted by its author or an administrator it is gone."""

    __tablename__ = "post_comments"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "form_key"),
        sa.Index("ix_post_comments_post", "post_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"), type_=BigId)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    body: Mapped[str] = mapped_column(sa.String(1000))
    at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(sa.String(32))


class FairnessReport(Model):
    """What was worked out about a quarter, once; never anew, so that no two of one quarter can be compared."""

    __tablename__ = "fairness_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[date] = mapped_column(unique=True)  # its first day
    content: Mapped[dict[str, Any]]  # all that its page shows, and nothing else
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
