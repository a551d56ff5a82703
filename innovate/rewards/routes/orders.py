"""Orders: each on a page of its own, the queue of those who say yes or hand over, and gifts to be paid out."""

from typing import Any

from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import back_to, entity, needs, safe_next, signed_in
from innovate.core.wording import plural
from innovate.rewards import commands, queries
from innovate.rewards.catalogue_forms import CancelForm, DeclineForm, FulfilForm, GiftsForm, seen_number
from innovate.rewards.forms import ExportForm
from innovate.rewards.models import CatalogueItem, Redemption
from innovate.rewards.queries import Part
from innovate.rewards.routes import bp

Page = Response | tuple[str, int]
DECLINE, FULFIL, CANCEL = "decline-", "fulfil-", "cancel-"  # several forms stand on one page


@bp.get("/rewards/orders")
@signed_in
def orders() -> str:
    """The orders that wait for me; for HR those of everybody, if they ask."""
    permissions.redeem_reward.require(me())
    part = request.args.get("part", Part.ASKED, type=Part)
    is_hr = permissions.keep_catalogue.allows(me())
    everybodys, after = is_hr and request.args.get("whose") == "all", request.args.get("after")
    found = queries.queue(me(), part, everybodys=everybodys, cursor=after)
    if part is Part.ASKED and "part" not in request.args and not found.asked and found.approved:
        part = Part.APPROVED
        found = queries.queue(me(), part, everybodys=everybodys, cursor=after)
    values: dict[str, Any] = {"part": part, "parts": tuple(Part), "everybodys": everybodys, "after": after}
    return render_template("rewards/orders.html", queue=found, is_hr=is_hr, form=ExportForm(), **values)


@bp.get("/catalogue/orders/<int:order_id>")
@signed_in
def order(order_id: int) -> str:
    """One order: where it stands, and what I may do."""
    permissions.see_redemption.require(me(), queries.get_redemption(order_id))
    return _drawn(order_id)


@bp.post("/catalogue/orders/<int:order_id>/approve")
@signed_in
def approve_order(order_id: int) -> Response:
    """Say yes."""
    order = commands.approve_redemption(me(), queries.get_redemption(order_id))
    return back_to(_onwards(order), f"{order.person.first_name} gets “{order.item.name}”.")


@bp.post("/catalogue/orders/<int:order_id>/decline")
@signed_in
def decline_order(order_id: int) -> Page:
    """Say no, with a reason."""
    found, form = queries.get_redemption(order_id), DeclineForm(prefix=DECLINE)
    permissions.answer_redemption.require(me(), found)
    if form.validate_on_submit():
        with form.refusals():
            order = commands.decline_redemption(me(), found, reason=form.reason.data or "")
            return back_to(_onwards(order), f"{order.person.first_name} reads your reason and has the points back.")
    return _drawn(order_id, decline=form), form.status


@bp.post("/catalogue/orders/<int:order_id>/fulfil")
@signed_in
def fulfil_order(order_id: int) -> Page:
    """Say that it was handed over."""
    found, form = queries.get_redemption(order_id), FulfilForm(prefix=FULFIL)
    permissions.fulfil_redemption.require(me(), found)
    if form.validate_on_submit():
        with form.refusals():
            order = commands.fulfil_redemption(me(), found, note=form.note.data or "")
            return back_to(_onwards(order), f"“{order.item.name}” for {order.person.first_name} is handed over.")
    return _drawn(order_id, fulfil=form), form.status


@bp.post("/catalogue/orders/<int:order_id>/cancel")
@signed_in
def cancel_order(order_id: int) -> Page:
    """Take it back."""
    found, form = queries.get_redemption(order_id), CancelForm(prefix=CANCEL)
    permissions.cancel_redemption.require(me(), found)
    if form.validate_on_submit():
        with form.refusals():
            order = commands.cancel_redemption(me(), found, reason=form.reason.data or "")
            points = plural(order.points, "point")
            whose = "yours" if order.person_id == me().id else f"{order.person.first_name}’s"
            return back_to(f"/catalogue/orders/{order_id}", f"The order is cancelled. {points} are {whose} again.")
    return _drawn(order_id, cancel=form), form.status


@bp.get("/rewards/orders/gifts")
@needs(permissions.keep_catalogue)
def gifts() -> str:
    """Gifts to good causes: what waits to be paid out, and what was."""
    return _gifts(None, None)


@bp.post("/rewards/orders/gifts/<int:item_id>")
@needs(permissions.keep_catalogue)
def pay_gifts_out(item_id: int) -> Page:
    """Note a payment."""
    form = GiftsForm(prefix=f"gifts-{item_id}-")
    item: CatalogueItem = entity(CatalogueItem, item_id)
    if form.validate_on_submit():
        with form.refusals():
            until_id, note = seen_number(form.until.data), form.reason.data or ""
            paid = commands.pay_gifts_out(me(), item, until_id=until_id, note=note)
            return back_to("/rewards/orders/gifts", f"{plural(paid, 'gift')} to “{item.name}” noted as paid out.")
    return _gifts(item_id, form), form.status


def _onwards(order: Redemption) -> str:
    """Back to the queue for who came from it, else to the order."""
    return safe_next(f"/catalogue/orders/{order.id}")


def _drawn(
    order_id: int,
    decline: DeclineForm | None = None,
    fulfil: FulfilForm | None = None,
    cancel: CancelForm | None = None,
) -> str:
    entity_ = queries.get_redemption(order_id)
    return render_template(
        "rewards/order.html",
        order=queries.order(order_id),
        is_mine=entity_.person_id == me().id,
        may_answer=permissions.answer_redemption.allows(me(), entity_),
        may_fulfil=permissions.fulfil_redemption.allows(me(), entity_),
        decline=decline or DeclineForm(formdata=None, prefix=DECLINE),
        fulfil=fulfil or FulfilForm(formdata=None, prefix=FULFIL),
        cancel=cancel or CancelForm(formdata=None, prefix=CANCEL),
    )


def _gifts(item_id: int | None, sent: GiftsForm | None) -> str:
    waiting = []
    for one in queries.gifts():
        form = sent if sent and one.item_id == item_id else None
        form = form or GiftsForm(formdata=None, prefix=f"gifts-{one.item_id}-")
        form.until.data = str(one.until_id)
        waiting.append((one, form))
    problems = sent.form_errors if sent and all(one.item_id != item_id for one, _ in waiting) else ()
    cents = current_app.config["SETTINGS"].point_cents
    values: dict[str, Any] = {"paid": queries.paid_gifts(), "cents": cents, "problems": problems}
    return render_template("rewards/gifts.html", waiting=waiting, form=ExportForm(), **values)
