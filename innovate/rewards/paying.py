"""Paying an award: a part now, the rest set aside until the idea's benefit is confirmed; and taking all of it back."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from innovate.core import wording
from innovate.core.db import db, insert
from innovate.ideas.models import Idea
from innovate.rewards import ledger
from innovate.rewards.asking import whom_to_ask
from innovate.rewards.ledger import Leg, NotEnough
from innovate.rewards.models import (
    Award,
    AwardKind,
    AwardPart,
    BenefitCheck,
    BenefitState,
    Movement,
    PartState,
    Posting,
)
from innovate.rewards.shares import apportion

AFTER_DAYS = (30, 90, 180)


def pay(
    award: Award, kind: AwardKind, *, budget_id: int, idea: Idea | None, actor_id: int | None, cause_id: int | None
) -> None:
    """Pay an award out of a budget in one journal, as its kind says: a part at once, a part set aside for later.

    What is set aside waits for the checks of the idea's benefit, which are made where they do not stand yet. Without
    an idea all is paid at once, and so is what would wait for a check that was answered already. The award has its id,
    and whoever calls has locked the idea first, if there is one, and then the accounts. Raises NotEnough.
    """
    if not award.points:
        return
    later = {days: percent for days, percent in _vesting(kind).items() if percent and idea is not None}
    now_, *rest = apportion(award.points, [100 - sum(later.values()), *later.values()])
    checks = _checks_for(award, idea, later) if idea is not None and later else {}
    parts = []
    for days, points in zip(later, rest, strict=True):
        if points and checks[days].state is BenefitState.WAITING:
            part = {"award_id": award.id, "check_id": checks[days].id, "points": points}
            parts.append(AwardPart(**part, state=PartState.WAITING))
        else:
            now_ += points
    spend, aside = ledger.spend_accounts([award.person_id])[award.person_id], sum(part.points for part in parts)
    legs = [Leg(budget_id, -award.points)]
    legs += [Leg(spend, now_)] if now_ else []
    legs += [Leg(ledger.vesting_account(), aside)] if aside else []
    award.ledger_journal_id = ledger.transfer(
        f"award:{award.key}:{award.person_id}",
        Movement.AWARD,
        legs,
        reason=f"For the idea “{idea.title}”" if idea is not None else award.citation,
        actor_id=actor_id,
        cause_id=cause_id,
    )
    db.session.add_all(parts)
    db.session.flush()  # who is asked next must not be among those who hold a part


def take_back(award: Award, *, reason: str, actor_id: int | None, cause_id: int | None) -> None:
    """Reverse every journal of an award, newest first: what vested or lapsed, then the award itself.

    A part that still waits lapses with it. Whoever calls has called `hold_what_was_paid`. Raises NotEnough when the
    budget has spent what had come back to it.
    """
    if award.ledger_journal_id is None:
        return
    reversal = ""
    for journal_id in _journals_of(award):
        reversal = ledger.reverse(journal_id, reason=reason, actor_id=actor_id, cause_id=cause_id)
    for part in _parts_of(award.id):
        if part.state is PartState.WAITING:
            part.state, part.ledger_journal_id = PartState.LAPSED, reversal


def hold_what_was_paid(award: Award) -> None:
    """Hold every account that taking an award back moves, before anything is written of it: so do those who pay.

    Whoever calls has locked the idea, if there is one, then the award, and no account. Raises NotEnough, in one
    sentence, when the person has spent too much of all that came to them.
    """
    if award.ledger_journal_id is None:
        return
    spend = ledger.spend_accounts([award.person_id])[award.person_id]
    legs = [leg for journal_id in _journals_of(award) for leg in ledger.legs_of(journal_id)]
    held = ledger.hold({leg.account_id for leg in legs} | {spend})
    came = sum(leg.amount for leg in legs if leg.account_id == spend)
    if held[spend] < came:
        raise NotEnough(f"Only {held[spend]:,} of these {came:,} points are left there.")


def hold_idea(idea_id: int) -> None:
    """Let nobody else pay, confirm or take back anything of that idea until the transaction ends."""
    db.session.flush()  # what was changed before is not lost by reading again
    db.session.execute(sa.select(Idea.id).where(Idea.id == idea_id).with_for_update())


def budget_of(award: Award) -> int:
    """The account that the award was paid from."""
    query = sa.select(Posting.account_id).where(Posting.journal_id == award.ledger_journal_id, Posting.amount < 0)
    return int(db.session.scalars(query).one())


def _vesting(kind: AwardKind) -> dict[int, int]:
    return dict(zip(AFTER_DAYS, (kind.vest_30, kind.vest_90, kind.vest_180), strict=True))


def _checks_for(award: Award, idea: Idea, after: dict[int, int]) -> dict[int, BenefitCheck]:
    """The checks of that idea's benefit after so many days, by days; made now where they do not stand yet.

    A check that waits for somebody who is now to gain by it is asked of another.
    """
    asked_id = whom_to_ask(idea, besides=award.person_id) or award.giver_id
    given_on = wording.local(award.at).date()
    new = {"idea_id": idea.id, "asked_id": asked_id, "state": BenefitState.WAITING, "words": "", "version": 1}
    rows = [{**new, "after_days": days, "due_on": given_on + timedelta(days=days)} for days in after]
    statement = insert(BenefitCheck).values(rows)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=[BenefitCheck.idea_id, BenefitCheck.after_days]))
    query = sa.select(BenefitCheck).where(BenefitCheck.idea_id == idea.id).order_by(BenefitCheck.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    found = {check.after_days: check for check in db.session.scalars(query)}
    for check in found.values():
        if check.state is BenefitState.WAITING and check.asked_id == award.person_id:
            check.asked_id, check.told_at = asked_id, None
    return found


def _parts_of(award_id: int) -> list[AwardPart]:
    query = sa.select(AwardPart).where(AwardPart.award_id == award_id).options(joinedload(AwardPart.check))
    query = query.order_by(AwardPart.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def _journals_of(award: Award) -> list[str]:
    """Every journal that moved points of that award, the newest first; the award's own is the oldest."""
    moved = (part.ledger_journal_id for part in _parts_of(award.id))
    return [*sorted((one for one in moved if one), reverse=True), str(award.ledger_journal_id)]
