"""Recognising, awarding and taking back, on either database."""

import pytest
import sqlalchemy as sa

from innovate import invariants
from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.experiments.models import Conclusion
from innovate.ideas.models import Idea, Outcome, StageKind
from innovate.rewards import commands
from innovate.rewards.models import Account, Award, Badge
from innovate.rewards.queries import budget_left
from tests import factories
from tests.integration.rewards.companies import key, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def first_badge() -> int:
    return db.session.scalars(sa.select(Badge.id).order_by(Badge.id).limit(1)).one()


def wallet_of(person: Person) -> int:
    return db.session.scalar(sa.select(Account.balance).where(Account.person_id == person.id)) or 0


def recognise(hr, tried, form="a form", points=100):
    shares = [(tried.author.id, points, first_badge(), "For asking."), (tried.owner.id, 50, None, "For trying.")]
    return commands.recognise_idea(hr, tried.idea, shares=shares, reason="", key=form)


def test_recognising_pays_each_person_from_the_budget_and_closes_the_idea():
    hr, tried = laid_out(1_000), tried_idea()
    awards = recognise(hr, tried)
    transaction.complete()
    assert [(award.person_id, award.points) for award in awards] == [(tried.author.id, 100), (tried.owner.id, 50)]
    assert (wallet_of(tried.author), wallet_of(tried.owner), budget_left()) == (100, 50, 850)
    assert (tried.idea.stage.kind, tried.idea.outcome) == (StageKind.CLOSED, Outcome.ADOPTED)


@pytest.mark.parametrize("conclusion", [Conclusion.STOP, Conclusion.ITERATE])
def test_an_idea_whose_test_did_not_win_closes_as_learned(conclusion):
    hr, tried = laid_out(), tried_idea(conclusion)
    recognise(hr, tried)
    assert tried.idea.outcome is Outcome.LEARNED


def test_each_award_is_an_event_about_its_person():
    hr, tried = laid_out(), tried_idea()
    recognise(hr, tried)
    transaction.complete()
    streams = sa.select(JournalEntry.stream).where(JournalEntry.name == "AwardGiven").order_by(JournalEntry.id)
    assert list(db.session.scalars(streams)) == [f"person:{tried.author.id}", f"person:{tried.owner.id}"]


def test_without_an_award_a_reason_is_needed_and_is_enough():
    hr, tried = laid_out(), tried_idea()
    with pytest.raises(BadInput, match="Say why nobody"):
        commands.recognise_idea(hr, tried.idea, shares=[], reason="", key=key())
    assert commands.recognise_idea(hr, tried.idea, shares=[], reason="Part of the job.", key="none") == []
    assert tried.idea.stage.kind is StageKind.CLOSED
    assert commands.recognise_idea(hr, tried.idea, shares=[], reason="Part of the job.", key="none") == []


def test_the_same_form_again_answers_the_same_awards_and_pays_once():
    hr, tried = laid_out(), tried_idea()
    first = recognise(hr, tried)
    transaction.complete()
    assert recognise(hr, tried) == first
    assert wallet_of(tried.author) == 100


def test_the_same_form_with_other_points_is_refused():
    hr, tried = laid_out(), tried_idea()
    recognise(hr, tried)
    transaction.complete()
    with pytest.raises(RuleBroken, match="sent before"):
        recognise(hr, tried, points=90)


def test_a_budget_that_does_not_reach_leaves_no_trace():
    hr, tried = laid_out(120), tried_idea()
    transaction.complete()
    with pytest.raises(BadInput, match="holds 120 points, and this takes 150"):
        recognise(hr, tried)
    transaction.abandon()
    assert (budget_left(), wallet_of(tried.author)) == (120, 0)
    assert db.session.get_one(Idea, tried.idea.id).stage.kind is StageKind.REWARD


@pytest.mark.parametrize(
    ("points", "with_badge", "citation", "sentence"),
    [
        (-1, True, "Thanks.", "whole number"),
        (100_001, True, "Thanks.", "whole number"),
        (0, False, "Thanks.", "points, a badge or both"),
        (5, False, "", "thanked for"),
        (5, False, "x" * 401, "within 400"),
    ],
)
def test_what_cannot_be_awarded_is_refused_in_words(points, with_badge, citation, sentence):
    hr, tried = laid_out(), tried_idea()
    badge = first_badge() if with_badge else None
    with pytest.raises(BadInput, match=sentence):
        commands.recognise_idea(
            hr, tried.idea, shares=[(tried.author.id, points, badge, citation)], reason="", key=key()
        )


