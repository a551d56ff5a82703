"""The case of an experiment: what was tried and learned, written from it when it is concluded, for the next person."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from innovate import events
from innovate.core.db import db
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.experiments.deciding import Finding, doubt, earliness, finding_of
from innovate.experiments.models import Case, Experiment, ExperimentState

LONGEST_TITLE = 200


def write_case(experiment: Experiment, finding: Finding, *, actor_id: int | None) -> Case:
    """Write down what a concluded experiment taught, with all that its reader must know of the numbers."""
    assert experiment.concluded_at is not None
    context = context_of(experiment)
    case = Case(
        experiment_id=experiment.id,
        title=experiment.idea.title[:LONGEST_TITLE],
        context=context,
        context_html=render(context),
        caveats=list(caveats_of(experiment, finding)),
        at=experiment.concluded_at,
    )
    db.session.add(case)
    db.session.flush()  # the event needs its id
    about = {"idea_id": experiment.idea_id, "experiment_id": experiment.id}
    record(events.CaseWritten(actor_id=actor_id, case_id=case.id, **about))
    return case


def context_of(experiment: Experiment) -> str:
    """Why it was tried and where, in the words of its idea and its plan."""
    idea = experiment.idea
    because = f", because {experiment.insight.rstrip('.')}" if experiment.insight else ""
    return f"{idea.problem}\n\nTried in {idea.area.name} for {experiment.customers.rstrip('.')}{because}."


def caveats_of(experiment: Experiment, finding: Finding) -> Iterator[str]:
    """What to keep in mind about the result, a sentence each."""
    assert experiment.concluded_at is not None
    assert experiment.conclusion is not None
    if early := earliness(experiment.ends_on, experiment.concluded_at.date(), finding.verdict):
        yield early
    if against := doubt(experiment.conclusion, finding.verdict, finding.broken):
        yield against
    yield from finding.caveats


def keep_finding(experiment: Experiment, finding: Finding) -> None:
    """Keep with the experiment what its numbers said when it was decided."""
    experiment.verdict, experiment.effect = finding.verdict, finding.effect
    experiment.effect_low, experiment.effect_high = finding.low, finding.high


def write_missing(most: int) -> int:
    """Write the cases of experiments that were concluded before there were any; answers how many it wrote.

    Their numbers were frozen with the conclusion, so the effect that is kept now is the one that stood then.
    """
    query = (
        sa.select(Experiment)
        .outerjoin(Case, Case.experiment_id == Experiment.id)
        .where(Experiment.state == ExperimentState.CONCLUDED, Case.id.is_(None))
        .order_by(Experiment.concluded_at, Experiment.id)
        .options(selectinload(Experiment.arms), selectinload(Experiment.measures))
        .limit(most)
    )
    found = list(db.session.scalars(query))
    for experiment in found:
        finding = finding_of(experiment)
        keep_finding(experiment, finding)
        write_case(experiment, finding, actor_id=None)
    return len(found)
