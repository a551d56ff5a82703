"""Badges: each to a person once, by rule over the journal, with an award or by hand, and back with a reason."""

import pytest
import sqlalchemy as sa

from innovate import events, reactions, worker
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry, record
from innovate.discussion.models import Comment
from innovate.experiments.cases import write_case
from innovate.experiments.deciding import finding_of
from innovate.experiments.models import Conclusion, Experiment
from innovate.ideas.lifecycle import move
from innovate.ideas.models import IdeaMove, Outcome, StageKind
from innovate.notifications.models import Notification
from innovate.review.models import Scorecard
from innovate.rewards import badge_giving, badge_rules, commands
from innovate.rewards.models import Badge, BadgeHolding, BadgeRule, Kudos, KudosReceiver
from tests import factories
from tests.integration.rewards.companies import key, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def of_rule(rule: BadgeRule, threshold: int = 1) -> Badge:
    """The first badge of that rule, given for so many."""
    badge = db.session.scalars(sa.select(Badge).where(Badge.rule == rule).order_by(Badge.threshold)).first()
    assert badge is not None
    badge.threshold = threshold
    db.session.flush()
    return badge


def by_rule(hr: Person, rule: BadgeRule, threshold: int) -> Badge:
    """A new badge of that rule."""
    return commands.save_badge(
        hr, None, name="New", purpose="For so many", drawing="first-idea", rule=rule, threshold=threshold
    )


def holders(badge: Badge) -> list[int]:
    query = sa.select(BadgeHolding.person_id).where(
        BadgeHolding.badge_id == badge.id, BadgeHolding.revoked_at.is_(None)
    )
    return sorted(db.session.scalars(query))


def cause(badge: Badge) -> str | None:
    query = sa.select(JournalEntry.name).join(BadgeHolding, BadgeHolding.cause_id == JournalEntry.id)
    return db.session.scalar(query.where(BadgeHolding.badge_id == badge.id).limit(1))


def happened(fact) -> None:
    record(fact)
    transaction.complete()


def test_every_fact_that_touches_a_rule_gives_badges():
    missing = [
        kind.__name__
        for kind in badge_rules.TOUCHING
        if "give_badges" not in [react.__name__ for react in reactions.REACTIONS.get(kind, ())]
    ]
    assert not missing


def test_the_first_idea_brings_its_author_a_badge_and_the_second_none():
    laid_out()
    badge, author = of_rule(BadgeRule.IDEAS_POSTED), factories.person()
    factories.idea(author=author)
    transaction.complete()
    factories.idea(author=author)
    transaction.complete()
    assert holders(badge) == [author.id]
    assert cause(badge) == "IdeaSubmitted"
    told = db.session.scalars(sa.select(Notification.text).where(Notification.person_id == author.id)).all()
    assert [text for text in told if "earned" in text] == [f"You earned the badge “{badge.name}”: {badge.purpose}."]


def test_an_adopted_idea_counts_for_everybody_in_its_credits():
    hr, tried = laid_out(), tried_idea()
    badge = of_rule(BadgeRule.IDEAS_ADOPTED)
    commands.recognise_idea(hr, tried.idea, shares=[], reason="All of us.", key=key())
    transaction.complete()
    assert tried.idea.outcome is Outcome.ADOPTED
    assert holders(badge) == [tried.author.id]


def scored(idea, reviewer, note="Clear, and cheap to try.") -> None:
    words = {"note": note, "note_html": f"<p>{note}</p>", "overall": 3.0, "sent_at": now()}
    factories.save(Scorecard(idea_id=idea.id, round=1, reviewer_id=reviewer.id, **words))


def test_a_review_helps_when_it_has_words_and_a_decision_rests_on_it():
    laid_out()
    badge, kind, terse = of_rule(BadgeRule.HELPFUL_REVIEWS), factories.reviewer(), factories.reviewer()
    idea = factories.idea()
    scored(idea, kind)
    scored(idea, terse, note="")
    transaction.complete()
    assert holders(badge) == []
    happened(events.IdeaDeclined(actor_id=None, idea_id=idea.id, move_id=0))
    assert holders(badge) == [kind.id]


