"""What stands before the pouring begins, and the ids that come next."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area, AreaReviewer
from innovate.core.db import Model, db
from innovate.ideas.models import Stage, StageKind


@dataclass(slots=True)
class World:
    """The people, areas and stages that ideas are made up from."""

    chance: random.Random
    at: datetime
    people: list[int] = field(default_factory=list)
    team_of: dict[int, int | None] = field(default_factory=dict)
    areas: list[tuple[int, int]] = field(default_factory=list)  # id, leader
    reviewers: dict[int, list[int]] = field(default_factory=dict)
    stages: dict[StageKind, int] = field(default_factory=dict)
    next_id: dict[str, Iterator[int]] = field(default_factory=dict)

    def id_for(self, table: type[Model]) -> int:
        """The next id of that table."""
        name = table.__tablename__
        if name not in self.next_id:
            last = db.session.scalar(sa.select(sa.func.max(table.__table__.c.id))) or 0
            self.next_id[name] = itertools.count(last + 1)
        return next(self.next_id[name])

    def look_around(self) -> None:
        """See who and what stands there already."""
        for person_id, team_id in db.session.execute(sa.select(Person.id, Person.team_id).order_by(Person.id)):
            self.people.append(person_id)
            self.team_of[person_id] = team_id
        self.areas = [(row.id, row.leader_id) for row in db.session.execute(sa.select(Area.id, Area.leader_id))]
        for row in db.session.execute(sa.select(AreaReviewer.area_id, AreaReviewer.person_id)):
            self.reviewers.setdefault(row.area_id, []).append(row.person_id)
        for stage in db.session.scalars(sa.select(Stage).order_by(Stage.position.desc())):
            self.stages[stage.kind] = stage.id
