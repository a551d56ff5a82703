"""What areas do when something happened elsewhere: who has left, or may review no more, is counted on no more."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Area, AreaReviewer, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.journal import record
from innovate.permissions import Role

STANDS_IN = frozenset({Role.LEADER, Role.REVIEWER, Role.ADMIN})


def part_with(fact: events.PersonEvent, _entry_id: int) -> None:
    """Pools lose who reviews no more, and who may not stand in any more does not."""
    person = db.session.get_one(Person, fact.person_id)
    if not (person.is_active and person.has(Role.REVIEWER)):
        _leave_pools(fact)
    if not (person.is_active and person.roles & STANDS_IN):
        _end_stand_ins(fact)


def _leave_pools(fact: events.PersonEvent) -> None:
    left = sa.delete(AreaReviewer).where(AreaReviewer.person_id == fact.person_id).returning(AreaReviewer.area_id)
    _record(events.ReviewerLeftPool, fact, set(db.session.scalars(left)))


def _end_stand_ins(fact: events.PersonEvent) -> None:
    """Those that run or are to come; what is over stays on record."""
    mine = Deputy.person_id == fact.person_id, Deputy.ends_on >= today()
    ended = sa.delete(Deputy).where(*mine).returning(Deputy.area_id)
    _record(events.DeputyRemoved, fact, set(db.session.scalars(ended)))


def _record(
    kind: type[events.ReviewerLeftPool | events.DeputyRemoved], fact: events.PersonEvent, areas: set[int]
) -> None:
    query = sa.select(Area.id, Area.name).where(Area.id.in_(areas)).order_by(Area.id)
    for row in db.session.execute(query).all():
        record(kind(actor_id=fact.actor_id, area_id=row.id, name=row.name, person_id=fact.person_id))
