"""Reactions and comments are counted right, whoever gives them at the same moment."""

import pytest
import sqlalchemy as sa

from innovate import invariants
from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.notifications.models import Notification
from innovate.permissions import Role
from innovate.recognition.commands import comment_on_post, delete_comment, react
from innovate.recognition.models import Post, PostComment, PostReaction, ReactionKind
from innovate.recognition.posting import take_out
from tests import factories
from tests.integration.recognition import walls
from tests.integration.rewards.companies import key

pytestmark = pytest.mark.usefixtures("app")
CLAP, HEART, LIGHT = ReactionKind


def counters(post_id):
    names = (Post.claps, Post.hearts, Post.lights, Post.comments)
    return tuple(db.session.execute(sa.select(*names).where(Post.id == post_id)).one())


def test_one_person_reacts_in_several_ways_and_in_each_of_them_once():
    post, ana = walls.post(), factories.person()
    for kind in (CLAP, CLAP, HEART):
        react(ana, post, kind=kind, is_wanted=True)
    assert counters(post.id) == (1, 1, 0, 0)


def test_a_reaction_taken_back_is_gone_and_one_never_given_changes_nothing():
    post, ana = walls.post(), factories.person()
    react(ana, post, kind=CLAP, is_wanted=True)
    react(ana, post, kind=CLAP, is_wanted=False)
    react(ana, post, kind=LIGHT, is_wanted=False)
    assert counters(post.id) == (0, 0, 0, 0)


def test_a_comment_is_said_once_for_a_form_and_other_words_with_it_are_another():
    post, ana = walls.post(), factories.person()
    form = key()
    first = comment_on_post(ana, post, body="Well deserved.", key=form)
    assert comment_on_post(ana, post, body=" Well deserved. ", key=form) == first
    assert comment_on_post(ana, post, body="And overdue.", key=form) != first
    assert counters(post.id) == (0, 0, 0, 2)


def test_two_people_may_send_forms_of_one_key():
    post, form = walls.post(), key()
    for _ in range(2):
        comment_on_post(factories.person(), post, body="Well deserved.", key=form)
    assert counters(post.id)[3] == 2


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 1001])
def test_a_comment_has_words_and_not_too_many(body):
    with pytest.raises(BadInput):
        comment_on_post(factories.person(), walls.post(), body=body, key=key())


def test_a_comment_is_deleted_by_its_author_or_an_administrator_alone():
    post, ana, other, admin = walls.post(), factories.person(), factories.person(), factories.admin()
    first, second = (comment_on_post(ana, post, body=words, key=key()) for words in ("One.", "Two."))
    with pytest.raises(NotAllowed):
        delete_comment(other, db.session.get_one(PostComment, first))
    delete_comment(ana, db.session.get_one(PostComment, first))
    delete_comment(admin, db.session.get_one(PostComment, second))
    assert counters(post.id)[3] == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PostComment)) == 0


def test_a_customer_neither_reacts_nor_comments():
    post = walls.post()
    customer = factories.save(
        Person(name="Guest", email="guest@example.test", roles=frozenset({Role.CUSTOMER}), joined_on=today())
    )
    with pytest.raises(NotAllowed):
        react(customer, post, kind=CLAP, is_wanted=True)
    with pytest.raises(NotAllowed):
        comment_on_post(customer, post, body="Nice.", key=key())


def test_nobody_answers_to_what_was_taken_down_and_what_was_said_may_still_be_deleted():
    post, ana = walls.post(), factories.person()
    said = comment_on_post(ana, post, body="Well deserved.", key=key())
    transaction.complete()
    take_out(award_of(post.id))
    transaction.complete()
    with pytest.raises(RuleBroken, match="taken off the wall"):
        react(ana, post, kind=CLAP, is_wanted=True)
    transaction.abandon()
    with pytest.raises(RuleBroken, match="taken off the wall"):
        comment_on_post(ana, post, body="Again.", key=key())
    transaction.abandon()
    delete_comment(ana, db.session.get_one(PostComment, said))
    assert counters(post.id) == (0, 0, 0, 0)


