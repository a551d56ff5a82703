"""Writing the fairness report of a quarter: once, from what stands then."""

from secrets import SystemRandom
from typing import Any

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.recognition.fairness import gathering
from innovate.recognition.fairness.exchanges import LAST_DAYS, Circle, exchanges, in_the_last_days
from innovate.recognition.fairness.gini import fifths, gini
from innovate.recognition.fairness.hiding import LEAST, shown
from innovate.recognition.models import FairnessReport
from innovate.recognition.periods import Length, Period
from innovate.recognition.queries.boards import named_on_boards

FEWEST_KUDOS = 20  # in a quarter, before anything is said of how they go to and fro


def write_fairness_report(actor: Person, quarter: Period) -> FairnessReport:
    """Write the report of a quarter that is over; it stays as it is, whatever is taken back or moved later.

    Raises BadInput for what is no quarter that is over, RuleBroken when it is written already, or when fewer than
    five people were here.
    """
    permissions.see_fairness.require(actor)
    if quarter.length is not Length.QUARTER or not quarter.is_over or quarter.first is None:
        raise BadInput("A report is about a quarter that is over.")
    content = _content(quarter)
    row = insert(FairnessReport).values(quarter=quarter.first, content=content, at=now(), by_id=actor.id)
    report: FairnessReport | None = db.session.scalar(row.on_conflict_do_nothing().returning(FairnessReport))
    if report is None:
        raise RuleBroken("The report of that quarter is written already. It stays as it is.")
    record(events.FairnessReportWritten(actor_id=actor.id, report_id=report.id, quarter=quarter.key))
    return report


def _content(quarter: Period) -> dict[str, Any]:
    """All that the page will show, and nothing else."""
    assert quarter.ends_at is not None
    last = quarter.last
    people = gathering.people(last)
    if len(people.ids) < LEAST:
        raise RuleBroken(f"A report needs {LEAST} people at least. Fewer than that joined by the end of the quarter.")
    received = gathering.points_received(quarter)
    found = exchanges(gathering.given(quarter))
    named = named_on_boards(quarter) | {one for circle in (*found.pairs, *found.rings) for one in circle.people}
    known = [place for place, id_ in enumerate(people.ids) if id_ in named]
    tables = shown(people.attributes, [id_ in received for id_ in people.ids], SystemRandom(), known)
    amounts = [received[id_] for id_ in people.ids]
    parts = fifths(amounts)
    days = in_the_last_days(gathering.given_by_day(quarter))
    is_enough = found.kudos >= FEWEST_KUDOS
    return {
        "people": len(people.ids),
        "tables": [
            {
                "name": table.name,
                "small": table.small,
                "is_left_out": table.is_left_out,
                "groups": [[value, its.low, its.high, its.size] for value, its in sorted(table.groups.items())],
            }
            for table in tables
        ],
        "fifths": list(parts) if parts else None,
        "gini": round(20 * gini(amounts)) / 20 if parts else None,
        "kudos": found.kudos if is_enough else None,
        "returned": _percent(found.returned, found.kudos) if is_enough else None,
        "in_rings": _percent(found.in_rings, found.kudos) if is_enough else None,
        "pairs": [_circle(one) for one in found.pairs] if is_enough else [],
        "rings": [_circle(one) for one in found.rings] if is_enough else [],
        "days": [_percent(times, sum(days)) for times in days] if sum(days) >= FEWEST_KUDOS else None,
        "last_days": _percent(sum(days[:LAST_DAYS]), sum(days)) if sum(days) >= FEWEST_KUDOS else None,
    }


def _circle(circle: Circle) -> dict[str, Any]:
    return {"people": list(circle.people), "kudos": circle.kudos, "share": round(100 * circle.share)}


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
