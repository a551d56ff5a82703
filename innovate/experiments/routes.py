"""Pages of experiments: the list, the plan, the data, the decision."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.clock import today
from innovate.core.crossing import held
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.forms import Form, version_of
from innovate.core.web import Answer, back_to, id_of, needs, signed_in
from innovate.core.wording import plural
from innovate.experiments import commands, forms, queries
from innovate.experiments.budget import left
from innovate.experiments.grid import Grid, read_grid
from innovate.experiments.measuring import MOST_LINES, read_paste
from innovate.experiments.metric import Metric
from innovate.experiments.models import Conclusion, Experiment, ExperimentState
from innovate.ideas.models import StageKind
from innovate.ideas.queries import get_idea

bp = Blueprint("experiments", __name__)


@bp.get("/experiments")
@needs(permissions.read_ideas)
def index() -> str:
    """What is planned, running and concluded."""
    return render_template("experiments/index.html", listing=queries.listing(request.args.get("before", type=id_of)))


# The plan.


@bp.route("/ideas/<int:idea_id>/experiment", methods=["GET", "POST"])
@signed_in
def new(idea_id: int) -> Answer:
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
        try:
            experiment = commands.plan_experiment(me(), idea, **form.plan)
            return back_to(f"/experiments/{experiment.id}", "The plan is saved.")
        except BadInput as error:
            form.refuse(BadInput(error.sentence, form.at_field(error.field)))
    page = render_template("experiments/new.html", form=form, idea_id=idea.id, title=idea.title, left=left(idea.area))
    return (page, 422) if form.errors else page


@bp.route("/experiments/<int:experiment_id>/plan", methods=["GET", "POST"])
@signed_in
def edit(experiment_id: int) -> Answer:
    """Change the plan, until the start."""
    experiment = queries.get_experiment(experiment_id)
    permissions.change_plan.require(me(), experiment)
    if experiment.state is not ExperimentState.PLANNED:
        raise RuleBroken("The experiment has started: its plan is sealed and stays as it is.")
    form, is_crossed = _plan_form(experiment), False
    if request.method == "POST":
        form, stands = forms.PlanForm(), _plan_form(held(experiment))
        form.offer(queries.colleagues())
        is_crossed = form.has_crossed(stands)
    if not is_crossed and form.validate_on_submit():
        try:
            commands.change_plan(me(), experiment, **form.plan)
            return back_to(f"/experiments/{experiment.id}", "The plan is changed.")
        except BadInput as error:
            form.refuse(BadInput(error.sentence, form.at_field(error.field)))
    area = experiment.idea.area
    budget_left = left(area) + (experiment.budget_cents if experiment.is_reserved else 0)
    page = render_template("experiments/edit.html", form=form, experiment=_page(experiment), left=budget_left)
    return (page, 409 if is_crossed else 422) if form.errors or is_crossed else page


@bp.get("/experiments/<int:experiment_id>")
@needs(permissions.read_ideas)
def show(experiment_id: int) -> str:
    """The hypothesis, the read-out, and the plan."""
    return render_template("experiments/show.html", experiment=_page(queries.get_experiment(experiment_id)))


# Running it.


@bp.route("/experiments/<int:experiment_id>/start", methods=["GET", "POST"])
@signed_in
def start(experiment_id: int) -> Answer:
    """Tick the checklist, and seal the hypothesis."""
    experiment = queries.get_experiment(experiment_id)
    permissions.start_experiment.require(me(), experiment)
    form = forms.StartForm(version=str(experiment.version))
    if form.validate_on_submit():
        try:
            seen = version_of(form)
            commands.start_experiment(me(), experiment, checklist_done=form.is_done, version=seen)
            return back_to(f"/experiments/{experiment.id}/data", "The experiment runs. Its hypothesis is sealed.")
        except BadInput as error:
            form.refuse(error)
        except RuleBroken as error:
            return _refused("experiments/start.html", form, experiment, experiment.version, error)
    page = render_template("experiments/start.html", form=form, experiment=_page(experiment))
    return (page, 422) if form.errors or form.form_errors else page


@bp.route("/experiments/<int:experiment_id>/data", methods=["GET", "POST"])
@signed_in
def data(experiment_id: int) -> Answer:
    """The numbers by day and arm, plotted, typed and corrected."""
    experiment = queries.get_experiment(experiment_id)
    permissions.read_ideas.require(me())
    arms = queries.arms_of(experiment)
    last = forms.grid_day(request.values.get("last", ""))
    rows = queries.data_rows(experiment, arms, last)
    grid: Grid | None = None
    if request.method == "POST":
        grid = read_grid(request.form, rows, Metric.of(experiment))
        if not grid.problems:
            days = commands.record_measurements(me(), experiment, rows=grid.rows) if grid.rows else 0
            where = f"?last={rows[0].day.isoformat()}" if last and rows else ""
            said = f"The numbers of {plural(days, 'day')} are kept." if days else "Nothing was changed."
            return back_to(f"/experiments/{experiment.id}/data{where}", said)
    week = timedelta(days=len(rows))
    page = render_template(
        "experiments/data.html",
        experiment=queries.page(me(), experiment, arms),
        rows=rows,
        typed=grid.cells if grid else {},
        problems=grid.problems if grid else 0,
        plot=queries.plot(experiment, arms),
        last=rows[0].day if rows else None,
        earlier=rows[-1].day - timedelta(days=1) if rows and rows[-1].day > experiment.starts_on else None,
        later=rows[0].day + week if rows and rows[0].day < min(today(), experiment.ends_on) else None,
    )
    return (page, 422) if grid else page


@bp.route("/experiments/<int:experiment_id>/paste", methods=["GET", "POST"])
@signed_in
def paste(experiment_id: int) -> Answer:
    """Numbers from a spreadsheet: looked at line by line first, then kept as a whole."""
    experiment = queries.get_experiment(experiment_id)
    permissions.record_measurements.require(me(), experiment)
    form = forms.PasteForm()
    lines = []
    if form.validate_on_submit():
        lines = read_paste(
            form.lines.data or "",
            Metric.of(experiment),
            {arm.name: arm.id for arm in experiment.arms},
            starts_on=experiment.starts_on,
            ends_on=experiment.ends_on,
            today=today(),
        )
        wrong = sum(bool(line.problem) for line in lines)
        if not lines or len(lines) > MOST_LINES:
            form.refuse(BadInput(f"Paste from 1 to {MOST_LINES} lines at a time.", "lines"))
        elif wrong:
            form.refuse(
                BadInput(f"{plural(wrong, 'line needs', 'lines need')} another look. Nothing is kept yet.", "lines")
            )
        elif "keep" in request.form:
            days = commands.record_measurements(me(), experiment, rows=[row for line in lines for row in line.rows])
            return back_to(f"/experiments/{experiment.id}/data", f"The numbers of {plural(days, 'day')} are kept.")
    page = render_template(
        "experiments/paste.html",
        form=form,
        lines=lines[:MOST_LINES],
        experiment=_page(experiment),
        example=_example(experiment),
    )
    return (page, 422) if form.errors else page


def _example(experiment: Experiment) -> list[str]:
    """Two lines as they could be pasted."""
    numbers = {"share": "43\t61", "mean": "652.5\t148", "rate": "212\t5300"}[experiment.metric_kind.value]
    return [f"{experiment.starts_on:%Y-%m-%d}\t{arm.name}\t{numbers}" for arm in experiment.arms[:2]]


# The decision.


@bp.route("/experiments/<int:experiment_id>/conclude", methods=["GET", "POST"])
@signed_in
def conclude(experiment_id: int) -> Answer:
    """What was decided, or the form that decides."""
    experiment = queries.get_experiment(experiment_id)
    permissions.read_ideas.require(me())
    form = forms.ConcludeForm(version=str(experiment.idea.version))
    if form.validate_on_submit():
        try:
            commands.conclude_experiment(
                me(),
                experiment,
                conclusion=Conclusion(form.conclusion.data),
                lesson=form.lesson.data or "",
                spent_cents=forms.cents(form.spent.data),
                version=version_of(form),
            )
            return back_to(f"/experiments/{experiment.id}/conclude", "The experiment is concluded. Its lesson is kept.")
        except BadInput as error:
            form.refuse(error)
        except RuleBroken as error:
            return _refused("experiments/conclude.html", form, experiment, experiment.idea.version, error)
    page = render_template("experiments/conclude.html", form=form, experiment=_page(experiment))
    return (page, 422) if form.errors else page


@bp.route("/experiments/<int:experiment_id>/next-round", methods=["GET", "POST"])
@signed_in
def next_round(experiment_id: int) -> Answer:
    """End this round and plan another with something changed."""
    experiment = queries.get_experiment(experiment_id)
    permissions.decide_idea.require(me(), experiment.idea)
    length = experiment.ends_on - experiment.starts_on
    begun = {"starts_on": today(), "ends_on": today() + length, "version": str(experiment.idea.version)}
    form = forms.NextRoundForm(data=begun)
    if form.validate_on_submit():
        starts_on, ends_on = form.starts_on.data, form.ends_on.data
        try:
            following = commands.open_next_round(
                me(),
                experiment,
                change=form.change.data or "",
                lesson=form.lesson.data or "",
                spent_cents=forms.cents(form.spent.data),
                starts_on=starts_on,
                ends_on=ends_on,
                version=version_of(form),
            )
            return back_to(f"/experiments/{following.id}", f"Round {following.round} is planned.")
        except BadInput as error:
            form.refuse(error)
        except RuleBroken as error:
            return _refused("experiments/next_round.html", form, experiment, experiment.idea.version, error)
    page = render_template("experiments/next_round.html", form=form, experiment=_page(experiment))
    return (page, 422) if form.errors else page


def _plan_form(experiment: Experiment) -> forms.PlanForm:
    """The plan as it stands."""
    form = forms.PlanForm(formdata=None, data=forms.plan_as_typed(experiment))
    form.offer(queries.colleagues())
    return form.opened()


def _refused(template: str, form: Form, experiment: Experiment, version: int, error: RuleBroken) -> Answer:
    """The form again with what was typed, and what is in the way; whoever still wants it has read what happened."""
    form.form_errors = [error.sentence]
    form.version.data = str(version)
    return render_template(template, form=form, experiment=_page(experiment)), 409


def _page(experiment: Experiment) -> queries.ExperimentPage:
    return queries.page(me(), experiment, queries.arms_of(experiment))
