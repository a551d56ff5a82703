"""Whether a benefit has lasted: the page that asks, and HR’s list of what is vesting."""

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.accounts.models import Person
from innovate.core.web import back_to, entity, needs, signed_in
from innovate.core.wording import plural
from innovate.rewards import commands, queries
from innovate.rewards.benefit_forms import BenefitForm, HandOverForm
from innovate.rewards.models import BenefitCheck
from innovate.rewards.queries import Which
from innovate.rewards.routes import bp


@bp.get("/rewards/vesting")
@needs(permissions.see_ledger)
def vesting() -> str:
    """What is set aside, when each part is due, and who is asked."""
    wanted, after = request.args.get("which"), request.args.get("after")
    which = Which(wanted) if wanted in set(Which) else Which.WAITING
    return render_template("rewards/vesting.html", found=queries.vesting(which, after), after=after, kinds=tuple(Which))


@bp.get("/benefits/<int:check_id>")
@signed_in
def benefit(check_id: int) -> str:
    """What was promised, what was found, who holds a part, and the question whether it has lasted."""
    return _drawn(_check(check_id), BenefitForm(), HandOverForm(prefix="to-"))


@bp.post("/benefits/<int:check_id>")
@signed_in
def answer_benefit(check_id: int) -> Response | tuple[str, int]:
    """Say whether it has lasted."""
    check, form = _check(check_id), BenefitForm()
    if form.validate_on_submit():
        with form.refusals():
            has_lasted, words = form.has_lasted.data == "yes", form.words.data or ""
            done = commands.answer_benefit(me(), check, has_lasted=has_lasted, words=words)
            return back_to(f"/benefits/{check_id}", _said(done, has_lasted=has_lasted))
    return _drawn(check, form, HandOverForm(formdata=None, prefix="to-")), form.status


@bp.post("/benefits/<int:check_id>/hand-over")
@needs(permissions.hand_benefit_over)
def hand_benefit_over(check_id: int) -> Response | tuple[str, int]:
    """Ask somebody else."""
    check, form = _check(check_id), HandOverForm(prefix="to-")
    if form.validate_on_submit():
        with form.refusals():
            to: Person = entity(Person, queries.find_colleague(form.who.data or ""))
            commands.hand_benefit_over(me(), check, to=to)
            return back_to(f"/benefits/{check_id}", f"{to.name} is asked now.")
    return _drawn(check, BenefitForm(formdata=None), form), form.status


def _check(check_id: int) -> BenefitCheck:
    check = queries.get_check(check_id)
    permissions.see_benefit.require(me(), check)
    return check


def _said(check: BenefitCheck, *, has_lasted: bool) -> str:
    points = sum(part.points for part in check.parts if part.award.reversed_at is None)
    if has_lasted:
        return f"Paid out: {plural(points, 'point')}. Everybody who holds a part reads your words."
    return f"Returned to the budget: {plural(points, 'point')}. Everybody who held a part reads your words."


def _drawn(check: BenefitCheck, form: BenefitForm, hand_over: HandOverForm) -> str:
    page = queries.benefit_page(me(), check)
    names = queries.colleagues(me()) if page.may_hand_over else ()
    return render_template("rewards/benefit.html", check=page, form=form, hand_over=hand_over, names=names)
