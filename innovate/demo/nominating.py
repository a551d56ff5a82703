"""Colleagues are nominated, managers, leaders and HR answer, and HR gives the award."""

from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa

from innovate.core.db import db
from innovate.demo.chronicle import Chronicle
from innovate.demo.words.nominations import CALM, CALM_PROMPT, CALM_PURPOSE, PROPOSALS, Answer, Proposal
from innovate.permissions import Role
from innovate.rewards import commands
from innovate.rewards.commands import Step
from innovate.rewards.models import Approver, AwardKind, Nomination, StepVerdict

SET_UP = 150.2  # so many days ago HR let leaders answer for an award of its own


def deeds(chronicle: Chronicle) -> Iterator[tuple[float, Callable[[], object]]]:
    """All of it, each so many days ago."""
    made: dict[Proposal, Nomination] = {}
    yield SET_UP, partial(_set_up, chronicle)
    for proposal in PROPOSALS:
        yield proposal.day, partial(_nominate, chronicle, proposal, made)
        for answer in proposal.answers:
            yield answer.day, partial(_answer, chronicle, proposal, answer, made)
        if proposal.withdrawn is not None:
            yield proposal.withdrawn[0], partial(_withdraw, chronicle, proposal, made)
        if proposal.given is not None:
            yield proposal.given.day, partial(_award, chronicle, proposal, made)


def _set_up(chronicle: Chronicle) -> None:
    hr = next(person for person in chronicle.people.values() if person.has(Role.HR))
    commands.save_kind(
        hr,
        None,
        name=CALM,
        purpose=CALM_PURPOSE,
        prompt=CALM_PROMPT,
        givers={Role.HR},
        eligible=frozenset(Role) - {Role.CUSTOMER},
        least_points=50,
        most_points=200,
        takes_nominations=True,
        steps=(Step(Approver.LEADER, 5), Step(Approver.HR, 5)),
    )


def _nominate(chronicle: Chronicle, proposal: Proposal, made: dict[Proposal, Nomination]) -> None:
    kind = db.session.scalars(sa.select(AwardKind).where(AwardKind.name == proposal.kind)).one()
    made[proposal] = commands.nominate(
        chronicle.people[proposal.by],
        kind=kind,
        nominee=chronicle.people[proposal.who],
        reason=proposal.reason,
        links=proposal.links,
        idea=chronicle.ideas[proposal.idea] if proposal.idea else None,
        key=f"demo {proposal.day}",
    )


def _answer(chronicle: Chronicle, proposal: Proposal, answer: Answer, made: dict[Proposal, Nomination]) -> None:
    step = made[proposal].step
    assert step is not None
    verdict = StepVerdict.APPROVED if answer.is_yes else StepVerdict.DECLINED
    commands.answer_nomination(chronicle.people[answer.who], step, verdict=verdict, reason=answer.words)


def _withdraw(chronicle: Chronicle, proposal: Proposal, made: dict[Proposal, Nomination]) -> None:
    assert proposal.withdrawn is not None
    commands.withdraw_nomination(chronicle.people[proposal.by], made[proposal], words=proposal.withdrawn[1])


def _award(chronicle: Chronicle, proposal: Proposal, made: dict[Proposal, Nomination]) -> None:
    given = proposal.given
    assert given is not None
    commands.award_nomination(
        chronicle.people[given.who],
        made[proposal],
        points=given.points,
        badge_id=None,
        citation=given.citation,
        key=f"demo {given.day} {proposal.who}",
    )
