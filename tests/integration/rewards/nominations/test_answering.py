"""Nominating and answering: who may, in which order, and what happens when two are there at once."""

from typing import Any

import pytest
import sqlalchemy as sa

from innovate.accounts import commands as accounts
from innovate.accounts.models import Person
from innovate.areas.models import Deputy
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.permissions import Role
from innovate.rewards import commands
from innovate.rewards.models import (
    Account,
    Approver,
    Award,
    AwardKind,
    Nomination,
    NominationState,
    NominationStep,
    StepVerdict,
)
from tests import factories
from tests.integration.rewards.companies import key, laid_out
from tests.integration.rewards.nominations.nominating import (
    HR,
    LEADER,
    MANAGER,
    PERSON,
    award,
    nominate,
    proposed,
    say_no,
    say_yes,
    told,
)
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def test_a_nomination_goes_through_its_chain_to_the_award():
    one = proposed()
    assert one.steps[0].approver_id == one.manager.id
    assert one.steps[0].due_at == one.began + factories.days(7)
    say_yes(one.manager, one.nomination, "I saw it.")
    assert one.steps[1].began_at is not None
    say_yes(one.hr, one.nomination)
    assert one.state is NominationState.APPROVED
    given = award(one.hr, one.nomination)
    keep()
    assert (given.person_id, given.kind_id, given.points) == (one.nominee.id, one.kind.id, 200)
    assert (one.state, given.nomination_id) == (NominationState.AWARDED, one.nomination.id)
    assert db.session.scalar(sa.select(Account.balance).where(Account.person_id == one.nominee.id)) == 200


def test_everybody_reads_what_concerns_them_and_the_nominee_only_of_the_award():
    one = proposed()
    keep()
    assert [words for words in told(one.manager) if "nominated Nils Nominee" in words]
    assert told(one.nominee) == []
    say_yes(one.manager, one.nomination)
    keep()
    assert [words for words in told(one.nominator) if "Maja Manager approved your nomination" in words]
    assert [words for words in told(one.hr) if "Your answer is promised" in words]
    say_yes(one.hr, one.nomination)
    award(one.hr, one.nomination)
    keep()
    assert len(told(one.nominee)) == 1


def test_a_no_ends_it_with_a_reason_that_only_the_nominator_reads():
    one = proposed()
    with pytest.raises(BadInput, match="Say why"):
        say_no(one.manager, one.nomination, "")
    say_no(one.manager, one.nomination, "Wait until the quarter is over.")
    keep()
    assert one.state is NominationState.DECLINED
    assert [words for words in told(one.nominator) if "Wait until the quarter is over." in words]
    assert told(one.nominee) == []
    assert told(one.hr) == []


def test_nobody_answers_before_their_turn_or_for_their_own():
    one = proposed()
    for stranger in (one.hr, one.nominator, one.nominee, factories.person()):
        with pytest.raises(NotAllowed):
            say_yes(stranger, one.nomination)


def test_where_the_manager_nominates_or_is_missing_hr_answers():
    hr, boss = laid_out(), factories.person()
    kind = factories.award_kind((MANAGER, 7))
    by_manager = nominate(boss, factories.person(manager_id=boss.id), kind)
    without = nominate(boss, factories.person(), kind)
    assert (by_manager.steps[0].is_for_hr, by_manager.steps[0].in_place_of_id) == (True, boss.id)
    assert (without.steps[0].is_for_hr, without.steps[0].in_place_of_id) == (True, None)
    assert say_yes(hr, by_manager).state is NominationState.APPROVED


def test_an_area_answers_by_its_leader_or_deputy_but_not_by_whom_it_concerns():
    laid_out()
    boss, deputy = factories.leader(), factories.leader()
    area, author = factories.area(leader=boss), factories.person()
    idea, kind = factories.idea(author=author, area=area), factories.award_kind((LEADER, 7))
    theirs = nominate(boss, author, kind, idea=idea)
    assert theirs.steps[0].is_for_hr
    factories.save(Deputy(area_id=area.id, person_id=deputy.id, starts_on=today(), ends_on=today()))
    db.session.expire(area)
    another = nominate(factories.person(), boss, factories.award_kind((LEADER, 7)), idea=idea)
    assert another.steps[0].area_id == area.id
    with pytest.raises(NotAllowed):
        say_yes(boss, another)
    assert say_yes(deputy, another).state is NominationState.APPROVED


def test_without_an_idea_the_area_of_the_nominees_latest_idea_answers():
    laid_out()
    area, author = factories.area(), factories.person()
    factories.idea(author=author, area=area)
    assert nominate(factories.person(), author, factories.award_kind((LEADER, 7))).steps[0].area_id == area.id


