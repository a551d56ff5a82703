"""Reads for home: what waits for a person, what moved, what they were thanked for."""

from innovate.home.queries.moved import Moved, moved, thanks, trending
from innovate.home.queries.waiting import Task, Waiting, waiting

__all__ = ["Moved", "Task", "Waiting", "moved", "thanks", "trending", "waiting"]
