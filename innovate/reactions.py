"""What follows from what: each fact, and the functions that run before the transaction commits."""

from innovate.core.journal import Event, Reaction

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {}