def test_whoever_answered_once_does_not_answer_a_second_step():
    laid_out()
    boss = factories.person(None, Role.LEADER)
    nominee = factories.person(manager_id=boss.id)
    factories.idea(author=nominee, area=factories.area(leader=boss))
    nomination = nominate(factories.person(), nominee, factories.award_kind((MANAGER, 7), (LEADER, 7)))
    say_yes(boss, nomination)
    second = nomination.steps[1]
    assert (second.is_for_hr, second.in_place_of_id) == (True, boss.id)
    with pytest.raises(NotAllowed):
        say_yes(boss, nomination)


def test_the_only_one_in_hr_is_the_last_resort_twice_and_an_administrator_where_it_is_their_own():
    hr, admin = laid_out(), factories.admin()
    kind = factories.award_kind((MANAGER, 7), (HR, 7))
    alone = nominate(factories.person(), factories.person(), kind)
    say_yes(hr, alone)
    assert say_yes(hr, alone).state is NominationState.APPROVED
    own = nominate(hr, factories.person(), kind)
    assert own.steps[0].approver_id == admin.id
    with pytest.raises(NotAllowed):
        say_yes(hr, own)


def test_nobody_nominates_where_nobody_could_answer():
    hr = laid_out()
    with pytest.raises(RuleBroken, match="Nobody in HR could answer"):
        nominate(hr, factories.person(), factories.award_kind((HR, 7)))


def test_a_named_person_answers_and_when_they_leave_hr_does():
    one_of_us, boss = factories.person("Named One"), factories.admin()
    one = proposed((PERSON, 7, one_of_us))
    assert one.steps[0].approver_id == one_of_us.id
    accounts.deactivate_person(boss, one_of_us)
    keep()
    assert (one.steps[0].is_for_hr, one.steps[0].in_place_of_id) == (True, one_of_us.id)
    assert [words for words in told(one.hr) if "came to you" in words]
    assert say_yes(one.hr, one.nomination).state is NominationState.APPROVED


def test_a_nomination_of_somebody_who_leaves_is_closed_and_those_who_wait_read_so():
    one, boss = proposed(), factories.admin()
    accounts.deactivate_person(boss, one.nominee)
    keep()
    assert one.state is NominationState.WITHDRAWN
    assert "has left" in told(one.nominator)[-1]
    assert "has left" in told(one.manager)[-1]


def test_a_late_answer_may_come_from_hr_in_their_place():
    one = proposed()
    with pytest.raises(NotAllowed):
        say_yes(one.hr, one.nomination)
    one.steps[0].due_at = now() - factories.days(1)
    say_yes(one.hr, one.nomination)
    assert one.steps[0].decided_by_id == one.hr.id


@pytest.mark.parametrize("mend", ["who", "reason", "links"])
def test_what_cannot_be_taken_is_said_at_its_field(mend):
    hr, by = laid_out(), factories.person()
    kind = factories.award_kind((HR, 7))
    bad: dict[str, dict[str, Any]] = {"reason": {"reason": ""}, "links": {"links": ["javascript:alert(1)"]}, "who": {}}
    with pytest.raises(BadInput) as refused:
        nominate(by, by if mend == "who" else hr, kind, **bad[mend])
    assert refused.value.field == mend


def test_the_award_is_for_whom_it_is_meant():
    laid_out()
    kind = factories.award_kind((HR, 7), least_days=90)
    with pytest.raises(BadInput, match="90 days"):
        nominate(factories.person(), factories.person(), kind)


def test_the_same_form_sent_again_makes_no_second_nomination(at_once):
    laid_out()
    kind, by, nominee, form = factories.award_kind((HR, 7)), factories.person(), factories.person(), key()
    kind_id, ids = kind.id, (by.id, nominee.id)
    keep()

    def send():
        by, nominee = (db.session.get_one(Person, id_) for id_ in ids)
        return nominate(by, nominee, db.session.get_one(AwardKind, kind_id), key=form).id

    outcomes = at_once([send] * 3)
    assert len(set(outcomes)) == 1, outcomes
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Nomination)) == 1


def test_the_same_colleague_is_not_nominated_twice_by_one_person_while_it_waits():
    one = proposed()
    with pytest.raises(BadInput, match="still waits"):
        nominate(one.nominator, one.nominee, one.kind)
    commands.withdraw_nomination(one.nominator, one.nomination)
    assert nominate(one.nominator, one.nominee, one.kind).state is NominationState.WAITING


