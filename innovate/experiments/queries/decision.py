"""What stands beside a decision: what was planned for each way it may come out, and what is special about it now."""

from dataclasses import dataclass

from innovate.core.clock import today
from innovate.experiments.deciding import doubt, earliness, finding_of
from innovate.experiments.models import Conclusion, Experiment, ExperimentState, Verdict
from innovate.experiments.queries.cases import case_of


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan says will be done when the numbers come out so."""

    label: str
    words: str
    is_now: bool  # the numbers came out so


@dataclass(frozen=True, slots=True)
class Deciding:
    """Everything beside the choice, or beside what was chosen."""

    plans: tuple[Planned, ...]
    verdict: str
    early: str
    doubts: tuple[tuple[str, str], ...]  # of each choice that does not follow from the numbers: its label, and why
    against: str  # of what was decided
    departure: str
    case_id: int | None


def deciding(experiment: Experiment) -> Deciding:
    """What stands beside the decision of that experiment; of one that is not over, as its numbers stand today."""
    is_over = experiment.state is ExperimentState.CONCLUDED
    finding = None if is_over else finding_of(experiment)
    verdict = finding.verdict if finding else experiment.verdict
    broken = finding.broken if finding else ()
    on = experiment.concluded_at.date() if experiment.concluded_at else today()
    told = (
        (Verdict.BETTER, "If it is better", experiment.if_better),
        (Verdict.UNCLEAR, "If the numbers cannot tell", experiment.if_unclear),
        (Verdict.WORSE, "If it is worse", experiment.if_worse),
    )
    doubts = ((kind.label, doubt(kind, verdict, broken)) for kind in Conclusion)
    has_numbers = finding is not None and finding.has_numbers
    return Deciding(
        plans=tuple(
            Planned(label, words, (verdict or Verdict.UNCLEAR) is kind) for kind, label, words in told if words
        ),
        verdict=(verdict or Verdict.UNCLEAR).value,
        early=earliness(experiment.ends_on, on, verdict) if is_over or has_numbers else "",
        doubts=tuple((label, why) for label, why in doubts if why) if has_numbers else (),
        against=doubt(experiment.conclusion, verdict) if experiment.conclusion else "",
        departure=experiment.departure,
        case_id=case_of(experiment.id) if is_over else None,
    )
