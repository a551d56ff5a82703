"""Comments: public words about an idea, in threads one reply deep."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.db import BigId, Model
from innovate.ideas.models import Idea


class Comment(Model):
    """What somebody said about an idea; a deleted one keeps its place while it has replies."""

    __tablename__ = "comments"
    __table_args__ = (
        sa.Index("ix_comments_idea", "idea_id", "id"),
        sa.Index("ix_comments_author", "author_id", sa.desc("id")),
        sa.Index("ix_comments_form", "author_id", "form_key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    via_idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))  # where it was said, if since merged
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]  # what it suggests was taken up in the idea, which earns a share of the credit
    adopted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    form_key: Mapped[str | None] = mapped_column(sa.String(32))  # of the form it was posted with, which posts one
    version: Mapped[int] = mapped_column()

    idea: Mapped[Idea] = relationship(foreign_keys=[idea_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it
