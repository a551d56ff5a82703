"""The decision: scale or stop, or another round."""

from flask import render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.clock import today
from innovate.core.forms import Form, version_of
from innovate.core.web import back_to, signed_in
from innovate.experiments import commands, forms, queries
from innovate.experiments.models import Conclusion, Experiment
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import page_of

Page = Response | tuple[str, int]


@bp.route("/experiments/<int:experiment_id>/conclude", methods=["GET", "POST"])
@signed_in
def conclude(experiment_id: int) -> Page:
    """What was decided, or the form that decides."""
    experiment = queries.get_experiment(experiment_id)
    permissions.read_ideas.require(me())
    form = forms.ConcludeForm(version=str(experiment.idea.version))
    if form.validate_on_submit():
        with form.refusals():
            commands.conclude_experiment(
                me(),
                experiment,
                conclusion=Conclusion(form.conclusion.data),
                lesson=form.lesson.data or "",
                spent_cents=forms.cents(form.spent.data),
                departure=form.departure.data or "",
                version=version_of(form),
            )
            done = "The experiment is concluded. Its case is written, for whoever has a similar idea."
            return back_to(f"/experiments/{experiment.id}/conclude", done)
    return _drawn("experiments/conclude.html", form, experiment)


@bp.route("/experiments/<int:experiment_id>/next-round", methods=["GET", "POST"])
@signed_in
def next_round(experiment_id: int) -> Page:
    """End this round and plan another with something changed."""
    experiment = queries.get_experiment(experiment_id)
    permissions.decide_idea.require(me(), experiment.idea)
    length = experiment.ends_on - experiment.starts_on
    begun = {"starts_on": today(), "ends_on": today() + length, "version": str(experiment.idea.version)}
    form = forms.NextRoundForm(data=begun)
    if form.validate_on_submit():
        with form.refusals():
            following = commands.open_next_round(
                me(),
                experiment,
                change=form.change.data or "",
                lesson=form.lesson.data or "",
                spent_cents=forms.cents(form.spent.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                version=version_of(form),
            )
            return back_to(f"/experiments/{following.id}", f"Round {following.round} is planned.")
    return _drawn("experiments/next_round.html", form, experiment)


def _drawn(template: str, form: Form, experiment: Experiment) -> Page:
    """The page with its form; one that came too late now knows the idea as it stands."""
    if form.is_late:
        form.version.data = str(experiment.idea.version)
    beside = queries.deciding(experiment)
    return render_template(template, form=form, experiment=page_of(experiment), deciding=beside), form.status
