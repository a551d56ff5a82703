"""Hypotheses, states, days of numbers, and what figures draw."""

import math
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now, today
from innovate.experiments.figures import Effect, Forest, Plot, curve, forest
from innovate.experiments.grid import Typed
from innovate.experiments.queries.grid import DataCell, DataRow


def shown() -> dict[str, Any]:
    """The experiments of the page."""
    rows = days()
    cell = rows[0].cells[1]
    mistyped = {(cell.arm_id, rows[0].day): Typed("49.25", "", "1.3", "Give both numbers.")}
    return {
        "hypotheses": hypotheses(),
        "states": states(),
        "days": rows,
        "mistyped": mistyped,
        "arms_forest": arms(),
        "guard_forest": guards(),
        "sample_curve": planner(),
    }


def hypotheses() -> list[SimpleNamespace]:
    """One that can change, one that is sealed, and one whose seal is broken."""
    plan = {
        "change": "saying the real waiting time on the phone",
        "customers": "people who call in the evening",
        "insight": "those who know how long it takes stay on the line",
        "metric": "the share answered at the first contact",
        "baseline": "71\u00a0%",
        "target": "75\u00a0%",
    }
    sealed_at, seal = now() - timedelta(days=9), "6c7cfdae56a8" * 5
    return [
        SimpleNamespace(**plan, sealed_at=None, seal="", is_intact=True),
        SimpleNamespace(**plan, sealed_at=sealed_at, seal=seal, is_intact=True),
        SimpleNamespace(**plan, sealed_at=sealed_at, seal=seal, is_intact=False),
    ]


def states() -> list[SimpleNamespace]:
    """Where a round can stand."""
    known = [
        ("planned", False, 0, None),
        ("planned", True, 0, None),
        ("running", True, 6, None),
        ("running", True, 0, None),
        ("concluded", True, 0, "scale"),
        ("concluded", True, 0, "iterate"),
        ("concluded", True, 0, "stop"),
    ]
    names = ("state", "is_approved", "days_left", "conclusion")
    return [SimpleNamespace(**dict(zip(names, values, strict=True))) for values in known]


def days() -> tuple[DataRow, ...]:
    """Three days of two arms: one recorded, one mistyped, one empty."""
    day, entered = today(), "Mara Lindt, yesterday"

    def row(at: date, *numbers: tuple[str, str, str]) -> DataRow:
        arms = enumerate(("As before", "Real waiting time"))
        return DataRow(
            at, tuple(DataCell(n, arm, *numbers[n], entered=entered if any(numbers[n]) else "") for n, arm in arms)
        )

    return (
        row(day, ("166.4", "18", "3.2"), ("", "", "")),
        row(day - timedelta(days=1), ("95.29", "12", "3.1"), ("39.57", "13", "0.9")),
        row(day - timedelta(days=2), ("", "", ""), ("", "", "")),
    )


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
