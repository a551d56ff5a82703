"""The catalogue: what points are spent on, ordering, and one's own orders."""

from datetime import timedelta
from typing import Any

from flask import Response as FileResponse
from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.limits import take
from innovate.core.pictures import sending
from innovate.core.web import back_to, entity, needs
from innovate.rewards import commands, queries
from innovate.rewards.catalogue_forms import RedeemForm, seen_number
from innovate.rewards.item_pictures import item_pictures
from innovate.rewards.models import CatalogueItem, ItemKind, RedemptionState
from innovate.rewards.routes import bp

Page = Response | tuple[str, int]
ORDERS_A_MINUTE = 20


@bp.get("/catalogue")
@needs(permissions.redeem_reward)
def catalogue() -> str:
    """What there is, and what I can afford."""
    kind = request.args.get("kind", type=ItemKind)
    only_affordable = request.args.get("afford") == "yes"
    found = queries.catalogue(me(), kind=kind, only_affordable=only_affordable, cursor=request.args.get("after"))
    values: dict[str, Any] = {"kind": kind, "kinds": tuple(ItemKind), "only_affordable": only_affordable}
    return render_template("rewards/catalogue.html", catalogue=found, after=request.args.get("after"), **values)


@bp.get("/catalogue/<int:item_id>")
@needs(permissions.redeem_reward)
def reward(item_id: int) -> str:
    """One reward, and the form to order it."""
    return _drawn(item_id, RedeemForm(formdata=None))


@bp.post("/catalogue/<int:item_id>")
@needs(permissions.redeem_reward)
def redeem(item_id: int) -> Page:
    """Order it."""
    form = RedeemForm()
    if form.validate_on_submit():
        with form.refusals():
            take("orders", me().id, times=ORDERS_A_MINUTE, within=timedelta(minutes=1))
            order = commands.redeem(
                me(),
                entity(CatalogueItem, item_id),
                price=seen_number(form.price.data),
                words=form.words.data or "",
                key=(form.key.data or "")[:32],
            )
            words = "waits for a yes." if order.state is RedemptionState.ASKED else "is ordered."
            return back_to(f"/catalogue/orders/{order.id}", f"“{order.item.name}” {words}")
    return _drawn(item_id, form), form.status


@bp.get("/catalogue/<int:item_id>/picture.webp")
@needs(permissions.redeem_reward)
def reward_picture(item_id: int) -> FileResponse:
    """Its picture."""
    file = queries.picture_of(me(), item_id)
    return sending.shown(item_pictures(current_app.config["SETTINGS"].photos), file)


@bp.get("/catalogue/orders")
@needs(permissions.redeem_reward)
def my_orders() -> str:
    """What I ordered."""
    after = request.args.get("after")
    found = queries.my_orders(me(), after)
    return render_template("rewards/my_orders.html", orders=found, after=after, balance=queries.spendable(me()))


def _drawn(item_id: int, form: RedeemForm) -> str:
    found = queries.reward(me(), item_id)
    form.asking(found.asks).seeing(found.price)
    balance = queries.spendable(me())
    return render_template("rewards/reward.html", reward=found, balance=balance, form=form)
