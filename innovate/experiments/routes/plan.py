"""The plan: made, changed until the start, and sealed by it."""

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.errors import RuleBroken
from innovate.core.forms import version_of
from innovate.core.web import back_to, signed_in
from innovate.experiments import commands, forms, queries
from innovate.experiments.budget import left
from innovate.experiments.models import Experiment, ExperimentState
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import page_of
from innovate.ideas.models import StageKind
from innovate.ideas.queries import get_idea

Page = Response | tuple[str, int]


@bp.route("/ideas/<int:idea_id>/experiment", methods=["GET", "POST"])
@signed_in
def new(idea_id: int) -> Page:
    """Plan the experiment of an idea in review."""
    permissions.read_ideas.require(me())
    idea = get_idea(idea_id)
    found = queries.latest_of(idea.id)
    if found is not None:
        return back_to(f"/experiments/{found.id}")
    permissions.plan_experiment.require(me(), idea)
    if idea.stage.kind is not StageKind.REVIEW:
        raise RuleBroken("An experiment is planned while its idea is in review.")
    form = forms.PlanForm(data=forms.fresh_plan())
    form.offer(queries.colleagues())
    if form.validate_on_submit():
        with form.refusals():
            experiment = commands.plan_experiment(me(), idea, **form.plan)
            return back_to(f"/experiments/{experiment.id}", "The plan is saved.")
    page = render_template("experiments/new.html", form=form, idea_id=idea.id, title=idea.title, left=left(idea.area))
    return page, form.status


@bp.route("/experiments/<int:experiment_id>/plan", methods=["GET", "POST"])
@signed_in
def edit(experiment_id: int) -> Page:
    """Change the plan, until the start."""
    experiment = queries.get_experiment(experiment_id)
    permissions.change_plan.require(me(), experiment)
    if experiment.state is not ExperimentState.PLANNED:
        raise RuleBroken("The experiment has started: its plan is sealed and stays as it is.")
    form = _typed_plan(experiment) if request.method == "POST" else _plan(experiment)
    if form.validate_on_submit():
        with form.refusals():
            commands.change_plan(me(), experiment, **form.plan)
            return back_to(f"/experiments/{experiment.id}", "The plan is changed.")
    budget_left = left(experiment.idea.area) + (experiment.budget_cents if experiment.is_reserved else 0)
    page = render_template("experiments/edit.html", form=form, experiment=page_of(experiment), left=budget_left)
    return page, form.status


def _plan(experiment: Experiment) -> forms.PlanForm:
    """The form with the plan as it stands."""
    form = forms.PlanForm(formdata=None, data=forms.plan_as_typed(experiment))
    form.offer(queries.colleagues())
    return form.opened()


def _typed_plan(experiment: Experiment) -> forms.PlanForm:
    """The form as it was sent; late when somebody else changed the plan since it was opened."""
    form, stands = forms.PlanForm(), _plan(held(experiment))
    form.offer(queries.colleagues())
    form.compare(stands)
    return form


@bp.route("/experiments/<int:experiment_id>/start", methods=["GET", "POST"])
@signed_in
def start(experiment_id: int) -> Page:
    """Tick the checklist, and seal the hypothesis."""
    experiment = queries.get_experiment(experiment_id)
    permissions.start_experiment.require(me(), experiment)
    form = forms.StartForm(version=str(experiment.version))
    if form.validate_on_submit():
        with form.refusals():
            seen = version_of(form)
            commands.start_experiment(me(), experiment, checklist_done=form.is_done, version=seen)
            return back_to(f"/experiments/{experiment.id}/data", "The experiment runs. Its hypothesis is sealed.")
    if form.is_late:
        form.version.data = str(experiment.version)
    return render_template("experiments/start.html", form=form, experiment=page_of(experiment)), form.status
