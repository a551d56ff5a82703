"""Awards proved: each is paid once, what is set aside is what waits, and what was taken back went back."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.rewards.checking.streams import stream
from innovate.rewards.models import (
    Account,
    AccountKind,
    Award,
    AwardPart,
    BenefitCheck,
    BenefitState,
    LedgerJournal,
    Movement,
    PartState,
    Posting,
)


def awards_are_paid() -> Iterator[str]:
    """Each award's points came to its person or were set aside for them, once; one that was taken back went back."""
    own = sa.select(Account.id).where(
        sa.or_(
            sa.and_(Account.person_id == Award.person_id, Account.kind == AccountKind.SPEND),
            Account.kind == AccountKind.VESTING,
        )
    )
    paid = (
        sa.select(sa.func.coalesce(sa.func.sum(Posting.amount), 0))
        .where(Posting.journal_id == Award.ledger_journal_id, Posting.account_id.in_(own))
        .correlate(Award)
        .scalar_subquery()
    )
    reversal = aliased(LedgerJournal)
    query = (
        sa.select(Award.id, Award.points, paid.label("paid"), Award.reversed_at, reversal.id.label("reversal"))
        .outerjoin(reversal, reversal.reverses_id == Award.ledger_journal_id)
        .where(
            sa.or_(
                paid != Award.points,
                sa.and_(Award.points > 0, reversal.id.is_not(None) != Award.reversed_at.is_not(None)),
            )
        )
        .order_by(Award.id)
    )
    for row in stream(query):
        if row.paid != row.points:
            yield f"Award {row.id} says {row.points:,} points, and its journal paid {row.paid:,}."
        else:
            yield f"Award {row.id} was taken back in one place and not in the other."


def parts_are_where_they_should_be() -> Iterator[str]:
    """What each award set aside is its parts, what waits is what the vesting account holds, and each went its way."""
    yield from _parts_are_what_was_set_aside()
    yield from _waiting_parts_wait()
    yield from _moved_parts_went_their_way()
    waiting = sa.select(sa.func.coalesce(sa.func.sum(AwardPart.points), 0)).where(AwardPart.state == PartState.WAITING)
    held = sa.select(Account.balance, waiting.scalar_subquery().label("waiting"))
    for row in stream(held.where(Account.kind == AccountKind.VESTING)):
        if row.balance != row.waiting:
            yield f"The vesting account holds {row.balance:,} points, and {row.waiting:,} wait to vest."


def _parts_are_what_was_set_aside() -> Iterator[str]:
    vesting = sa.select(Account.id).where(Account.kind == AccountKind.VESTING)
    aside = (
        sa.select(sa.func.coalesce(sa.func.sum(Posting.amount), 0))
        .where(Posting.journal_id == Award.ledger_journal_id, Posting.account_id.in_(vesting))
        .correlate(Award)
        .scalar_subquery()
    )
    parts = (
        sa.select(sa.func.coalesce(sa.func.sum(AwardPart.points), 0))
        .where(AwardPart.award_id == Award.id)
        .correlate(Award)
        .scalar_subquery()
    )
    query = sa.select(Award.id, aside.label("aside"), parts.label("parts")).where(aside != parts).order_by(Award.id)
    for row in stream(query):
        yield f"Award {row.id} set {row.aside:,} points aside, and its parts are {row.parts:,}."


def _waiting_parts_wait() -> Iterator[str]:
    """Of an award that stands, a part waits exactly while its check does; of one that was taken back none waits."""
    query = (
        sa.select(AwardPart.id, AwardPart.state, BenefitCheck.state.label("check"), Award.reversed_at)
        .join(BenefitCheck, BenefitCheck.id == AwardPart.check_id)
        .join(Award, Award.id == AwardPart.award_id)
        .where(
            sa.or_(
                BenefitCheck.idea_id.is_distinct_from(Award.idea_id),
                sa.and_(Award.reversed_at.is_not(None), AwardPart.state == PartState.WAITING),
                sa.and_(
                    Award.reversed_at.is_(None),
                    (AwardPart.state == PartState.WAITING) != (BenefitCheck.state == BenefitState.WAITING),
                ),
            )
        )
        .order_by(AwardPart.id)
    )
    for row in stream(query):
        yield f"Part {row.id} is {row.state.value}, while its check is {row.check.value}."


def _moved_parts_went_their_way() -> Iterator[str]:
    """What vested came to its person; what lapsed returned to the budget of its award, perhaps with the award."""
    own = sa.select(Account.id).where(Account.person_id == Award.person_id, Account.kind == AccountKind.SPEND)
    award_leg = aliased(Posting)
    paid_from = sa.select(award_leg.account_id).where(
        award_leg.journal_id == Award.ledger_journal_id, award_leg.amount < 0
    )
    came = (
        sa.select(sa.func.coalesce(sa.func.sum(Posting.amount), 0))
        .where(Posting.journal_id == AwardPart.ledger_journal_id)
        .correlate(AwardPart, Award)
    )
    vested = came.where(Posting.account_id.in_(own)).scalar_subquery()
    lapsed = came.where(Posting.account_id.in_(paid_from)).scalar_subquery()
    fits = sa.or_(
        sa.and_(
            AwardPart.state == PartState.VESTED,
            LedgerJournal.kind == Movement.VESTING,
            vested == AwardPart.points,
        ),
        sa.and_(
            AwardPart.state == PartState.LAPSED,
            LedgerJournal.kind == Movement.LAPSE,
            lapsed == AwardPart.points,
        ),
        sa.and_(AwardPart.state == PartState.LAPSED, LedgerJournal.reverses_id == Award.ledger_journal_id),
    )
    back = aliased(LedgerJournal)
    is_back = sa.and_(Award.reversed_at.is_not(None), LedgerJournal.kind != Movement.REVERSAL)
    query = (
        sa.select(AwardPart.id, AwardPart.state)
        .join(Award, Award.id == AwardPart.award_id)
        .join(LedgerJournal, LedgerJournal.id == AwardPart.ledger_journal_id)
        .outerjoin(back, back.reverses_id == LedgerJournal.id)
        .where(sa.or_(~fits, is_back != back.id.is_not(None)))
        .order_by(AwardPart.id)
    )
    for row in stream(query):
        yield f"Part {row.id} is {row.state.value}, and its points did not go that way."
