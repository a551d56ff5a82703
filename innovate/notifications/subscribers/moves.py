"""Who is told of an idea's moves: its followers, the leader whose turn it is, the author who is asked."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.core.journal import Event
from innovate.ideas.models import Idea
from innovate.notifications.subscribers.about import about_idea, leaders, short, tell_followers
from innovate.notifications.telling import tell

MOVES: dict[type[Event], tuple[str, str]] = {
    events.IdeaTakenUp: ("{who} took up {idea} for review.", "{Idea} was taken up for review: it has enough votes."),
    events.IdeaAnswered: ("{who} answered the question about {idea}.", ""),
    events.IdeaPassedOn: ("{who} passed {idea} on to “{stage}”.", "{Idea} goes on to “{stage}”: it has enough votes."),
    events.IdeaApproved: ("{who} approved {idea} for an experiment.", ""),
    events.IdeaDeclined: ("{who} declined {idea} and gave a reason.", ""),
    events.AppealUpheld: ("{who} upheld the appeal: {idea} goes to review.", ""),
    events.AppealDismissed: ("{who} dismissed the appeal about {idea} and gave a reason.", ""),
    events.IdeaParked: ("{who} parked {idea}.", ""),
    events.IdeaWithdrawn: ("{who} withdrew {idea}.", ""),
    events.IdeaReopened: ("{who} reopened {idea}.", "{Idea} is open again: its time has come."),
    events.ExperimentStarted: ("{who} started the experiment on {idea}.", ""),
    events.ExperimentIterated: ("{who} opened another round of the experiment on {idea}.", ""),
}
"""What followers read about a move; the second sentence is for a move that went by itself."""


def tell_leader_of_new_idea(fact: events.IdeaSubmitted, entry_id: int) -> None:
    """The area's leader, and who stands in today, have an idea to take up."""
    about = about_idea(fact)
    text = f"{about.who} posted “{short(about.title)}” in {about.area}. It waits for you to take it up."
    tell(entry_id, leaders(about) - {fact.actor_id}, text, about.url)


def tell_followers_of_move(fact: events.IdeaMoved, entry_id: int) -> None:
    """Those who follow the idea read what happened to it."""
    about = about_idea(fact)
    by_somebody, by_itself = MOVES[type(fact)]
    sentence = by_somebody if fact.actor_id else by_itself
    tell_followers(fact, entry_id, about, sentence)


def tell_of_question(fact: events.IdeaReturned, entry_id: int) -> None:
    """The author has a question to answer; the others read that there is one."""
    about = about_idea(fact)
    ask = f"{about.who} has a question about your idea “{short(about.title)}”. The clock waits for your answer."
    tell(entry_id, {about.author_id} - {fact.actor_id}, ask, about.url)
    tell_followers(fact, entry_id, about, "{who} returned {idea} with a question.")


def tell_leader_of_answer(fact: events.IdeaAnswered, entry_id: int) -> None:
    """The question is answered, so it is the leader's turn again."""
    about = about_idea(fact)
    text = f"{about.who} answered the question about “{short(about.title)}”. It is your turn again."
    tell(entry_id, leaders(about) - {fact.actor_id}, text, about.url)


def tell_of_merge(fact: events.IdeaMerged, entry_id: int) -> None:
    """Those who follow the idea read which one goes on."""
    about = about_idea(fact)
    title = db.session.scalar(sa.select(Idea.title).where(Idea.id == fact.into_id)) or ""
    into = short(title).replace("{", "{{").replace("}", "}}")
    tell_followers(fact, entry_id, about, f"{{who}} merged {{idea}} into “{into}”.", f"/ideas/{fact.into_id}")
