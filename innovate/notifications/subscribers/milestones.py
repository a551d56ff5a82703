"""Who is told of a milestone: whose it is, and their manager."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.wording import day, plural
from innovate.notifications.telling import tell
from innovate.rewards.models import Milestone


def tell_of_milestone(fact: events.MilestoneReached, entry_id: int) -> None:
    """The person reads that we noticed, and their manager has a day to say thank you."""
    query = sa.select(Person.name, Person.manager_id, Milestone.on).join(Milestone, Milestone.person_id == Person.id)
    row = db.session.execute(query.where(Milestone.id == fact.milestone_id)).one()
    years = plural(fact.years, "year")
    mine = f"You have been with us for {years}. Thank you. It stands on the wall for everybody to read."
    tell(entry_id, {fact.person_id}, mine, "/recognition")
    theirs = f"{row.name} has been with us for {years} as of {day(row.on)}. A good day to say thank you."
    tell(entry_id, {row.manager_id} - {fact.person_id}, theirs, f"/people/{fact.person_id}")
