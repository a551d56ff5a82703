"""The bounds of kudos, and what they can be for."""

from datetime import timedelta
from enum import StrEnum

WORDS = 500
MOST_RECEIVERS = 20  # at once
MOST_POINTS = 10_000  # to each, and a month
REGRET = timedelta(minutes=15)  # so long who gave kudos may take them back by themselves


class Occasion(StrEnum):
    """What kudos can be for."""

    IDEA = "idea"
    EXPERIMENT = "experiment"
    COMMENT = "comment"


def occasion_of(text: str) -> tuple[Occasion, int] | None:
    """What a form or an address says, such as “idea:7”; None for nothing and for what is none."""
    kind, _, id_ = text.partition(":")
    if kind not in set(Occasion) or not (id_.isascii() and id_.isdigit() and len(id_) < 16):
        return None
    return Occasion(kind), int(id_)
