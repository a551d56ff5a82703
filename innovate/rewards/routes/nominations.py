"""Nominations: proposing a colleague, answering, withdrawing, HR's panel, and the award at the end."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.web import BIGGEST_ID, back_to, entity, needs, signed_in
from innovate.ideas.models import Idea
from innovate.rewards import commands, queries
from innovate.rewards.models import AwardKind, Nomination, NominationStep, StepVerdict
from innovate.rewards.nomination_forms import (
    AnswerForm,
    CloseNominationForm,
    NominateForm,
    NominationAwardForm,
    WithdrawForm,
)
from innovate.rewards.queries import Known, PanelPart
from innovate.rewards.routes import bp

ANSWER, WITHDRAW = "answer", "withdraw"  # two forms stand on one page
Page = Response | tuple[str, int]


@bp.get("/nominations")
@needs(permissions.nominate)
def nominations() -> str:
    """What waits for one's answer, and the nominations that one has made."""
    mine = queries.my_nominations(me(), request.args.get("after"))
    waiting, kept = queries.to_answer(me()), queries.my_promises(me())
    return render_template("rewards/nominations.html", waiting=waiting, page=mine, kept=kept)


@bp.get("/nominations/new")
@needs(permissions.nominate)
def nominate() -> str:
    """The form to nominate; `person`, `kind` and `idea` fill it in."""
    form = NominateForm()
    form.who.data = queries.email_of(request.args.get("person", type=int))
    form.kind_id.data = request.args.get("kind", type=int)
    form.idea_id.data = request.args.get("idea", type=int)
    return _form(form, _known(form))


@bp.get("/nominations/before")
@needs(permissions.nominate)
def before_nominating() -> str:
    """What is known of whom the form names, as a part of it."""
    form = NominateForm(request.args, meta={"csrf": False})
    known = _known(form)
    return render_template("rewards/_before.html", form=form.prepared(known.ideas if known else ()), known=known)


@bp.post("/nominations/new")
@needs(permissions.nominate)
def send_nomination() -> Page:
    """Nominate, once whoever does has read what is known already."""
    form = NominateForm()
    known = _known(form)
    form.prepared(known.ideas if known else ())
    if "look" in request.form:
        return _form(form, known), 200
    if form.validate_on_submit():
        with form.refusals():
            nominee = _nominee(form)
            if known and known.warnings and known.seen != form.seen.data:
                raise BadInput("Read below what is known already. If you still want to, send it once more.")
            nomination = commands.nominate(
                me(),
                kind=entity(AwardKind, form.kind_id.data),
                nominee=nominee,
                reason=form.reason.data or "",
                links=form.addresses,
                idea=db.session.get(Idea, form.idea_id.data) if form.idea_id.data else None,
                key=form.key.data or "",
            )
            return back_to(f"/nominations/{nomination.id}", "Your nomination is on its way.")
    return _form(form, known), form.status


@bp.get("/nominations/<int:nomination_id>")
@signed_in
def nomination(nomination_id: int) -> str:
    """One nomination: its chain, and what one may do about it."""
    return _drawn(queries.get_nomination(me(), nomination_id))


@bp.post("/nominations/<int:nomination_id>/answer")
@signed_in
def answer_nomination(nomination_id: int) -> Page:
    """Say yes or no at the step that the person saw."""
    found, form = queries.get_nomination(me(), nomination_id), AnswerForm(prefix=ANSWER)
    verdict = request.form.get("verdict")
    if form.validate_on_submit() and verdict in tuple(StepVerdict):
        with form.refusals():
            step = _step_of(found, form)
            commands.answer_nomination(me(), step, verdict=StepVerdict(verdict), reason=form.reason.data or "")
            said = "You approved it." if verdict == StepVerdict.APPROVED else "You declined it."
            return back_to(f"/nominations/{nomination_id}", f"{said} {found.nominator.first_name} reads so now.")
    return _drawn(found, answer=form), form.status


@bp.post("/nominations/<int:nomination_id>/withdraw")
@signed_in
def withdraw_nomination(nomination_id: int) -> Page:
    """Take one's nomination back."""
    found, form = queries.get_nomination(me(), nomination_id), WithdrawForm(prefix=WITHDRAW)
    if form.validate_on_submit():
        with form.refusals():
            commands.withdraw_nomination(me(), found, words=form.words.data or "")
            return back_to(f"/nominations/{nomination_id}", "Your nomination is withdrawn.")
    return _drawn(found, withdraw=form), form.status


@bp.get("/rewards/nominations")
@needs(permissions.keep_nominations)
def nomination_panel() -> str:
    """All nominations, for HR: to award, late, waiting, closed."""
    wanted = request.args.get("show", "")
    which = PanelPart(wanted) if wanted in tuple(PanelPart) else queries.first_part(me())
    panel = queries.nomination_panel(me(), which, request.args.get("after"))
    return render_template("rewards/nomination_panel.html", panel=panel)