def test_three_answers_in_time_bring_the_badge_and_a_late_one_does_not_count():
    laid_out()
    badge, leader = of_rule(BadgeRule.PROMISES_KEPT, 3), factories.leader()
    area = factories.area(leader=leader)
    for is_late in (False, False, True, False):
        idea = factories.idea(area=area)
        idea.due_at = now() + factories.days(-1 if is_late else 3)
        transaction.complete()
        assert holders(badge) == []
        move(leader, idea, "take_up")
        transaction.complete()
    assert holders(badge) == [leader.id]


def test_a_stopped_try_with_a_lesson_is_brave_for_its_owner_and_its_team():
    laid_out()
    brave, run = of_rule(BadgeRule.BRAVE_FAILURES), of_rule(BadgeRule.EXPERIMENTS_RUN)
    failed, won = tried_idea(Conclusion.STOP), tried_idea(Conclusion.SCALE)
    transaction.complete()
    for one in (failed, won):
        happened(events.ExperimentConcluded(actor_id=None, idea_id=one.idea.id, move_id=0))
    assert holders(brave) == sorted((failed.owner.id, failed.member.id))
    assert holders(run) == sorted(hand.id for one in (failed, won) for hand in (one.owner, one.member))


def test_a_suggestion_that_is_taken_up_counts_for_who_made_it():
    laid_out()
    badge, helper, idea = of_rule(BadgeRule.SUGGESTIONS_ADOPTED), factories.person(), factories.idea()
    words = {"body": "By text message.", "body_html": "<p>By text message.</p>", "at": now()}
    comment = factories.save(Comment(idea_id=idea.id, author_id=helper.id, **words))
    transaction.complete()
    comment.adopted_at, comment.adopted_by_id = now(), idea.author_id
    happened(events.SuggestionAdopted(actor_id=idea.author_id, idea_id=idea.id, comment_id=comment.id))
    assert holders(badge) == [helper.id]


def thank(giver: Person, *receivers: Person, form: str) -> None:
    kudos = Kudos(giver_id=giver.id, points=0, words="Thank you.", at=now(), form_key=form)
    kudos.receivers = [KudosReceiver(person_id=one.id) for one in receivers]
    factories.save(kudos)
    to = [one.id for one in receivers]
    happened(events.KudosGiven(actor_id=giver.id, kudos_id=kudos.id, person_ids=to, points=0, parent_id=None))


def test_thanking_the_same_colleague_again_and_again_counts_once():
    laid_out()
    badge = of_rule(BadgeRule.THANKS_GIVEN, 2)
    giver, one, other = (factories.person() for _ in range(3))
    thank(giver, one, form="1")
    thank(giver, one, form="2")
    assert holders(badge) == []
    thank(giver, one, other, form="3")
    assert holders(badge) == [giver.id]


def test_a_lesson_counts_for_who_wrote_it_down():
    laid_out()
    badge, tried, leader = of_rule(BadgeRule.LESSONS_WRITTEN), tried_idea(), factories.leader()
    stage = factories.stages()[StageKind.REWARD].id
    place = {"position": 9, "from_stage_id": stage, "to_stage_id": stage, "details": {}, "at": now()}
    factories.save(IdeaMove(idea_id=tried.idea.id, move="conclude", actor_id=leader.id, **place))
    experiment = db.session.scalars(sa.select(Experiment)).one()
    write_case(experiment, finding_of(experiment), actor_id=leader.id)
    transaction.complete()
    assert holders(badge) == [leader.id]


def test_how_far_somebody_has_come_is_counted_for_every_rule_at_once():
    laid_out()
    author = factories.person()
    for _ in range(2):
        factories.idea(author=author)
    transaction.complete()
    found = badge_rules.how_far(author.id)
    assert set(found) == set(BadgeRule)
    assert {rule: n for rule, n in found.items() if n} == {BadgeRule.IDEAS_POSTED: 2}


