"""Kudos against the ledger: what each says came from who gave it to those whom it thanks, and went back with it."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.rewards.checking.streams import stream
from innovate.rewards.models import Account, AccountKind, Kudos, KudosReceiver, LedgerJournal, Posting


def kudos_are_paid() -> Iterator[str]:
    """The journal of kudos takes from their giver what it brings to each receiver, and is reversed if they were."""
    receiver, legs = KudosReceiver, sa.select(sa.func.count()).select_from(Posting)
    people = sa.select(sa.func.count()).where(receiver.kudos_id == Kudos.id).correlate(Kudos).scalar_subquery()
    to_each = (
        legs.join(Account, sa.and_(Account.id == Posting.account_id, Account.kind == AccountKind.SPEND))
        .join(receiver, receiver.person_id == Account.person_id)
        .where(receiver.kudos_id == Kudos.id, Posting.amount == Kudos.points)
    )
    from_giver = legs.join(Account, sa.and_(Account.id == Posting.account_id, Account.kind == AccountKind.GIVE)).where(
        Account.person_id == Kudos.giver_id, Posting.amount == -Kudos.points * people
    )
    got, gave = (
        one.where(Posting.journal_id == Kudos.ledger_journal_id).correlate(Kudos).scalar_subquery()
        for one in (to_each, from_giver)
    )
    reversal = aliased(LedgerJournal)
    query = (
        sa.select(Kudos.id, sa.or_(got != people, gave != 1).label("is_unpaid"))
        .outerjoin(reversal, reversal.reverses_id == Kudos.ledger_journal_id)
        .where(Kudos.points > 0)
        .where(sa.or_(got != people, gave != 1, reversal.id.is_not(None) != Kudos.reversed_at.is_not(None)))
        .order_by(Kudos.id)
    )
    for kudos_id, is_unpaid in stream(query):
        if is_unpaid:
            yield f"Kudos {kudos_id} say other points than their journal moved."
        else:
            yield f"Kudos {kudos_id} were taken back in one place and not in the other."


def nobody_thanks_oneself() -> Iterator[str]:
    """No kudos go to who gave them, and what is added on follows thanks, not another's addition."""
    own = sa.select(Kudos.id).join(
        KudosReceiver, sa.and_(KudosReceiver.kudos_id == Kudos.id, KudosReceiver.person_id == Kudos.giver_id)
    )
    for (kudos_id,) in stream(own.order_by(Kudos.id)):
        yield f"Kudos {kudos_id} go to who gave them."
    parent = aliased(Kudos)
    chained = sa.select(Kudos.id).join(parent, parent.id == Kudos.parent_id).where(parent.parent_id.is_not(None))
    for (kudos_id,) in stream(chained.order_by(Kudos.id)):
        yield f"Kudos {kudos_id} are added on to what was added on."
