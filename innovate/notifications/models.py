"""Notifications: one row for each fact, person and channel."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from innovate.core.db import BigId, Model


class Channel(StrEnum):
    """How a person is told."""

    APP = "app"


class Notification(Model):
    """One person is told of one fact, in words, with a link to where it happened."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.UniqueConstraint("entry_id", "person_id", "channel"),
        sa.Index("ix_notifications_person", "person_id", sa.desc("id")),
        sa.Index(
            "ix_notifications_unread",
            "person_id",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("journal.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.APP)
    text: Mapped[str] = mapped_column(sa.String(300))
    url: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
