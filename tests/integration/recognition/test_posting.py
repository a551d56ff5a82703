"""What is celebrated goes up on the wall once, and what is taken back comes down."""

import pytest
import sqlalchemy as sa

from innovate import events
from innovate.core import transaction
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.journal import record
from innovate.experiments import cases
from innovate.experiments.deciding import finding_of
from innovate.experiments.models import Conclusion, Experiment
from innovate.recognition import posting
from innovate.recognition.models import Post, PostKind, PostPerson
from innovate.rewards import commands
from innovate.rewards.models import Badge, BadgeHolding, Milestone
from tests import factories
from tests.integration.recognition.walls import kudos, thank
from tests.integration.rewards.companies import key, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def shown(kind=None):
    """The posts that stand on the wall, the oldest first: kind, and whom each is about."""
    transaction.complete()
    query = sa.select(Post).where(Post.hidden_at.is_(None)).order_by(Post.id)
    return [
        (post.kind, set(db.session.scalars(sa.select(PostPerson.person_id).where(PostPerson.post_id == post.id))))
        for post in db.session.scalars(query)
        if kind in (None, post.kind)
    ]


def holding(person, **fields):
    badge = db.session.scalars(sa.select(Badge).limit(1)).one()
    return factories.save(BadgeHolding(badge_id=badge.id, person_id=person.id, at=now(), **fields))


def test_kudos_to_several_are_one_post_about_all_of_them_with_the_team_of_that_day():
    giver, ana = factories.person(), factories.person(team_id=factories.team().id)
    bo = factories.person()
    kudos(giver, ana, bo)
    assert shown() == [(PostKind.KUDOS, {ana.id, bo.id})]
    before, ana.team_id = ana.team_id, factories.team().id
    transaction.complete()
    assert db.session.scalar(sa.select(PostPerson.team_id).where(PostPerson.person_id == ana.id)) == before


def test_kudos_for_a_comment_are_about_the_idea_that_it_was_said_of():
    idea, giver, ana = factories.idea(), factories.person(), factories.person()
    experiment = tried_idea().idea
    trial = db.session.scalars(sa.select(Experiment).where(Experiment.idea_id == experiment.id)).one()
    kudos(giver, ana, idea_id=idea.id)
    kudos(giver, ana, experiment_id=trial.id)
    transaction.complete()
    posts = db.session.execute(sa.select(Post.idea_id, Post.area_id).order_by(Post.id)).all()
    assert posts == [(idea.id, idea.area_id), (experiment.id, experiment.area_id)]


def test_kudos_that_add_on_make_no_post_of_their_own():
    ana = factories.person()
    first = kudos(factories.person(), ana)
    kudos(factories.person(), ana, parent_id=first.id)
    assert len(shown()) == 1


def test_kudos_taken_back_come_down():
    giver = factories.person()
    made = kudos(giver, factories.person())
    record(events.KudosTakenBack(actor_id=giver.id, kudos_id=made.id, giver_id=giver.id))
    assert shown() == []


def test_what_is_awarded_together_is_one_post():
    hr, tried = laid_out(), tried_idea()
    shares = [(one.id, 10, None, "For it.") for one in (tried.author, tried.owner)]
    commands.recognise_idea(hr, tried.idea, shares=shares, reason="", key=key())
    assert shown(PostKind.AWARD) == [(PostKind.AWARD, {tried.author.id, tried.owner.id})]


def test_an_award_taken_back_leaves_the_others_of_its_post_and_the_last_takes_it_down():
    hr, tried = laid_out(), tried_idea()
    shares = [(one.id, 10, None, "For it.") for one in (tried.author, tried.owner)]
    first, second = commands.recognise_idea(hr, tried.idea, shares=shares, reason="", key=key())
    commands.reverse_award(hr, first, reason="Wrong")
    assert shown(PostKind.AWARD) == [(PostKind.AWARD, {second.person_id})]
    commands.reverse_award(hr, second, reason="Wrong too")
    assert shown(PostKind.AWARD) == []


@pytest.mark.parametrize(("conclusion", "posts"), [(Conclusion.SCALE, 1), (Conclusion.STOP, 0)])
def test_an_idea_that_is_adopted_is_a_launch_and_one_that_taught_something_is_not(conclusion, posts):
    hr, tried = laid_out(), tried_idea(conclusion)
    commands.recognise_idea(hr, tried.idea, shares=[], reason="Thanks to all.", key=key())
    assert shown(PostKind.LAUNCH) == [(PostKind.LAUNCH, {tried.author.id})] * posts


def test_a_case_is_a_lesson_of_those_who_ran_the_experiment():
    tried = tried_idea()
    trial = db.session.scalars(sa.select(Experiment).where(Experiment.idea_id == tried.idea.id)).one()
    cases.write_case(trial, finding_of(trial), actor_id=None)
    assert shown() == [(PostKind.LESSON, {tried.owner.id, tried.member.id})]


def test_a_badge_by_rule_is_a_post_and_one_that_came_with_an_award_is_not():
    hr, ana, bo = laid_out(), factories.person(), factories.person()
    award = thank(hr, bo)
    transaction.complete()
    for one in (holding(ana), holding(bo, award_id=award.id)):
        about = {"person_id": one.person_id, "badge_id": one.badge_id, "holding_id": one.id}
        record(events.BadgeGiven(actor_id=None, **about))
    assert shown(PostKind.BADGE) == [(PostKind.BADGE, {ana.id})]


def test_a_badge_taken_back_comes_down():
    hr, ana = laid_out(), factories.person()
    one = holding(ana)
    about = {"person_id": ana.id, "badge_id": one.badge_id, "holding_id": one.id}
    record(events.BadgeGiven(actor_id=None, **about))
    record(events.BadgeRevoked(actor_id=hr.id, reason="Wrong person", **about))
    assert shown() == []


def test_milestones_are_hidden_from_whoever_would_rather_not_and_shown_again_to_whoever_would():
    ana = factories.person()
    made = factories.save(Milestone(person_id=ana.id, years=5, on=today()))
    record(events.MilestoneReached(actor_id=None, person_id=ana.id, milestone_id=made.id, years=5))
    assert shown() == [(PostKind.MILESTONE, {ana.id})]
    record(events.MilestonesChosen(actor_id=ana.id, person_id=ana.id, is_shown=False))
    assert shown() == []
    record(events.MilestonesChosen(actor_id=ana.id, person_id=ana.id, is_shown=True))
    assert len(shown()) == 1


def test_what_was_celebrated_before_there_was_a_wall_is_put_up_once():
    hr, ana, tried = laid_out(), factories.person(), tried_idea()
    thank(hr, ana)
    commands.recognise_idea(hr, tried.idea, shares=[(tried.author.id, 1, None, "For it.")], reason="", key=key())
    kudos(factories.person(), ana)
    trial = db.session.scalars(sa.select(Experiment).where(Experiment.idea_id == tried.idea.id)).one()
    cases.write_case(trial, finding_of(trial), actor_id=None)
    one = holding(ana)
    record(events.BadgeGiven(actor_id=None, person_id=ana.id, badge_id=one.badge_id, holding_id=one.id))
    made = factories.save(Milestone(person_id=ana.id, years=5, on=today()))
    record(events.MilestoneReached(actor_id=None, person_id=ana.id, milestone_id=made.id, years=5))
    before = sorted(shown(), key=str)
    assert {kind for kind, _ in before} == set(PostKind)
    db.session.execute(sa.delete(PostPerson))
    db.session.execute(sa.delete(Post))
    assert posting.write_missing(100) == len(before)
    assert sorted(shown(), key=str) == before
    assert posting.write_missing(100) == 0
