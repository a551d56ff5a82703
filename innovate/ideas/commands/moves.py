"""Moves of the pipeline that ideas make by themselves: taking up, asking, deciding, parking, merging, reopening.

Starting, concluding and recognising belong to experiments and rewards; all go through `lifecycle.move`. `version`
is the idea's as the person saw it: whoever decides on what has changed in the meantime is told so.
"""

from datetime import date

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.ideas import appealing, lifecycle, merging
from innovate.ideas.models import DeclineReason, Idea, IdeaMove, Place, Verdict

_STAYING = (Place.OPEN, Place.REVIEW, Place.EXPERIMENT, Place.REWARD)


def take_up(actor: Person | None, idea: Idea, *, version: int | None = None) -> IdeaMove:
    """Begin the review; without an actor, because the idea has the votes that its area asks for."""
    return lifecycle.move(actor, idea, "take_up", version=version)


def return_with_question(actor: Person, idea: Idea, *, question: str, version: int | None = None) -> IdeaMove:
    """Ask the author something; the clock stops until the answer."""
    return lifecycle.move(actor, idea, "return", reason=question, version=version)


def answer_question(actor: Person, idea: Idea, *, answer: str, version: int | None = None) -> IdeaMove:
    """Answer what was asked; the clock runs on."""
    return lifecycle.move(actor, idea, "answer", reason=answer, version=version)


def approve(actor: Person, idea: Idea, *, reason: str, version: int | None = None) -> IdeaMove:
    """Let the idea be tried; the area's budget for it is reserved by what follows."""
    return lifecycle.move(actor, idea, "approve", reason=reason, version=version)


def decline(
    actor: Person, idea: Idea, *, reason: str, reason_code: DeclineReason, version: int | None = None
) -> IdeaMove:
    """Close the idea, with the reason in words and the one to count."""
    return lifecycle.move(actor, idea, "decline", reason=reason, reason_code=reason_code, version=version)


def park(
    actor: Person,
    idea: Idea,
    *,
    reason: str,
    revive_on: date | None = None,
    revive_when: str = "",
    version: int | None = None,
) -> IdeaMove:
    """Close the idea until a date, on which it opens by itself, or until something has happened."""
    permissions.decide_idea.require(actor, idea)
    if revive_on and revive_on <= today():
        raise BadInput("Choose a day that is still to come.", "revive_on")
    return lifecycle.move(
        actor, idea, "park", reason=reason, revive_on=revive_on, revive_when=revive_when, version=version
    )


def withdraw(actor: Person, idea: Idea, *, reason: str = "", version: int | None = None) -> IdeaMove:
    """Take the idea back before anybody has begun to review it."""
    return lifecycle.move(actor, idea, "withdraw", reason=reason, version=version)


def merge(actor: Person, idea: Idea, *, into: Idea, reason: str, version: int | None = None) -> IdeaMove:
    """Close the idea; its votes, comments, followers and credit go over to the one that stays.

    Raises NotAllowed where the staying idea is the actor's own or close to it, BadInput where it is no place to go.
    """
    permissions.decide_idea.require(actor, idea)
    if into.id == idea.id:
        raise BadInput("An idea cannot be merged into itself.", "into")
    permissions.impartial.require(actor, into)
    lifecycle.lock(idea, into)
    if into.place not in _STAYING:
        raise BadInput(f"“{into.title}” is closed. Choose an idea that is still on its way.", "into")
    line = lifecycle.move(actor, idea, "merge", reason=reason, into=into, version=version)
    merging.carry_credit(idea.id, into.id)
    db.session.expire(into, ["credits"])
    return line


def reopen(actor: Person | None, idea: Idea, *, reason: str, version: int | None = None) -> IdeaMove:
    """Open a closed idea again, history kept; what a merge had carried over comes back.

    An appeal that waits for its answer is settled by that. Without an actor, because the date until which it was
    parked has come.
    """
    stays = merging.ways_on(idea)
    if stays:
        lifecycle.lock(idea, *stays)
    line = lifecycle.move(actor, idea, "reopen", reason=reason, version=version)
    if stays:
        merging.take_credit_back(idea.id, [one.id for one in stays])
    for one in stays:
        db.session.expire(one, ["credits"])
    waiting = idea.appeal
    if waiting is not None:
        appealing.end(waiting, Verdict.SETTLED)
        record(events.AppealSettled(actor_id=line.actor_id, idea_id=idea.id, appeal_id=waiting.id))
    return line
