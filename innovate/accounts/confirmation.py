"""Typing the password once more, within ten minutes before something weighty is done."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar

from flask import redirect, render_template, request, url_for

from innovate.accounts import sign_ins
from innovate.accounts.commands import confirm_password
from innovate.accounts.forms import ConfirmForm
from innovate.accounts.login import me, my_sign_in
from innovate.accounts.sign_ins import is_confirmed
from innovate.core import csrf
from innovate.core.errors import BadInput
from innovate.core.web import READS, afterwards

View = TypeVar("View", bound=Callable[..., Any])
OURS = frozenset({csrf.FIELD, "confirm_password"})


def confirmed(view: View) -> View:
    """Only who typed their password within ten minutes gets on; stands below the page's own access rule.

    A form that comes too late is kept: the page that asks for the password carries what was typed, and sends it on.
    """
    return confirmed_where(lambda **_: True)(view)


def confirmed_where(is_weighty: Callable[..., bool]) -> Callable[[View], View]:
    """The same for the requests that are weighty, as told by the page's own arguments."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asking(**kwargs: Any) -> Any:
            sign_in = my_sign_in().sign_in
            if is_confirmed(sign_in) or not is_weighty(**kwargs):
                return view(**kwargs)
            if request.method in READS:
                return redirect(url_for("accounts.confirm", next=request.full_path.rstrip("?")))
            form = ConfirmForm()
            if "confirm_password" not in request.form:
                form.confirm_password.errors = []
                return _ask(form)
            try:
                confirm_password(me(), form.confirm_password.data or "", field="confirm_password")
            except BadInput as error:
                form.refuse(error)
                return _ask(form)
            afterwards(partial(sign_ins.confirm, sign_in.id))  # it was typed, whatever becomes of the form
            return view(**kwargs)

        return asking  # type: ignore[return-value]  # the same signature

    return decorate


def _ask(form: ConfirmForm) -> tuple[str, int]:
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]
    return render_template("accounts/confirm.html", form=form, action=request.full_path.rstrip("?"), typed=typed), 422
