"""Nominating a colleague, answering a nomination, taking it back, and giving the award at its end."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core import limits as rates
from innovate.core.clock import now
from innovate.core.crossing import held
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.core.wording import ago, day
from innovate.ideas.models import Idea
from innovate.rewards import limits, nominating
from innovate.rewards.commands.awards import give_award
from innovate.rewards.models import (
    OPEN_NOMINATIONS,
    Award,
    AwardKind,
    Nomination,
    NominationState,
    NominationStep,
    StepVerdict,
)

REASON, ANSWER = 5_000, 1_000
MOST_LINKS, LINK = 5, 500
PER_DAY = 20


def nominate(
    actor: Person,
    *,
    kind: AwardKind,
    nominee: Person,
    reason: str,
    links: Sequence[str],
    idea: Idea | None,
    key: str,
) -> Nomination:
    """Propose a colleague for an award; the first of its chain is asked at once. The same key again changes nothing.

    Raises BadInput for oneself, for whom the award is not meant, without a reason, for what is no link, and while the
    same person's nomination by the same colleague is open; RuleBroken when the award takes none or nobody could answer.
    """
    permissions.nominate.require(actor)
    db.session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update(key_share=True))
    sent = sa.select(Nomination).where(Nomination.nominator_id == actor.id, Nomination.form_key == key)
    if found := db.session.scalar(sent):
        return found
    if not (kind.is_active and kind.takes_nominations):
        raise RuleBroken(f"“{kind.name}” takes no nominations any more. Choose another award.")
    _check(actor, kind, nominee, reason, links)
    rates.take("nomination", actor.id, times=PER_DAY, within=timedelta(days=1))
    nomination = draft(actor, kind=kind, nominee=nominee, idea=idea)
    if not all(nominating.asked(step) for step in nomination.steps):
        raise RuleBroken("Nobody in HR could answer this but you and whom you nominate. Ask a colleague to nominate.")
    nomination.reason, nomination.reason_html = reason, render(reason)
    nomination.links, nomination.form_key = list(links), key
    db.session.add(nomination)
    nominating.begin_next(nomination)
    db.session.flush()  # the event needs its id
    record(events.NominationMade(actor_id=actor.id, nomination_id=nomination.id))
    return nomination


def draft(nominator: Person, *, kind: AwardKind, nominee: Person, idea: Idea | None) -> Nomination:
    """A nomination that nobody keeps yet, with its chain and whom each step would be asked of."""
    nomination = Nomination(
        kind=kind,
        nominee=nominee,
        nominee_id=nominee.id,
        nominator_id=nominator.id,
        idea_id=idea.id if idea else None,
        state=NominationState.WAITING if kind.steps else NominationState.APPROVED,
        at=now(),
        steps=[
            NominationStep(position=step.position, approver=step.approver, approver_id=step.person_id, days=step.days)
            for step in kind.steps
        ],
    )
    for step in nomination.steps:
        nominating.ask(step)
    return nomination


def answer_nomination(actor: Person, step: NominationStep, *, verdict: StepVerdict, reason: str = "") -> Nomination:
    """Say yes or no at one step; with the last yes it waits for the award. The same answer again changes nothing.

    Raises NotAllowed for all but who is asked, BadInput for a no without a reason, RuleBroken when somebody was first.
    """
    nomination = _held(step.nomination)
    if (step.decided_by_id, step.verdict, step.reason) == (actor.id, verdict, reason):
        return nomination
    if nomination.step is not step:
        raise RuleBroken(how_it_stands(nomination, step))
    permissions.answer_nomination.require(actor, step)
    if verdict is StepVerdict.DECLINED and not reason:
        raise BadInput("Say why: who nominated reads it.", "reason")
    if len(reason) > ANSWER:
        raise BadInput(f"Keep the reason within {ANSWER:,} characters.", "reason")
    step.verdict, step.decided_at, step.decided_by_id, step.reason = verdict, now(), actor.id, reason
    fact = {"actor_id": actor.id, "nomination_id": nomination.id, "step_id": step.id}
    if verdict is StepVerdict.DECLINED:
        _close(nomination, NominationState.DECLINED)
        record(events.NominationDeclined(**fact))
    else:
        if nominating.begin_next(nomination) is None:
            nomination.state = NominationState.APPROVED
        record(events.NominationStepApproved(**fact))
    return nomination


def withdraw_nomination(actor: Person, nomination: Nomination, *, words: str = "") -> Nomination:
    """Take one's nomination back while it waits; twice changes nothing.

    Raises NotAllowed for all but who nominated, RuleBroken once it is over.
    """
    permissions.withdraw_nomination.require(actor, nomination)
    _held(nomination)
    if nomination.state is NominationState.WITHDRAWN:
        return nomination
    if not nomination.is_open:
        raise RuleBroken(how_it_stands(nomination))
    _close(nomination, NominationState.WITHDRAWN, words)
    record(events.NominationWithdrawn(actor_id=actor.id, nomination_id=nomination.id))
    return nomination


def close_nomination(actor: Person, nomination: Nomination, *, reason: str) -> Nomination:
    """End an approved nomination without an award, with a reason that who nominated reads.

    Raises NotAllowed, BadInput without a reason, RuleBroken when it does not wait for the award.
    """
    permissions.award_nomination.require(actor, nomination)
    if not reason:
        raise BadInput("Say why: who nominated reads it.", "reason")
    if _held(nomination).state is not NominationState.APPROVED:
        raise RuleBroken(how_it_stands(nomination))
    _close(nomination, NominationState.DECLINED, reason)
    record(events.NominationClosed(actor_id=actor.id, nomination_id=nomination.id))
    return nomination


def award_nomination(
    actor: Person,
    nomination: Nomination,
    *,
    points: int,
    badge_id: int | None,
    citation: str,
    key: str,
    area: Area | None = None,
) -> Award:
    """Give the award that an approved nomination asks for, within what its kind allows, once.

    `area` pays where the award is paid by areas and the nomination is about no idea. Raises NotAllowed, BadInput,
    RuleBroken when it does not wait for the award.
    """
    permissions.award_nomination.require(actor, nomination)
    _held(nomination)
    given = db.session.scalar(sa.select(Award).where(Award.nomination_id == nomination.id))
    if given is not None and given.key == key:
        return given
    if nomination.state is not NominationState.APPROVED:
        raise RuleBroken(how_it_stands(nomination))
    award = give_award(
        actor,
        person_id=nomination.nominee_id,
        points=points,
        badge_id=badge_id,
        citation=citation,
        key=key,
        kind=nomination.kind,
        area=area,
        idea=db.session.get_one(Idea, nomination.idea_id) if nomination.idea_id else None,
        nomination_id=nomination.id,
    )
    _close(nomination, NominationState.AWARDED)
    record(events.NominationAwarded(actor_id=actor.id, nomination_id=nomination.id, award_id=award.id))
    return award


def how_it_stands(nomination: Nomination, step: NominationStep | None = None) -> str:
    """Why this can no longer be done: what somebody else did first."""
    if step is not None and step.verdict is not None and step.decided_by_id is not None:
        name = db.session.get_one(Person, step.decided_by_id).name
        return f"{name} {step.verdict.value} this {ago(step.decided_at)}, so it needs no answer of yours."
    if nomination.state is NominationState.WITHDRAWN:
        return f"This nomination was withdrawn {ago(nomination.closed_at)}."
    if nomination.state is NominationState.WAITING:
        return "This nomination still waits for an answer."
    if nomination.state is NominationState.APPROVED:
        return "This nomination has all its answers and waits for the award."
    return f"This nomination was {nomination.state.value} {ago(nomination.closed_at)}."


def _check(actor: Person, kind: AwardKind, nominee: Person, reason: str, links: Sequence[str]) -> None:
    if nominee.id == actor.id:
        raise BadInput("Nobody nominates themselves. Ask a colleague to.", "who")
    if not nominee.is_active:
        raise BadInput(f"{nominee.name} has left.", "who")
    try:
        limits.refuse_unfit(kind, nominee, kind.most_points)
    except BadInput as error:
        raise BadInput(error.sentence, "who") from error
    if not reason:
        raise BadInput("Say what they did: those who answer know only what stands here.", "reason")
    if len(reason) > REASON:
        raise BadInput(f"Keep the reason within {REASON:,} characters.", "reason")
    if len(links) > MOST_LINKS:
        raise BadInput(f"Give at most {MOST_LINKS} links.", "links")
    for link in links:
        if not is_link(link):
            raise BadInput(f"“{link[:80]}” is no address of a page. Write it whole, with https:// before it.", "links")
    mine = sa.select(Nomination.at).where(
        Nomination.nominator_id == actor.id,
        Nomination.nominee_id == nominee.id,
        Nomination.kind_id == kind.id,
        Nomination.state.in_(OPEN_NOMINATIONS),
    )
    if at := db.session.scalar(mine):
        raise BadInput(f"You nominated {nominee.name} for this on {day(at)}, and it still waits.", "who")


def is_link(text: str) -> bool:
    """Whether that is the whole address of a page, on http or https."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, text))
    return is_whole and len(text) <= LINK


def _held(nomination: Nomination) -> Nomination:
    """The nomination and its steps, read again, and nobody else's until the transaction ends."""
    db.session.flush()  # what was changed before is not lost by reading again
    held(nomination)
    steps = sa.select(NominationStep).where(NominationStep.nomination_id == nomination.id)
    db.session.scalars(steps.execution_options(populate_existing=True)).all()
    return nomination


def _close(nomination: Nomination, state: NominationState, words: str = "") -> None:
    nomination.state, nomination.closed_at = state, now()
    nomination.closing_words = words[:ANSWER] or None
