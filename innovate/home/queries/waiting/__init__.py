"""What waits for a person: each kind of task is one select, and all that concern them are one statement."""

from innovate.home.queries.waiting.gathering import MOST, waiting
from innovate.home.queries.waiting.kinds import Kind, Task, Waiting

__all__ = ["MOST", "Kind", "Task", "Waiting", "waiting"]
