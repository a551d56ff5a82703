"""An idea's shares of credit: seen by those who have one, confirmed or objected to, settled by HR."""

from datetime import timedelta

from flask import render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core import limits
from innovate.core.web import Answer, back_to, signed_in
from innovate.ideas.models import Idea
from innovate.ideas.queries import get_idea
from innovate.rewards import commands, crediting, queries
from innovate.rewards.routes import bp
from innovate.rewards.share_forms import AnswerForm, SettleForm
from innovate.rewards.shares import PARTS

ANSWERS, SPAN = 20, timedelta(hours=1)  # each objection is a note to HR


@bp.get("/ideas/<int:idea_id>/shares")
@signed_in
def shares(idea_id: int) -> str:
    """Who has which share, and what they say to it."""
    return _drawn(get_idea(idea_id), AnswerForm(formdata=None), SettleForm(formdata=None))


@bp.post("/ideas/<int:idea_id>/shares/confirm")
@signed_in
def confirm_share(idea_id: int) -> Answer:
    """Say that one's share is right."""
    idea, form = get_idea(idea_id), AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            _count()
            commands.confirm_share(me(), queries.get_share(idea, me()), percent=form.seen)
            return _back(idea, "Thank you. Everybody sees that you confirmed.")
    return _drawn(idea, form, SettleForm(formdata=None)), form.status


@bp.post("/ideas/<int:idea_id>/shares/object")
@signed_in
def object_to_share(idea_id: int) -> Answer:
    """Say that the shares are not right, and why."""
    idea, form = get_idea(idea_id), AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            _count()
            words = form.words.data or ""
            commands.object_to_share(me(), queries.get_share(idea, me()), percent=form.seen, words=words)
            return _back(idea, "HR reads it now, and settles the shares before anybody is awarded.")
    return _drawn(idea, form, SettleForm(formdata=None)), form.status


@bp.post("/ideas/<int:idea_id>/shares/settle")
@signed_in
def settle_shares(idea_id: int) -> Answer:
    """Say what each share is, and why."""
    idea, form = get_idea(idea_id), SettleForm()
    permissions.settle_shares.require(me(), crediting.of(idea))
    rows = form.rows(queries.credit(me(), idea).rows)
    if form.validate_on_submit() and form.are_valid(rows):
        with form.refusals():
            percents, reason = form.percents(rows), form.reason.data or ""
            commands.settle_shares(me(), idea, percents=percents, reason=reason, seen=form.seen(rows))
            return _back(idea, "The shares are settled. Everybody who has one reads your reason.")
    return _drawn(idea, AnswerForm(formdata=None), form), form.status


def _count() -> None:
    limits.take("answers about shares", me().id, times=ANSWERS, within=SPAN)


def _back(idea: Idea, said: str) -> Response:
    return back_to(f"/ideas/{idea.id}/shares", said)


def _drawn(idea: Idea, answer: AnswerForm, settle: SettleForm) -> str:
    credit = queries.credit(me(), idea)
    lines = settle.rows(credit.rows)
    if settle.is_late:  # what was changed meanwhile has now been read
        for share, line in lines:
            line.version.data = str(share.version)
    if credit.mine:
        answer.percent.data = str(credit.mine.percent)
    names = queries.colleagues(me()) if credit.may_settle else ()
    values = {"answer": answer, "settle": settle, "lines": lines, "parts": PARTS.values(), "names": names}
    return render_template("rewards/shares.html", credit=credit, **values)
