"""One experiment with what every tab of it shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import NotFound
from innovate.experiments import sealing
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Experiment, ExperimentState, Measurement, Member
from innovate.experiments.queries.numbers import Numbers
from innovate.experiments.queries.result import Result, result_of
from innovate.experiments.queries.rounds import Round, rounds
from innovate.experiments.results import ArmSeries
from innovate.ideas.models import Idea, StageKind


def get_experiment(experiment_id: int) -> Experiment:
    """That experiment with its idea, arms and people; NotFound when there is none."""
    query = (
        sa.select(Experiment)
        .where(Experiment.id == experiment_id)
        .options(
            joinedload(Experiment.idea).joinedload(Idea.area),
            joinedload(Experiment.idea).joinedload(Idea.stage),
            joinedload(Experiment.owner),
            joinedload(Experiment.members).joinedload(Member.person),
            selectinload(Experiment.arms),
            selectinload(Experiment.measures),
            selectinload(Experiment.measures),
        )
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class ArmView:
    """An arm with what it has shown in all."""

    id: int
    name: str
    is_control: bool
    value: str
    days: int
    sample: str


@dataclass(frozen=True, slots=True)
class ExperimentPage:
    """What every tab of an experiment shows, and what this viewer may do."""

    id: int
    version: int
    idea_id: int
    title: str
    round: int
    rounds: tuple[Round, ...]
    state: str
    state_label: str
    area: str
    change: str
    customers: str
    insight: str
    metric: str
    baseline: str
    least: str
    target: str
    direction: str
    design: str
    decide_on: date | None
    amount_label: str
    base_label: str
    spread_label: str
    asked: str
    owner: Face
    team: tuple[Face, ...]
    arms: tuple[ArmView, ...]
    budget_cents: int
    spent_cents: int
    is_reserved: bool
    starts_on: date
    ends_on: date
    day: int
    days: int
    sealed_at: datetime | None
    seal: str | None
    is_intact: bool
    found: Result | None
    concluded_at: datetime | None
    conclusion: str | None
    conclusion_label: str
    result: str
    lesson_html: str
    is_approved: bool
    may_change_plan: bool
    may_approve: bool
    may_start: bool
    may_record: bool
    may_amend: bool
    may_decide: bool
    has_data: bool
    wants_lots: bool  # the plan says that chance decides, and nobody has drawn yet

    @property
    def is_planned(self) -> bool:
        return self.state == ExperimentState.PLANNED

    @property
    def is_running(self) -> bool:
        return self.state == ExperimentState.RUNNING

    @property
    def is_concluded(self) -> bool:
        return self.state == ExperimentState.CONCLUDED

    @property
    def days_left(self) -> int:
        return self.days - self.day

    @property
    def ran_days(self) -> int:
        """How many days it ran until it was concluded."""
        return max(0, (self.last_day - self.starts_on).days + 1)

    @property
    def last_day(self) -> date:
        """The last day that it ran: earlier than planned where it was concluded before."""
        return min(self.ends_on, self.concluded_at.date()) if self.concluded_at else self.ends_on

    @property
    def earlier(self) -> Round | None:
        """The round before this one."""
        return next((one for one in self.rounds if one.round == self.round - 1), None)

    @property
    def later(self) -> Round | None:
        """The round after this one."""
        return next((one for one in self.rounds if one.round == self.round + 1), None)

    @property
    def different(self) -> str:
        """What this round tries differently from the one before, as HTML."""
        return next((one.change_html for one in self.rounds if one.round == self.round), "")


class _Promised(TypedDict):
    change: str
    customers: str
    insight: str
    metric: str
    baseline: str
    least: str
    target: str
    direction: str
    design: str
    decide_on: date | None


class _Rights(TypedDict):
    may_change_plan: bool
    may_approve: bool
    may_start: bool
    may_record: bool
    may_amend: bool
    may_decide: bool


def page(viewer: Person, experiment: Experiment, numbers: Numbers | None) -> ExperimentPage:
    """That experiment as this person sees it; without its numbers, for a page that says nothing of them."""
    metric, arms, reading = Metric.of(experiment), numbers.arms if numbers else (), numbers.reading if numbers else None
    days = (experiment.ends_on - experiment.starts_on).days + 1
    return ExperimentPage(
        id=experiment.id,
        version=experiment.version,
        idea_id=experiment.idea_id,
        title=experiment.idea.title,
        round=experiment.round,
        rounds=rounds(experiment.idea_id),
        state=experiment.state.value,
        state_label=experiment.state.label,
        area=experiment.idea.area.name,
        **_promised(experiment, metric),
        amount_label=metric.amount_label,
        base_label=metric.base_label,
        spread_label=metric.spread_label,
        asked=metric.asked,
        owner=Face(experiment.owner_id, experiment.owner.name),
        team=tuple(Face(member.person_id, member.person.name) for member in experiment.members),
        arms=tuple(_arm(metric, arm) for arm in arms),
        budget_cents=experiment.budget_cents,
        spent_cents=experiment.spent_cents,
        is_reserved=experiment.is_reserved,
        starts_on=experiment.starts_on,
        ends_on=experiment.ends_on,
        day=max(0, min((today() - experiment.starts_on).days + 1, days)),
        days=days,
        sealed_at=experiment.sealed_at,
        seal=experiment.seal,
        is_intact=sealing.is_intact(experiment, numbers.amended if numbers else None),
        found=result_of(reading) if reading else None,
        concluded_at=experiment.concluded_at,
        conclusion=experiment.conclusion.value if experiment.conclusion else None,
        conclusion_label=experiment.conclusion.label if experiment.conclusion else "",
        result=experiment.result,
        lesson_html=experiment.lesson_html,
        is_approved=experiment.idea.stage.kind is StageKind.EXPERIMENT,
        has_data=bool(arms) and all(arm.measured for arm in arms) if numbers else _has_data(experiment),
        wants_lots=_wants_lots(experiment),
        **_rights(viewer, experiment),
    )


def _wants_lots(experiment: Experiment) -> bool:
    if experiment.state is not ExperimentState.PLANNED or experiment.seed is not None:
        return False
    if experiment.design is Design.STEPPED:
        return not any(arm.treated_from for arm in experiment.arms)
    return experiment.design is Design.PARALLEL and experiment.unit_kind is not None


def _has_data(experiment: Experiment) -> bool:
    """Whether every arm has numbers of the primary metric."""
    known = sa.select(sa.func.count(Measurement.arm_id.distinct())).where(
        Measurement.experiment_id == experiment.id, Measurement.measure_id.is_(None)
    )
    return db.session.scalar(known) == len(experiment.arms)


def _promised(experiment: Experiment, metric: Metric) -> _Promised:
    """The hypothesis in words, and how it is tested."""
    return {
        "change": experiment.change,
        "customers": experiment.customers,
        "insight": experiment.insight,
        "metric": metric.subject,
        "baseline": metric.show(experiment.baseline),
        "least": metric.show_size(abs(metric.target_effect or 0.0)),
        "target": metric.show(experiment.target),
        "direction": experiment.direction.label,
        "design": experiment.design.label,
        "decide_on": experiment.decide_on,
    }


def _rights(viewer: Person, experiment: Experiment) -> _Rights:
    """What this person may do now."""
    planned = experiment.state is ExperimentState.PLANNED
    running = experiment.state is ExperimentState.RUNNING
    approved = experiment.idea.stage.kind is StageKind.EXPERIMENT
    return {
        "may_change_plan": planned and permissions.change_plan.allows(viewer, experiment),
        "may_approve": planned
        and experiment.idea.stage.kind is StageKind.REVIEW
        and permissions.decide_idea.allows(viewer, experiment.idea),
        "may_start": planned and approved and permissions.start_experiment.allows(viewer, experiment),
        "may_record": running and permissions.record_measurements.allows(viewer, experiment),
        "may_amend": running and permissions.amend_plan.allows(viewer, experiment),
        "may_decide": running and permissions.decide_idea.allows(viewer, experiment.idea),
    }


def _arm(metric: Metric, arm: ArmSeries) -> ArmView:
    value = "" if arm.value is None else metric.show_found(arm.value)
    return ArmView(arm.id, arm.name, arm.is_control, value, len(arm.measured), metric.sample(arm.base))
