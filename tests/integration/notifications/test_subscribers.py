"""Each fact reaches those whom it concerns, once, in words, and never the one who made it."""

import pytest
import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Deputy
from innovate.core import transaction
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.journal import record
from innovate.discussion.models import Comment
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Follow
from innovate.notifications.models import Notification
from innovate.notifications.telling import tell
from innovate.permissions import Role
from innovate.review.models import Scorecard
from innovate.voting.models import Vote
from tests import factories
from tests.integration.notifications.counting import statements

pytestmark = pytest.mark.usefixtures("app")


def told(person: Person) -> list[str]:
    """What that person has been told since the test began, after all that happened is settled."""
    transaction.complete()
    query = sa.select(Notification.text).where(Notification.person_id == person.id).order_by(Notification.id)
    return list(db.session.scalars(query))


def voter(idea) -> Person:
    person = factories.person()
    factories.save(Vote(idea_id=idea.id, person_id=person.id, at=now()))
    return person


def test_the_areas_leader_reads_of_a_new_idea_and_its_author_does_not():
    author = factories.person("Nora Vale")
    area = factories.area(name="Returns")
    factories.idea(author=author, area=area, title="Print labels at home")
    leader = db.session.get_one(Person, area.leader_id)
    assert told(leader) == ["Nora Vale posted “Print labels at home” in Returns. It waits for you to take it up."]
    assert told(author) == []


def test_who_stands_in_for_the_leader_reads_of_a_new_idea_too():
    area, stand_in, former = factories.area(), factories.leader(), factories.leader()
    factories.save(Deputy(area_id=area.id, person_id=stand_in.id, starts_on=today(), ends_on=today()))
    past = today() - factories.days(2)
    factories.save(Deputy(area_id=area.id, person_id=former.id, starts_on=past, ends_on=past))
    factories.idea(area=area)
    assert (len(told(stand_in)), len(told(former))) == (1, 0)


def test_author_and_voters_read_that_an_idea_was_taken_up_each_in_their_words():
    area = factories.area(leader=factories.person("Erik Lund", Role.LEADER))
    idea = factories.idea(area=area, title="Call back")
    supporter = voter(idea)
    leader = db.session.get_one(Person, area.leader_id)
    transaction.complete()
    move(leader, idea, "take_up")
    assert told(idea.author) == ["Erik Lund took up your idea “Call back” for review."]
    assert told(supporter) == ["Erik Lund took up the idea “Call back” for review."]


def test_an_idea_taken_up_by_its_votes_says_so():
    idea = factories.idea(title="Call back")
    move(None, idea, "take_up")
    assert told(idea.author) == ["Your idea “Call back” was taken up for review: it has enough votes."]


def test_who_does_not_want_to_follow_is_not_told():
    idea = factories.idea()
    quiet = voter(idea)
    factories.save(Follow(idea_id=idea.id, person_id=quiet.id, is_wanted=False))
    move(None, idea, "take_up")
    assert told(quiet) == []


def test_who_has_left_is_not_told():
    idea = factories.idea()
    gone = voter(idea)
    gone.deactivated_at = now()
    move(None, idea, "take_up")
    assert told(gone) == []


def test_a_question_is_for_the_author_and_its_answer_for_the_leader():
    area = factories.area(leader=factories.person("Erik Lund", Role.LEADER))
    idea = factories.idea(author=factories.person("Nora Vale"), area=area, title="Call back")
    leader = db.session.get_one(Person, area.leader_id)
    transaction.complete()
    move(leader, idea, "return", reason="Which shops?")
    assert told(idea.author) == [
        "Erik Lund has a question about your idea “Call back”. The clock waits for your answer."
    ]
    move(idea.author, idea, "answer", reason="All of them.")
    assert told(leader)[-1] == "Nora Vale answered the question about “Call back”. It is your turn again."


