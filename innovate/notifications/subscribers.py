"""Who is told what when something happened: each fact becomes a sentence for those whom it concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import BigId, db
from innovate.core.journal import Event
from innovate.core.wording import day
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment
from innovate.ideas.deciding import deciders, hearing, judges
from innovate.ideas.models import Appeal, Credit, Idea, IdeaMove, Stage
from innovate.ideas.queries import follower_ids
from innovate.notifications.telling import tell
from innovate.permissions import Role
from innovate.review.models import Assignment, Scorecard
from innovate.rewards.models import Award, Badge


@dataclass(frozen=True, slots=True)
class _About:
    """An idea, its area and the name of who did something to it, for a sentence."""

    id: int
    title: str
    author_id: int
    round: int
    area: str
    quorum: int
    stage: str
    who: str

    @property
    def url(self) -> str:
        return f"/ideas/{self.id}"


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


def tell_new_leader(fact: events.AreaHandedOver, entry_id: int) -> None:
    """Who leads an area from now on reads so."""
    text = f"{_name(fact.actor_id)} made you the leader of {fact.name}."
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, f"/ideas?area={fact.area_id}")


def tell_leader_of_new_idea(fact: events.IdeaSubmitted, entry_id: int) -> None:
    """The area's leader, and who stands in today, have an idea to take up."""
    about = _about(fact)
    text = f"{about.who} posted “{_short(about.title)}” in {about.area}. It waits for you to take it up."
    tell(entry_id, _leaders(about) - {fact.actor_id}, text, about.url)


def tell_followers_of_move(fact: events.IdeaMoved, entry_id: int) -> None:
    """Those who follow the idea read what happened to it."""
    about = _about(fact)
    by_somebody, by_itself = MOVES[type(fact)]
    sentence = by_somebody if fact.actor_id else by_itself
    _tell_followers(fact, entry_id, about, sentence)


def tell_of_question(fact: events.IdeaReturned, entry_id: int) -> None:
    """The author has a question to answer; the others read that there is one."""
    about = _about(fact)
    ask = f"{about.who} has a question about your idea “{_short(about.title)}”. The clock waits for your answer."
    tell(entry_id, {about.author_id} - {fact.actor_id}, ask, about.url)
    _tell_followers(fact, entry_id, about, "{who} returned {idea} with a question.")


def tell_leader_of_answer(fact: events.IdeaAnswered, entry_id: int) -> None:
    """The question is answered, so it is the leader's turn again."""
    about = _about(fact)
    text = f"{about.who} answered the question about “{_short(about.title)}”. It is your turn again."
    tell(entry_id, _leaders(about) - {fact.actor_id}, text, about.url)


def tell_of_merge(fact: events.IdeaMerged, entry_id: int) -> None:
    """Those who follow the idea read which one goes on."""
    about = _about(fact)
    title = db.session.scalar(sa.select(Idea.title).where(Idea.id == fact.into_id)) or ""
    into = _short(title).replace("{", "{{").replace("}", "}}")
    _tell_followers(fact, entry_id, about, f"{{who}} merged {{idea}} into “{into}”.", f"/ideas/{fact.into_id}")


def tell_reviewers(fact: events.ReviewersAssigned, entry_id: int) -> None:
    """Each new reviewer has an idea to score."""
    about = _about(fact)
    asked = f"{about.who} asked you" if fact.actor_id else "You were asked"
    text = f"{asked} to score “{_short(about.title)}”."
    tell(entry_id, set(fact.reviewer_ids) - {fact.actor_id}, text, f"/review/{fact.idea_id}")


def tell_of_release(fact: events.ReviewerReleased, entry_id: int) -> None:
    """Who is asked in somebody's place reads so; where nobody is free and too few are left, the leader chooses."""
    about, gone = _about(fact), _name(fact.reviewer_id)
    left = sa.select(sa.func.count()).where(Assignment.idea_id == fact.idea_id, Assignment.round == about.round)
    title = f"“{_short(about.title)}”"
    if fact.next_id is not None:
        text = f"You were asked to score {title} in place of {gone}."
        tell(entry_id, {fact.next_id}, text, f"/review/{fact.idea_id}")
    elif (db.session.scalar(left) or 0) < about.quorum:
        text = f"{gone} no longer reviews {title}, and nobody else of the pool is free. Choose a reviewer."
        tell(entry_id, _leaders(about), text, f"/review/{fact.idea_id}/reviewers")


def tell_leader_of_quorum(fact: events.ScorecardSent, entry_id: int) -> None:
    """With the scorecard that completes the quorum, the idea is ready for a decision."""
    about = _about(fact)
    sent = sa.select(sa.func.count()).where(Scorecard.idea_id == fact.idea_id, Scorecard.round == about.round)
    if db.session.scalar(sent) == about.quorum:
        cards = "its scorecard" if about.quorum == 1 else f"its {about.quorum} scorecards"
        text = f"“{_short(about.title)}” has {cards} and is ready for your decision."
        tell(entry_id, _leaders(about) - {fact.actor_id}, text, about.url)


