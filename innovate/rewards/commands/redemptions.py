"""Ordering rewards from the catalogue, and what becomes of each order: every path is paid for or refunded, once.

Who crosses waits: an order holds its reward first, and whoever moves an order holds the order, then its reward; points
come last, in one line for all.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core import wording
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record, record_now
from innovate.rewards import ledger
from innovate.rewards.ledger import Leg
from innovate.rewards.models import (
    CatalogueItem,
    ItemApprover,
    ItemKind,
    Movement,
    Redemption,
    RedemptionState,
)
from innovate.rewards.spans import around

ANSWER_DAYS = 5  # within which a yes or no is promised
LONGEST_NOTE = 300
UNTAKEN = "Nothing was taken from your points."
GIVEN_BACK = (RedemptionState.DECLINED, RedemptionState.CANCELLED)


def redeem(actor: Person, item: CatalogueItem, *, price: int, words: str, key: str) -> Redemption:
    """Order a reward for the price that was seen, once for a key: its points and one of its stock are taken.

    Raises NotAllowed, BadInput when something must be known, RuleBroken when it is gone, has become dearer or cheaper,
    is more than one person may have, or costs more than they hold.
    """
    permissions.redeem_reward.require(actor)
    _hold(CatalogueItem, item.id)
    if done := _ordered_before(actor, item, key):
        return done
    if not item.is_active:
        raise RuleBroken(f"“{item.name}” is no longer in the catalogue. {UNTAKEN}")
    if item.price != price:
        now_costs = wording.plural(item.price, "point")
        raise RuleBroken(f"The price has changed since you opened this page: it is {now_costs} now. {UNTAKEN}")
    if item.asks and not words:
        raise BadInput(f"Please fill this in: {item.asks}", "words")
    if len(words) > LONGEST_NOTE:
        raise BadInput(f"Keep this within {LONGEST_NOTE} characters.", "words")
    _refuse_beyond_limit(actor, item)
    _take_one(item)
    return _pay(actor, item, words, key)


def approve_redemption(actor: Person, order: Redemption) -> Redemption:
    """Say yes to an order: it goes to whoever hands it over.

    Raises NotAllowed for one's own and for all but whose yes it waits for and HR, RuleBroken when it does not wait.
    """
    _hold(Redemption, order.id)
    permissions.answer_redemption.require(actor, order)
    _refuse_unless(order, RedemptionState.ASKED)
    order.state, order.decided_at, order.decided_by_id = RedemptionState.APPROVED, now(), actor.id
    order.due_at = now() + timedelta(days=order.item.days)
    record(events.RedemptionApproved(**_about(actor, order)))
    return order


def decline_redemption(actor: Person, order: Redemption, *, reason: str) -> Redemption:
    """Say no to an order, with a reason that the person reads; points and stock go back.

    Raises what `approve_redemption` raises, and BadInput without a reason.
    """
    _hold(Redemption, order.id)
    permissions.answer_redemption.require(actor, order)
    note = _reason(reason)
    _refuse_unless(order, RedemptionState.ASKED)
    _give_back(actor, order, events.RedemptionDeclined(**_about(actor, order)), f"Declined: {order.item.name}")
    order.state, order.decided_at, order.decided_by_id = RedemptionState.DECLINED, now(), actor.id
    order.note, order.due_at = note, None
    db.session.flush()
    return order


def fulfil_redemption(actor: Person, order: Redemption, *, note: str = "") -> Redemption:
    """Say that a reward was handed over; the note says how to get it or where it lies.

    Raises NotAllowed for all but who hands it over and HR, RuleBroken when there is nothing to hand over any more.
    """
    _hold(Redemption, order.id)
    permissions.fulfil_redemption.require(actor, order)
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"Keep this within {LONGEST_NOTE} characters.", "note")
    _refuse_unless(order, RedemptionState.APPROVED)
    _fulfil(actor, order, note)
    return order


def cancel_redemption(actor: Person, order: Redemption, *, reason: str = "") -> Redemption:
    """Take an order back before it was handed over; points and stock go back. For somebody else's it needs a reason.

    Raises NotAllowed for all but who ordered it, who hands it over, and HR; BadInput; RuleBroken when it is too late.
    """
    _hold(Redemption, order.id)
    permissions.cancel_redemption.require(actor, order)
    note = reason.strip() if actor.id == order.person_id else _reason(reason)
    _refuse_unless(order, *(state for state in RedemptionState if state.is_open))
    _give_back(actor, order, events.RedemptionCancelled(**_about(actor, order)), f"Cancelled: {order.item.name}")
    order.state, order.cancelled_at, order.cancelled_by_id = RedemptionState.CANCELLED, now(), actor.id
    order.note, order.due_at = note[:LONGEST_NOTE], None
    db.session.flush()
    return order


def pay_gifts_out(actor: Person, item: CatalogueItem, *, until_id: int, note: str) -> int:
    """Note that the gifts to a good cause, those ordered until that one, were paid out; answers how many.

    Raises NotAllowed for all but HR, BadInput without a word about the payment, RuleBroken when none waits.
    """
    permissions.keep_catalogue.require(actor)
    if item.kind is not ItemKind.CHARITY:
        raise RuleBroken("Only gifts to a good cause are paid out together.")
    note = _reason(note, "Say which payment it was: the people who gave read it.")
    for order in (orders := _gifts(item.id, until_id)):
        _fulfil(actor, order, note)
    if not orders:
        raise RuleBroken("These gifts are paid out already, or were cancelled. Reload the page to see what waits.")
    return len(orders)


def _hold(model: type[CatalogueItem] | type[Redemption], id_: int) -> None:
    """Hold that row until the transaction ends, and read it again."""
    db.session.flush()  # what was changed before is not lost by reading again
    query = sa.select(model).where(model.id == id_).with_for_update().execution_options(populate_existing=True)
    if db.session.scalar(query) is None:
        raise NotFound


def _ordered_before(actor: Person, item: CatalogueItem, key: str) -> Redemption | None:
    """The order of the same form sent before; RuleBroken when that form ordered something else."""
    query = sa.select(Redemption).where(Redemption.person_id == actor.id, Redemption.form_key == key)
    found: Redemption | None = db.session.scalar(query)
    if found and found.item_id != item.id:
        raise RuleBroken("This form was sent before for another reward. Open this one anew.")
    return found


def _refuse_beyond_limit(actor: Person, item: CatalogueItem) -> None:
    """The reward is held, so whoever orders in another window has been counted, or waits."""
    if item.most_each is None:
        return
    query = sa.select(sa.func.count()).where(
        Redemption.item_id == item.id, Redemption.person_id == actor.id, Redemption.state.not_in(GIVEN_BACK)
    )
    span = around(item.period, now()) if item.period else None
    if span:
        query = query.where(Redemption.at >= span.starts_at)
    if (db.session.scalar(query) or 0) >= item.most_each:
        again = f" From {wording.day(span.ends_at)} you can order it again." if span and span.ends_at else ""
        raise RuleBroken(f"You have had {item.limit_words} already.{again} {UNTAKEN}")


def _take_one(item: CatalogueItem) -> None:
    if item.stock is None:
        return
    taken = (
        sa.update(CatalogueItem)
        .where(CatalogueItem.id == item.id, CatalogueItem.stock >= 1)
        .values(stock=CatalogueItem.stock - 1)
        .returning(CatalogueItem.id)
    )
    if db.session.scalar(taken.execution_options(synchronize_session=False)) is None:
        raise RuleBroken(f"The last one has gone. {UNTAKEN}")
    db.session.expire(item, ["stock"])


def _pay(actor: Person, item: CatalogueItem, words: str, key: str) -> Redemption:
    """Note the order and pay for it."""
    account, catalogue = ledger.spend_accounts([actor.id])[actor.id], ledger.catalogue_account()
    held = ledger.hold((account, catalogue))[account]
    if held < item.price:
        have, takes = wording.plural(held, "point"), wording.number(item.price)
        raise RuleBroken(f"You have {have} to spend, and this takes {takes}. {UNTAKEN}")
    needs_yes, approver_id = _whose_yes(actor, item)
    order = Redemption(
        item_id=item.id,
        person_id=actor.id,
        approver_id=approver_id,
        points=item.price,
        words=words,
        state=RedemptionState.ASKED,
        at=now(),
        due_at=now() + timedelta(days=ANSWER_DAYS if needs_yes else item.days),
        form_key=key,
    )
    db.session.add(order)
    db.session.flush()  # the event needs its id
    (entry_id,) = record_now(events.RewardRedeemed(**_about(actor, order)))
    order.ledger_journal_id = ledger.transfer(
        f"redemption:{order.id}",
        Movement.REDEMPTION,
        (Leg(account, -item.price), Leg(catalogue, item.price)),
        reason=item.name,
        actor_id=actor.id,
        cause_id=entry_id,
    )
    if not needs_yes:
        order.state = RedemptionState.APPROVED
    db.session.flush()
    return order


def _whose_yes(actor: Person, item: CatalogueItem) -> tuple[bool, int | None]:
    """Whether somebody has to say yes, and who; None is HR, also where there is no manager.

    Somebody of HR asks their manager, so that the only one in HR does not wait for ever.
    """
    if item.approver is None:
        return False, None
    if item.approver is ItemApprover.HR and not permissions.hr.allows(actor):
        return True, None
    manager = db.session.get(Person, actor.manager_id) if actor.manager_id else None
    return True, manager.id if manager and manager.is_active else None


def _give_back(actor: Person, order: Redemption, fact: events.RedemptionEvent, reason: str) -> None:
    """Put the stock back and refund the points; the order's own key lets that happen once."""
    back = (
        sa.update(CatalogueItem)
        .where(CatalogueItem.id == order.item_id, CatalogueItem.stock.is_not(None))
        .values(stock=CatalogueItem.stock + 1)
    )
    db.session.execute(back.execution_options(synchronize_session=False))
    db.session.expire(order.item, ["stock"])
    account, catalogue = ledger.spend_accounts([order.person_id])[order.person_id], ledger.catalogue_account()
    ledger.hold((account, catalogue))
    (entry_id,) = record_now(fact)
    order.refund_journal_id = ledger.transfer(
        f"refund:{order.id}",
        Movement.REFUND,
        (Leg(catalogue, -order.points), Leg(account, order.points)),
        reason=reason,
        actor_id=actor.id,
        cause_id=entry_id,
    )


