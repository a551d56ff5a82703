"""Orders of the catalogue against the books: each was paid for once, and each that was not given was refunded once."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.rewards.checking.streams import stream
from innovate.rewards.models import Account, AccountKind, LedgerJournal, Movement, Posting, Redemption


def orders_are_paid() -> Iterator[str]:
    """Each order's points left its person's account, and came back to it when it was declined or cancelled."""
    own = sa.select(Account.id).where(Account.person_id == Redemption.person_id, Account.kind == AccountKind.SPEND)

    def moved(journal_id: Any) -> sa.ScalarSelect[int]:
        amount = sa.select(sa.func.coalesce(sa.func.sum(Posting.amount), 0))
        query = amount.where(Posting.journal_id == journal_id, Posting.account_id.in_(own))
        return query.correlate(Redemption).scalar_subquery()

    paid, refunded = -moved(Redemption.ledger_journal_id), moved(Redemption.refund_journal_id)
    owed = sa.case((Redemption.refund_journal_id.is_(None), 0), else_=Redemption.points)
    query = (
        sa.select(Redemption.id, Redemption.points, paid.label("paid"), refunded.label("refunded"))
        .where(sa.or_(paid != Redemption.points, refunded != owed))
        .order_by(Redemption.id)
    )
    for row in stream(query):
        if row.paid != row.points:
            yield f"Order {row.id} costs {row.points:,} points, and its journal took {row.paid:,}."
        else:
            yield f"Order {row.id} was refunded {row.refunded:,} points of {row.points:,}."


def purchases_have_orders() -> Iterator[str]:
    """Each journal that pays or refunds an order belongs to one order, and to no second."""
    paying, refunding = aliased(Redemption), aliased(Redemption)
    orders = sa.func.count(paying.id.distinct()) + sa.func.count(refunding.id.distinct())
    query = (
        sa.select(LedgerJournal.id, orders.label("orders"))
        .outerjoin(paying, paying.ledger_journal_id == LedgerJournal.id)
        .outerjoin(refunding, refunding.refund_journal_id == LedgerJournal.id)
        .where(
            sa.or_(
                sa.and_(LedgerJournal.kind == Movement.REDEMPTION, LedgerJournal.key.startswith("redemption:")),
                sa.and_(LedgerJournal.kind == Movement.REFUND, LedgerJournal.key.startswith("refund:")),
            )
        )
        .group_by(LedgerJournal.id)
        .having(orders != 1)
        .order_by(LedgerJournal.id)
    )
    for row in stream(query):
        yield f"Journal {row.id} pays or refunds {row.orders} orders instead of one."
