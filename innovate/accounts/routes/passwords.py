"""Choosing a password behind a mailed link: forgotten, or invited."""

from flask import redirect, render_template, request

from innovate.accounts import commands, device, tickets
from innovate.accounts.forms import EmailForm, NewPasswordForm
from innovate.accounts.login import let_in, let_out
from innovate.accounts.models import TicketKind
from innovate.accounts.routes import bp
from innovate.core.web import Answer, back_to, public


@bp.get("/password")
@public
def forgotten() -> Answer:
    """Ask for a link to a new password."""
    return render_template("accounts/forgotten.html", form=EmailForm())


@bp.post("/password")
@public
def ask_for_link() -> Answer:
    """Mail the link, if there is somebody; the answer is the same if not."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), form.status
    commands.ask_for_reset(form.email.data or "", address=request.remote_addr or "")
    return redirect("/password/sent", code=303)


@bp.get("/password/sent")
@public
def sent() -> Answer:
    """Say that the link is on its way, to whom it concerns."""
    return render_template("accounts/sent.html")


@bp.get("/password/<token>")
@public
def reset(token: str) -> Answer:
    """Choose a new password with the mailed link."""
    return _choose(token, TicketKind.RESET, NewPasswordForm())


@bp.post("/password/<token>")
@public
def set_anew(token: str) -> Answer:
    """Keep the new password; the link is used up."""
    form = NewPasswordForm()
    if form.validate_on_submit() and tickets.holder(token, TicketKind.RESET):
        with form.refusals():
            commands.reset_password(token, form.password.data or "")
            device.leave()
            let_out()
            return back_to("/sign-in", "Your new password is set. Sign in with it.")
    return _choose(token, TicketKind.RESET, form)


@bp.get("/invitations/<token>")
@public
def invitation(token: str) -> Answer:
    """Choose the first password with the mailed link."""
    return _choose(token, TicketKind.INVITATION, NewPasswordForm())


@bp.post("/invitations/<token>")
@public
def accept(token: str) -> Answer:
    """Keep the first password and come in; the link is used up."""
    form = NewPasswordForm()
    if form.validate_on_submit() and tickets.holder(token, TicketKind.INVITATION):
        with form.refusals():
            person = commands.accept_invitation(token, form.password.data or "")
            device.leave()
            let_in(person, remember=False)
            return back_to("/", f"Welcome, {person.first_name}. Your password is set.")
    return _choose(token, TicketKind.INVITATION, form)


def _choose(token: str, kind: TicketKind, form: NewPasswordForm) -> Answer:
    person = tickets.holder(token, kind)
    if person is None:
        return render_template("accounts/used_link.html", is_invitation=kind is TicketKind.INVITATION), 410
    page = render_template(
        "accounts/choose_password.html",
        form=form,
        name=person.first_name,
        email=person.email,
        is_invitation=kind is TicketKind.INVITATION,
    )
    return page, form.status
