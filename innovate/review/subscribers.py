"""What review does when something happened elsewhere: reviewers are asked, let go again, and replaced."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import record
from innovate.ideas.models import Idea, StageKind
from innovate.permissions import Role
from innovate.review.commands import ask
from innovate.review.models import Assignment, Criterion
from innovate.review.routing import chosen, next_free

SPARE = 1  # so many more are asked than the quorum needs: somebody is always away

CRITERIA = (
    ("Customer impact", "How much better does this make it for the customers it touches?",
     "They would hardly notice", "They would tell their friends", 5),
    ("Reach", "How many of our customers does it touch?", "A handful a month", "Nearly everybody", 4),
    ("Feasibility", "Can we do it with the people and systems we have?",
     "Needs what we do not have", "Could start on Monday", 3),
    ("Cost", "What does it cost to do and to keep going?", "Far more than it brings", "Next to nothing", 3),
    ("Scalability", "If it works in one place, can every site do it?",
     "Only ever in one place", "Everywhere, the same way", 2),
    ("Sustainability", "Will it last without anybody pushing?",
     "Gone when its champion leaves", "Part of how we work", 2),
    ("Risk", "What could go wrong for customers, colleagues or the company?",
     "Serious harm is likely", "Little, and easily undone", 3),
)  # fmt: skip


def lay_out_criteria(_fact: events.FirstAdministratorCreated, _entry_id: int) -> None:
    """A fresh installation scores seven things, each with words for a 1 and a 5."""
    if db.session.scalar(sa.select(Criterion.id).limit(1)) is not None:
        return
    for position, (name, question, low, high, weight) in enumerate(CRITERIA, start=1):
        db.session.add(Criterion(name=name, question=question, low=low, high=high, weight=weight, position=position))


def assign(fact: events.IdeaMoved, _entry_id: int) -> None:
    """Ask the area's reviewers of an idea that came to review: the quorum and one to spare, where there are so many."""
    idea = db.session.get_one(Idea, fact.idea_id)
    if idea.stage.kind is not StageKind.REVIEW:
        return
    reviewer_ids = chosen(idea, idea.area.quorum + SPARE)
    if reviewer_ids:
        ask(idea, reviewer_ids)
        record(events.ReviewersAssigned(actor_id=fact.actor_id, idea_id=idea.id, reviewer_ids=reviewer_ids))


def close_assignments(fact: events.IdeaMoved, _entry_id: int) -> None:
    """The idea has left that review: nobody is waited for any longer."""
    db.session.execute(
        sa.update(Assignment)
        .where(Assignment.idea_id == fact.idea_id, Assignment.done_at.is_(None))
        .values(done_at=now())
    )


def release(fact: events.PersonEvent, _entry_id: int) -> None:
    """Who reviews no more is waited for no more: the next free reviewer of each pool is asked instead."""
    person = db.session.get_one(Person, fact.person_id)
    if person.is_active and person.has(Role.REVIEWER):
        return
    waiting = sa.delete(Assignment).where(Assignment.reviewer_id == person.id, Assignment.done_at.is_(None))
    for idea_id in sorted(db.session.scalars(waiting.returning(Assignment.idea_id))):
        idea = db.session.get_one(Idea, idea_id)
        next_id = next_free(idea)
        if next_id is not None:
            ask(idea, [next_id])
        about = {"actor_id": fact.actor_id, "next_id": next_id}
        record(events.ReviewerReleased(**about, idea_id=idea_id, reviewer_id=person.id))
