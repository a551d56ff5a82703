"""What people do in review: ask reviewers, send a scorecard, keep the criteria."""

from collections.abc import Sequence

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.ideas.lifecycle import lock
from innovate.ideas.models import Idea, StageKind
from innovate.review import scoring
from innovate.review.models import Assignment, Criterion, Score, Scorecard
from innovate.review.routing import candidates


def assign_reviewers(actor: Person, idea: Idea, *, reviewer_ids: list[int]) -> list[Assignment]:
    """Ask just these people to score the idea; whoever has sent a scorecard stays.

    Raises BadInput for somebody who is no active reviewer or stands too close to the idea, RuleBroken outside review.
    """
    permissions.assign_reviewers.require(actor, idea)
    _require_review(idea)
    known = {one.id: one for one in candidates(idea)}
    wanted = set(reviewer_ids)
    for person_id in wanted:
        if person_id not in known:
            raise BadInput("Choose among the active reviewers.", "reviewers")
    present = {one.reviewer_id: one for one in _assignments(idea)}
    for person_id in wanted - present.keys():
        if known[person_id].is_in_conflict:
            raise BadInput(
                f"{known[person_id].name} wrote this idea or is close to who did. Choose somebody else.",
                "reviewers",
            )
    for person_id, assignment in present.items():
        if person_id not in wanted and assignment.done_at is None:
            db.session.delete(assignment)
    added = sorted(wanted - present.keys())
    ask(idea, added)
    record(events.ReviewersAssigned(actor_id=actor.id, idea_id=idea.id, reviewer_ids=added))
    db.session.flush()  # the answer is what now stands
    return _assignments(idea)


def ask(idea: Idea, reviewer_ids: list[int]) -> None:
    """Put a review of this idea before each of these people."""
    db.session.add_all(
        Assignment(idea_id=idea.id, round=idea.round, reviewer_id=person_id, assigned_at=now())
        for person_id in reviewer_ids
    )


def send_scorecard(actor: Person, idea: Idea, *, scores: dict[int, int], note: str) -> Scorecard:
    """Send one's scores, by criterion id, with a note; once a round.

    Raises BadInput unless every active criterion has a score from 1 to 5 and there is a note, RuleBroken when it
    was sent before or the idea has left review.
    """
    db.session.flush()  # reading the row anew must not lose what changed before
    lock(idea)  # no decision slips in between
    own = sa.and_(Assignment.idea_id == idea.id, Assignment.round == idea.round)
    assignment = db.session.scalar(sa.select(Assignment).where(own, Assignment.reviewer_id == actor.id))
    permissions.send_scorecard.require(actor, assignment or Assignment(idea=idea))  # a leader needs no assignment
    _require_review(idea)
    criteria = db.session.scalars(sa.select(Criterion).where(Criterion.is_active)).all()
    _check_scores(criteria, scores, note)
    overall = scoring.overall([(scores[criterion.id], criterion.weight) for criterion in criteria])
    scorecard_id = _send_once(actor, idea, note=note, overall=overall)
    if scorecard_id is None:
        raise RuleBroken("You have sent your scorecard for this idea already.")
    db.session.add_all(
        Score(scorecard_id=scorecard_id, criterion_id=one.id, value=scores[one.id], weight=one.weight)
        for one in criteria
    )
    if assignment is not None:
        assignment.done_at = now()
    record(events.ScorecardSent(actor_id=actor.id, idea_id=idea.id, scorecard_id=scorecard_id))
    return db.session.get_one(Scorecard, scorecard_id)


def save_criterion(
    actor: Person,
    criterion: Criterion | None,
    *,
    name: str,
    question: str,
    low: str,
    high: str,
    weight: int,
    position: int,
    is_active: bool = True,
) -> Criterion:
    """Keep a criterion, a new one when None; scorecards that were sent keep the weight they had."""
    permissions.keep_criteria.require(actor)
    same_name = sa.select(Criterion.id).where(sa.func.lower(Criterion.name) == name.lower())
    taken = db.session.scalar(same_name)
    if taken is not None and (criterion is None or taken != criterion.id):
        raise BadInput("Another criterion has this name.", "name")
    if not 1 <= weight <= 100:
        raise BadInput("Give a weight from 1 to 100.", "weight")
    active = sa.select(sa.func.count()).where(Criterion.is_active)
    if criterion and criterion.is_active and not is_active and db.session.scalar(active) == 1:
        raise BadInput("Keep at least one criterion in use.", "is_active")
    if criterion is None:
        criterion = Criterion()
        db.session.add(criterion)
    criterion.name, criterion.question, criterion.low, criterion.high = name, question, low, high
    criterion.weight, criterion.position, criterion.is_active = weight, position, is_active
    db.session.flush()  # the event needs its id
    record(events.CriterionSaved(actor_id=actor.id, criterion_id=criterion.id, name=criterion.name))
    return criterion


def _send_once(actor: Person, idea: Idea, *, note: str, overall: float) -> int | None:
    """The new scorecard's id; None where the actor has sent one in this round."""
    statement = (
        insert(Scorecard)
        .values(
            idea_id=idea.id,
            round=idea.round,
            reviewer_id=actor.id,
            note=note,
            note_html=render(note),
            overall=overall,
            sent_at=now(),
        )
        .on_conflict_do_nothing(index_elements=["idea_id", "round", "reviewer_id"])
        .returning(Scorecard.id)
    )
    return db.session.scalar(statement)


def _require_review(idea: Idea) -> None:
    if idea.stage.kind is not StageKind.REVIEW:
        raise RuleBroken("This idea is not in review now.")


def _assignments(idea: Idea) -> list[Assignment]:
    query = sa.select(Assignment).where(Assignment.idea_id == idea.id, Assignment.round == idea.round)
    return list(db.session.scalars(query.order_by(Assignment.id)))


def _check_scores(criteria: Sequence[Criterion], scores: dict[int, int], note: str) -> None:
    for criterion in criteria:
        if scores.get(criterion.id) not in range(scoring.LOWEST, scoring.HIGHEST + 1):
            raise BadInput(f"Choose a score from 1 to 5 for {criterion.name.lower()}.", f"score_{criterion.id}")
    if not note.strip():
        raise BadInput("Say in a sentence or two why you scored it so.", "note")
