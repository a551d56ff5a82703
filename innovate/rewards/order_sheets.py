"""Orders and gifts as sheets: for who buys and ships rewards, and for finance."""

from datetime import datetime

from innovate.core import wording
from innovate.core.paging import Page
from innovate.rewards import queries
from innovate.rewards.exporting import PIECE, Row, Sheet
from innovate.rewards.queries import Order
from innovate.rewards.spans import Span


def orders(span: Span) -> Sheet:
    """Every order of a span, the oldest first."""
    heading = (
        *("order", "ordered", "reward", "kind", "for", "points", "what they said", "state"),
        *("approved or declined", "by", "handed over or cancelled", "by", "note", "hands it over", "due"),
    )

    def row(one: Order) -> Row:
        return (
            *(one.id, _time(one.at), one.item, one.kind.label, one.person.name, one.points, one.words),
            *(one.state.label, _time(one.decided_at), one.decided_by.name if one.decided_by else ""),
            *(_time(one.closed_at), one.closed_by.name if one.closed_by else "", one.note),
            *(one.fulfiller.name if one.fulfiller else "HR", _time(one.due_at)),
        )

    def read(cursor: str | None) -> Page[Row]:
        page = queries.orders_between(span, cursor, PIECE)
        return Page([row(one) for one in page.items], page.next)

    days = [f"{one:%Y-%m-%d}" for one in (span.first, span.last) if one]
    return Sheet("-".join(("orders", *days)), heading, read, lambda most: queries.orders_beyond(span, most))


def gifts(point_cents: int | None, currency: str) -> Sheet:
    """What was and is to be paid to good causes: sums by month and cause, in points and in money."""
    heading = ("month", "good cause", "state", "gifts", "points", f"amount in {currency}")

    def money(points: int) -> float | None:
        return None if point_cents is None else points * point_cents / 100

    def read(_cursor: str | None) -> Page[Row]:
        waiting = [("", one.item, "to pay out", one.gifts, one.points, money(one.points)) for one in queries.gifts()]
        paid = [
            (f"{one.month:%Y-%m}", one.item, "paid out", one.gifts, one.points, money(one.points))
            for one in queries.paid_gifts()
        ]
        return Page([*waiting, *paid])

    return Sheet("gifts", heading, read)


def _time(at: datetime | None) -> str:
    return f"{wording.local(at):%Y-%m-%d %H:%M}" if at else ""