def test_the_past_is_counted_once_for_a_new_rule_and_dated_by_the_fact():
    hr, author = laid_out(), factories.person()
    for _ in range(3):
        factories.idea(author=author)
    transaction.complete()
    badge = by_rule(hr, BadgeRule.IDEAS_POSTED, 3)
    transaction.complete()
    assert worker.award_badges() == 1
    assert worker.award_badges() == 0
    assert worker.award_badges(all_of_them=True) == 0
    holding = db.session.scalars(sa.select(BadgeHolding).where(BadgeHolding.badge_id == badge.id)).one()
    entry = db.session.get_one(JournalEntry, holding.cause_id)
    assert (holding.person_id, holding.at, entry.name) == (author.id, entry.at, "IdeaSubmitted")


def test_a_badge_that_is_swept_by_two_workers_at_once_is_given_once(at_once):
    hr, people = laid_out(), [factories.person() for _ in range(5)]
    for author in people:
        factories.idea(author=author)
    db.session.execute(sa.update(Badge).where(Badge.rule.is_not(None)).values(is_active=False))
    transaction.complete()
    badge = by_rule(hr, BadgeRule.IDEAS_POSTED, 1)
    transaction.complete()
    badge_id, last = badge.id, people[-1].id
    given = at_once([lambda: badge_giving.sweep(badge_id, 1, last)] * 3)
    assert sum(given) == 5
    assert holders(badge) == sorted(one.id for one in people)
    told = sa.select(sa.func.count()).where(JournalEntry.name == "BadgeGiven")
    assert db.session.scalar(told) == 5


def test_two_ideas_at_once_bring_one_badge(at_once):
    laid_out()
    badge, author_id = of_rule(BadgeRule.IDEAS_POSTED), factories.person().id
    area_id = factories.area().id
    factories.stages()
    transaction.complete()

    def post() -> None:
        author, area = db.session.get_one(Person, author_id), db.session.get_one(Area, area_id)
        factories.idea(author=author, area=area)

    at_once([post, post])
    assert holders(badge) == [author_id]


def by_hand(hr: Person) -> Badge:
    return commands.save_badge(hr, None, name="Kind", purpose="For kindness", drawing="helping-hand")


def test_hr_gives_a_badge_by_hand_and_takes_it_back_with_a_reason():
    hr, person = laid_out(), factories.person()
    badge = by_hand(hr)
    holding = commands.give_badge(hr, badge, person_id=person.id, words="For waiting with her.")
    with pytest.raises(RuleBroken, match="already"):
        commands.give_badge(hr, badge, person_id=person.id, words="Again.")
    with pytest.raises(BadInput):
        commands.revoke_badge(hr, holding, reason="")
    commands.revoke_badge(hr, holding, reason="It was somebody else.")
    transaction.complete()
    assert holders(badge) == []
    words = sa.select(Notification.text).where(Notification.person_id == person.id).order_by(Notification.id)
    assert list(db.session.scalars(words)) == [
        f"{hr.name} gave you the badge “Kind”: For waiting with her.",
        f"{hr.name} took back your badge “Kind”: It was somebody else.",
    ]
    with pytest.raises(RuleBroken, match="already"):
        commands.revoke_badge(hr, holding, reason="Again.")
    commands.give_badge(hr, badge, person_id=person.id, words="It was her after all.")
    transaction.complete()
    assert holders(badge) == [person.id]


def test_nobody_gives_themselves_a_badge_and_only_hr_gives_any():
    hr, person = laid_out(), factories.person()
    badge = by_hand(hr)
    for actor, to in ((hr, hr), (factories.leader(), person), (factories.admin(), person)):
        with pytest.raises(NotAllowed):
            commands.give_badge(actor, badge, person_id=to.id, words="Mine.")


