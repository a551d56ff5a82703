"""What ideas do when something happened: the five stages of a fresh installation, and taking up by votes."""

from innovate import events
from innovate.core.db import db
from innovate.ideas.commands import moves
from innovate.ideas.models import Idea, Stage, StageKind

FIRST_STAGES = (
    (StageKind.OPEN, "Open", 14),
    (StageKind.REVIEW, "Review", 10),
    (StageKind.EXPERIMENT, "Experiment", 60),
    (StageKind.REWARD, "Reward", 14),
    (StageKind.CLOSED, "Closed", None),
)


def lay_out_stages(_fact: events.FirstAdministratorCreated, _entry_id: int) -> None:
    """Give a fresh installation its pipeline, one stage of each kind."""
    for position, (kind, name, days) in enumerate(FIRST_STAGES, start=1):
        db.session.add(Stage(kind=kind, name=name, position=position, promised_days=days))


def take_up_voted(fact: events.VoteCast, _entry_id: int) -> None:
    """Take the idea up by itself once it has the votes that its area asks for; no statement before that."""
    if fact.enough is not None and fact.votes >= fact.enough:
        _take_up_supported(fact.idea_id)


def take_up_merged(fact: events.IdeaMerged, _entry_id: int) -> None:
    """The same for the idea that stays, which may have gained many votes at once."""
    _take_up_supported(fact.into_id)


def _take_up_supported(idea_id: int) -> None:
    idea = db.session.get_one(Idea, idea_id)
    threshold = idea.area.vote_threshold
    if threshold is not None and idea.votes >= threshold and idea.is_open and not idea.is_asked:
        moves.take_up(None, idea)
