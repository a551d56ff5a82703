"""What the sentences are made of: the idea a fact is about, who follows it, leads it, runs it, and names."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import BigId, db
from innovate.experiments.models import Experiment
from innovate.ideas.deciding import deciders
from innovate.ideas.models import Idea, Stage
from innovate.ideas.queries import follower_ids
from innovate.notifications.telling import tell


@dataclass(frozen=True, slots=True)
class About:
    """An idea, its area and the name of who did something to it, for a sentence."""

    id: int
    title: str
    author_id: int
    round: int
    area: str
    quorum: int
    stage: str
    who: str

    @property
    def url(self) -> str:
        return f"/ideas/{self.id}"


def tell_followers(
    fact: events.IdeaEvent,
    entry_id: int,
    about: About,
    sentence: str,
    url: str = "",
    *,
    but: Collection[int] = (),
) -> None:
    """Say the sentence to the author as of their own idea, to the other followers as of an idea."""
    title = f"“{short(about.title)}”"
    mine, other = f"your idea {title}", f"the idea {title}"
    told = follower_ids(fact.idea_id) - {fact.actor_id} - set(but)
    for people, idea in ((told & {about.author_id}, mine), (told - {about.author_id}, other)):
        text = sentence.format(who=about.who, idea=idea, Idea=idea[0].upper() + idea[1:], stage=about.stage)
        tell(entry_id, people, text, url or about.url)


def about_idea(fact: events.IdeaEvent) -> About:
    """What sentences say of the idea of that fact."""
    return About(*db.session.execute(_asking(), {"idea": fact.idea_id, "actor": fact.actor_id}).one())


@cache
def _asking() -> sa.Select[*tuple[Any, ...]]:
    """The statement behind `about_idea`; made once, as most facts need it."""
    actor = aliased(Person)
    return (
        sa.select(
            Idea.id,
            Idea.title,
            Idea.author_id,
            Idea.round,
            Area.name,
            Area.quorum,
            Stage.name,
            sa.func.coalesce(actor.name, "Innovate"),
        )
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .outerjoin(actor, actor.id == sa.bindparam("actor", type_=sa.Integer))
        .where(Idea.id == sa.bindparam("idea", type_=BigId))
    )


def leaders(about: About) -> set[int]:
    """Who may decide on the idea today: of the area where somebody may, else the administrators."""
    return {one.id for one in deciders(db.session.get_one(Idea, about.id))}


def runners(fact: events.ExperimentEvent) -> set[int]:
    """Who runs the experiment."""
    return set(db.session.scalars(sa.select(Experiment.owner_id).where(Experiment.id == fact.experiment_id)))


def name_of(person_id: int | None) -> str:
    """What somebody is called; what nobody did, Innovate did by itself."""
    return db.session.scalar(sa.select(Person.name).where(Person.id == person_id)) or "Innovate"


def short(title: str, most: int = 100) -> str:
    """The title, cut at a word where it is long."""
    return title if len(title) <= most else f"{title[:most].rpartition(' ')[0] or title[:most]} …"