def _refuse_unless(order: Redemption, *states: RedemptionState) -> None:
    """Say what happened instead, to whoever came second."""
    if order.state in states:
        return
    when = order.fulfilled_at or order.cancelled_at or order.decided_at
    happened = {
        RedemptionState.ASKED: "This order still waits for a yes.",
        RedemptionState.APPROVED: f"This order was approved {wording.ago(when)}.",
        RedemptionState.FULFILLED: f"This was handed over {wording.ago(when)}, so it stays as it is.",
        RedemptionState.DECLINED: f"This order was declined {wording.ago(when)}. The points have gone back.",
        RedemptionState.CANCELLED: f"This order was cancelled {wording.ago(when)}. The points have gone back.",
    }
    raise RuleBroken(happened[order.state])


def _fulfil(actor: Person, order: Redemption, note: str) -> None:
    order.state, order.fulfilled_at, order.fulfilled_by_id = RedemptionState.FULFILLED, now(), actor.id
    order.note, order.due_at = note, None
    db.session.flush()
    record(events.RewardFulfilled(**_about(actor, order)))


def _gifts(item_id: int, until_id: int) -> Sequence[Redemption]:
    """The gifts that wait to be paid out, each held."""
    query = (
        sa.select(Redemption)
        .where(
            Redemption.item_id == item_id,
            Redemption.state == RedemptionState.APPROVED,
            Redemption.id <= until_id,
        )
        .order_by(Redemption.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def _reason(words: str, missing: str = "Say why: the person reads it.") -> str:
    if not words.strip():
        raise BadInput(missing, "reason")
    if len(words.strip()) > LONGEST_NOTE:
        raise BadInput(f"Keep this within {LONGEST_NOTE} characters.", "reason")
    return words.strip()


def _about(actor: Person, order: Redemption) -> dict[str, Any]:
    return {
        "actor_id": actor.id,
        "redemption_id": order.id,
        "person_id": order.person_id,
        "item_id": order.item_id,
        "points": order.points,
    }
