"""Whoever is asked says whether a benefit has lasted, once, and the points go their way, whatever comes between."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.ideas.models import Idea
from innovate.notifications.models import Notification
from innovate.rewards import checking, commands, paying
from innovate.rewards.models import (
    Account,
    AccountKind,
    Award,
    AwardPart,
    BenefitCheck,
    BenefitState,
    LedgerJournal,
    PartState,
)
from tests import factories
from tests.integration.rewards.benefits.awarding import balance, due_check, given_award, leader_of
from tests.integration.rewards.companies import laid_out, tried_idea
from tests.integration.rewards.crashing import crashing

pytestmark = pytest.mark.usefixtures("app")
WORDS = "Still at 71 % in the last four weeks."


def awarded():
    """An idea whose author was given a hundred points, of which sixty wait."""
    hr, tried = laid_out(), tried_idea()
    award = given_award(hr, tried.author, tried.idea)
    return hr, tried, award, due_check(tried.idea)


def test_a_confirmed_benefit_brings_the_part_that_waited_for_it():
    _hr, tried, award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)
    transaction.complete()
    assert (balance(AccountKind.SPEND, tried.author), balance(AccountKind.VESTING)) == (60, 40)
    assert [part.state for part in award.parts] == [PartState.VESTED, PartState.WAITING, PartState.WAITING]
    assert list(checking.broken()) == []


def test_a_benefit_that_has_not_lasted_returns_the_part_to_the_budget():
    _hr, tried, award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=False, words="Back to where it was.")
    transaction.complete()
    assert (balance(AccountKind.SPEND, tried.author), balance(AccountKind.COMPANY)) == (40, 920)
    assert award.parts[0].state is PartState.LAPSED
    assert list(checking.broken()) == []


def test_everybody_who_holds_a_part_reads_the_answer_in_its_words():
    hr, tried, _award, check = awarded()
    given_award(hr, tried.owner, tried.idea)
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)
    transaction.complete()
    query = sa.select(Notification.person_id, Notification.text).where(Notification.text.contains("lasted"))
    told = dict(db.session.execute(query).all())
    assert set(told) == {tried.author.id, tried.owner.id}
    assert all(WORDS in text and "20 points" in text for text in told.values())


def test_the_movement_names_the_answer_as_its_cause():
    _hr, tried, award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)
    cause = sa.select(JournalEntry.name).join(LedgerJournal, LedgerJournal.cause_id == JournalEntry.id)
    assert db.session.scalar(cause.where(LedgerJournal.id == award.parts[0].ledger_journal_id)) == "BenefitConfirmed"


def test_the_same_answer_again_changes_nothing():
    _hr, tried, _award, check = awarded()
    leader = leader_of(tried.idea)
    for _ in range(2):
        commands.answer_benefit(leader, check, has_lasted=True, words=WORDS)
    assert balance(AccountKind.SPEND, tried.author) == 60


def test_another_answer_comes_too_late():
    hr, tried, _award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)
    with pytest.raises(RuleBroken, match="answered this already"):
        commands.answer_benefit(hr, check, has_lasted=False, words="I doubt it.")


def test_nobody_answers_before_the_day():
    _hr, tried, _award, check = awarded()
    check.due_on = now().date() + timedelta(days=2)
    with pytest.raises(RuleBroken, match="too early"):
        commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)


def test_an_answer_without_words_is_none():
    _hr, tried, _award, check = awarded()
    with pytest.raises(BadInput, match="how you know"):
        commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words="")


@pytest.mark.parametrize("who", ["author", "stranger"])
def test_who_gains_by_it_and_who_was_not_asked_may_not_answer(who):
    _hr, tried, _award, check = awarded()
    actor = tried.author if who == "author" else factories.leader()
    with pytest.raises(NotAllowed):
        commands.answer_benefit(actor, check, has_lasted=True, words=WORDS)


def test_even_hr_does_not_answer_for_their_own_part():
    hr, tried, _award, check = awarded()
    other = factories.hr()
    given_award(hr, other, tried.idea)
    db.session.expire(check)
    with pytest.raises(NotAllowed):
        commands.answer_benefit(other, check, has_lasted=True, words=WORDS)


def test_hr_asks_somebody_else_who_is_told():
    hr, _tried, _award, check = awarded()
    other = factories.person()
    commands.hand_benefit_over(hr, check, to=other)
    transaction.complete()
    assert check.asked_id == other.id
    assert db.session.scalars(sa.select(Notification.url).where(Notification.person_id == other.id)).all() == [
        f"/benefits/{check.id}"
    ]


def test_hr_does_not_ask_whoever_gains_by_it():
    hr, tried, _award, check = awarded()
    with pytest.raises(BadInput, match="holds a part"):
        commands.hand_benefit_over(hr, check, to=tried.author)


def test_an_award_that_is_taken_back_gives_back_what_vested_lapsed_and_waits():
    hr, tried, award, check = awarded()
    leader = leader_of(tried.idea)
    commands.answer_benefit(leader, check, has_lasted=True, words=WORDS)
    commands.answer_benefit(leader, due_check(tried.idea, 90), has_lasted=False, words="Not any more.")
    transaction.complete()
    commands.reverse_award(hr, award, reason="It was somebody else's idea.")
    transaction.complete()
    assert [balance(kind) for kind in (AccountKind.COMPANY, AccountKind.VESTING)] == [1_000, 0]
    assert balance(AccountKind.SPEND, tried.author) == 0
    assert [part.state for part in award.parts] == [PartState.VESTED, PartState.LAPSED, PartState.LAPSED]
    assert list(checking.broken()) == []


def test_nothing_of_an_award_that_was_taken_back_vests():
    hr, tried, award, check = awarded()
    given_award(hr, tried.owner, tried.idea)
    commands.reverse_award(hr, award, reason="A mistake")
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)
    transaction.complete()
    assert (balance(AccountKind.SPEND, tried.author), balance(AccountKind.SPEND, tried.owner)) == (0, 60)
    assert list(checking.broken()) == []


# Two at once.


def answer(check_id: int, person_id: int, *, has_lasted: bool = True, words: str = WORDS) -> Any:
    def work() -> str:
        check = db.session.get_one(BenefitCheck, check_id)
        actor = db.session.get_one(Person, person_id)
        return commands.answer_benefit(actor, check, has_lasted=has_lasted, words=words).state.value

    return work


def test_of_two_who_answer_at_once_one_is_heard_and_the_other_told(at_once):
    hr, tried, _award, check = awarded()
    leader_id, check_id, author = leader_of(tried.idea).id, check.id, tried.author.id
    answers = at_once([answer(check_id, leader_id), answer(check_id, hr.id, has_lasted=False, words="No.")] * 3)
    kept = {one for one in answers if isinstance(one, str)}
    assert len(kept) == 1, answers
    assert sum(isinstance(one, RuleBroken) for one in answers) == 3, answers
    vested = 60 if kept == {"confirmed"} else 40
    assert balance(AccountKind.SPEND, db.session.get_one(Person, author)) == vested
    assert list(checking.broken()) == []


def test_the_same_press_many_times_at_once_pays_once(at_once):
    _hr, tried, _award, check = awarded()
    leader_id, author = leader_of(tried.idea).id, tried.author.id
    assert at_once([answer(check.id, leader_id)] * 6) == ["confirmed"] * 6
    assert balance(AccountKind.SPEND, db.session.get_one(Person, author)) == 60


def test_answering_and_taking_back_at_once_leave_every_point_where_it_belongs(at_once):
    hr, tried, award, check = awarded()
    other = given_award(hr, tried.owner, tried.idea)
    hr_id, leader_id, award_id, check_id, other_id = hr.id, leader_of(tried.idea).id, award.id, check.id, other.id

    def reverse(id_):
        def work():
            by = db.session.get_one(Person, hr_id)
            commands.reverse_award(by, db.session.get_one(Award, id_), reason="A mistake")
            return "back"

        return work

    answers = at_once([answer(check_id, leader_id), reverse(award_id), reverse(other_id), reverse(award_id)])
    assert answers[0] == "confirmed"
    assert sorted(str(one) for one in answers[1:]).count("back") == 2, answers
    assert [balance(kind) for kind in (AccountKind.COMPANY, AccountKind.VESTING)] == [1_000, 0]
    assert list(checking.broken()) == []


def test_a_new_award_and_an_answer_at_once_set_nothing_aside_for_what_is_answered(at_once):
    hr, tried, _award, check = awarded()
    hr_id, leader_id, idea_id, owner_id, check_id = (
        hr.id,
        leader_of(tried.idea).id,
        tried.idea.id,
        tried.owner.id,
        check.id,
    )

    def award_more():
        paying.hold_idea(idea_id)
        by, owner = db.session.get_one(Person, hr_id), db.session.get_one(Person, owner_id)
        return given_award(by, owner, db.session.get_one(Idea, idea_id)).id

    answers = at_once([answer(check_id, leader_id), award_more])
    assert answers[0] == "confirmed"
    assert isinstance(answers[1], int), answers
    assert balance(AccountKind.SPEND, db.session.get_one(Person, owner_id)) == 60
    assert list(checking.broken()) == []


# A crash between any two statements.


def everything() -> tuple[Any, ...]:
    db.session.expire_all()
    accounts = db.session.execute(sa.select(Account.id, Account.balance).order_by(Account.id)).all()
    parts = db.session.execute(sa.select(AwardPart.state, AwardPart.ledger_journal_id).order_by(AwardPart.id)).all()
    checks = db.session.execute(sa.select(BenefitCheck.state, BenefitCheck.words).order_by(BenefitCheck.id)).all()
    counts = [
        db.session.scalar(sa.select(sa.func.count()).select_from(table))
        for table in (LedgerJournal, JournalEntry, Award, Notification, BenefitCheck, AwardPart)
    ]
    return [tuple(row) for row in (*accounts, *parts, *checks)], counts


@pytest.mark.parametrize("deed", ["give", "confirm", "lapse", "take back"])
def test_a_crash_between_any_two_statements_leaves_all_or_nothing(deed):
    hr, tried, award, check = awarded()
    hr_id, leader_id, check_id, award_id, owner_id = (
        hr.id,
        leader_of(tried.idea).id,
        check.id,
        award.id,
        tried.owner.id,
    )
    if deed == "take back":
        commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words=WORDS)
    idea_id = tried.idea.id

    def take_back():
        by = db.session.get_one(Person, hr_id)
        commands.reverse_award(by, db.session.get_one(Award, award_id), reason="A mistake")

    def give():
        by, owner = db.session.get_one(Person, hr_id), db.session.get_one(Person, owner_id)
        given_award(by, owner, db.session.get_one(Idea, idea_id))

    works = {
        "give": give,
        "confirm": answer(check_id, leader_id),
        "lapse": answer(check_id, leader_id, has_lasted=False),
        "take back": take_back,
    }
    transaction.complete()
    before = everything()
    for at in itertools.count(1):
        if not crashing(works[deed], at):
            break
        assert everything() == before, f"half of it stayed when it was cut off before statement {at}"
    assert at > 8
    assert everything() != before
    assert list(checking.broken()) == []


def test_a_check_that_is_answered_says_so_in_its_state():
    _hr, tried, _award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=False, words="No longer.")
    assert (check.state, check.decided_by_id) == (BenefitState.NOT_CONFIRMED, leader_of(tried.idea).id)
