"""Reads for home: what waits for a person, what moved."""

from innovate.home.queries.moved import Moved, moved, trending
from innovate.home.queries.waiting import Task, Waiting, waiting

__all__ = ["Moved", "Task", "Waiting", "moved", "trending", "waiting"]
