"""Who is told of a badge: the one who gets it, unless it came with an award, and the one who loses it."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.notifications.subscribers.about import name_of, short
from innovate.notifications.telling import tell
from innovate.rewards.models import Badge, BadgeHolding


def tell_holder(fact: events.BadgeGiven, entry_id: int) -> None:
    """The one who holds it now reads what it is for; with an award, the award says so."""
    query = sa.select(Badge.name, Badge.purpose, BadgeHolding.award_id, BadgeHolding.words)
    query = query.select_from(BadgeHolding).join(Badge, Badge.id == BadgeHolding.badge_id)
    row = db.session.execute(query.where(BadgeHolding.id == fact.holding_id)).one()
    if row.award_id is None:
        if fact.actor_id is None:
            text = f"You earned the badge “{row.name}”: {row.purpose}."
        else:
            text = f"{name_of(fact.actor_id)} gave you the badge “{row.name}”: {short(row.words)}"
        tell(entry_id, {fact.person_id}, text, f"/recognition/badges/{fact.badge_id}")


def tell_of_revoked_badge(fact: events.BadgeRevoked, entry_id: int) -> None:
    """The one whose badge was taken back reads why; with an award, the award says so."""
    query = sa.select(Badge.name, BadgeHolding.award_id).select_from(BadgeHolding)
    query = query.join(Badge, Badge.id == BadgeHolding.badge_id).where(BadgeHolding.id == fact.holding_id)
    row = db.session.execute(query).one()
    if row.award_id is None:
        text = f"{name_of(fact.actor_id)} took back your badge “{row.name}”: {fact.reason}"
        tell(entry_id, {fact.person_id}, text, f"/recognition/badges/{fact.badge_id}")