def test_who_thanked_and_who_was_thanked_are_told_of_words_but_not_whoever_said_them():
    post = walls.post()
    thanked = db.session.scalar(sa.text("SELECT person_id FROM post_people"))
    db.session.execute(sa.delete(Notification))
    comment_on_post(db.session.get_one(Person, thanked), post, body="Thank you.", key=key())
    transaction.complete()
    told = db.session.execute(sa.select(Notification.person_id, Notification.text)).all()
    assert [one.person_id for one in told] == [post.actor_id]
    assert "commented on your thanks" in told[0].text


def award_of(post_id):
    return db.session.scalar(sa.text("SELECT award_id FROM post_people WHERE post_id = :id").bindparams(id=post_id))


def react_as(person_id, post_id, kind, *, is_wanted=True):
    def work():
        return react(
            db.session.get_one(Person, person_id), db.session.get_one(Post, post_id), kind=kind, is_wanted=is_wanted
        )

    return work


def say_as(person_id, post_id, form):
    def work():
        person, post = db.session.get_one(Person, person_id), db.session.get_one(Post, post_id)
        return comment_on_post(person, post, body="Well deserved.", key=form)

    return work


def test_sixty_at_once_are_sixty_reactions(at_once):
    post, people = walls.post(), [factories.person() for _ in range(20)]
    works = [react_as(person.id, post.id, kind) for person in people for kind in ReactionKind]
    assert at_once(works) == [None] * 60
    assert counters(post.id) == (20, 20, 20, 0)
    assert list(invariants.broken()) == []


def test_one_person_twenty_times_at_once_counts_once(at_once):
    post, ana = walls.post(), factories.person()
    assert at_once([react_as(ana.id, post.id, CLAP)] * 20) == [None] * 20
    assert counters(post.id) == (1, 0, 0, 0)


def test_giving_and_taking_back_at_once_leave_the_counter_at_its_rows(at_once):
    post, people = walls.post(), [factories.person() for _ in range(6)]
    works = [react_as(one.id, post.id, CLAP, is_wanted=n % 2 == 0) for one in people for n in range(6)]
    assert at_once(works) == [None] * 36
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(PostReaction))
    assert counters(post.id) == (rows, 0, 0, 0)


def test_a_form_sent_ten_times_at_once_is_one_comment(at_once):
    post, ana = walls.post(), factories.person()
    said = at_once([say_as(ana.id, post.id, "one form")] * 10)
    assert len(set(said)) == 1
    assert counters(post.id)[3] == 1


def test_a_comment_deleted_twice_at_once_is_counted_out_once(at_once):
    post, ana = walls.post(), factories.person()
    said = comment_on_post(ana, post, body="Well deserved.", key=key())
    comment_on_post(ana, post, body="It stays.", key=key())

    def delete():
        comment = db.session.get(PostComment, said)
        if comment is not None:
            delete_comment(db.session.get_one(Person, ana_id), comment)

    ana_id = ana.id
    outcomes = at_once([delete] * 6)
    assert all(one is None or isinstance(one, RuleBroken) for one in outcomes)
    assert counters(post.id)[3] == 1


def test_recount_puts_drifted_counters_of_posts_right():
    post, ana = walls.post(), factories.person()
    react(ana, post, kind=HEART, is_wanted=True)
    transaction.complete()
    db.session.execute(sa.update(Post).values(claps=7, comments=3))
    assert list(invariants.broken()) == [
        f"Post {post.id} says 7 claps and has 0.",
        f"Post {post.id} says 3 comments and has 0.",
    ]
    assert {name: n for name, n in invariants.recount().items() if n} == {"claps": 1, "comments on the wall": 1}
    assert counters(post.id) == (0, 1, 0, 0)
    assert list(invariants.broken()) == []