@pytest.mark.parametrize(
    ("name", "details", "words"),
    [
        ("decline", {"reason": "No.", "reason_code": "too_costly"}, "declined your idea"),
        ("park", {"reason": "Later.", "revive_when": "the new shop opens"}, "parked your idea"),
    ],
)
def test_the_author_reads_how_the_idea_was_decided(name, details, words):
    area = factories.area()
    idea = factories.idea(area=area)
    transaction.complete()
    move(db.session.get_one(Person, area.leader_id), idea, name, **details)
    assert words in told(idea.author)[0]


def test_those_who_follow_a_merged_idea_read_which_one_goes_on():
    area = factories.area()
    twin, original = factories.idea(area=area, title="Twin"), factories.idea(area=area, title="Original {x}")
    supporter = voter(twin)
    transaction.complete()
    move(db.session.get_one(Person, area.leader_id), twin, "merge", reason="The same.", into=original)
    assert told(supporter)[0].endswith("merged the idea “Twin” into “Original {x}”.")


def test_reviewers_are_asked_to_score():
    idea, asked = factories.idea(title="Call back"), factories.reviewer()
    record(events.ReviewersAssigned(actor_id=None, idea_id=idea.id, reviewer_ids=[asked.id]))
    assert told(asked) == ["You were asked to score “Call back”."]


def test_the_scorecard_that_completes_the_quorum_tells_the_leader_and_no_other_does():
    area = factories.area(quorum=2)
    idea, leader = factories.idea(area=area, title="Call back"), db.session.get_one(Person, area.leader_id)
    seen = len(told(leader))
    counts = []
    for _ in range(3):
        by = factories.reviewer()
        values = {"idea_id": idea.id, "round": 0, "reviewer_id": by.id, "sent_at": now(), "overall": 4.0}
        card = factories.save(Scorecard(**values, note="", note_html=""))
        record(events.ScorecardSent(actor_id=by.id, idea_id=idea.id, scorecard_id=card.id))
        counts.append(len(told(leader)) - seen)
    assert counts == [0, 1, 1]
    assert told(leader)[-1] == "“Call back” has its 2 scorecards and is ready for your decision."


def comment(idea, by, parent=None):
    words = {"body": "Yes.", "body_html": "<p>Yes.</p>", "at": now()}
    made = factories.save(Comment(idea_id=idea.id, author_id=by.id, parent_id=parent and parent.id, **words))
    record(events.CommentPosted(actor_id=by.id, idea_id=idea.id, comment_id=made.id))
    return made


def test_a_reply_is_told_to_the_one_it_answers_once_and_a_comment_to_those_who_follow():
    idea = factories.idea(author=factories.person("Nora Vale"), title="Call back")
    first, second = factories.person("Tom Reed"), factories.person("Ida Holm")
    asked = comment(idea, first)
    transaction.complete()
    comment(idea, second, asked)
    assert told(first) == ["Ida Holm replied to your comment on “Call back”."]
    assert told(idea.author) == [
        "Tom Reed commented on your idea “Call back”.",
        "Ida Holm commented on your idea “Call back”.",
    ]
    assert told(second) == []


def test_the_end_of_an_experiment_reaches_hr_without_a_part_in_the_idea():
    free, author = factories.hr(), factories.hr()
    idea = factories.idea(author=author, title="Call back")
    record(events.ExperimentConcluded(actor_id=None, idea_id=idea.id, move_id=1))
    assert told(free) == ["The experiment on “Call back” is concluded. The idea waits for recognition."]
    assert told(author) == ["Innovate concluded the experiment on your idea “Call back”."]


def test_the_same_fact_told_twice_is_one_row():
    idea = factories.idea()
    transaction.complete()
    entry = db.session.scalar(sa.text("SELECT max(id) FROM journal"))
    tell(entry, {idea.author_id}, "One.", "/ideas/1")
    tell(entry, {idea.author_id}, "Two.", "/ideas/1")
    assert told(idea.author) == ["One."]


def test_telling_two_hundred_costs_the_statements_of_telling_two():
    def cost(people: int) -> int:
        idea = factories.idea()
        for _ in range(people):
            voter(idea)
        transaction.complete()
        move(None, idea, "take_up")
        with statements() as seen:
            transaction.complete()
        return len(seen)

    assert cost(200) == cost(2)
