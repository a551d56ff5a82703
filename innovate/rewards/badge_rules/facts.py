"""What counts for a badge, and for whom: selects of the journal's entries, each beside the person it counts for.

They begin with what those people wrote, moved or gave, so that the journal is read at the places that matter alone. An
idea's stream holds all that happened to it.
"""

from typing import Any

import sqlalchemy as sa

from innovate import events
from innovate.core.db import BigId
from innovate.core.journal import Event, JournalEntry
from innovate.discussion.models import Comment
from innovate.experiments.models import Conclusion, Experiment, Member
from innovate.ideas.models import Credit, Idea, IdeaMove, Outcome
from innovate.review.models import Scorecard
from innovate.rewards.models import Kudos, KudosReceiver

Facts = sa.Select[*tuple[Any, ...]]
PEOPLE = sa.bindparam("people", expanding=True, type_=BigId)
_ENTRY = sa.func.min(JournalEntry.id).label("entry_id")


def _named(*kinds: type[Event]) -> sa.ColumnElement[bool]:
    return JournalEntry.name.in_([kind.__name__ for kind in kinds])


def _of_idea(idea_id: Any) -> sa.ColumnElement[bool]:
    return JournalEntry.stream == "idea:" + sa.cast(idea_id, sa.String)


def ideas_posted() -> Facts:
    """A stream begins with its idea's submission."""
    begins = sa.and_(_of_idea(Idea.id), JournalEntry.position == 1, _named(events.IdeaSubmitted))
    return (
        sa.select(Idea.author_id.label("person_id"), JournalEntry.id.label("entry_id"))
        .join(JournalEntry, begins)
        .where(Idea.author_id.in_(PEOPLE))
    )


def ideas_adopted() -> Facts:
    """For everybody who stands in the credits."""
    return (
        sa.select(Credit.person_id, _ENTRY)
        .join(Idea, Idea.id == Credit.idea_id)
        .join(JournalEntry, sa.and_(_of_idea(Idea.id), _named(events.IdeaRecognised)))
        .where(Credit.person_id.in_(PEOPLE), Idea.outcome == Outcome.ADOPTED)
        .group_by(Credit.id, Credit.person_id)
    )


def helpful_reviews() -> Facts:
    """A review helped when it had words and a decision rested on it."""
    rested = sa.and_(
        _of_idea(Scorecard.idea_id),
        _named(events.IdeaApproved, events.IdeaDeclined),
        JournalEntry.at >= Scorecard.sent_at,
    )
    return (
        sa.select(Scorecard.reviewer_id.label("person_id"), _ENTRY)
        .join(JournalEntry, rested)
        .where(Scorecard.reviewer_id.in_(PEOPLE), Scorecard.note != "")
        .group_by(Scorecard.id, Scorecard.reviewer_id)
    )


ANSWERS = (
    events.IdeaTakenUp,
    events.IdeaPassedOn,
    events.IdeaApproved,
    events.IdeaDeclined,
    events.IdeaParked,
    events.IdeaMerged,
    events.ExperimentConcluded,
    events.IdeaRecognised,
    events.AppealUpheld,
    events.AppealDismissed,
)


def promises_kept() -> Facts:
    """Each answer that came in time, for who gave it."""
    told = sa.and_(
        _of_idea(IdeaMove.idea_id),
        _named(*ANSWERS),
        JournalEntry.actor_id == IdeaMove.actor_id,
        JournalEntry.at >= IdeaMove.at,
    )
    return (
        sa.select(IdeaMove.actor_id.label("person_id"), _ENTRY)
        .join(JournalEntry, told)
        .where(IdeaMove.actor_id.in_(PEOPLE), IdeaMove.is_kept.is_(True), IdeaMove.move != "withdraw")
        .group_by(IdeaMove.id, IdeaMove.actor_id)
    )


ENDS = (events.ExperimentConcluded, events.ExperimentIterated)


def experiments_run() -> Facts:
    return _rounds()


def brave_failures() -> Facts:
    """A round that was stopped, and its lesson kept."""
    return _rounds().where(Experiment.conclusion == Conclusion.STOP, Experiment.lesson != "")


def _rounds() -> Facts:
    """Each round that came to its end, for its owner and its team."""
    owned = sa.select(Experiment.owner_id.label("person_id"), Experiment.id).where(Experiment.owner_id.in_(PEOPLE))
    joined = sa.select(Member.person_id, Member.experiment_id).where(Member.person_id.in_(PEOPLE))
    hands = sa.union(owned, joined).subquery("hands")
    ended = sa.and_(_of_idea(Experiment.idea_id), _named(*ENDS), JournalEntry.at >= Experiment.concluded_at)
    return (
        sa.select(hands.c.person_id, _ENTRY)
        .join(Experiment, Experiment.id == hands.c.id)
        .join(JournalEntry, ended)
        .group_by(hands.c.person_id, Experiment.id)
    )


def suggestions_adopted() -> Facts:
    taken = sa.and_(_of_idea(Comment.idea_id), _named(events.SuggestionAdopted), JournalEntry.at >= Comment.adopted_at)
    return (
        sa.select(Comment.author_id.label("person_id"), _ENTRY)
        .join(JournalEntry, taken)
        .where(Comment.author_id.in_(PEOPLE), Comment.adopted_at.is_not(None), Comment.deleted_at.is_(None))
        .group_by(Comment.id, Comment.author_id)
    )


def thanks_given() -> Facts:
    """Each colleague once, however often they were thanked."""
    given = sa.and_(JournalEntry.stream == "kudos:" + sa.cast(Kudos.id, sa.String), JournalEntry.position == 1)
    return (
        sa.select(Kudos.giver_id.label("person_id"), _ENTRY)
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .join(JournalEntry, given)
        .where(Kudos.giver_id.in_(PEOPLE), Kudos.reversed_at.is_(None))
        .group_by(Kudos.giver_id, KudosReceiver.person_id)
    )


def lessons_written() -> Facts:
    """Each case that was kept, for who concluded its experiment and wrote down what it taught."""
    written = sa.and_(
        _of_idea(IdeaMove.idea_id), _named(events.CaseWritten), JournalEntry.actor_id == IdeaMove.actor_id
    )
    return (
        sa.select(IdeaMove.actor_id.label("person_id"), JournalEntry.id.label("entry_id"))
        .join(JournalEntry, written)
        .where(IdeaMove.actor_id.in_(PEOPLE), IdeaMove.move.in_(("conclude", "iterate")))
        .distinct()
    )
