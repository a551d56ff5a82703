"""My settings: my password, where I am signed in, the theme, rankings and milestones."""

from flask import current_app, render_template

from config import Config
from innovate.accounts import commands, device, queries
from innovate.accounts.forms import ChangePasswordForm, MilestonesForm, RankingForm, ThemeForm
from innovate.accounts.login import me, my_sign_in
from innovate.accounts.routes import bp
from innovate.core.assets import YEAR
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
    if form.validate_on_submit():
        with form.refusals():
            commands.change_password(me(), old=form.old_password.data or "", new=form.new_password.data or "")
            return back_to("/me", "Your password is changed. You were signed out everywhere else.")
    return _settings(form), form.status


@bp.post("/me/ranking")
@signed_in
def choose_ranking() -> Answer:
    """Be counted in the rankings, or not."""
    is_ranked = not RankingForm().is_left_out.data
    commands.choose_ranking(me(), is_ranked=is_ranked)
    said = "You are counted in the rankings." if is_ranked else "You are left out of the rankings. Your thanks stay."
    return back_to("/me#ranking", said)


@bp.post("/me/milestones")
@signed_in
def choose_milestones() -> Answer:
    """Let my years with the company be shown, or not."""
    is_shown = not MilestonesForm().is_hidden.data
    commands.choose_milestones(me(), is_shown=is_shown)
    said = "Your years with us stand on the wall on their day." if is_shown else "Your years with us are not shown."
    return back_to("/me#milestones", said)


@bp.post("/me/theme")
@signed_in
def choose_theme() -> Answer:
    """Keep the theme in this browser; every page is drawn in it from the start."""
    form = ThemeForm()
    if not form.validate_on_submit():
        return _settings(ChangePasswordForm(formdata=None), theme=form), form.status
    answer = back_to("/me", "The theme is chosen, for this browser.")
    if form.theme.data == "system":
        answer.delete_cookie("theme")
    else:
        settings: Config = current_app.config["SETTINGS"]
        answer.set_cookie("theme", form.theme.data, max_age=YEAR, samesite="Lax", secure=settings.is_https)
    return answer


@bp.post("/me/sign-ins/<int:sign_in_id>/end")
@signed_in
def end_sign_in(sign_in_id: int) -> Answer:
    """Sign out on another device."""
    commands.end_sign_in(me(), sign_in_id)
    return back_to("/me", "Signed out on that device.")


def _settings(form: ChangePasswordForm, *, theme: ThemeForm | None = None) -> str:
    person = me()
    ranking = RankingForm(formdata=None, is_left_out=not person.is_ranked)
    return render_template(
        "accounts/settings.html",
        form=form,
        ranking=ranking,
        milestones=MilestonesForm(formdata=None, is_hidden=not person.shows_milestones),
        looks=theme or ThemeForm(formdata=None, theme=device.theme() or "system"),
        person=queries.profile(person.id),
        sign_ins=queries.my_sign_ins(person, my_sign_in().sign_in.id),
    )