def tell_of_appeal(fact: events.AppealMade, entry_id: int) -> None:
    """Who hears the appeal has it to answer, who declined the idea reads of it, and so do its followers."""
    about, idea = _about(fact), db.session.get_one(Idea, fact.idea_id)
    if idea.appeal is None:
        return
    appealed = f"{about.who} appealed against the decision on “{_short(about.title)}”."
    ask = f"{appealed} It waits for your answer until {day(idea.appeal.due_at)}."
    if not hearing(idea.appeal):
        ask = f"{appealed} No leader of another area is free, so an administrator answers by {day(idea.appeal.due_at)}."
    tell(entry_id, {one.id for one in judges(idea.appeal)} - {fact.actor_id}, ask, about.url)
    yours = f"{about.who} appealed against your decision on “{_short(about.title)}”. Another leader looks at it again."
    tell(entry_id, {idea.appeal.decline.actor_id} - {fact.actor_id}, yours, about.url)
    _tell_followers(fact, entry_id, about, "{who} appealed against the decision on {idea}.")


def tell_of_answer_to_appeal(fact: events.AppealUpheld | events.AppealDismissed, entry_id: int) -> None:
    """Who declined the idea, and who decides on it now, read how the appeal ended, as its followers do."""
    about = _about(fact)
    decided = sa.select(IdeaMove.actor_id).join(Appeal, Appeal.decline_id == IdeaMove.id)
    last = db.session.scalar(decided.where(Appeal.idea_id == fact.idea_id).order_by(Appeal.id.desc()).limit(1))
    sentence = MOVES[type(fact)][0].format(who=about.who, idea=f"the idea “{_short(about.title)}”")
    followers = follower_ids(fact.idea_id)
    tell(entry_id, ({last} | _leaders(about)) - followers - {fact.actor_id}, sentence, about.url)
    tell_followers_of_move(fact, entry_id)


def tell_of_settled_appeal(fact: events.AppealSettled, entry_id: int) -> None:
    """Who had the appeal to answer reads that there is nothing left to do."""
    about = _about(fact)
    text = f"{about.who} reopened “{_short(about.title)}”, so the appeal needs no answer of yours."
    appeal = db.session.get_one(Appeal, fact.appeal_id)
    tell(entry_id, {one.id for one in judges(appeal)} - {fact.actor_id}, text, about.url)


def tell_of_comment(fact: events.CommentPosted, entry_id: int) -> None:
    """The one who is answered reads so; those who follow the idea read of the comment."""
    about, parent = _about(fact), aliased(Comment)
    url = f"{about.url}#comment-{fact.comment_id}"
    asked = sa.select(parent.author_id).join(Comment, Comment.parent_id == parent.id)
    answered = db.session.scalar(asked.where(Comment.id == fact.comment_id))
    if answered and answered != fact.actor_id:
        tell(entry_id, {answered}, f"{about.who} replied to your comment on “{_short(about.title)}”.", url)
    _tell_followers(fact, entry_id, about, "{who} commented on {idea}.", url)


def tell_new_owner(fact: events.ExperimentHandedOver, entry_id: int) -> None:
    """Who runs an experiment from now on reads so."""
    about = _about(fact)
    text = f"{about.who} handed you the experiment on “{_short(about.title)}”."
    tell(entry_id, {fact.owner_id} - {fact.actor_id}, text, f"/experiments/{fact.experiment_id}")


def tell_of_amendment(fact: events.PlanAmended, entry_id: int) -> None:
    """The owner and the leader read what changed of a sealed plan, as those do who follow the idea."""
    about, url = _about(fact), f"/experiments/{fact.experiment_id}#amendments"
    what = fact.changed[0] if len(fact.changed) == 1 else f"{fact.changed[0]} and more"
    text = f"{about.who} amended the sealed plan of “{_short(about.title, 60)}” ({_short(what, 60)}): {fact.reason}"
    told = (_runners(fact) | _leaders(about)) - {fact.actor_id}
    tell(entry_id, told, text, url)
    _tell_followers(fact, entry_id, about, "{who} amended the sealed plan of the experiment on {idea}.", url, but=told)


def tell_of_last_day(fact: events.LastDayPassed, entry_id: int) -> None:
    """The owner and who decides read that the experiment has run its days."""
    about = _about(fact)
    text = f"The last day of the experiment on “{_short(about.title)}” is over. It waits for a decision."
    tell(entry_id, _runners(fact) | _leaders(about), text, f"/experiments/{fact.experiment_id}/conclude")


def tell_of_broken_guardrail(fact: events.GuardrailBroken, entry_id: int) -> None:
    """The owner and who decides read that something got worse than it may; what follows is theirs to say."""
    about = _about(fact)
    title, name = _short(about.title, 80), _short(fact.name, 60)
    text = f"A guardrail of the experiment on “{title}” is broken: {name} got worse by more than was bearable."
    tell(entry_id, _runners(fact) | _leaders(about), text, f"/experiments/{fact.experiment_id}")