def test_nobody_awards_themselves():
    hr, tried = laid_out(), tried_idea()
    with pytest.raises(NotAllowed):
        commands.recognise_idea(hr, tried.idea, shares=[(hr.id, 5, None, "Me.")], reason="", key=key())
    with pytest.raises(NotAllowed):
        commands.give_award(hr, person_id=hr.id, points=5, badge_id=None, citation="Me.", key=key())


def test_who_has_a_part_in_the_idea_does_not_recognise_it():
    hr = laid_out()
    tried = tried_idea(author=hr)
    with pytest.raises(NotAllowed):
        recognise(hr, tried)


@pytest.mark.parametrize("make", [factories.person, factories.leader, factories.reviewer, factories.admin])
def test_only_hr_handles_points_and_badges(make):
    hr, tried, other = laid_out(), tried_idea(), make()
    award = commands.give_award(hr, person_id=tried.author.id, points=5, badge_id=None, citation="Yes.", key=key())
    for attempt in (
        lambda: recognise(other, tried),
        lambda: commands.open_budget(other, points=5, reason="Mine", key=key()),
        lambda: commands.give_award(other, person_id=hr.id, points=5, badge_id=None, citation="Yes.", key=key()),
        lambda: commands.reverse_award(other, award, reason="No."),
        lambda: commands.save_badge(other, None, name="Mine", purpose="", drawing="first-light"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_award_taken_back_returns_its_points_once():
    hr, person = laid_out(100), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=60, badge_id=None, citation="Kind.", key=key())
    commands.reverse_award(hr, award, reason="Wrong person")
    assert (wallet_of(person), budget_left()) == (0, 100)
    with pytest.raises(RuleBroken, match="already"):
        commands.reverse_award(hr, award, reason="Again")


def test_a_badge_alone_can_be_given_and_taken_back():
    hr, person = laid_out(0), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=0, badge_id=first_badge(), citation="Kind.", key=key())
    commands.reverse_award(hr, award, reason="Wrong person")
    assert award.reversed_at is not None


def test_who_has_left_is_not_awarded():
    hr, person = laid_out(), factories.person(deactivated_at=now())
    with pytest.raises(BadInput, match="has left"):
        commands.give_award(hr, person_id=person.id, points=5, badge_id=None, citation="Kind.", key=key())


def test_a_budget_grows_once_for_a_form():
    hr = laid_out(0)
    commands.open_budget(hr, points=300, reason="Spring", key="spring")
    commands.open_budget(hr, points=300, reason="Spring", key="spring")
    transaction.complete()
    assert budget_left() == 300
    told = sa.select(sa.func.count()).where(JournalEntry.name == "BudgetOpened")
    assert db.session.scalar(told) == 1


def test_two_badges_do_not_share_a_name():
    hr = laid_out()
    with pytest.raises(BadInput, match="this name"):
        commands.save_badge(hr, None, name="first LIGHT", purpose="Again", drawing="first-light")


def test_two_of_hr_at_once_recognise_an_idea_once_and_the_other_reads_who_was_first(at_once):
    first, tried = laid_out(), tried_idea()
    second = factories.hr()
    idea_id, author_id = tried.idea.id, tried.author.id

    def work(hr_id):
        share = (author_id, 100, None, "For asking.")

        def recognise_it():
            actor, idea = db.session.get_one(Person, hr_id), db.session.get_one(Idea, idea_id)
            return commands.recognise_idea(actor, idea, shares=[share], reason="", key=f"by {hr_id}")

        return recognise_it

    answers = at_once([work(first.id), work(second.id)])
    refused = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert len(refused) == 1
    assert "recognised the idea before you" in refused[0].sentence
    assert wallet_of(tried.author) == 100


def test_the_same_form_twice_at_once_pays_once_and_both_are_answered(at_once):
    hr, tried = laid_out(), tried_idea()
    idea_id, author_id, hr_id = tried.idea.id, tried.author.id, hr.id

    def work():
        share = (author_id, 100, None, "For asking.")
        actor, idea = db.session.get_one(Person, hr_id), db.session.get_one(Idea, idea_id)
        return [a.id for a in commands.recognise_idea(actor, idea, shares=[share], reason="", key="one")]

    answers = at_once([work] * 4)
    assert len({tuple(answer) for answer in answers}) == 1
    assert wallet_of(tried.author) == 100


