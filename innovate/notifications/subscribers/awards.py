"""Who is told of an award: the one who gets it or loses it, and the idea's followers."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.ideas.models import Idea
from innovate.notifications.subscribers.about import about_idea, name_of, short, tell_followers
from innovate.notifications.telling import tell
from innovate.rewards.models import Award, AwardPart, Badge


def tell_of_recognition(fact: events.IdeaRecognised, entry_id: int) -> None:
    """Those who follow the idea read how it ended; who was awarded is told by the award."""
    about = about_idea(fact)
    awarded = set(db.session.scalars(sa.select(Award.person_id).where(Award.idea_id == fact.idea_id)))
    words = "{who} recognised the people behind {idea}." if awarded else "{who} closed {idea} without an award."
    tell_followers(fact, entry_id, about, words, but=awarded)


def tell_receiver(fact: events.AwardGiven, entry_id: int) -> None:
    """The one who was awarded reads what they got, and what for."""
    query = (
        sa.select(Badge.name.label("badge"), Idea.title, Award.citation, _set_aside().label("later"))
        .select_from(Award)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .outerjoin(Idea, Idea.id == Award.idea_id)
        .where(Award.id == fact.award_id)
    )
    row = db.session.execute(query).one()
    gifts = [f"{fact.points:,} {'point' if fact.points == 1 else 'points'}"] if fact.points else []
    if row.later:
        gifts[0] += f", {row.later:,} of them once the benefit has lasted,"
    gifts += [f"the badge “{row.badge}”"] if row.badge else []
    reason = f" for “{short(row.title)}”" if row.title else f": {short(row.citation)}"
    text = f"{name_of(fact.actor_id)} gave you {' and '.join(gifts)}{reason}{'.' if row.title else ''}"
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, f"/awards/{fact.award_id}")


def tell_of_reversal(fact: events.AwardReversed, entry_id: int) -> None:
    """The one whose award was taken back reads why."""
    reason = db.session.scalar(sa.select(Award.reversal_reason).where(Award.id == fact.award_id)) or ""
    what = f"your award of {fact.points:,} points" if fact.points else "your badge"
    text = f"{name_of(fact.actor_id)} took back {what}: {reason}"
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, f"/awards/{fact.award_id}")


def _set_aside() -> sa.ScalarSelect[int]:
    parts = sa.select(sa.func.coalesce(sa.func.sum(AwardPart.points), 0)).where(AwardPart.award_id == Award.id)
    return parts.correlate(Award).scalar_subquery()
