"""Awards for the tests of benefits: of a kind that vests, paid from the company's budget."""

from datetime import timedelta

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import record_now
from innovate.ideas.models import Idea
from innovate.rewards import ledger, paying
from innovate.rewards.models import Account, AccountKind, Award, AwardKind, BenefitCheck
from tests import factories
from tests.integration.rewards.companies import key


def vesting_kind(**fields) -> AwardKind:
    kind = db.session.scalars(sa.select(AwardKind).order_by(AwardKind.id).limit(1)).one()
    for name, value in ({"vest_30": 20, "vest_90": 20, "vest_180": 20} | fields).items():
        setattr(kind, name, value)
    db.session.flush()
    return kind


def given_award(hr: Person, person: Person, idea: Idea | None, points: int = 100, **fields) -> Award:
    kind = vesting_kind(**fields)
    award = factories.save(
        Award(
            key=key(),
            kind_id=kind.id,
            idea_id=idea.id if idea else None,
            person_id=person.id,
            giver_id=hr.id,
            points=points,
            citation="For this.",
            at=now(),
        )
    )
    fact = events.AwardGiven(
        actor_id=hr.id, person_id=person.id, award_id=award.id, points=points, idea_id=award.idea_id
    )
    (cause_id,) = record_now(fact)
    paying.pay(award, kind, budget_id=ledger.company_budget(), idea=idea, actor_id=hr.id, cause_id=cause_id)
    return award


def balance(kind: AccountKind, person: Person | None = None) -> int:
    query = sa.select(Account.balance).where(Account.kind == kind)
    return db.session.scalar(query.where(Account.person_id == person.id) if person else query) or 0


def due_check(idea: Idea, after_days: int = 30) -> BenefitCheck:
    """The check of that idea's benefit, due since yesterday."""
    query = sa.select(BenefitCheck).where(BenefitCheck.idea_id == idea.id, BenefitCheck.after_days == after_days)
    check = db.session.scalars(query).one()
    check.due_on = now().date() - timedelta(days=1)
    db.session.flush()
    return check


def leader_of(idea: Idea) -> Person:
    return db.session.get_one(Person, idea.area.leader_id)
