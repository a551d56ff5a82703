"""What all experiments together brought: how they ended, how much it helped, how long it took, what it cost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

import sqlalchemy as sa

from innovate.areas.models import Area
from innovate.core.db import rows
from innovate.experiments.metric import Metric
from innovate.experiments.models import Conclusion, Experiment, Verdict
from innovate.experiments.queries.narrowing import Quarter
from innovate.ideas.models import Idea

FEW = 10  # concluded experiments, below which shares are chance more than anything else


@dataclass(frozen=True, slots=True)
class Yield:
    """What became of some experiments that were started; `query` leads to their list."""

    name: str
    query: str
    started: int
    concluded: int
    scaled: int
    iterated: int
    stopped: int
    better: int
    worse: int
    unclear: int
    median_days: float | None  # from the start to the decision
    effect: float | None  # the median, in units of the smallest effect worth having
    cost_cents: int

    @property
    def running(self) -> int:
        return self.started - self.concluded

    @property
    def is_few(self) -> bool:
        return self.concluded < FEW


@dataclass(frozen=True, slots=True)
class Yields:
    """All of them together, by area, and by the quarter of their start."""

    total: Yield
    areas: tuple[Yield, ...]
    quarters: tuple[Yield, ...]


def yields() -> Yields:
    """What every experiment that was ever started came to."""
    query = (
        sa.select(
            *(Experiment.sealed_at, Experiment.concluded_at, Experiment.conclusion, Experiment.verdict),
            *(Experiment.effect, Experiment.spent_cents, Experiment.metric_kind, Experiment.direction),
            *(Experiment.baseline, Experiment.target, Idea.area_id, Area.name.label("area")),
        )
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Area, Area.id == Idea.area_id)
        .where(Experiment.sealed_at.is_not(None))
    )
    found = list(rows(query))
    areas = _parted(found, lambda row: (row.area, f"area={row.area_id}"))
    quarters = _parted(found, _quarter)
    return Yields(
        _yield("All experiments", "", found),
        tuple(_yield(*key, of) for key, of in sorted(areas.items())),
        tuple(
            _yield(Quarter(*key).label, f"started={Quarter(*key).name}", of)
            for key, of in sorted(quarters.items(), reverse=True)
        ),
    )


def _quarter(row: Any) -> tuple[int, int]:
    quarter = Quarter.of(row.sealed_at.date())
    return quarter.year, quarter.number


def _parted(found: Iterable[Any], key: Callable[[Any], tuple[Any, Any]]) -> dict[tuple[Any, Any], list[Any]]:
    parts: dict[tuple[Any, Any], list[Any]] = {}
    for row in found:
        parts.setdefault(key(row), []).append(row)
    return parts


def _yield(name: str, query: str, found: list[Any]) -> Yield:
    over = [row for row in found if row.concluded_at is not None]
    decided = {kind: sum(row.conclusion is kind for row in over) for kind in Conclusion}
    effects = [times for times in map(_times, over) if times is not None]
    days = [(row.concluded_at - row.sealed_at).total_seconds() / 86_400 for row in over]
    better, worse = (sum(row.verdict is verdict for row in over) for verdict in (Verdict.BETTER, Verdict.WORSE))
    return Yield(
        name=name,
        query=query,
        started=len(found),
        concluded=len(over),
        scaled=decided[Conclusion.SCALE],
        iterated=decided[Conclusion.ITERATE],
        stopped=decided[Conclusion.STOP],
        better=better,
        worse=worse,
        unclear=len(over) - better - worse,
        median_days=median(days) if days else None,
        effect=median(effects) if effects else None,
        cost_cents=sum(row.spent_cents for row in over),
    )


def _times(row: Any) -> float | None:
    target = Metric("", row.metric_kind, "", row.direction, row.baseline, row.target).target_effect
    return None if row.effect is None or not target else row.effect / target
