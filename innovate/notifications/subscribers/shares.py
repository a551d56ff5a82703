"""Who is told about shares of credit: whose share it is, and HR when somebody objects."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.notifications.subscribers.about import about_idea, short
from innovate.notifications.telling import tell
from innovate.permissions import Role
from innovate.rewards.models import CreditShare


def tell_of_share(fact: events.CreditSuggested, entry_id: int) -> None:
    """Each whose share is new reads it, and is asked whether it is right."""
    about = about_idea(fact)
    for person_id, percent in _shares(fact.idea_id, fact.person_ids):
        text = f"Your share of the credit for “{short(about.title)}” is {percent} %. Say whether that is right."
        tell(entry_id, {person_id}, text, f"/ideas/{fact.idea_id}/shares")


def tell_hr_of_objection(fact: events.ShareObjected, entry_id: int) -> None:
    """Everybody in HR who has no share of their own reads that there is something to settle."""
    about = about_idea(fact)
    query = sa.select(Person.id).where(Person.holds(Role.HR), Person.deactivated_at.is_(None))
    query = query.where(Person.id.not_in([person_id for person_id, _ in _shares(fact.idea_id)]))
    text = f"{about.who} objects to the shares of credit for “{short(about.title)}”. Settle them before you award."
    tell(entry_id, set(db.session.scalars(query)), text, f"/ideas/{fact.idea_id}/shares")


def tell_of_settled_shares(fact: events.SharesSettled, entry_id: int) -> None:
    """Everybody who has or had a share reads what it is now, and that there is a reason."""
    about = about_idea(fact)
    for person_id, percent in _shares(fact.idea_id):
        text = f"{about.who} settled the shares of credit for “{short(about.title)}”. Yours is {percent} %."
        tell(entry_id, {person_id}, text, f"/ideas/{fact.idea_id}/shares")


def _shares(idea_id: int, among: list[int] | None = None) -> list[tuple[int, int]]:
    query = sa.select(CreditShare.person_id, CreditShare.percent).where(CreditShare.idea_id == idea_id)
    if among is not None:
        query = query.where(CreditShare.person_id.in_(among))
    return [(person_id, percent) for person_id, percent in db.session.execute(query)]
