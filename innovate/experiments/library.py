"""The metrics that a fresh installation can measure with: what is usual in customer service, and how it is counted."""

from typing import NamedTuple

from innovate.experiments.models import Direction, MetricKind


class Usual(NamedTuple):
    """A metric of the library, as a fresh installation gets it; a share's baseline is 0 to 1."""

    name: str
    definition: str
    kind: MetricKind
    unit: str
    direction: Direction
    source: str
    baseline: float | None = None
    spread: float | None = None


USUAL = (
    Usual(
        "CSAT top box",
        "Answers of 4 or 5 on the scale of 1 to 5, of all answers to the survey that day.",
        MetricKind.SHARE,
        "",
        Direction.UP,
        "Survey after a contact",
        0.78,
    ),
    Usual(
        "First-contact resolution",
        "Contacts after which the customer does not come back about the same matter within seven days, of all.",
        MetricKind.SHARE,
        "",
        Direction.UP,
        "Ticket system",
        0.7,
    ),
    Usual(
        "Answered within 20 seconds",
        "Calls answered within 20 seconds, of all calls that reached the queue.",
        MetricKind.SHARE,
        "",
        Direction.UP,
        "Telephone system",
        0.8,
    ),
    Usual(
        "Solved without an agent",
        "Visits to the help pages that are not followed by a contact within a day, of all visits.",
        MetricKind.SHARE,
        "",
        Direction.UP,
        "Web analytics and ticket system",
        0.6,
    ),
    Usual(
        "Handling time",
        "Minutes from taking a contact up to closing its notes.",
        MetricKind.MEAN,
        "min",
        Direction.DOWN,
        "Telephone system",
        6.5,
        4.5,
    ),
    Usual(
        "Waiting time",
        "Minutes from reaching the queue to the first word of an agent.",
        MetricKind.MEAN,
        "min",
        Direction.DOWN,
        "Telephone system",
        2.5,
        3.0,
    ),
    Usual(
        "Customer effort score",
        "“How easy was it?”, from 1, very hard, to 7, very easy.",
        MetricKind.MEAN,
        "points",
        Direction.UP,
        "Survey after a contact",
        5.2,
        1.5,
    ),
    Usual(
        "Contacts per thousand orders",
        "Contacts of every channel, against the orders of the same day.",
        MetricKind.RATE,
        "per 1,000 orders",
        Direction.DOWN,
        "Ticket system and shop",
        85,
    ),
    Usual(
        "Complaints per week",
        "Complaints received on a day; seven days make a week.",
        MetricKind.RATE,
        "per 7 days",
        Direction.DOWN,
        "Complaints book",
        12,
    ),
    Usual(
        "Repeat contacts per thousand contacts",
        "Contacts about a matter that was closed within the last seven days, against all contacts.",
        MetricKind.RATE,
        "per 1,000 contacts",
        Direction.DOWN,
        "Ticket system",
        120,
    ),
)
