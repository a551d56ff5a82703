"""What a person does with what they were told: note that it is read."""

from collections.abc import Collection

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.notifications.models import Notification


def mark_read(reader: Person, ids: Collection[int] | None = None) -> None:
    """Note that these of the reader's own notifications are read, or all of them; others' are passed over.

    Reading is nobody's business but the reader's, so the journal does not hear of it.
    """
    mine = sa.update(Notification).where(Notification.person_id == reader.id, Notification.read_at.is_(None))
    chosen = mine if ids is None else mine.where(Notification.id.in_(ids))
    db.session.execute(chosen.values(read_at=now()).execution_options(synchronize_session=False))
