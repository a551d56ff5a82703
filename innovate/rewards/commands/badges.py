"""Making badges and changing them."""

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.models import Badge


def save_badge(
    actor: Person, badge: Badge | None, *, name: str, purpose: str, drawing: str, is_active: bool = True
) -> Badge:
    """Make a badge, or change one; awards already given keep theirs.

    Raises NotAllowed for all but HR, BadInput for a name that another badge has.
    """
    permissions.keep_badges.require(actor)
    if drawing not in DRAWINGS:
        raise BadInput("Choose one of the drawings.", "drawing")
    namesake = sa.select(Badge.id).where(sa.func.lower(Badge.name) == name.lower())
    if db.session.scalar(namesake.where(Badge.id != badge.id) if badge else namesake):
        raise BadInput("Another badge has this name.", "name")
    badge = badge or Badge()
    badge.name, badge.purpose, badge.drawing, badge.is_active = name, purpose, drawing, is_active
    db.session.add(badge)
    db.session.flush()  # the event needs the badge's id
    record(events.BadgeSaved(actor_id=actor.id, badge_id=badge.id, name=name))
    return badge
