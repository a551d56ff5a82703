"""Making badges and changing them, giving one by hand, and taking one back."""

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.rewards import badge_giving
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.models import Badge, BadgeHolding, BadgeRule

BADGE_WORDS = 400


def save_badge(
    actor: Person,
    badge: Badge | None,
    *,
    name: str,
    purpose: str,
    drawing: str,
    rule: BadgeRule | None = None,
    threshold: int | None = None,
    is_active: bool = True,
) -> Badge:
    """Make a badge, or change one; whoever holds it keeps it. With a new rule the worker counts everybody's past.

    Raises NotAllowed for all but HR, BadInput for a name that another badge has, and for a rule without a number.
    """
    permissions.keep_badges.require(actor)
    if drawing not in DRAWINGS:
        raise BadInput("Choose one of the drawings.", "drawing")
    namesake = sa.select(Badge.id).where(sa.func.lower(Badge.name) == name.lower())
    if db.session.scalar(namesake.where(Badge.id != badge.id) if badge else namesake):
        raise BadInput("Another badge has this name.", "name")
    if rule is None:
        threshold = None
    elif not threshold or threshold < 1:
        raise BadInput("Say how many are enough: a whole number from 1.", "threshold")
    badge = badge or Badge()
    if (badge.rule, badge.threshold) != (rule, threshold) or (is_active and not badge.is_active):
        badge.swept_at = None
    badge.name, badge.purpose, badge.drawing, badge.is_active = name, purpose, drawing, is_active
    badge.rule, badge.threshold = rule, threshold
    db.session.add(badge)
    db.session.flush()  # the event needs the badge's id
    record(events.BadgeSaved(actor_id=actor.id, badge_id=badge.id, name=name))
    return badge


def give_badge(actor: Person, badge: Badge, *, person_id: int, words: str) -> BadgeHolding:
    """Give somebody that badge by hand; one that was taken back may be given anew.

    Raises NotAllowed for oneself and for all but HR, BadInput, RuleBroken when they hold it.
    """
    permissions.keep_badges.require(actor)
    person = db.session.get(Person, person_id)
    if person is None or not person.is_active:
        raise BadInput("This person has left or is not known.", "who")
    permissions.give_badge.require(actor, person)
    if not words:
        raise BadInput(f"Say what {person.name} gets it for.", "words")
    if len(words) > BADGE_WORDS:
        raise BadInput(f"Keep the words within {BADGE_WORDS} characters.", "words")
    if not badge.is_active:
        raise RuleBroken("That badge is no longer given. Choose another.")
    kept = badge_giving.hold(
        badge.id, person.id, at=now(), actor_id=actor.id, is_anew=True, given_by_id=actor.id, words=words
    )
    if kept is None:
        raise RuleBroken(f"{person.name} holds “{badge.name}” already.")
    return db.session.get_one(BadgeHolding, kept)


def revoke_badge(actor: Person, holding: BadgeHolding, *, reason: str) -> None:
    """Take a badge back from somebody, with a reason that they read; no rule gives it anew.

    Raises NotAllowed for one's own and for all but HR, BadInput without a reason, RuleBroken when it was done before.
    """
    permissions.give_badge.require(actor, db.session.get_one(Person, holding.person_id))
    if not reason:
        raise BadInput("Say why. The person reads it.", "reason")
    if not badge_giving.revoke(holding.id, actor_id=actor.id, reason=reason):
        raise RuleBroken("This badge was taken back already.")
