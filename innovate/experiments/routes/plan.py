"""The plan: made, changed until the start, and sealed by it."""

from datetime import timedelta
from typing import TypedDict

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core import limits
from innovate.core.crossing import held
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.forms import version_of
from innovate.core.web import back_to, needs, signed_in
from innovate.experiments import choosing, commands, planner, queries
from innovate.experiments.budget import left
from innovate.experiments.commands.start import lacks
from innovate.experiments.forms import Belief, PlanForm, StartForm, fresh_plan, plan_as_typed
from innovate.experiments.models import Experiment, ExperimentState
from innovate.experiments.planning import Plan
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import page_of
from innovate.ideas.models import StageKind
from innovate.ideas.queries import get_idea

Page = Response | tuple[str, int]
QUESTIONS = 240  # that one person asks the planner in a minute


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
    form = _offered(PlanForm(data=fresh_plan()))
    if not _is_helped(form) and form.validate_on_submit():
        with form.refusals():
            experiment = commands.plan_experiment(me(), idea, **_with_library(form))
            return back_to(f"/experiments/{experiment.id}/plan", "The plan is saved.")
    about = {"idea_id": idea.id, "title": idea.title, "left": left(idea.area)}
    return render_template("experiments/new.html", form=form, **about, **_beside(form)), form.status


@bp.get("/experiments/<int:experiment_id>/plan")
@needs(permissions.read_ideas)
def plan(experiment_id: int) -> str:
    """Everything that was planned, and what was amended beside what it changed."""
    experiment = queries.get_experiment(experiment_id)
    return render_template(
        "experiments/plan.html",
        experiment=page_of(experiment),
        plan=queries.plan_page(experiment),
        answer=planner.answer(planner.Sketch.of(experiment)),
        collisions=queries.collisions(experiment),
        lacks=lacks(experiment),
    )


@bp.route("/experiments/<int:experiment_id>/plan/edit", methods=["GET", "POST"])
@signed_in
def edit(experiment_id: int) -> Page:
    """Change the plan, until the start."""
    experiment = queries.get_experiment(experiment_id)
    permissions.change_plan.require(me(), experiment)
    if experiment.state is not ExperimentState.PLANNED:
        raise RuleBroken("The experiment has started: its plan is sealed and stays as it is.")
    form = _typed_plan(experiment) if request.method == "POST" else _plan(experiment)
    if not _is_helped(form) and form.validate_on_submit():
        with form.refusals():
            commands.change_plan(me(), experiment, **_with_library(form))
            return back_to(f"/experiments/{experiment.id}/plan", "The plan is changed.")
    budget_left = left(experiment.idea.area) + (experiment.budget_cents if experiment.is_reserved else 0)
    about = {"experiment": page_of(experiment), "left": budget_left}
    return render_template("experiments/edit.html", form=form, **about, **_beside(form, experiment)), form.status


@bp.get("/experiments/planner")
@needs(permissions.read_ideas)
def planner_answers() -> str:
    """What the planner says of a plan as it is typed; nothing of it is kept."""
    limits.take_for_good("ask the planner", me().id, times=QUESTIONS, within=timedelta(minutes=1))
    form = _offered(PlanForm(formdata=request.args, meta={"csrf": False}))
    return render_template("experiments/_planner.html", form=form, **_beside(form), is_answer=True)


def _offered(form: PlanForm, experiment: Experiment | None = None) -> PlanForm:
    form.offer(queries.colleagues(), queries.offered(experiment), queries.teams())
    return form


def _plan(experiment: Experiment) -> PlanForm:
    """The form with the plan as it stands."""
    return _offered(PlanForm(formdata=None, data=plan_as_typed(experiment)), experiment).opened()


def _typed_plan(experiment: Experiment) -> PlanForm:
    """The form as it was sent; late when somebody else changed the plan since it was opened."""
    form, stands = _offered(PlanForm(), experiment), _plan(held(experiment))
    if request.form.get("help") is None:
        form.compare(stands)
    return form


def _is_helped(form: PlanForm) -> bool:
    """Whether a button asked for another line or for help, and not for keeping the plan."""
    asked = request.form.get("help")
    if asked == "arm":
        form.more_arms()
    elif asked == "measure":
        form.more_measures()
    elif asked == "usual":
        form.take_usual()
    return asked is not None


def _with_library(form: PlanForm) -> Plan:
    """The plan that was typed; the metric that it names goes to the library first, where that was ticked."""
    typed = form.plan
    if form.is_kept.data and not typed.get("metric_id"):
        try:
            known = commands.save_metric(
                me(),
                None,
                name=typed["metric"][:1].upper() + typed["metric"][1:],
                kind=typed["metric_kind"],
                unit=typed["unit"],
                direction=typed["direction"],
                baseline=typed["baseline"],
                spread=typed.get("spread"),
            )
        except BadInput as refusal:
            raise BadInput(refusal.sentence, "metric") from refusal
        typed["metric_id"] = known.id
    return typed


class _Beside(TypedDict):
    """What stands beside the form: the sentence, the planner's answer, the design that fits."""

    belief: Belief
    answer: planner.Answer
    suggestion: choosing.Suggestion | None
    explained: tuple[choosing.Explained, ...]
    may_keep: bool
    collisions: tuple[queries.Collision, ...]


def _beside(form: PlanForm, experiment: Experiment | None = None) -> _Beside:
    return {
        "belief": form.belief,
        "answer": planner.answer(form.sketch),
        "suggestion": choosing.suggest(form.can_split.data, form.can_step.data, form.has_history.data),
        "explained": choosing.EXPLAINED,
        "may_keep": permissions.keep_metrics.allows(me()),
        "collisions": queries.collisions_of(form.footprint, but=experiment.id if experiment else None),
    }


@bp.route("/experiments/<int:experiment_id>/start", methods=["GET", "POST"])
@signed_in
def start(experiment_id: int) -> Page:
    """Tick the checklist, and seal the hypothesis."""
    experiment = queries.get_experiment(experiment_id)
    permissions.start_experiment.require(me(), experiment)
    form = StartForm(version=str(experiment.version))
    if form.validate_on_submit():
        with form.refusals():
            seen = version_of(form)
            commands.start_experiment(me(), experiment, checklist_done=form.is_done, version=seen)
            return back_to(f"/experiments/{experiment.id}/data", "The experiment runs. Its hypothesis is sealed.")
    if form.is_late:
        form.version.data = str(experiment.version)
    about = {
        "experiment": page_of(experiment),
        "collisions": queries.collisions(experiment),
        "lacks": lacks(experiment),
    }
    return render_template("experiments/start.html", form=form, **about), form.status
