"""Drawing lots: chance says who gets what, from a seed that is kept, and every drawing stands in the journal."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments.allocation import Unit, allocate, new_seed, steps
from innovate.experiments.holding import hold_both
from innovate.experiments.models import Allocation, Design, Experiment, ExperimentState

MOST_UNITS = 2000
LONGEST_UNIT = 120
LONGEST_STRATUM = 80


def draw_lots(actor: Person, experiment: Experiment, *, units: Sequence[Unit]) -> Experiment:
    """Let chance put each unit into one of the arms, as the plan shares them; lots drawn before are void.

    Raises BadInput for units that cannot be told apart or are too few, RuleBroken once the experiment has started or
    when its plan asks for no lots.
    """
    hold_both(experiment)
    permissions.change_plan.require(actor, experiment)
    _refuse_unless_planned(experiment)
    if experiment.design is not Design.PARALLEL or experiment.unit_kind is None:
        raise RuleBroken("The plan does not say that lots are drawn here. Change the plan first.")
    units = [Unit(unit.name.strip(), unit.stratum.strip()) for unit in units]
    _check(units, fewest=len(experiment.arms))
    seed = new_seed()
    arms = allocate(units, [arm.weight for arm in experiment.arms], seed)
    _keep(experiment, seed, [(unit, experiment.arms[arm].id) for unit, arm in zip(units, arms, strict=True)])
    _record(actor, experiment, seed)
    return experiment


def draw_order(actor: Person, experiment: Experiment, *, dates: Sequence[date]) -> Experiment:
    """Let chance say which team of a stepped rollout begins on which of these days.

    Raises BadInput for days that cannot be, RuleBroken once the experiment has started.
    """
    hold_both(experiment)
    permissions.change_plan.require(actor, experiment)
    _refuse_unless_planned(experiment)
    if experiment.design is not Design.STEPPED:
        raise RuleBroken("Only in a stepped rollout do teams begin one after another.")
    chosen = sorted(set(dates))
    if len(chosen) < 2:
        raise BadInput("Give at least two days, so that some teams begin later than others.", "dates")
    if len(chosen) > len(experiment.arms):
        raise BadInput(f"These are more days than the {len(experiment.arms)} teams.", "dates")
    if not all(experiment.starts_on < day <= experiment.ends_on for day in chosen):
        raise BadInput("Teams begin after the first day and by the last, so that there is a before.", "dates")
    seed = new_seed()
    units = [Unit(arm.name) for arm in experiment.arms]
    for arm, begins_on in zip(experiment.arms, steps(units, chosen, seed), strict=True):
        arm.treated_from, arm.is_control = begins_on, False
    _keep(experiment, seed, [(unit, arm.id) for unit, arm in zip(units, experiment.arms, strict=True)])
    _record(actor, experiment, seed)
    return experiment


def _refuse_unless_planned(experiment: Experiment) -> None:
    if experiment.state is not ExperimentState.PLANNED:
        raise RuleBroken("The experiment has started: the lots are sealed and stay as they were drawn.")


def _check(units: Sequence[Unit], *, fewest: int) -> None:
    if len(units) < fewest:
        raise BadInput(f"Name at least {fewest}, one for each group.", "units")
    if len(units) > MOST_UNITS:
        raise BadInput(f"Keep it to {MOST_UNITS:,} lines.", "units")
    names: set[str] = set()
    for unit in units:
        if not unit.name or len(unit.name) > LONGEST_UNIT or len(unit.stratum) > LONGEST_STRATUM:
            raise BadInput(f"Keep each name within {LONGEST_UNIT} characters: “{unit.name[:40]}”.", "units")
        if unit.name.casefold() in names:
            raise BadInput(f"“{unit.name}” stands there twice. Chance can put it into one group only.", "units")
        names.add(unit.name.casefold())


def _keep(experiment: Experiment, seed: str, drawn: Sequence[tuple[Unit, int]]) -> None:
    db.session.execute(sa.delete(Allocation).where(Allocation.experiment_id == experiment.id))
    values = [
        {
            "experiment_id": experiment.id,
            "unit": unit.name,
            "stratum": unit.stratum,
            "arm_id": arm_id,
            "position": place,
        }
        for place, (unit, arm_id) in enumerate(drawn)
    ]
    db.session.execute(sa.insert(Allocation), values)
    experiment.seed = seed
    flag_modified(experiment, "seed")  # other lots are another version of the plan


def _record(actor: Person, experiment: Experiment, seed: str) -> None:
    about = {"actor_id": actor.id, "idea_id": experiment.idea_id, "experiment_id": experiment.id}
    record(events.LotsDrawn(**about, seed=seed))
