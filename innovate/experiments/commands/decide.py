"""The decision: scale, stop, or another round; each with a lesson, and with the money accounted for."""

from datetime import date

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.core.wording import money
from innovate.experiments import budget, planning
from innovate.experiments.cases import keep_finding, write_case
from innovate.experiments.deciding import Finding, doubt, finding_of
from innovate.experiments.holding import hold_both
from innovate.experiments.models import Conclusion, Experiment, ExperimentState
from innovate.ideas import lifecycle


def conclude_experiment(
    actor: Person,
    experiment: Experiment,
    *,
    conclusion: Conclusion,
    lesson: str,
    spent_cents: int,
    departure: str = "",
    version: int | None = None,
) -> Experiment:
    """End the experiment for good: scale it or stop. What was not spent goes back to the area.

    What the numbers say is kept with it, and its case is written. `departure` is why it is decided otherwise than the
    numbers or the plan would have it. Raises BadInput without a lesson, with more spent than there was, or against
    the numbers without a reason; RuleBroken unless it runs and has data, or when the idea has changed since `version`.
    """
    idea = hold_both(experiment)
    permissions.decide_idea.require(actor, idea)
    if conclusion is Conclusion.ITERATE:
        raise BadInput("Open another round instead.", "conclusion")
    _refuse_over(experiment)
    _check(experiment, lesson, spent_cents)
    finding = _found(experiment, conclusion, departure)
    lifecycle.move(actor, idea, "conclude", reason=f"**{conclusion.label}.** {lesson}", version=version)
    _close(experiment, conclusion, lesson, spent_cents)
    _keep(actor, experiment, finding, departure)
    if experiment.is_reserved:
        budget.release(idea.area, experiment.budget_cents - spent_cents)
    return experiment


def open_next_round(
    actor: Person,
    experiment: Experiment,
    *,
    change: str,
    lesson: str,
    spent_cents: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    departure: str = "",
    version: int | None = None,
) -> Experiment:
    """End this round and plan the next with what is left of the money; `change` says what will be different.

    The round that ends keeps its numbers and has its case written. The next takes over the whole plan, starting today
    and as long as this one unless told otherwise, and is sealed anew when it starts.
    """
    idea = hold_both(experiment)
    permissions.decide_idea.require(actor, idea)
    if not change.strip():
        raise BadInput("Say what changes in the next round.", "change")
    _refuse_over(experiment)
    _check(experiment, lesson, spent_cents)
    plan = planning.copied(experiment, starts_on=starts_on or today(), ends_on=ends_on)
    plan["budget_cents"] = experiment.budget_cents - spent_cents
    planning.check(plan, budget_left=plan["budget_cents"])
    finding = _found(experiment, Conclusion.ITERATE, departure)
    lifecycle.move(actor, idea, "iterate", reason=change, version=version)
    _close(experiment, Conclusion.ITERATE, lesson, spent_cents)
    _keep(actor, experiment, finding, departure)
    following = Experiment(
        idea_id=idea.id, round=experiment.round + 1, state=ExperimentState.PLANNED, is_reserved=experiment.is_reserved
    )
    planning.lay_down(following, plan)
    db.session.add(following)
    db.session.flush()  # the event needs its id
    record(events.ExperimentPlanned(actor_id=actor.id, idea_id=idea.id, experiment_id=following.id))
    return following


def _refuse_over(experiment: Experiment) -> None:
    if experiment.state is ExperimentState.CONCLUDED:
        raise RuleBroken("This round is over already. Its decision stands on its page.")


def _check(experiment: Experiment, lesson: str, spent_cents: int) -> None:
    if not lesson.strip():
        raise BadInput("Say what was learned: the next person will read it.", "lesson")
    if not 0 <= spent_cents <= experiment.budget_cents:
        raise BadInput(f"Between 0 and the budget of {money(experiment.budget_cents)}.", "spent")


def _found(experiment: Experiment, conclusion: Conclusion, departure: str) -> Finding:
    """What the numbers say; BadInput for a decision against them without a reason."""
    db.session.flush()  # what was recorded in this transaction counts too
    finding = finding_of(experiment)
    against = doubt(conclusion, finding.verdict, finding.broken) if finding.has_numbers else ""
    if against and not departure.strip():
        raise BadInput(f"{against} Say why: it stands beside the result for everybody to read.", "departure")
    return finding


def _close(experiment: Experiment, conclusion: Conclusion, lesson: str, spent_cents: int) -> None:
    experiment.state, experiment.conclusion = ExperimentState.CONCLUDED, conclusion
    experiment.lesson, experiment.lesson_html = lesson, render(lesson)
    experiment.spent_cents, experiment.concluded_at = spent_cents, now()


def _keep(actor: Person, experiment: Experiment, finding: Finding, departure: str) -> None:
    """What the numbers said stays with the decision, and the case is written for the next person."""
    experiment.result, experiment.departure = finding.sentence, departure.strip()
    keep_finding(experiment, finding)
    write_case(experiment, finding, actor_id=actor.id)