def tell_of_conclusion(fact: events.ExperimentConcluded, entry_id: int) -> None:
    """HR has an idea to recognise; those who follow it read that the experiment ended."""
    about = _about(fact)
    part = sa.select(Credit.id).where(Credit.idea_id == fact.idea_id, Credit.person_id == Person.id)
    hr = set(db.session.scalars(sa.select(Person.id).where(Person.holds(Role.HR), ~part.exists())))
    text = f"The experiment on “{_short(about.title)}” is concluded. The idea waits for recognition."
    tell(entry_id, hr - {fact.actor_id}, text, f"/rewards/ideas/{fact.idea_id}")
    _tell_followers(fact, entry_id, about, "{who} concluded the experiment on {idea}.")


def tell_of_recognition(fact: events.IdeaRecognised, entry_id: int) -> None:
    """Those who follow the idea read how it ended; who was awarded is told by the award."""
    about = _about(fact)
    awarded = set(db.session.scalars(sa.select(Award.person_id).where(Award.idea_id == fact.idea_id)))
    words = "{who} recognised the people behind {idea}." if awarded else "{who} closed {idea} without an award."
    _tell_followers(fact, entry_id, about, words, but=awarded)


def tell_receiver(fact: events.AwardGiven, entry_id: int) -> None:
    """The one who was awarded reads what they got, and what for."""
    query = (
        sa.select(Badge.name.label("badge"), Idea.title, Award.citation)
        .select_from(Award)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .outerjoin(Idea, Idea.id == Award.idea_id)
        .where(Award.id == fact.award_id)
    )
    row = db.session.execute(query).one()
    gifts = [f"{fact.points:,} {'point' if fact.points == 1 else 'points'}"] if fact.points else []
    gifts += [f"the badge “{row.badge}”"] if row.badge else []
    reason = f" for “{_short(row.title)}”" if row.title else f": {_short(row.citation)}"
    text = f"{_name(fact.actor_id)} gave you {' and '.join(gifts)}{reason}{'.' if row.title else ''}"
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, "/wallet")


def tell_of_reversal(fact: events.AwardReversed, entry_id: int) -> None:
    """The one whose award was taken back reads why."""
    reason = db.session.scalar(sa.select(Award.reversal_reason).where(Award.id == fact.award_id)) or ""
    what = f"your award of {fact.points:,} points" if fact.points else "your badge"
    tell(entry_id, {fact.person_id} - {fact.actor_id}, f"{_name(fact.actor_id)} took back {what}: {reason}", "/wallet")


def _tell_followers(
    fact: events.IdeaEvent,
    entry_id: int,
    about: _About,
    sentence: str,
    url: str = "",
    *,
    but: Collection[int] = (),
) -> None:
    """Say the sentence to the author as of their own idea, to the other followers as of an idea."""
    title = f"“{_short(about.title)}”"
    mine, other = f"your idea {title}", f"the idea {title}"
    told = follower_ids(fact.idea_id) - {fact.actor_id} - set(but)
    for people, idea in ((told & {about.author_id}, mine), (told - {about.author_id}, other)):
        text = sentence.format(who=about.who, idea=idea, Idea=idea[0].upper() + idea[1:], stage=about.stage)
        tell(entry_id, people, text, url or about.url)


def _about(fact: events.IdeaEvent) -> _About:
    return _About(*db.session.execute(_asking(), {"idea": fact.idea_id, "actor": fact.actor_id}).one())


@cache
def _asking() -> sa.Select[*tuple[Any, ...]]:
    """The statement behind `_about`; made once, as most facts need it."""
    actor = aliased(Person)
    return (
        sa.select(
            Idea.id,
            Idea.title,
            Idea.author_id,
            Idea.round,
            Area.name,
            Area.quorum,
            Stage.name,
            sa.func.coalesce(actor.name, "Innovate"),
        )
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .outerjoin(actor, actor.id == sa.bindparam("actor", type_=sa.Integer))
        .where(Idea.id == sa.bindparam("idea", type_=BigId))
    )


def _leaders(about: _About) -> set[int]:
    """Who may decide on the idea today: of the area where somebody may, else the administrators."""
    return {one.id for one in deciders(db.session.get_one(Idea, about.id))}


def _runners(fact: events.ExperimentEvent) -> set[int]:
    """Who runs the experiment."""
    return set(db.session.scalars(sa.select(Experiment.owner_id).where(Experiment.id == fact.experiment_id)))


def _name(person_id: int | None) -> str:
    return db.session.scalar(sa.select(Person.name).where(Person.id == person_id)) or "Innovate"


def _short(title: str, most: int = 100) -> str:
    """The title, cut at a word where it is long."""
    return title if len(title) <= most else f"{title[:most].rpartition(' ')[0] or title[:most]} …"
