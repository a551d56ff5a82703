"""What rewards do when something happened elsewhere: a new company is laid out, and credit is suggested."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import Event
from innovate.ideas.models import Idea, StageKind
from innovate.rewards import asking, badge_giving, crediting, first_awards, ledger, nominating
from innovate.rewards.drawings import FIRST_BADGES, FIRST_BADGES_BY_RULE
from innovate.rewards.models import Badge


def lay_out_rewards(_fact: events.FirstAdministratorCreated, _entry_id: int) -> None:
    """Open the ledger's own accounts, and make a good first set of awards and badges."""
    ledger.lay_out()
    if db.session.scalar(sa.select(Badge.id).limit(1)) is None:
        db.session.add_all(
            Badge(name=name, purpose=purpose, drawing=drawing, is_active=True)
            for name, purpose, drawing in FIRST_BADGES
        )
        db.session.add_all(
            Badge(name=name, purpose=purpose, drawing=drawing, rule=rule, threshold=enough, swept_at=now())
            for name, purpose, drawing, rule, enough in FIRST_BADGES_BY_RULE
        )
        db.session.flush()  # an award may have a badge
    first_awards.lay_out()


def ask_others(fact: events.PersonDeactivated, _entry_id: int) -> None:
    """Whoever leaves no longer says whether benefits have lasted."""
    asking.pass_on(fact.person_id)


def give_badges(fact: Event, _entry_id: int) -> None:
    """Give the badges that this fact brings by rule."""
    badge_giving.give_by_rule(fact)


def hold_badge_of_award(fact: events.AwardGiven, _entry_id: int) -> None:
    """Whoever is awarded with a badge holds it."""
    badge_giving.follow_award(fact.award_id)


def part_with_badge_of_award(fact: events.AwardReversed, _entry_id: int) -> None:
    """The badge of an award that is taken back goes with it."""
    badge_giving.follow_reversal(fact.award_id, fact.actor_id)


def suggest_shares(fact: events.IdeaEvent, _entry_id: int) -> None:
    """An idea that waits for recognition says who had which share in it."""
    _suggest(fact.idea_id)


def suggest_shares_of_both(fact: events.IdeaMerged, _entry_id: int) -> None:
    """Whoever came over from a merged idea has a share, too."""
    _suggest(fact.into_id)


def _suggest(idea_id: int) -> None:
    idea = db.session.get_one(Idea, idea_id)
    if idea.stage.kind is StageKind.REWARD:
        crediting.suggest(idea)


def part_with_nominations(fact: events.PersonDeactivated, _entry_id: int) -> None:
    """Who has left is nominated no more, and others answer what they had to."""
    nominating.part_with(db.session.get_one(Person, fact.person_id), fact.actor_id)
