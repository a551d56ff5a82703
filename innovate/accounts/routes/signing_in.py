"""Coming in and going out, and setting a fresh installation up."""

from flask import current_app, redirect, render_template, request
from flask_login import current_user

from config import Config
from innovate.accounts import commands, device, queries
from innovate.accounts.forms import ConfirmForm, SetupForm, SignInForm
from innovate.accounts.login import let_in, let_out, me
from innovate.accounts.models import Person
from innovate.accounts.routes import bp
from innovate.core import unsent
from innovate.core.errors import NotFound
from innovate.core.web import Answer, back_to, entity, public, safe_next, signed_in


@bp.get("/setup")
@public
def setup() -> Answer:
    """Create the first administrator; there is no such page once there is somebody."""
    _refuse_when_set_up()
    return render_template("accounts/setup.html", form=SetupForm())


@bp.post("/setup")
@public
def set_up() -> Answer:
    """Create the first administrator and sign them in."""
    _refuse_when_set_up()
    form = SetupForm()
    if form.validate_on_submit():
        with form.refusals():
            person = commands.create_first_administrator(
                name=form.name.data or "", email=form.email.data or "", password=form.password.data or ""
            )
            let_in(person, remember=False)
            return back_to("/admin", "Your installation is ready. These are the next steps.")
    return render_template("accounts/setup.html", form=form), form.status


@bp.get("/sign-in")
@public
def sign_in() -> Answer:
    """The form to sign in, and in a demo the people to be."""
    if current_user.is_authenticated:
        return redirect(safe_next())
    return _sign_in_page(SignInForm())


@bp.post("/sign-in")
@public
def come_in() -> Answer:
    """Sign in; whoever does so beside a form that came too late is shown it again, to send it."""
    is_beside = unsent.goes_to() is not None
    form = SignInForm(prefix=unsent.SIGNING_IN if is_beside else "")
    if form.validate_on_submit():
        with form.refusals():
            person = commands.sign_in(
                form.email.data or "", form.password.data or "", address=request.remote_addr or ""
            )
            device.leave()
            let_in(person, remember=form.remember.data)
            return unsent.page() if is_beside else redirect(safe_next(), code=303)
    if is_beside:
        return unsent.page(
            problem=" ".join([*form.form_errors, *form.email.errors, *form.password.errors])
        ), form.status
    return _sign_in_page(form), form.status


@bp.post("/sign-in/as/<int:person_id>")
@public
def come_in_as(person_id: int) -> Answer:
    """Be one of the people whom the demo shows."""
    if person_id not in {shown.face.id for shown in _shown()}:
        raise NotFound
    person = commands.enter_as(entity(Person, person_id))
    device.leave()
    let_in(person, remember=False)
    return redirect(safe_next(), code=303)


@bp.post("/sign-out")
@public
def sign_out() -> Answer:
    """Sign out here; the same for who is out already."""
    if current_user.is_authenticated:
        commands.sign_out(me())
    let_out()
    return back_to("/sign-in", "You are signed out.")


@bp.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Answer:
    """End every sign-in of mine."""
    commands.sign_out_everywhere(me())
    let_out()
    return back_to("/sign-in", "You are signed out everywhere.")


@bp.get("/confirm")
@signed_in
def confirm() -> Answer:
    """Ask for the password once more."""
    return render_template("accounts/confirm.html", form=ConfirmForm(), action="/confirm", typed=_next())


@bp.post("/confirm")
@signed_in
def confirm_it() -> Answer:
    """Note that the password was typed, and go on."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            commands.confirm_password(me(), form.confirm_password.data or "", field="confirm_password")
            return redirect(safe_next(), code=303)
    return render_template("accounts/confirm.html", form=form, action="/confirm", typed=_next()), form.status


def _next() -> list[tuple[str, str]]:
    return [("next", safe_next())]


def _refuse_when_set_up() -> None:
    if queries.anybody_exists():
        raise NotFound


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, shown=_shown(), next=safe_next(""))


def _shown() -> tuple[queries.ShownPerson, ...]:
    settings: Config = current_app.config["SETTINGS"]
    return queries.demo_people() if settings.demo else ()