def test_of_two_in_hr_who_answer_at_once_one_wins_and_the_other_is_told(at_once):
    one, second = proposed((HR, 5)), factories.hr()
    ids, step_id = [one.hr.id, second.id], one.steps[0].id
    keep()

    def answer(person_id):
        step = db.session.get_one(NominationStep, step_id)
        verdict = StepVerdict.APPROVED if person_id == ids[0] else StepVerdict.DECLINED
        commands.answer_nomination(db.session.get_one(Person, person_id), step, verdict=verdict, reason="My word.")
        return "done"

    outcomes = at_once([lambda id_=id_: answer(id_) for id_ in ids])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RuleBroken", "str"], outcomes
    refused = next(outcome for outcome in outcomes if isinstance(outcome, RuleBroken))
    assert "needs no answer of yours" in refused.sentence


def test_withdrawing_while_somebody_approves_leaves_one_truth(at_once):
    one = proposed((HR, 5))
    nomination_id, nominator_id, hr_id = one.nomination.id, one.nominator.id, one.hr.id
    keep()

    def withdraw():
        found = db.session.get_one(Nomination, nomination_id)
        commands.withdraw_nomination(db.session.get_one(Person, nominator_id), found)

    def answer():
        found = db.session.get_one(Nomination, nomination_id)
        step = found.steps[0]
        commands.answer_nomination(db.session.get_one(Person, hr_id), step, verdict=StepVerdict.APPROVED)

    outcomes = at_once([withdraw, answer])
    db.session.expire_all()
    nomination = db.session.get_one(Nomination, nomination_id)
    assert nomination.state is NominationState.WITHDRAWN  # what is approved can still be withdrawn
    if isinstance(outcomes[1], RuleBroken):
        assert "was withdrawn" in outcomes[1].sentence
        assert nomination.steps[0].verdict is None


def test_the_same_answer_sent_again_changes_nothing_and_another_is_refused():
    one = proposed()
    step = one.steps[0]
    say_yes(one.manager, one.nomination)
    at = step.decided_at
    commands.answer_nomination(one.manager, step, verdict=StepVerdict.APPROVED)
    assert step.decided_at == at
    with pytest.raises(RuleBroken):
        commands.answer_nomination(one.manager, step, verdict=StepVerdict.DECLINED, reason="No.")


def test_only_the_nominator_withdraws_and_only_while_it_is_open():
    one = proposed()
    with pytest.raises(NotAllowed):
        commands.withdraw_nomination(one.manager, one.nomination)
    say_no(one.manager, one.nomination)
    with pytest.raises(RuleBroken, match="declined"):
        commands.withdraw_nomination(one.nominator, one.nomination)


def approved(**fields):
    one = proposed((HR, 5), **fields)
    say_yes(one.hr, one.nomination)
    return one


def test_the_award_stays_within_its_range_and_the_budget():
    one = approved(points=150)
    with pytest.raises(BadInput, match="from 100 to 500"):
        award(one.hr, one.nomination, 50)
    with pytest.raises(BadInput, match="holds 150 points, and this takes 200"):
        award(one.hr, one.nomination, 200)
    assert one.state is NominationState.APPROVED
    assert award(one.hr, one.nomination, 150).points == 150


def test_an_award_is_given_once_for_a_nomination(at_once):
    one, second = approved(), factories.hr()
    nomination_id, ids = one.nomination.id, [one.hr.id, second.id]
    keep()

    def give(person_id):
        award(db.session.get_one(Person, person_id), db.session.get_one(Nomination, nomination_id))
        return "done"

    outcomes = at_once([lambda id_=id_: give(id_) for id_ in ids])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RuleBroken", "str"], outcomes
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Award)) == 1


def test_the_same_form_gives_the_same_award():
    one = approved()
    assert award(one.hr, one.nomination, form="one") is award(one.hr, one.nomination, form="one")


def test_whom_it_concerns_does_not_give_the_award():
    other = factories.hr()
    one = proposed((HR, 5))
    by_hr = nominate(one.hr, factories.person(), one.kind)
    say_yes(other, by_hr)
    with pytest.raises(NotAllowed):
        award(one.hr, by_hr)


def test_hr_closes_an_approved_one_without_an_award_with_a_reason():
    one = approved()
    with pytest.raises(BadInput):
        commands.close_nomination(one.hr, one.nomination, reason="")
    commands.close_nomination(one.hr, one.nomination, reason="The budget is used up.")
    keep()
    assert one.state is NominationState.DECLINED
    assert "The budget is used up." in told(one.nominator)[-1]


def test_every_kind_of_approver_has_somebody(app):
    one_of_us = factories.person()
    one = proposed(*((each, 3) if each is not PERSON else (each, 3, one_of_us) for each in Approver))
    assert [step.approver for step in one.steps] == list(Approver)
