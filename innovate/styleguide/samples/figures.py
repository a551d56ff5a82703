"""Read-outs and figures: what a page says and draws of an experiment."""

import math
from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import today
from innovate.experiments.figures import Effect, Forest, Marked, Plot, by_day, curve, forest
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind
from innovate.experiments.readout import Observed, Series


def shown() -> dict[str, Any]:
    """The read-outs and figures of the page."""
    return {
        "readouts": readouts(),
        "sample_days": two_arms(),
        "sample_switch": switched(),
        "sample_many": many_arms(),
        "arms_forest": arms(),
        "guard_forest": guards(),
        "sample_curve": planner(),
    }


def readouts() -> list[SimpleNamespace]:
    """One that is better, one that nobody can tell, one that is worse, and one without an end."""
    names = ("sentence", "low", "estimate", "high", "target", "unit", "verdict")
    known: list[tuple[str, float, float, float, float, str, str]] = [
        (
            "First-contact resolution rose by 4.1 points (95\u00a0% interval 2.6 to 5.6), more than we wanted.",
            2.6,
            4.1,
            5.6,
            3,
            "\u00a0points",
            "better",
        ),
        ("Cannot tell yet: 11 more days at this pace.", -1.4, 0.6, 2.5, 3, "\u00a0points", "unclear"),
        (
            "Handling time rose by 1.1 min (95\u00a0% interval 0.4 to 1.8), which is worse.",
            0.4,
            1.1,
            1.8,
            -0.5,
            "\u00a0min",
            "worse",
        ),
        ("Complaints rose by at least 40\u00a0%.", 40, math.inf, math.inf, -20, "\u00a0%", "worse"),
    ]
    return [_written(SimpleNamespace(**dict(zip(names, one, strict=True)))) for one in known]


def _written(one: SimpleNamespace) -> SimpleNamespace:
    """The same with its numbers in words."""
    for name in ("low", "estimate", "high", "target"):
        value = getattr(one, name)
        words = f"{'+' if value > 0 else '−'}{abs(value):g}" if math.isfinite(value) else "no end"
        unit = one.unit if name in ("estimate", "target") and math.isfinite(value) else ""
        setattr(one, f"{name}_words", f"{words}{unit}")
    return one


def two_arms() -> Plot | None:
    """Four weeks of two arms, a day that is missing, and an amendment."""
    first = today() - timedelta(days=27)
    series = [
        Series(name, is_control, _wave(first, [place for place in range(28) if place != 11], 180, part, 1.3 * place_of))
        for place_of, (name, is_control, part) in enumerate(
            (("As before", True, 0.71), ("Real waiting time", False, 0.76))
        )
    ]
    marks = [Marked(first + timedelta(days=16), "plan amended", "amended")]
    return by_day(_share(), Design.PARALLEL, series, target=0.75, marks=marks)


def _wave(first: date, places: Iterable[int], base: float, part: float, shift: float) -> tuple[Observed, ...]:
    """Days that go up and down around a share."""
    return tuple(
        Observed(
            first + timedelta(days=place),
            round(base * (part + 0.03 * math.sin(place * 1.7 + shift) + 0.015 * math.cos(place * 0.6))),
            base,
        )
        for place in places
    )


def switched() -> Plot | None:
    """Days before and after a change, with the trend and what would have come without it."""
    switch = today() - timedelta(days=14)
    metric = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 7.0, 6.0)
    seen = [
        Observed(day, 90 * (7 + 0.3 * math.sin(place * 2.1) + 0.01 * place - (day >= switch)), 90, 2.4)
        for place, day in enumerate(today() - timedelta(days=away) for away in range(35, 0, -1))
    ]
    before, after = ([one for one in seen if (one.day >= switch) is late] for late in (False, True))
    series = [Series("Before", True, tuple(before)), Series("New script", False, tuple(after))]
    marks = [Marked(switch, "the change begins", "switch")]
    return by_day(metric, Design.BEFORE_AFTER, series, target=6.0, switch_on=switch, marks=marks)


def many_arms() -> Plot | None:
    """Twenty arms over two years: five with a name, the others faint."""
    first = date(2024, 9, 2)
    series = [
        Series(
            f"Store {one}" if one else "As before", one == 0, _wave(first, range(0, 730, 7), 1400, 0.7 + one / 400, one)
        )
        for one in range(20)
    ]
    return by_day(_share(), Design.PARALLEL, series, target=0.75)


def _share() -> Metric:
    return Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.71, 0.75)


def arms() -> Forest:
    """Three arms: one that is better, one that nobody can tell, one with an interval that has no end."""
    effects = [
        Effect("Real waiting time", 1.2, 3.1, 5.0, "+3.1\u00a0points (1.2 to 5.0)", "better", "Better", mark=2.0),
        Effect(
            "Real waiting time and a call back",
            -1.1,
            1.4,
            3.9,
            "+1.4\u00a0points (−1.1 to 3.9)",
            mark=2.0,
            state="No clear difference",
        ),
        Effect("Music", -6.2, -3.8, -1.4, "−3.8\u00a0points (−6.2 to −1.4)", "worse", "Worse", mark=2.0),
        Effect("New on Monday", -math.inf, 0.4, math.inf, "too early to say", mark=2.0, state="No clear difference"),
    ]
    return forest(effects, unit="Difference in points")


def guards() -> Forest:
    """What must not become worse: kept, open, broken; each in its own unit, drawn by how much it may become worse."""
    effects = [
        Effect(
            "Handling time",
            -0.4,
            -0.1,
            0.2,
            "−0.1\u00a0min (−0.4 to 0.2)",
            "kept",
            "Kept",
            0.5,
            0.5,
            "may rise by 0.5 min",
        ),
        Effect(
            "Transfers",
            -1.1,
            0.8,
            2.7,
            "+0.8\u00a0points (−1.1 to 2.7)",
            "open",
            "Still open",
            2.0,
            2.0,
            "may rise by 2 points",
        ),
        Effect(
            "Complaints", 11.0, 24.0, 38.0, "+24\u00a0% (11 to 38)", "broken", "Broken", 10.0, 10.0, "may rise by 10 %"
        ),
    ]
    return forest(effects, mark_words="as much worse as is bearable")


def planner() -> Plot | None:
    """The smallest effect by days."""
    points = [(days, 21 / days**0.5) for days in range(7, 92)]
    return curve(points, unit="points", wanted=3, planned_days=28)