def test_a_badge_that_was_revoked_is_given_by_no_rule_again():
    hr, author = laid_out(), factories.person()
    badge = of_rule(BadgeRule.IDEAS_POSTED)
    factories.idea(author=author)
    transaction.complete()
    holding = db.session.scalars(sa.select(BadgeHolding)).one()
    commands.revoke_badge(hr, holding, reason="It was copied.")
    transaction.complete()
    factories.idea(author=author)
    transaction.complete()
    assert worker.award_badges(all_of_them=True) == 0
    assert holders(badge) == []


def test_giving_and_revoking_at_once_leave_one_whole_holding(at_once):
    hr, person = laid_out(), factories.person()
    badge = by_hand(hr)
    holding_id = commands.give_badge(hr, badge, person_id=person.id, words="For kindness.").id
    hr_id, person_id, badge_id = hr.id, person.id, badge.id
    transaction.complete()

    def give() -> None:
        badge, actor = db.session.get_one(Badge, badge_id), db.session.get_one(Person, hr_id)
        commands.give_badge(actor, badge, person_id=person_id, words="Once more.")

    def take() -> None:
        holding, actor = db.session.get_one(BadgeHolding, holding_id), db.session.get_one(Person, hr_id)
        commands.revoke_badge(actor, holding, reason="A mistake.")

    outcomes = at_once([give, take, take])
    refused = [one for one in outcomes if isinstance(one, RuleBroken)]
    db.session.expire_all()
    holding = db.session.get_one(BadgeHolding, holding_id)
    facts = sa.select(JournalEntry.name).where(JournalEntry.name.in_(("BadgeGiven", "BadgeRevoked")))
    happened_so = list(db.session.scalars(facts.order_by(JournalEntry.id)))
    assert len(refused) == 3 - (len(happened_so) - 1)
    assert happened_so == [("BadgeGiven", "BadgeRevoked")[place % 2] for place in range(len(happened_so))]
    assert (holding.revoked_at is None) == (happened_so[-1] == "BadgeGiven")


def test_two_who_give_the_same_badge_at_once_give_it_once(at_once):
    hr, person = laid_out(), factories.person()
    badge_id, hr_id, person_id = by_hand(hr).id, hr.id, person.id
    transaction.complete()

    def give() -> None:
        badge, actor = db.session.get_one(Badge, badge_id), db.session.get_one(Person, hr_id)
        commands.give_badge(actor, badge, person_id=person_id, words="For kindness.")

    outcomes = at_once([give, give, give])
    assert sum(isinstance(one, RuleBroken) for one in outcomes) == 2
    assert holders(db.session.get_one(Badge, badge_id)) == [person_id]


def award(hr: Person, person: Person, badge: Badge):
    given = commands.give_award(
        hr, person_id=person.id, points=5, badge_id=badge.id, citation="For her patience.", key=key()
    )
    transaction.complete()
    return given


def test_the_badge_of_an_award_is_held_and_goes_with_the_last_award_that_brought_it():
    hr, person = laid_out(), factories.person()
    badge = by_hand(hr)
    first, second = award(hr, person, badge), award(hr, person, badge)
    holding = db.session.scalars(sa.select(BadgeHolding)).one()
    assert (holding.award_id, holding.words) == (first.id, "For her patience.")
    commands.reverse_award(hr, first, reason="Twice.")
    transaction.complete()
    assert (holders(badge), holding.award_id) == ([person.id], second.id)
    commands.reverse_award(hr, second, reason="A mistake.")
    transaction.complete()
    assert holders(badge) == []
    assert holding.revocation_reason == "The award was taken back: A mistake."


def test_a_badge_that_was_earned_stays_when_an_award_with_it_is_taken_back():
    hr, person = laid_out(), factories.person()
    badge = by_hand(hr)
    commands.give_badge(hr, badge, person_id=person.id, words="For kindness.")
    transaction.complete()
    commands.reverse_award(hr, award(hr, person, badge), reason="A mistake.")
    transaction.complete()
    assert holders(badge) == [person.id]
