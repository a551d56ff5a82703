"""A wall for the tests of recognition: thanks, and posts to answer to."""

from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.db import db
from innovate.recognition.models import Post
from innovate.rewards import commands
from innovate.rewards.models import Award
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
    found: Post = db.session.scalars(sa.select(Post).order_by(Post.id.desc()).limit(1)).one()
    return found
