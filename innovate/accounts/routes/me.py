"""My settings: my password, where I am signed in, and the rankings."""

from flask import render_template

from innovate.accounts import commands, queries
from innovate.accounts.forms import ChangePasswordForm, RankingForm
from innovate.accounts.login import me, my_sign_in
from innovate.accounts.routes import bp
from innovate.core.errors import BadInput
from innovate.core.web import Answer, back_to, signed_in


@bp.get("/me")
@signed_in
def settings() -> Answer:
    """What I can set for myself."""
    return _settings(ChangePasswordForm())


@bp.post("/me/password")
@signed_in
def change_password() -> Answer:
    """Change my password; I stay signed in here, and nowhere else."""
    form = ChangePasswordForm()
    if form.validate():
        try:
            commands.change_password(me(), old=form.old.data or "", new=form.new.data or "")
        except BadInput as error:
            form.refuse(error)
        else:
            return back_to("/me", "Your password is changed. You were signed out everywhere else.")
    return _settings(form), 422


@bp.post("/me/ranking")
@signed_in
def choose_ranking() -> Answer:
    """Be counted in the rankings, or not."""
    is_ranked = not RankingForm().is_left_out.data
    commands.choose_ranking(me(), is_ranked=is_ranked)
    said = "You are counted in the rankings." if is_ranked else "You are left out of the rankings. Your thanks stay."
    return back_to("/me", said)


@bp.post("/me/sign-ins/<int:sign_in_id>/end")
@signed_in
def end_sign_in(sign_in_id: int) -> Answer:
    """Sign out on another device."""
    commands.end_sign_in(me(), sign_in_id)
    return back_to("/me", "Signed out on that device.")


def _settings(form: ChangePasswordForm) -> str:
    person = me()
    ranking = RankingForm(formdata=None, is_left_out=not person.is_ranked)
    return render_template(
        "accounts/settings.html",
        form=form,
        ranking=ranking,
        person=queries.profile(person.id),
        sign_ins=queries.my_sign_ins(person, my_sign_in().sign_in.id),
    )
