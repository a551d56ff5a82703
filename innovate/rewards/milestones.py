"""Milestones: the years that somebody has been with the company, noted once on their day."""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db, insert
from innovate.core.journal import record
from innovate.rewards.asking import this_day
from innovate.rewards.models import Milestone

FIRST_YEARS = (1, 2, 3)
EVERY = 5  # years after that
LOOKS_BACK = 7  # days, for when nobody worked on the day itself


def is_celebrated(years: int) -> bool:
    """Whether so many years are a milestone: one, two, three, five, ten, fifteen and so on."""
    return years in FIRST_YEARS or (years > 0 and years % EVERY == 0)


def anniversary(joined_on: date, years: int) -> date:
    """The day on which somebody has been there so many years; who joined on 29 February is early in other years."""
    try:
        return joined_on.replace(year=joined_on.year + years)
    except ValueError:
        return date(joined_on.year + years, 2, 28)


def reached(joined_on: date, day: date) -> tuple[int, date] | None:
    """The milestone that was reached on that day or within the week before, with its day; None for none."""
    for years in (day.year - joined_on.year, day.year - joined_on.year - 1):  # the week may begin in the year before
        if is_celebrated(years):
            on = anniversary(joined_on, years)
            if day - timedelta(days=LOOKS_BACK) < on <= day:
                return years, on
    return None


def to_be_noted(most: int) -> list[int]:
    """The people whose milestone was reached lately and is not noted; those who would rather not are not among them."""
    found = list(_unnoted(this_day()))
    return found[:most]


def note(person_id: int) -> bool:
    """Note that person's milestone, once; answers whether it was new."""
    person = db.session.get(Person, person_id)
    if person is None or not person.is_active or not person.shows_milestones:
        return False
    found = reached(person.joined_on, this_day())
    if found is None:
        return False
    years, on = found
    statement = insert(Milestone).values(person_id=person_id, years=years, on=on)
    statement = statement.on_conflict_do_nothing(index_elements=[Milestone.person_id, Milestone.years])
    milestone_id = db.session.scalar(statement.returning(Milestone.id))
    if milestone_id is None:
        return False  # another was here first
    record(events.MilestoneReached(actor_id=None, person_id=person_id, milestone_id=milestone_id, years=years))
    return True


def _unnoted(day: date) -> Iterator[int]:
    days = [day - timedelta(days=back) for back in range(LOOKS_BACK)]
    month, of_month = sa.extract("month", Person.joined_on), sa.extract("day", Person.joined_on)
    near = sa.or_(*(sa.and_(month == one.month, of_month == one.day) for one in days))
    if any((one.month, one.day) == (2, 28) for one in days):
        near = sa.or_(near, sa.and_(month == 2, of_month == 29))
    noted = sa.select(Milestone.id).where(
        Milestone.person_id == Person.id, Milestone.on > day - timedelta(days=LOOKS_BACK)
    )
    query = sa.select(Person.id, Person.joined_on).where(
        near, Person.deactivated_at.is_(None), Person.shows_milestones, ~noted.exists()
    )
    for person_id, joined_on in db.session.execute(query.order_by(Person.id)):
        if reached(joined_on, day):
            yield person_id
