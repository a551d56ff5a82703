"""The mails that are queued, as the development page shows them."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate.core.db import db
from innovate.core.outbox import Mail

LATEST = 50
_LINK = re.compile(r"(https?://[^\s<>]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a mail's text: plain, or a link."""

    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail as it would arrive."""

    recipient: str
    subject: str
    pieces: tuple[Piece, ...]
    queued_at: datetime
    sent_at: datetime | None


def latest_mails() -> tuple[QueuedMail, ...]:
    """The latest mails, newest first."""
    query = sa.select(Mail).order_by(Mail.id.desc()).limit(LATEST)
    return tuple(
        QueuedMail(mail.recipient, mail.subject, _pieces(mail.body), mail.queued_at, mail.sent_at)
        for mail in db.session.scalars(query)
    )


def _pieces(text: str) -> tuple[Piece, ...]:
    return tuple(Piece(part, bool(at % 2)) for at, part in enumerate(_LINK.split(text.strip())))
