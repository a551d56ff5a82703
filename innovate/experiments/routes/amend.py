"""Amendments: the sealed plan changes openly, with a reason that stays beside the result."""

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.errors import RuleBroken
from innovate.core.web import back_to, signed_in
from innovate.experiments import commands, forms, queries
from innovate.experiments.amending import FIXED
from innovate.experiments.models import Experiment, ExperimentState
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import frame_of

Page = Response | tuple[str, int]


@bp.route("/experiments/<int:experiment_id>/amend", methods=["GET", "POST"])
@signed_in
def amend(experiment_id: int) -> Page:
    """Change what may change after the start, each thing for a reason."""
    experiment = queries.get_experiment(experiment_id)
    permissions.amend_plan.require(me(), experiment)
    if experiment.state is ExperimentState.PLANNED:
        raise RuleBroken("The experiment has not started: its plan can simply be changed.")
    if experiment.state is ExperimentState.CONCLUDED:
        raise RuleBroken("This round is concluded: its plan stays as it was when it was decided.")
    offered = queries.offered()
    form = _typed(experiment, offered) if request.method == "POST" else _standing(experiment, offered)
    if form.validate_on_submit():
        with form.refusals():
            changes = form.changes(experiment, offered)
            commands.amend_plan(me(), experiment, reason=form.reason.data or "", **changes)
            return back_to(f"/experiments/{experiment.id}#amendments", "The plan is amended. It says so from now on.")
    page = render_template(
        "experiments/amend.html",
        form=form,
        experiment=frame_of(experiment),
        amendments=queries.amendments(experiment),
        arms=[arm.name for arm in experiment.arms],
        is_stepped=experiment.switch_on is None and any(arm.treated_from for arm in experiment.arms),
        measured=queries.measured_beside(experiment),
        fixed=FIXED,
    )
    return page, form.status


def _standing(experiment: Experiment, offered: dict[int, queries.Offered]) -> forms.AmendForm:
    """The form with the plan as it stands."""
    form = forms.AmendForm(formdata=None, data=forms.plan_to_amend(experiment))
    return form.fit(experiment, offered).opened()


def _typed(experiment: Experiment, offered: dict[int, queries.Offered]) -> forms.AmendForm:
    """The form as it was sent; late when somebody else amended the plan since it was opened."""
    form, stands = forms.AmendForm(), _standing(held(experiment), offered)
    form.fit(experiment, offered).compare(stands)
    return form
