"""Ideas brought to each place of the pipeline by its own moves."""

from datetime import timedelta
from typing import Any

from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.experiments.models import Arm, Design, Direction, Experiment, ExperimentState, Measurement, MetricKind
from innovate.experiments.sealing import plan_of, seal_of
from innovate.ideas.lifecycle import move
from innovate.ideas.models import DeclineReason, Idea, Place
from innovate.review.models import Scorecard
from tests import factories as make


def leader_of(idea: Idea) -> Person:
    """Who leads the idea's area."""
    return db.session.get_one(Person, idea.area.leader_id)


def ready_to_try(idea: Idea, owner: Person | None = None) -> Experiment:
    """Let the idea have its quorum of scorecards and a plan."""
    scored(idea)
    return planned(idea, owner)


def scored(idea: Idea) -> None:
    """Let the idea have its quorum of scorecards in this round."""
    for _ in range(idea.area.quorum):
        by = make.reviewer()
        card: dict[str, Any] = {"note": "Fine.", "note_html": "<p>Fine.</p>", "overall": 4.0, "sent_at": now()}
        make.save(Scorecard(idea_id=idea.id, round=idea.round, reviewer_id=by.id, **card))


def planned(idea: Idea, owner: Person | None = None) -> Experiment:
    """Let the idea have a plan of its experiment."""
    plan = Experiment(
        idea_id=idea.id,
        change="a shorter call",
        customers="callers",
        metric="handling time",
        metric_kind=MetricKind.MEAN,
        direction=Direction.DOWN,
        baseline=6.0,
        target=5.0,
        design=Design.PARALLEL,
        owner_id=(owner or make.person()).id,
        starts_on=today(),
        ends_on=today() + timedelta(days=14),
        arms=[Arm(name="Today", is_control=True, position=0), Arm(name="Short", is_control=False, position=1)],
    )
    experiment: Experiment = make.save(plan)
    return experiment


def running(experiment: Experiment) -> None:
    """Let the experiment run, with a day of measurements in each arm."""
    plan = plan_of(experiment)
    experiment.sealed, experiment.seal, experiment.sealed_at = plan, seal_of(plan), now()
    experiment.state = ExperimentState.RUNNING
    db.session.flush()  # the arms need nothing of it, but the check on the seal does
    for arm in experiment.arms:
        of = {"experiment_id": experiment.id, "arm_id": arm.id, "entered_by_id": experiment.owner_id}
        make.save(Measurement(**of, day=today(), amount=600.0, base=100.0, entered_at=now()))


def at(place: Place, *, owner: Person | None = None, is_running: bool = True, **fields: Any) -> Idea:
    """An idea at that place, where every guard is content."""
    idea = make.idea(**fields)
    by = make.admin()
    if place is Place.WITHDRAWN:
        move(idea.author, idea, "withdraw")
    elif place is Place.DECLINED:
        move(by, idea, "decline", reason="No.", reason_code=DeclineReason.NO_EFFECT)
    elif place is Place.PARKED:
        move(by, idea, "park", reason="Later.", revive_on=today() + timedelta(days=30))
    elif place is Place.MERGED:
        move(by, idea, "merge", reason="Twin.", into=make.idea())
    elif place is not Place.OPEN:
        move(by, idea, "take_up")
        experiment = ready_to_try(idea, owner)
        if place is not Place.REVIEW:
            move(by, idea, "approve", reason="Yes.")
            idea.owner_id = experiment.owner_id
            if place is not Place.EXPERIMENT or is_running:
                running(experiment)
        if place in (Place.REWARD, Place.ADOPTED, Place.LEARNED):
            move(by, idea, "conclude", reason="Done.")
        if place in (Place.ADOPTED, Place.LEARNED):
            move(make.hr(), idea, "recognise", target=place, reason="Thanks.")
    assert idea.place is place
    return idea
