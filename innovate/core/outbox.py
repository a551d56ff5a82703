"""Mail waits here, queued in the transaction that caused it; the worker sends it, at least once."""

import re
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from innovate.core.clock import now
from innovate.core.db import BigId, Model, db, insert

CLAIMED_FOR = timedelta(minutes=5)


class Mail(Model):
    """A message to one address; `key` makes it one, however often it is queued."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    recipient: Mapped[str] = mapped_column(sa.String(320))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    queued_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(sa.Text)


def queue(key: str, recipient: str, subject: str, body: str) -> None:
    """Queue a message; the same key again changes nothing, and one for nobody is asked of the database for nothing."""
    moment = now()
    values = {"key": key, "recipient": recipient, "subject": subject, "body": body, "tries": 0}
    row = {name: sa.literal(value) for name, value in values.items()}
    row |= {name: sa.literal(moment, Mail.queued_at.type) for name in ("queued_at", "next_try_at")}
    statement = insert(Mail).from_select(list(row), sa.select(*row.values()).where(sa.literal(bool(recipient))))
    db.session.execute(statement.on_conflict_do_nothing(index_elements=[Mail.key]))


def claim() -> Mail | None:
    """The oldest message to send now, if any; for five minutes no other worker takes it.

    Whoever claims it keeps the claim before sending, so that nothing waits for the mail server inside a
    transaction. A worker that dies in between leaves the message to be sent again.
    """
    waiting = (
        sa.select(Mail.id)
        .where(Mail.sent_at.is_(None), Mail.next_try_at <= now())
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        sa.update(Mail)
        .where(Mail.id.in_(waiting.scalar_subquery()))
        .values(next_try_at=now() + CLAIMED_FOR)
        .returning(Mail)
        .execution_options(synchronize_session=False)
    )
    mail: Mail | None = db.session.scalars(claimed).one_or_none()
    if mail is not None:
        db.session.expunge(mail)  # it is read once the claim is kept
    return mail


def mark_sent(mail_id: int) -> None:
    """Note that the message has left."""
    mail = db.session.get_one(Mail, mail_id)
    mail.sent_at, mail.next_try_at, mail.problem = now(), None, None


def put_off(mail_id: int, problem: str) -> None:
    """Note the problem and try again later, each time twice as late, at most a day."""
    mail = db.session.get_one(Mail, mail_id)
    mail.tries += 1
    mail.problem = problem[:500]
    mail.next_try_at = now() + min(timedelta(minutes=2 ** min(mail.tries, 11)), timedelta(days=1))


def forget_sent(before: datetime) -> int:
    """Delete messages that left before that moment; answers how many."""
    old = sa.delete(Mail).where(Mail.sent_at < before).returning(Mail.id)
    return len(db.session.execute(old.execution_options(synchronize_session=False)).all())


def message_id(mail_id: int, key: str, sender: str) -> str:
    """The same name for the message each time it is sent, so that a mailbox can tell that it came twice."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{mail_id}.{re.sub('[^A-Za-z0-9.-]+', '-', key)}@{domain or 'localhost'}>"


def send(mail: Mail, *, url: str, sender: str) -> None:
    """Hand the message to the mail server at `smtp://user:password@host:port` (or `smtps://`)."""
    message = EmailMessage()
    subject = " ".join(mail.subject.split())  # no line end of any kind, or no server would ever be handed it
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, subject
    message["Date"] = format_datetime(mail.queued_at)
    message["Message-ID"] = message_id(mail.id, mail.key, sender)
    message["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    message.set_content(mail.body)
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=20, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port or 25, timeout=20)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        text = message.as_bytes(policy=SMTP)  # `send_message` would put a ">" before a line that begins with "From"
        server.sendmail(parseaddr(sender)[1], [mail.recipient], text)
