"""Hypotheses, states, days of numbers, and what a chart draws."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now, today
from innovate.experiments.grid import Typed
from innovate.experiments.queries.data import DataCell, DataRow


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
        "plot": plot(),
        "bars": bars(),
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


def plot() -> dict[str, Any]:
    """Two lines with their bands."""
    control = [71.2, 70.4, 72.1, 71.8, 70.9, 71.5, 72.0, 71.1, 71.7, 71.4, 70.8, 71.9, 71.6, 71.3]
    changed = [71.0, 72.3, 73.9, 74.2, 74.8, 75.1, 74.6, 75.9, 76.2, 75.8, 76.4, 76.0, 76.7, 76.5]
    return {
        "x": [f"{day} Nov" for day in range(2, 16)],
        "x_label": "Day",
        "y_label": "Answered at the first contact",
        "unit": "%",
        "series": [
            {
                "label": "Real waiting time",
                "tone": "accent",
                "values": changed,
                "low": [round(value - 1.6, 1) for value in changed],
                "high": [round(value + 1.6, 1) for value in changed],
            },
            {
                "label": "As before",
                "tone": "quiet",
                "values": control,
                "low": [round(value - 1.5, 1) for value in control],
                "high": [round(value + 1.5, 1) for value in control],
            },
        ],
        "target": {"value": 75, "label": "target 75\u00a0%"},
    }


def bars() -> dict[str, Any]:
    """A number for each area."""
    return {
        "type": "bar",
        "x": ["Returns", "Contact centre", "Delivery", "Stores", "Website"],
        "x_label": "Area",
        "y_label": "Ideas",
        "series": [{"label": "Ideas this quarter", "tone": "accent", "values": [18, 31, 12, 22, 9]}],
    }