def test_the_same_award_form_twice_at_once_pays_once(at_once):
    hr, person = laid_out(), factories.person()
    hr_id, person_id = hr.id, person.id

    def work():
        actor = db.session.get_one(Person, hr_id)
        given = commands.give_award(actor, person_id=person_id, points=7, badge_id=None, citation="Kind.", key="one")
        return given.id

    assert len(set(at_once([work] * 6))) == 1
    assert wallet_of(person) == 7


def test_twenty_awards_at_once_never_take_the_budget_below_zero(at_once):
    hr, people = laid_out(100), [factories.person() for _ in range(20)]
    hr_id, ids = hr.id, [person.id for person in people]

    def work(person_id):
        def give():
            actor = db.session.get_one(Person, hr_id)
            form = f"to {person_id}"
            commands.give_award(actor, person_id=person_id, points=15, badge_id=None, citation="Kind.", key=form)
            return "given"

        return give

    answers = at_once([work(one) for one in ids])
    assert answers.count("given") == 6
    assert all(isinstance(answer, BadInput) for answer in answers if answer != "given")
    assert budget_left() == 10
    assert list(invariants.broken()) == []


def test_an_award_taken_back_by_two_at_once_comes_back_once(at_once):
    hr, person = laid_out(100), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=60, badge_id=None, citation="Kind.", key=key())
    hr_id, award_id = hr.id, award.id

    def work():
        commands.reverse_award(db.session.get_one(Person, hr_id), db.session.get_one(Award, award_id), reason="Wrong")
        return "taken back"

    answers = at_once([work] * 2)
    assert answers.count("taken back") == 1
    assert (wallet_of(person), budget_left()) == (0, 100)


def test_an_award_and_a_close_without_one_at_once_leave_one_of_them(at_once):
    first, tried = laid_out(), tried_idea()
    second = factories.hr()
    idea_id, author_id = tried.idea.id, tried.author.id

    def decide(hr_id, shares, reason):
        def work():
            actor, idea = db.session.get_one(Person, hr_id), db.session.get_one(Idea, idea_id)
            return len(commands.recognise_idea(actor, idea, shares=shares, reason=reason, key=f"by {hr_id}"))

        return work

    award = decide(first.id, [(author_id, 100, None, "For asking.")], "")
    answers = at_once([award, decide(second.id, [], "Part of the job.")])
    (refused,) = (answer for answer in answers if isinstance(answer, RuleBroken))
    assert "recognised the idea before you" in refused.sentence
    assert wallet_of(tried.author) == (0 if refused is answers[0] else 100)


def test_awards_and_their_taking_back_at_once_leave_the_ledger_balanced(at_once):
    hr, people = laid_out(100), [factories.person() for _ in range(4)]
    hr_id = hr.id
    given = [
        commands.give_award(hr, person_id=one.id, points=20, badge_id=None, citation="Kind.", key=key()).id
        for one in people
    ]
    ids = [one.id for one in people]

    def back(award_id):
        def work():
            actor, award = db.session.get_one(Person, hr_id), db.session.get_one(Award, award_id)
            commands.reverse_award(actor, award, reason="Wrong")

        return work

    def give(person_id):
        def work():
            actor = db.session.get_one(Person, hr_id)
            form = f"again {person_id}"
            commands.give_award(actor, person_id=person_id, points=20, badge_id=None, citation="Kind.", key=form)

        return work

    answers = at_once([*map(back, given), *map(give, ids)])
    assert answers[:4] == [None] * 4
    paid = sum(answer is None for answer in answers[4:])
    assert budget_left() == 100 - 20 * paid
    assert list(invariants.broken()) == []


def test_who_recognises_an_idea_that_has_changed_meanwhile_is_told():
    hr, tried = laid_out(), tried_idea()
    with pytest.raises(RuleBroken, match="has changed since you opened the page"):
        commands.recognise_idea(hr, tried.idea, shares=[], reason="Done.", key=key(), version=tried.idea.version - 1)
