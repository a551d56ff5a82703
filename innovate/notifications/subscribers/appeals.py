"""Who is told of an appeal: who hears it, who declined the idea, and its followers."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.core.wording import day
from innovate.ideas.deciding import hearing, judges
from innovate.ideas.models import Appeal, Idea, IdeaMove
from innovate.ideas.queries import follower_ids
from innovate.notifications.subscribers.about import about_idea, leaders, short, tell_followers
from innovate.notifications.subscribers.moves import MOVES, tell_followers_of_move
from innovate.notifications.telling import tell


def tell_of_appeal(fact: events.AppealMade, entry_id: int) -> None:
    """Who hears the appeal has it to answer, who declined the idea reads of it, and so do its followers."""
    about, idea = about_idea(fact), db.session.get_one(Idea, fact.idea_id)
    if idea.appeal is None:
        return
    appealed = f"{about.who} appealed against the decision on “{short(about.title)}”."
    ask = f"{appealed} It waits for your answer until {day(idea.appeal.due_at)}."
    if not hearing(idea.appeal):
        ask = f"{appealed} No leader of another area is free, so an administrator answers by {day(idea.appeal.due_at)}."
    tell(entry_id, {one.id for one in judges(idea.appeal)} - {fact.actor_id}, ask, about.url)
    yours = f"{about.who} appealed against your decision on “{short(about.title)}”. Another leader looks at it again."
    tell(entry_id, {idea.appeal.decline.actor_id} - {fact.actor_id}, yours, about.url)
    tell_followers(fact, entry_id, about, "{who} appealed against the decision on {idea}.")


def tell_of_answer_to_appeal(fact: events.AppealUpheld | events.AppealDismissed, entry_id: int) -> None:
    """Who declined the idea, and who decides on it now, read how the appeal ended, as its followers do."""
    about = about_idea(fact)
    decided = sa.select(IdeaMove.actor_id).join(Appeal, Appeal.decline_id == IdeaMove.id)
    last = db.session.scalar(decided.where(Appeal.idea_id == fact.idea_id).order_by(Appeal.id.desc()).limit(1))
    sentence = MOVES[type(fact)][0].format(who=about.who, idea=f"the idea “{short(about.title)}”")
    followers = follower_ids(fact.idea_id)
    tell(entry_id, ({last} | leaders(about)) - followers - {fact.actor_id}, sentence, about.url)
    tell_followers_of_move(fact, entry_id)


def tell_of_settled_appeal(fact: events.AppealSettled, entry_id: int) -> None:
    """Who had the appeal to answer reads that there is nothing left to do."""
    about = about_idea(fact)
    text = f"{about.who} reopened “{short(about.title)}”, so the appeal needs no answer of yours."
    appeal = db.session.get_one(Appeal, fact.appeal_id)
    tell(entry_id, {one.id for one in judges(appeal)} - {fact.actor_id}, text, about.url)
