"""A wall for the tests of recognition: thanks, and posts to answer to."""

from typing import Any

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import record
from innovate.recognition.models import Post, PostKind
from innovate.recognition.queries import Card, Narrowing, wall
from innovate.rewards import commands
from innovate.rewards.models import Award, Kudos, KudosReceiver
from tests import factories
from tests.integration.rewards.companies import key, laid_out


def thank(hr: Person, person: Person, points: int = 10, words: str = "For the calm.", **more: Any) -> Award:
    """An award for something outside an idea."""
    given = {"points": points, "badge_id": None, "citation": words, "key": key()} | more
    return commands.give_award(hr, person_id=person.id, **given)


def post(words: str = "For the calm.") -> Post:
    """A post that stands on the wall."""
    thank(laid_out(), factories.person(), words=words)
    transaction.complete()
    found: Post = db.session.scalars(
        sa.select(Post).where(Post.kind == PostKind.AWARD).order_by(Post.id.desc()).limit(1)
    ).one()
    return found


def shown(viewer: Person, narrowing: Narrowing | None = None, after: str | None = None, most: int = 50) -> list[Card]:
    """The posts that this person sees on the wall, narrowed."""
    transaction.complete()
    cards = wall(viewer, narrowing or Narrowing(), after=after, most=most).cards
    return [cards.card(row, beside) for row, beside in cards.each()]


def kudos(giver: Person, *receivers: Person, **fields: Any) -> Kudos:
    """Thanks from one to others, without points."""
    values = {"points": 0, "words": "For the calm.", "at": now(), "form_key": key()}
    made: Kudos = factories.save(Kudos(giver_id=giver.id, **(values | fields)))
    db.session.add_all(KudosReceiver(kudos_id=made.id, person_id=one.id) for one in receivers)
    db.session.flush()  # the wall reads them by id
    about: dict[str, Any] = {"person_ids": [one.id for one in receivers], "points": 0, "parent_id": made.parent_id}
    record(events.KudosGiven(actor_id=giver.id, kudos_id=made.id, **about))
    return made
