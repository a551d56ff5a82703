"""A person's points: one's own, and for HR and administrators anybody's."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.accounts.models import Person
from innovate.core.web import entity, signed_in
from innovate.rewards import allowances, queries
from innovate.rewards.drawing import lines_html, span_choice_html
from innovate.rewards.models import AccountKind
from innovate.rewards.routes import bp
from innovate.rewards.routes.accounts import asked_span


@bp.get("/wallet")
@signed_in
def wallet() -> str:
    """My balance, and what each movement was for."""
    return _drawn(me(), "/wallet")


@bp.get("/people/<int:person_id>/wallet")
@signed_in
def wallet_of(person_id: int) -> str:
    """The same of a person whose wallet I may see."""
    person: Person = entity(Person, person_id)
    permissions.see_wallet.require(me(), person)
    return _drawn(person, f"/people/{person_id}/wallet")


def _drawn(owner: Person, path: str) -> str:
    after, is_give = request.args.get("after"), request.args.get("of") == "give"
    span = asked_span()
    found = queries.wallet(owner, AccountKind.GIVE if is_give else AccountKind.SPEND, span, after)
    may_see_books = permissions.see_ledger.allows(me())
    is_mine = owner.id == me().id
    is_waiting = is_mine and not found.give
    return render_template(
        "rewards/wallet.html",
        wallet=found,
        lines=lines_html(found.shown.lines.items, names=False, books=may_see_books),
        expires_on=allowances.expires_on() if found.give and found.give.balance else None,
        path=path,
        after=after,
        is_mine=is_mine,
        purse=queries.purse(owner) if is_waiting else None,  # what the worker will grant soon
        is_give=is_give,
        span_choice=span_choice_html(path, span, (("of", "give"),) if is_give else ()),
        may_see_books=may_see_books,
    )
