"""An award is paid in parts, the parts wait for the benefit, and all of it can be taken back."""

import random
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from innovate import worker
from innovate.accounts.models import Person
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.experiments.models import Direction, LibraryMetric, MetricKind
from innovate.rewards import checking, commands, ledger, paying, queries
from innovate.rewards.ledger import NotEnough
from innovate.rewards.models import AccountKind, AwardPart, BenefitCheck, LedgerJournal, Movement, PartState
from tests import factories
from tests.integration.rewards.benefits.awarding import balance, due_check, given_award, leader_of
from tests.integration.rewards.companies import laid_out, tried_idea
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


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
    ledger.transfer("mug", Movement.REDEMPTION, legs, reason="A mug", actor_id=None, cause_id=None)
    with pytest.raises(NotEnough, match="Only 10 of these 40 points"):
        paying.take_back(award, reason="A mistake", actor_id=hr.id, cause_id=None)


def test_an_award_is_one_journal():
    hr, tried = laid_out(), tried_idea()
    given_award(hr, tried.author, tried.idea)
    assert db.session.scalar(sa.select(sa.func.count()).where(LedgerJournal.key.like("award:%"))) == 1


def test_what_would_wait_for_a_check_that_was_answered_comes_at_once():
    hr, tried = laid_out(), tried_idea()
    given_award(hr, tried.author, tried.idea)
    commands.answer_benefit(leader_of(tried.idea), due_check(tried.idea), has_lasted=True, words="Yes.")
    late = given_award(hr, tried.owner, tried.idea)
    assert balance(AccountKind.SPEND, tried.owner) == 60
    assert [part.check.after_days for part in late.parts] == [90, 180]


def test_a_single_point_comes_at_once_and_leaves_no_empty_part():
    hr, tried = laid_out(), tried_idea()
    award = given_award(hr, tried.author, tried.idea, 1)
    assert balance(AccountKind.SPEND, tried.author) == 1
    assert award.parts == []


def test_awards_at_random_are_paid_to_the_point():
    hr, chance = laid_out(5_000), random.Random(3)
    given = []
    for _ in range(12):
        tried, points = tried_idea(), chance.randint(1, 60)
        cuts = sorted(chance.sample(range(101), 3))
        shares = {"vest_30": cuts[0], "vest_90": cuts[1] - cuts[0], "vest_180": cuts[2] - cuts[1]}
        given.append((given_award(hr, tried.author, tried.idea, points, **shares), points, tried.author))
    for award, points, author in given:
        set_aside = sum(part.points for part in award.parts)
        assert balance(AccountKind.SPEND, author) + set_aside == points
    waiting = db.session.scalar(sa.select(sa.func.sum(AwardPart.points)).where(AwardPart.state == PartState.WAITING))
    assert balance(AccountKind.VESTING) == waiting
    assert list(checking.broken()) == []


def test_the_metrics_owner_is_asked_before_the_areas_leader():
    hr, owner = laid_out(), factories.person()
    metric = factories.save(
        LibraryMetric(name="Contacts", kind=MetricKind.SHARE, direction=Direction.UP, owner_id=owner.id)
    )
    tried = tried_idea(metric_id=metric.id)
    given_award(hr, tried.author, tried.idea)
    assert set(db.session.scalars(sa.select(BenefitCheck.asked_id))) == {owner.id}


def test_a_metrics_owner_who_has_left_is_not_asked():
    hr, owner = laid_out(), factories.person(deactivated_at=now())
    metric = factories.save(
        LibraryMetric(name="Contacts", kind=MetricKind.SHARE, direction=Direction.UP, owner_id=owner.id)
    )
    tried = tried_idea(metric_id=metric.id)
    given_award(hr, tried.author, tried.idea)
    assert set(db.session.scalars(sa.select(BenefitCheck.asked_id))) == {leader_of(tried.idea).id}


def test_the_report_of_a_month_says_what_is_vesting_beside_what_is_owed(as_user):
    may, june = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (5, 6))
    with held(may):
        hr, tried = laid_out(), tried_idea()
        given_award(hr, tried.author, tried.idea)
    with held(june):
        month = commands.close_month(hr, month=may.date().replace(day=1))
        keep()
        worker.close_months()
    report = queries.month_report(month.id)
    assert (report.spend + report.give, report.vesting) == (40, 60)
    page = as_user(hr).get(f"/rewards/months/{month.id}").text
    assert "Vesting at the end" in page
    assert "60 points" in page