@bp.get("/rewards/nominations/<int:nomination_id>/award")
@needs(permissions.keep_nominations)
def award_nominated(nomination_id: int) -> str | Response:
    """The form to give the award that a nomination asked for."""
    found = queries.get_nomination(me(), nomination_id)
    if not queries.nomination_page(me(), found).may_award:
        return back_to(f"/nominations/{nomination_id}")
    return _award_page(found)


@bp.post("/rewards/nominations/<int:nomination_id>/award")
@needs(permissions.keep_nominations)
def give_nominated_award(nomination_id: int) -> Page:
    """Give the award."""
    found = queries.get_nomination(me(), nomination_id)
    form = NominationAwardForm().of(found.kind, has_idea=found.idea_id is not None)
    if form.validate_on_submit():
        with form.refusals():
            commands.award_nomination(
                me(),
                found,
                points=form.points.data or 0,
                badge_id=form.badge_id.data if form.badge_id is not None else None,
                citation=form.citation.data or "",
                key=form.key.data or "",
                area=_area_to_pay(form),
            )
            return back_to("/rewards/nominations", f"{found.nominee.name} reads it now, and so does everybody.")
    return _award_page(found, form=form), form.status


@bp.post("/rewards/nominations/<int:nomination_id>/close")
@needs(permissions.keep_nominations)
def close_nomination(nomination_id: int) -> Page:
    """End an approved nomination without an award."""
    found, form = queries.get_nomination(me(), nomination_id), CloseNominationForm()
    if form.validate_on_submit():
        with form.refusals():
            commands.close_nomination(me(), found, reason=form.why.data or "")
            return back_to("/rewards/nominations", f"Closed. {found.nominator.first_name} reads your reason.")
    return _award_page(found, close=form), form.status


def _nominee(form: NominateForm) -> Person:
    return db.session.get_one(Person, queries.find_colleague(form.who.data or ""))


def _area_to_pay(form: NominationAwardForm) -> Area | None:
    chosen = form.area_id.data if form.area_id is not None else None
    return db.session.get(Area, chosen) if chosen else None


def _known(form: NominateForm) -> Known | None:
    """What is known of whom the form names; None while it names no award or nobody who could be nominated."""
    kinds = queries.award_kinds_by_nomination()
    kind_id = form.kind_id.data if len(kinds) != 1 else kinds[0][0]
    if not form.who.data or not kind_id or kind_id not in [one[0] for one in kinds]:
        return None
    try:
        nominee = _nominee(form)
    except (BadInput, NotFound):
        return None
    if nominee.id == me().id:
        return None
    idea_id = form.idea_id.data
    idea = db.session.get(Idea, idea_id) if idea_id and 0 < idea_id < BIGGEST_ID else None
    return queries.known(me(), commands.draft(me(), kind=entity(AwardKind, kind_id), nominee=nominee, idea=idea))


def _form(form: NominateForm, known: Known | None) -> str:
    form.prepared(known.ideas if known else ()).renew_key()
    if known:
        form.seen.data = known.seen
    kinds = queries.award_kinds_by_nomination()
    return render_template("rewards/nominate.html", form=form, known=known, kinds=kinds, names=queries.colleagues(me()))


def _step_of(found: Nomination, form: AnswerForm) -> NominationStep:
    """The step that the person saw. Raises RuleBroken when the form names none of this nomination."""
    step = next((one for one in found.steps if str(one.id) == form.step_id.data), None)
    if step is None:
        raise RuleBroken("This form is not of this nomination. Open it anew.")
    return step


def _drawn(found: Nomination, *, answer: AnswerForm | None = None, withdraw: WithdrawForm | None = None) -> str:
    page = queries.nomination_page(me(), found)
    answer = answer or AnswerForm(formdata=None, prefix=ANSWER)
    if page.current is not None:
        answer.step_id.data = str(page.current.id)
    withdraw = withdraw or WithdrawForm(formdata=None, prefix=WITHDRAW)
    return render_template("rewards/nomination.html", nomination=page, answer=answer, withdraw=withdraw)


def _award_page(
    found: Nomination, *, form: NominationAwardForm | None = None, close: CloseNominationForm | None = None
) -> str:
    form = form or NominationAwardForm(formdata=None).of(found.kind, has_idea=found.idea_id is not None)
    form.renew_key()
    values: dict[str, Any] = {"form": form, "close": close or CloseNominationForm(formdata=None)}
    return render_template(
        "rewards/award_nominated.html",
        nomination=queries.nomination_page(me(), found),
        budget=queries.budget_left() if found.kind.budget.value == "company" else None,
        **values,
    )
