"""Saying whether an idea’s benefit has lasted: what was set aside for it vests, or returns to where it came from."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record, record_now
from innovate.core.wording import day
from innovate.rewards import ledger, paying
from innovate.rewards.asking import this_day
from innovate.rewards.ledger import Leg
from innovate.rewards.models import Award, AwardPart, BenefitCheck, BenefitState, Movement, PartState

WORDS = 1_000


def answer_benefit(actor: Person, check: BenefitCheck, *, has_lasted: bool, words: str) -> BenefitCheck:
    """Say whether the benefit has lasted: every part that waits for it vests, or lapses to the budget that paid it.

    The same answer of the same person again changes nothing. Raises NotAllowed, BadInput without words, RuleBroken
    before the day comes and when somebody answered already.
    """
    permissions.answer_benefit.require(actor, check)
    if not words:
        raise BadInput("Say how you know. Those who hold a part of it read this.", "words")
    state = BenefitState.CONFIRMED if has_lasted else BenefitState.NOT_CONFIRMED
    paying.hold_idea(check.idea_id)
    check = _held(check.id)
    permissions.answer_benefit.require(actor, check)  # since the page was opened they may have come to hold a part
    if (check.state, check.decided_by_id, check.words) == (state, actor.id, words):
        return check
    _refuse_unless_open(check)
    fact = events.BenefitConfirmed if has_lasted else events.BenefitNotConfirmed
    (entry_id,) = record_now(fact(actor_id=actor.id, idea_id=check.idea_id, check_id=check.id, asked_id=check.asked_id))
    check.state, check.words, check.decided_at, check.decided_by_id = state, words, now(), actor.id
    _settle(check, actor, entry_id)
    return check


def hand_benefit_over(actor: Person, check: BenefitCheck, *, to: Person) -> BenefitCheck:
    """Ask somebody else.

    Raises NotAllowed for all but HR, BadInput for who has left or gains by the answer, RuleBroken once it is answered.
    """
    permissions.hand_benefit_over.require(actor)
    paying.hold_idea(check.idea_id)
    check = _held(check.id)
    if check.state is not BenefitState.WAITING:
        raise RuleBroken("This was answered already.")
    if not to.is_active:
        raise BadInput("This person has left. Choose another.", "who")
    if not permissions.gains_nothing.allows(to, check):
        raise BadInput(f"{to.name} holds a part of it. Choose somebody who gains nothing by the answer.", "who")
    if check.asked_id != to.id:
        check.asked_id, check.told_at = to.id, now()
        fact = {"idea_id": check.idea_id, "check_id": check.id, "asked_id": to.id}
        record(events.BenefitHandedOver(actor_id=actor.id, **fact))
    return check


def _held(check_id: int) -> BenefitCheck:
    """That check and its parts as they are now, and nobody else's until the transaction ends."""
    query = sa.select(BenefitCheck).where(BenefitCheck.id == check_id).with_for_update(of=BenefitCheck)
    query = query.options(selectinload(BenefitCheck.parts).joinedload(AwardPart.award))
    check = db.session.scalar(query.execution_options(populate_existing=True))
    if check is None:
        raise NotFound
    return check


def _refuse_unless_open(check: BenefitCheck) -> None:
    if check.state is not BenefitState.WAITING:
        raise RuleBroken("Somebody answered this already. Reload the page to read what they said.")
    if check.due_on > this_day():
        raise RuleBroken(f"It is too early to say. This is asked on {day(check.due_on)}.")


def _settle(check: BenefitCheck, actor: Person, cause_id: int) -> None:
    """Move each part that waits: to its person, or back to the budget that its award was paid from."""
    waiting = [part for part in check.parts if part.state is PartState.WAITING]
    is_vested = check.state is BenefitState.CONFIRMED
    spend = ledger.spend_accounts(part.award.person_id for part in waiting) if is_vested else {}
    goes_to = {part.id: _target(part.award, spend) for part in waiting}
    vesting = ledger.vesting_account()
    ledger.hold({vesting, *goes_to.values()})
    what = "has lasted" if is_vested else "has not lasted"
    for part in waiting:
        part.ledger_journal_id = ledger.transfer(
            f"part:{part.id}",
            Movement.VESTING if is_vested else Movement.LAPSE,
            (Leg(vesting, -part.points), Leg(goes_to[part.id], part.points)),
            reason=f"The benefit of “{check.idea.title}” {what} after {check.after_days} days",
            actor_id=actor.id,
            cause_id=cause_id,
        )
        part.state = PartState.VESTED if is_vested else PartState.LAPSED


def _target(award: Award, spend: dict[int, int]) -> int:
    return spend[award.person_id] if spend else paying.budget_of(award)
