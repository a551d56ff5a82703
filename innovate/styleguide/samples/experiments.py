"""Hypotheses, states and days of numbers."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from innovate.accounts.queries import Face
from innovate.core.clock import now, today
from innovate.experiments.grid import Typed
from innovate.experiments.queries.diary import DiaryLine
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
        "diary": diary(),
    }


def diary() -> list[DiaryLine]:
    """What somebody saw, and what a customer said."""
    mara = Face(1, "Mara Lindt")
    seen = "<p>The printer in Malmö was out of paper until <strong>eleven</strong>.</p>"
    said = "<p>“I read the time, made coffee, and was not angry at all.”</p>"
    return [
        DiaryLine(1, mara, today(), now(), is_customer=True, body_html=said, photos=(), is_mine=False),
        DiaryLine(
            2, mara, today() - timedelta(days=1), now(), is_customer=False, body_html=seen, photos=(), is_mine=True
        ),
    ]


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
