"""Who is told of a review: those who score, and the leader who decides by it."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.notifications.subscribers.about import about_idea, leaders, name_of, short
from innovate.notifications.telling import tell
from innovate.review.models import Assignment, Scorecard


def tell_reviewers(fact: events.ReviewersAssigned, entry_id: int) -> None:
    """Each new reviewer has an idea to score."""
    about = about_idea(fact)
    asked = f"{about.who} asked you" if fact.actor_id else "You were asked"
    text = f"{asked} to score “{short(about.title)}”."
    tell(entry_id, set(fact.reviewer_ids) - {fact.actor_id}, text, f"/review/{fact.idea_id}")


def tell_of_release(fact: events.ReviewerReleased, entry_id: int) -> None:
    """Who is asked in somebody's place reads so; where nobody is free and too few are left, the leader chooses."""
    about, gone = about_idea(fact), name_of(fact.reviewer_id)
    left = sa.select(sa.func.count()).where(Assignment.idea_id == fact.idea_id, Assignment.round == about.round)
    title = f"“{short(about.title)}”"
    if fact.next_id is not None:
        text = f"You were asked to score {title} in place of {gone}."
        tell(entry_id, {fact.next_id}, text, f"/review/{fact.idea_id}")
    elif (db.session.scalar(left) or 0) < about.quorum:
        text = f"{gone} no longer reviews {title}, and nobody else of the pool is free. Choose a reviewer."
        tell(entry_id, leaders(about), text, f"/review/{fact.idea_id}/reviewers")


def tell_leader_of_quorum(fact: events.ScorecardSent, entry_id: int) -> None:
    """With the scorecard that completes the quorum, the idea is ready for a decision."""
    about = about_idea(fact)
    sent = sa.select(sa.func.count()).where(Scorecard.idea_id == fact.idea_id, Scorecard.round == about.round)
    if db.session.scalar(sent) == about.quorum:
        cards = "its scorecard" if about.quorum == 1 else f"its {about.quorum} scorecards"
        text = f"“{short(about.title)}” has {cards} and is ready for your decision."
        tell(entry_id, leaders(about) - {fact.actor_id}, text, about.url)
