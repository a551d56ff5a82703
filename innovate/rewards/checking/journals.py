"""Journals proved: they balance, their keys are used once, reversals mirror, and no cause is missing."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.core.journal import JournalEntry
from innovate.rewards.checking.streams import stream
from innovate.rewards.models import LedgerJournal, Movement, Posting


def journals_balance() -> Iterator[str]:
    """Each journal has two or more postings that sum to zero and share its moment; no posting is without one."""
    query = (
        sa.select(
            Posting.journal_id,
            sa.func.min(LedgerJournal.id).label("id"),
            sa.func.count().label("legs"),
            sa.func.sum(Posting.amount).label("total"),
            sa.func.min(Posting.at).label("first"),
            sa.func.max(Posting.at).label("last"),
        )
        .outerjoin(LedgerJournal, LedgerJournal.id == Posting.journal_id)
        .group_by(Posting.journal_id)  # alone, so that the rows come in the order of its index and nothing is sorted
        .having(
            sa.or_(
                sa.func.count() < 2,
                sa.func.sum(Posting.amount) != 0,
                sa.func.min(LedgerJournal.id).is_(None),
                sa.func.min(Posting.at) != sa.func.min(LedgerJournal.at),
                sa.func.max(Posting.at) != sa.func.min(LedgerJournal.at),
            )
        )
        .order_by(Posting.journal_id)
    )
    for row in stream(query):
        if row.id is None:
            yield f"The postings of journal {row.journal_id} have no journal."
        elif row.legs < 2 or row.total:
            yield f"Journal {row.journal_id} does not balance: its {row.legs} postings sum to {row.total}."
        else:
            yield f"Journal {row.journal_id} says another moment than its postings."
    legs = sa.select(Posting.id).where(Posting.journal_id == LedgerJournal.id)
    for journal_id in stream(sa.select(LedgerJournal.id).where(~legs.exists()).order_by(LedgerJournal.id)):
        yield f"Journal {journal_id[0]} has no postings."


def keys_are_unique() -> Iterator[str]:
    again = sa.select(LedgerJournal.key).group_by(LedgerJournal.key).having(sa.func.count() > 1)
    for (key,) in stream(again.order_by(LedgerJournal.key)):
        yield f"The key {key} was used for more than one journal."


def reversals_mirror() -> Iterator[str]:
    """Each reversal is the exact opposite of one journal, the only one of it, and reverses no reversal."""
    mirror = aliased(Posting)
    original = aliased(LedgerJournal)
    matched = (
        sa.select(sa.func.count())
        .select_from(Posting)
        .join(mirror, sa.and_(mirror.account_id == Posting.account_id, mirror.amount == -Posting.amount))
        .where(Posting.journal_id == LedgerJournal.id, mirror.journal_id == LedgerJournal.reverses_id)
        .correlate(LedgerJournal)
        .scalar_subquery()
    )
    own, others = (
        sa.select(sa.func.count()).where(Posting.journal_id == which).correlate(LedgerJournal).scalar_subquery()
        for which in (LedgerJournal.id, LedgerJournal.reverses_id)
    )
    query = (
        sa.select(LedgerJournal.id, LedgerJournal.reverses_id)
        .outerjoin(original, original.id == LedgerJournal.reverses_id)
        .where(LedgerJournal.reverses_id.is_not(None))
        .where(sa.or_(original.id.is_(None), original.reverses_id.is_not(None), matched != own, matched != others))
        .order_by(LedgerJournal.id)
    )
    for journal_id, reversed_id in stream(query):
        yield f"Journal {journal_id} does not mirror journal {reversed_id}, which it reverses."
    twice = (
        sa.select(LedgerJournal.reverses_id)
        .where(LedgerJournal.reverses_id.is_not(None))
        .group_by(LedgerJournal.reverses_id)
        .having(sa.func.count() > 1)
    )
    for (journal_id,) in stream(twice.order_by(LedgerJournal.reverses_id)):
        yield f"Journal {journal_id} was reversed more than once."
    odd = sa.select(LedgerJournal.id).where(
        (LedgerJournal.kind == Movement.REVERSAL) != LedgerJournal.reverses_id.is_not(None)
    )
    for (journal_id,) in stream(odd.order_by(LedgerJournal.id)):
        yield f"Journal {journal_id} is a correction of nothing, or corrects without saying so."


def nothing_is_orphaned() -> Iterator[str]:
    """Each journal's cause is an event that stands in the journal of what happened."""
    query = (
        sa.select(LedgerJournal.id, LedgerJournal.cause_id)
        .outerjoin(JournalEntry, JournalEntry.id == LedgerJournal.cause_id)
        .where(LedgerJournal.cause_id.is_not(None), JournalEntry.id.is_(None))
        .order_by(LedgerJournal.id)
    )
    for journal_id, cause_id in stream(query):
        yield f"Journal {journal_id} names event {cause_id} as its cause, which is not there."
