"""Whatever is awarded, answered, spent and taken back, in whatever order: every point is where it should be."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from innovate.core import transaction
from innovate.core.db import db
from innovate.rewards import checking, commands, ledger
from innovate.rewards.ledger import Leg, NotEnough
from innovate.rewards.models import AccountKind, Award, AwardPart, BenefitCheck, BenefitState, Movement, PartState
from tests.integration.rewards.benefits.awarding import balance, due_check, given_award, leader_of
from tests.integration.rewards.companies import key, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")
BUDGET = 2_000


class Benefits(RuleBasedStateMachine):
    """Two ideas and those who worked on them; nothing is kept, so each run begins anew."""

    def __init__(self) -> None:
        super().__init__()
        transaction.abandon()
        self.hr, self.tried = laid_out(BUDGET), [tried_idea(), tried_idea()]
        self.given: list[Award] = []
        self.spent = 0

    @rule(which=st.integers(0, 1), who=st.sampled_from(["author", "owner", "member"]), points=st.integers(1, 90))
    def award(self, which: int, who: str, points: int) -> None:
        tried = self.tried[which]
        try:
            self.given.append(given_award(self.hr, getattr(tried, who), tried.idea, points))
        except NotEnough:
            assert balance(AccountKind.COMPANY) < points

    @precondition(lambda self: self.given)
    @rule(which=st.integers(0, 1), days=st.sampled_from([30, 90, 180]), has_lasted=st.booleans())
    def answer(self, which: int, days: int, has_lasted: bool) -> None:
        idea = self.tried[which].idea
        query = sa.select(BenefitCheck).where(BenefitCheck.idea_id == idea.id, BenefitCheck.after_days == days)
        check = db.session.scalars(query).one_or_none()
        if check is not None and check.state is BenefitState.WAITING:
            words = "It has." if has_lasted else "It has not."
            commands.answer_benefit(leader_of(idea), due_check(idea, days), has_lasted=has_lasted, words=words)

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        award = data.draw(st.sampled_from(self.given))
        came = award.points - sum(part.points for part in award.parts if part.state is not PartState.VESTED)
        lapsed = sum(part.points for part in award.parts if part.state is PartState.LAPSED)
        reaches = balance(AccountKind.SPEND, award.person) >= came and balance(AccountKind.COMPANY) >= lapsed
        if award.reversed_at is None and reaches:
            commands.reverse_award(self.hr, award, reason="A mistake")

    @precondition(lambda self: self.given)
    @rule(data=st.data(), points=st.integers(1, 20))
    def spend(self, data: st.DataObject, points: int) -> None:
        person = data.draw(st.sampled_from(self.given)).person
        if balance(AccountKind.SPEND, person) >= points:
            wallet = ledger.spend_accounts([person.id])[person.id]
            legs = (Leg(wallet, -points), Leg(ledger.catalogue_account(), points))
            ledger.transfer(key(), Movement.REDEMPTION, legs, reason="A mug", actor_id=None, cause_id=None)
            self.spent += points

    @invariant()
    def every_point_is_somewhere(self) -> None:
        waiting = sa.select(sa.func.coalesce(sa.func.sum(AwardPart.points), 0))
        assert balance(AccountKind.VESTING) == db.session.scalar(waiting.where(AwardPart.state == PartState.WAITING))
        people = {one for tried in self.tried for one in (tried.author, tried.owner, tried.member)}
        held = sum(balance(AccountKind.SPEND, person) for person in people)
        assert balance(AccountKind.COMPANY) + balance(AccountKind.VESTING) + held + self.spent == BUDGET

    def teardown(self) -> None:
        assert list(checking.broken()) == []
        transaction.abandon()


def test_awards_answers_spending_and_taking_back_at_random_leave_every_point_where_it_should_be():
    run_state_machine_as_test(
        Benefits,
        settings=settings(
            max_examples=3,
            stateful_step_count=15,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
