"""An award is paid in parts, the parts wait for the benefit, and all of it can be taken back."""

import pytest
import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import record_now
from innovate.ideas.models import Idea
from innovate.rewards import ledger, paying
from innovate.rewards.ledger import NotEnough
from innovate.rewards.models import Account, AccountKind, Award, AwardKind, BenefitCheck, LedgerJournal, PartState
from tests import factories
from tests.integration.rewards.companies import key, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


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


def test_a_part_comes_at_once_and_the_rest_is_set_aside_for_three_checks():
    hr, tried = laid_out(1_000), tried_idea()
    award = given_award(hr, tried.author, tried.idea, 101)
    assert [part.points for part in award.parts] == [20, 20, 20]
    assert (balance(AccountKind.SPEND, tried.author), balance(AccountKind.VESTING)) == (41, 60)
    checks = db.session.scalars(sa.select(BenefitCheck).order_by(BenefitCheck.after_days)).all()
    assert [check.after_days for check in checks] == [30, 90, 180]
    assert {check.asked_id for check in checks} == {tried.idea.area.leader_id}


def test_an_award_without_an_idea_comes_at_once():
    hr, person = laid_out(), factories.person()
    award = given_award(hr, person, None)
    assert award.parts == []
    assert (balance(AccountKind.SPEND, person), balance(AccountKind.VESTING)) == (100, 0)


def test_two_awards_for_an_idea_wait_for_the_same_checks():
    hr, tried = laid_out(), tried_idea()
    given_award(hr, tried.author, tried.idea)
    given_award(hr, tried.owner, tried.idea)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(BenefitCheck)) == 3


def test_who_gains_by_the_answer_is_not_asked():
    hr, tried = laid_out(), tried_idea()
    given_award(hr, tried.author, tried.idea)
    given_award(hr, db.session.get_one(Person, tried.idea.area.leader_id), tried.idea)
    assert set(db.session.scalars(sa.select(BenefitCheck.asked_id))) == {hr.id}


def test_what_is_taken_back_returns_whole_and_nothing_waits_any_more():
    hr, tried = laid_out(), tried_idea()
    award = given_award(hr, tried.author, tried.idea)
    paying.take_back(award, reason="A mistake", actor_id=hr.id, cause_id=None)
    assert [balance(kind) for kind in (AccountKind.COMPANY, AccountKind.VESTING)] == [1_000, 0]
    assert {part.state for part in award.parts} == {PartState.LAPSED}


def test_what_was_spent_is_not_taken_back():
    hr, tried = laid_out(), tried_idea()
    award = given_award(hr, tried.author, tried.idea)
    spend = ledger.spend_accounts([tried.author.id])[tried.author.id]
    legs = (ledger.Leg(spend, -30), ledger.Leg(ledger.catalogue_account(), 30))
    ledger.transfer("mug", ledger.Movement.REDEMPTION, legs, reason="A mug", actor_id=None, cause_id=None)
    with pytest.raises(NotEnough, match="Only 10 of these 40 points"):
        paying.take_back(award, reason="A mistake", actor_id=hr.id, cause_id=None)


def test_an_award_is_one_journal():
    hr, tried = laid_out(), tried_idea()
    given_award(hr, tried.author, tried.idea)
    assert db.session.scalar(sa.select(sa.func.count()).where(LedgerJournal.key.like("award:%"))) == 1
