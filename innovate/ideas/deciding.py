"""Who decides: an area's leader and who stands in today, but nobody too close; without them, the administrators."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.ideas.models import Appeal, Idea
from innovate.permissions import Role


def leading(idea: Idea) -> list[Person]:
    """Who of the idea's area may decide on it today, the leader first."""
    return [one for one in leading_area(idea.area_id) if permissions.impartial.allows(one, idea)]


def deciders(idea: Idea) -> list[Person]:
    """Who may decide on the idea today; an administrator only where nobody of the area may."""
    return leading(idea) or [one for one in _administrators() if permissions.impartial.allows(one, idea)]


def hearing(appeal: Appeal) -> list[Person]:
    """Who of the area that hears the appeal may answer it today, the leader first."""
    led = leading_area(appeal.area_id) if appeal.area_id is not None else ()
    return [one for one in led if permissions.fresh_to_appeal.allows(one, appeal.idea)]


def judges(appeal: Appeal) -> list[Person]:
    """Who may answer the appeal today; an administrator only where nobody of that area may."""
    free = permissions.fresh_to_appeal
    return hearing(appeal) or [one for one in _administrators() if free.allows(one, appeal.idea)]


def leading_area(area_id: int) -> Sequence[Person]:
    """Active people who lead that area, or stand in for its leader today."""
    return db.session.scalars(_led(), {"area": area_id, "today": today()}).all()


@cache
def _led() -> sa.Select[Person]:
    """The statement behind `leading_area`; made once, as most messages to leaders need it."""
    on_that_day = sa.bindparam("today", type_=sa.Date)
    stands_in = sa.exists().where(
        Deputy.area_id == Area.id,
        Deputy.person_id == Person.id,
        Deputy.starts_on <= on_that_day,
        Deputy.ends_on >= on_that_day,
    )
    return (
        sa.select(Person)
        .join(Area, Area.id == sa.bindparam("area", type_=sa.Integer))
        .where(Person.deactivated_at.is_(None), sa.or_(Person.id == Area.leader_id, stands_in.correlate(Person, Area)))
        .order_by(Person.id != Area.leader_id, Person.id)
    )


def _administrators() -> Sequence[Person]:
    query = sa.select(Person).where(Person.deactivated_at.is_(None), Person.holds(Role.ADMIN))
    return db.session.scalars(query.order_by(Person.id)).all()
