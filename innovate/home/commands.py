"""What home notes about a visit."""

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db


def note_visit(person_id: int) -> None:
    """Remember that this person has seen home now, so that the next visit shows what is new since."""
    seen = sa.update(Person).where(Person.id == person_id).values(seen_home_at=now())
    db.session.execute(seen.execution_options(synchronize_session=False))
