"""The experiment on its idea's page."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import today
from innovate.core.db import BigId, db
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import Idea, StageKind


@dataclass(frozen=True, slots=True)
class ExperimentPanel:
    """What the idea's page says of its experiment; without an id there is none, and this viewer may plan it."""

    idea_id: int
    id: int | None = None
    round: int = 1
    state: str = ""
    state_label: str = ""
    change: str = ""
    metric: str = ""
    owner: Face | None = None
    ends_on: date | None = None
    day: int = 0
    days: int = 0
    result: str = ""
    conclusion: str | None = None
    conclusion_label: str = ""
    may_plan: bool = False
    may_start: bool = False
    may_record: bool = False
    may_decide: bool = False


def latest_of(idea_id: int) -> Experiment | None:
    """The newest round of that idea's experiment, with its owner and team."""
    return db.session.scalars(_LATEST, {"idea": idea_id}).unique().first()


def panel(viewer: Person, idea: Idea, *, is_tried: bool = True) -> ExperimentPanel | None:
    """What this person sees of the idea's experiment; None when there is none and they may not plan it.

    A caller that knows that there is none says so, which saves a statement.
    """
    if idea.stage.kind is StageKind.OPEN and not idea.round:
        return None
    experiment = latest_of(idea.id) if is_tried else None
    if experiment is None:
        may_plan = idea.stage.kind is StageKind.REVIEW and permissions.plan_experiment.allows(viewer, idea)
        return ExperimentPanel(idea_id=idea.id, may_plan=True) if may_plan else None
    days = (experiment.ends_on - experiment.starts_on).days + 1
    planned = experiment.state is ExperimentState.PLANNED
    running = experiment.state is ExperimentState.RUNNING
    return ExperimentPanel(
        idea_id=idea.id,
        id=experiment.id,
        round=experiment.round,
        state=experiment.state.value,
        state_label=experiment.state.label,
        change=experiment.change,
        metric=experiment.metric,
        owner=Face(experiment.owner_id, experiment.owner.name),
        ends_on=experiment.ends_on,
        day=max(0, min((today() - experiment.starts_on).days + 1, days)),
        days=days,
        result=experiment.result,
        conclusion=experiment.conclusion.value if experiment.conclusion else None,
        conclusion_label=experiment.conclusion.label if experiment.conclusion else "",
        may_plan=planned and permissions.change_plan.allows(viewer, experiment),
        may_start=planned
        and idea.stage.kind is StageKind.EXPERIMENT
        and permissions.start_experiment.allows(viewer, experiment),
        may_record=running and permissions.record_measurements.allows(viewer, experiment),
        may_decide=running and permissions.decide_idea.allows(viewer, idea),
    )


_LATEST = (  # put together once: that costs more than running it
    sa.select(Experiment)
    .where(Experiment.idea_id == sa.bindparam("idea", type_=BigId))
    .options(joinedload(Experiment.owner), joinedload(Experiment.members))
    .order_by(Experiment.round.desc())
    .limit(1)
)
