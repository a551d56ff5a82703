"""What is known while the history is told, and the deeds that it is made of."""

import heapq
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment
from innovate.ideas.models import Idea

_OPENS, _HOURS = time(7, 30, tzinfo=UTC), 9.5  # the working day that moments fall into
BADGES = {
    "customer": "Customer’s friend",
    "lesson": "Brave failure",
    "test": "Well-run test",
    "team": "Helping hand",
    "first": "First light",
    "promise": "Promise kept",
    "ear": "Open ear",
    "bridge": "Bridge builder",
    "steady": "Steady hand",
}


@dataclass(slots=True)
class Chronicle:
    """What is known while the history is told: people, areas and ideas by the names that the stories use."""

    today: date
    chance: random.Random
    people: dict[str, Person] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    badges: dict[str, int] = field(default_factory=dict)
    criteria: list[int] = field(default_factory=list)
    ideas: dict[str, Idea] = field(default_factory=dict)
    experiments: dict[str, Experiment] = field(default_factory=dict)
    comments: dict[tuple[str, int], Comment] = field(default_factory=dict)
    _later: list["Deed"] = field(default_factory=list)
    _places: Iterator[int] = field(default_factory=itertools.count)

    def moment(self, days_ago: float) -> datetime:
        """So many days before today, within a working day; the latest is yesterday evening."""
        whole = int(days_ago // 1)
        day = self.today - timedelta(days=whole + 1)
        return datetime.combine(day, _OPENS) + timedelta(hours=_HOURS * (1 - (days_ago - whole)))

    def put_off(self, at: datetime, do: Callable[[], object]) -> None:
        """Have this done once the history has come to that moment."""
        heapq.heappush(self._later, Deed(at, next(self._places), do))

    def due(self, until: datetime) -> Iterator["Deed"]:
        """What was put off until that moment or earlier, also meanwhile, in the order of time."""
        while self._later and self._later[0].at <= until:
            yield heapq.heappop(self._later)


@dataclass(frozen=True, slots=True, order=True)
class Deed:
    """Something that is done at a moment; `place` keeps what is written together in its order."""

    at: datetime
    place: int
    do: Callable[[], object] = field(compare=False)
