"""Appeals: the author of a declined idea asks another leader to look again, who upholds or dismisses.

Each is a move of the pipeline; `version` is the idea's as the person saw it.
"""

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.ideas import appealing, lifecycle
from innovate.ideas.models import Appeal, Idea, IdeaMove, Verdict


def appeal(actor: Person, idea: Idea, *, reason: str, version: int | None = None) -> IdeaMove:
    """Put the decision that declined the idea before the leader of another area; once for each decision.

    Raises NotAllowed for who has no part in the idea, RuleBroken when it is too late or there was an appeal.
    """
    line = lifecycle.move(actor, idea, "appeal", reason=reason, version=version)
    decline = appealing.decision(idea)
    assert decline is not None  # the gate has seen to it
    area = appealing.hearing_area(idea, decline)
    made = Appeal(
        decline_id=decline.id,
        person_id=actor.id,
        area=area,
        at=line.at,
        due_at=line.at + appealing.ANSWERED_WITHIN,
    )
    idea.appeals.append(made)
    db.session.flush()  # the constraint has the last word on there being one
    return line


def uphold(actor: Person, idea: Idea, *, reason: str, version: int | None = None) -> IdeaMove:
    """Send the idea to review: reviewers who had no part in the decision score it, and it is decided anew."""
    return _answer(actor, idea, "uphold", Verdict.UPHELD, reason, version)


def dismiss(actor: Person, idea: Idea, *, reason: str, version: int | None = None) -> IdeaMove:
    """Let the decision stand, with a reason that everybody can read."""
    return _answer(actor, idea, "dismiss", Verdict.DISMISSED, reason, version)


def _answer(actor: Person, idea: Idea, name: str, verdict: Verdict, reason: str, version: int | None) -> IdeaMove:
    line = lifecycle.move(actor, idea, name, reason=reason, version=version)
    waiting = idea.appeal
    assert waiting is not None  # the gate has seen to it
    appealing.end(waiting, verdict)
    return line
