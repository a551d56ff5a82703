"""The experiment on its idea's page."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import today
from innovate.core.db import BigId, db, rows
from innovate.experiments.models import Experiment, ExperimentState, Member
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
    found = rows(_SHOWN, {"idea": idea.id, "viewer": viewer.id}).first() if is_tried else None
    if found is None:
        may_plan = idea.stage.kind is StageKind.REVIEW and permissions.plan_experiment.allows(viewer, idea)
        return ExperimentPanel(idea_id=idea.id, may_plan=True) if may_plan else None
    trial = _Trial(found.owner_id, (_OnTeam(viewer.id),) if found.is_member else (), idea)
    days = (found.ends_on - found.starts_on).days + 1
    planned = found.state is ExperimentState.PLANNED
    running = found.state is ExperimentState.RUNNING
    return ExperimentPanel(
        idea_id=idea.id,
        id=found.id,
        round=found.round,
        state=found.state.value,
        state_label=found.state.label,
        change=found.change,
        metric=found.metric,
        owner=Face(found.owner_id, found.owner),
        ends_on=found.ends_on,
        day=max(0, min((today() - found.starts_on).days + 1, days)),
        days=days,
        result=found.result,
        conclusion=found.conclusion.value if found.conclusion else None,
        conclusion_label=found.conclusion.label if found.conclusion else "",
        may_plan=planned and permissions.change_plan.allows(viewer, trial),
        may_start=planned
        and idea.stage.kind is StageKind.EXPERIMENT
        and permissions.start_experiment.allows(viewer, trial),
        may_record=running and permissions.record_measurements.allows(viewer, trial),
        may_decide=running and permissions.decide_idea.allows(viewer, idea),
    )


@dataclass(frozen=True, slots=True)
class _OnTeam:
    person_id: int


@dataclass(frozen=True, slots=True)
class _Trial:
    """As much of an experiment as the rules ask about, for one viewer."""

    owner_id: int
    members: tuple[_OnTeam, ...]
    idea: Idea


# The statements, put together once: that costs more than running them.

_of_idea = sa.bindparam("idea", type_=BigId)
_LATEST = (
    sa.select(Experiment)
    .where(Experiment.idea_id == _of_idea)
    .options(joinedload(Experiment.owner), joinedload(Experiment.members))
    .order_by(Experiment.round.desc())
    .limit(1)
)
_SHOWN = (
    sa.select(
        *(Experiment.id, Experiment.round, Experiment.state, Experiment.change, Experiment.metric, Experiment.owner_id),
        *(Experiment.starts_on, Experiment.ends_on, Experiment.result, Experiment.conclusion),
        Person.name.label("owner"),
        sa.exists()
        .where(Member.experiment_id == Experiment.id, Member.person_id == sa.bindparam("viewer", type_=sa.Integer))
        .label("is_member"),
    )
    .join(Person, Person.id == Experiment.owner_id)
    .where(Experiment.idea_id == _of_idea)
    .order_by(Experiment.round.desc())
    .limit(1)
)
