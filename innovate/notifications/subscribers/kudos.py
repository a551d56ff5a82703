"""Who is told of kudos: those who get them or lose them, who is added on to, and HR when allowances cannot be paid."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.wording import plural
from innovate.notifications.subscribers.about import name_of, short
from innovate.notifications.telling import tell
from innovate.permissions import Role
from innovate.rewards.models import Kudos, KudosReceiver


def tell_of_kudos(fact: events.KudosGiven, entry_id: int) -> None:
    """Those who are thanked read the words; who was first to thank them reads that somebody added on."""
    kudos = db.session.get_one(Kudos, fact.kudos_id)
    who, gift = name_of(fact.actor_id), f" {plural(fact.points, 'point')} for you." if fact.points else ""
    url = f"/kudos/{fact.parent_id or fact.kudos_id}"
    did = "added to your thanks" if fact.parent_id else "thanked you"
    tell(entry_id, fact.person_ids, f"{who} {did}: “{short(kudos.words, 180)}”{gift}", url)
    if fact.parent_id:
        first = db.session.get_one(Kudos, fact.parent_id).giver_id
        told = {first} - {fact.actor_id} - set(fact.person_ids)
        tell(entry_id, told, f"{who} added on to your kudos: “{short(kudos.words, 180)}”", url)


def tell_of_kudos_taken_back(fact: events.KudosTakenBack, entry_id: int) -> None:
    """Those who had them, and who gave them, read who took them back and why."""
    kudos = db.session.get_one(Kudos, fact.kudos_id)
    people = set(db.session.scalars(sa.select(KudosReceiver.person_id).where(KudosReceiver.kudos_id == kudos.id)))
    who, reason = name_of(fact.actor_id), kudos.reversal_reason or ""
    url = f"/kudos/{kudos.id}"
    tell(entry_id, people - {fact.actor_id, fact.giver_id}, f"{who} took kudos to you back: {reason}", url)
    tell(entry_id, {fact.giver_id} - {fact.actor_id}, f"{who} took kudos of yours back: {reason}", url)


def tell_hr_of_unpaid_allowances(fact: events.AllowancesUnpaid, entry_id: int) -> None:
    """HR reads how much the company's budget lacks for the month's points to give."""
    hr = db.session.scalars(sa.select(Person.id).where(Person.holds(Role.HR), Person.deactivated_at.is_(None)))
    words = (
        f"This month’s points to give need {fact.needed:,}, and the company’s budget holds {fact.points:,}."
        " Nobody has been given any. Fill the budget, and they come by themselves."
    )
    tell(entry_id, set(hr), words, "/rewards/allowances")
