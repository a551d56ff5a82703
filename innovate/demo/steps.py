"""The steps of an idea's story, each told to the command that makes it."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core import journal
from innovate.core.db import db
from innovate.demo import company, trying
from innovate.demo.chronicle import BADGES, Chronicle
from innovate.demo.leading import decider
from innovate.demo.story import (
    Answered,
    Appealed,
    Approved,
    Asked,
    Concluded,
    Declined,
    Dismissed,
    Merged,
    Parked,
    Reopened,
    Rewarded,
    Scored,
    Started,
    Step,
    Story,
    TakenUp,
    Withdrawn,
)
from innovate.demo.words.crediting import SCORES
from innovate.experiments import commands as experiments
from innovate.experiments.models import Conclusion
from innovate.ideas import deciding
from innovate.ideas.commands import appeals, moves
from innovate.ideas.models import DeclineReason, StageKind
from innovate.review import commands as review
from innovate.review.models import Assignment
from innovate.rewards import commands as rewards
from innovate.rewards.first_awards import WELL_RUN, WORKED
from innovate.rewards.models import AwardKind


def take(chronicle: Chronicle, story: Story, step: Step) -> None:
    """Do what the step says, as the person whose turn it is."""
    _STEPS[type(step)](chronicle, story, step)


def _take_up(chronicle: Chronicle, story: Story, _step: TakenUp) -> None:
    idea = chronicle.ideas[story.key]
    if idea.stage.kind is StageKind.OPEN:  # enough votes may have done it
        moves.take_up(decider(chronicle, story), idea)


def _ask(chronicle: Chronicle, story: Story, step: Asked) -> None:
    moves.return_with_question(decider(chronicle, story), chronicle.ideas[story.key], question=step.question)


def _answer(chronicle: Chronicle, story: Story, step: Answered) -> None:
    moves.answer_question(chronicle.people[story.who], chronicle.ideas[story.key], answer=step.answer)


def _approve(chronicle: Chronicle, story: Story, step: Approved) -> None:
    leader, idea = decider(chronicle, story), chronicle.ideas[story.key]
    trying.plan(chronicle, leader, idea, story)
    journal.settle()
    moves.approve(leader, idea, reason=step.reason)


def _start(chronicle: Chronicle, story: Story, _step: Started) -> None:
    trying.start(chronicle, story)


def _conclude(chronicle: Chronicle, story: Story, step: Concluded) -> None:
    experiments.conclude_experiment(
        decider(chronicle, story),
        chronicle.experiments[story.key],
        conclusion=Conclusion(step.conclusion),
        lesson=step.lesson,
        spent_cents=step.spent * 100,
    )


def _reward(chronicle: Chronicle, story: Story, step: Rewarded) -> None:
    shares = [
        (chronicle.people[one.who].id, one.points, chronicle.badges[BADGES[one.badge]], one.citation)
        for one in step.shares
    ]
    hr, idea = chronicle.people[company.HR], chronicle.ideas[story.key]
    worked = any(isinstance(one, Concluded) and one.conclusion == Conclusion.SCALE for one in story.steps)
    kind = db.session.scalars(sa.select(AwardKind).where(AwardKind.name == (WORKED if worked else WELL_RUN))).one()
    scores = None if worked else rewards.Scores(*SCORES[story.key])
    key = f"demo {story.key}"
    rewards.recognise_idea(hr, idea, shares=shares, reason=step.reason, key=key, kind=kind, scores=scores)


def _decline(chronicle: Chronicle, story: Story, step: Declined) -> None:
    code = DeclineReason(step.code)
    moves.decline(decider(chronicle, story), chronicle.ideas[story.key], reason=step.reason, reason_code=code)


def _appeal(chronicle: Chronicle, story: Story, step: Appealed) -> None:
    appeals.appeal(chronicle.people[story.who], chronicle.ideas[story.key], reason=step.reason)


def _dismiss(chronicle: Chronicle, story: Story, step: Dismissed) -> None:
    idea = chronicle.ideas[story.key]
    assert idea.appeal is not None
    appeals.dismiss(deciding.judges(idea.appeal)[0], idea, reason=step.reason)


def _park(chronicle: Chronicle, story: Story, step: Parked) -> None:
    revive_on = chronicle.today + timedelta(days=step.back_in) if step.back_in is not None else None
    idea = chronicle.ideas[story.key]
    moves.park(decider(chronicle, story), idea, reason=step.reason, revive_on=revive_on, revive_when=step.when)


def _merge(chronicle: Chronicle, story: Story, step: Merged) -> None:
    into = chronicle.ideas[step.into]
    moves.merge(decider(chronicle, story), chronicle.ideas[story.key], into=into, reason=step.reason)


def _withdraw(chronicle: Chronicle, story: Story, step: Withdrawn) -> None:
    moves.withdraw(chronicle.people[story.who], chronicle.ideas[story.key], reason=step.reason)


def _reopen(chronicle: Chronicle, story: Story, step: Reopened) -> None:
    moves.reopen(decider(chronicle, story), chronicle.ideas[story.key], reason=step.reason)


def _score(chronicle: Chronicle, story: Story, step: Scored) -> None:
    """The next of those who were asked sends a scorecard; the visitor's reviewer is always the last."""
    idea = chronicle.ideas[story.key]
    waiting = sa.select(Assignment.reviewer_id).where(
        Assignment.idea_id == idea.id, Assignment.round == idea.round, Assignment.done_at.is_(None)
    )
    last = chronicle.people[company.ONE_OF_EACH[1]].id
    asked = sorted(db.session.scalars(waiting), key=lambda id_: (id_ == last, id_))
    reviewer = db.session.get_one(Person, asked[0]) if asked else decider(chronicle, story)
    values = itertools.cycle(int(digit) for digit in step.scores)
    scores = dict(zip(chronicle.criteria, values, strict=False))
    review.send_scorecard(reviewer, idea, scores=scores, note=step.note)


_STEPS: dict[type[Step], Callable[[Chronicle, Story, Any], None]] = {
    TakenUp: _take_up,
    Scored: _score,
    Asked: _ask,
    Answered: _answer,
    Approved: _approve,
    Started: _start,
    Concluded: _conclude,
    Rewarded: _reward,
    Declined: _decline,
    Appealed: _appeal,
    Dismissed: _dismiss,
    Parked: _park,
    Merged: _merge,
    Withdrawn: _withdraw,
    Reopened: _reopen,
}
