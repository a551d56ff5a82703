"""The demo company: alive on every page, true in every count, made once."""

import contextvars
import threading
from collections import Counter

import pytest
import sqlalchemy as sa

from innovate import invariants
from innovate.accounts.models import Person, Site, Team
from innovate.accounts.queries import demo_people
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import JournalEntry
from innovate.demo import company as lindqvist
from innovate.demo.seeding import seed
from innovate.experiments.models import (
    Allocation,
    Amendment,
    Case,
    Conclusion,
    Design,
    DiaryEntry,
    Experiment,
    ExperimentState,
    Forecast,
    Measure,
    Measurement,
    MetricKind,
    Photo,
)
from innovate.experiments.models import Verdict as Outcome
from innovate.experiments.queries import calibration
from innovate.ideas.deciding import judges
from innovate.ideas.models import Appeal, Idea, IdeaMove, Place, Verdict
from innovate.notifications.models import Notification
from innovate.review.models import Assignment
from innovate.rewards.models import Award


def count(table, *where):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(*where))


@pytest.fixture
def visitors(company):
    """Whom a visitor can be, by role."""
    return {one.role: db.session.get_one(Person, one.face.id) for one in demo_people()}


def test_everything_that_must_be_true_is_true(company):
    assert list(invariants.broken()) == []


def test_about_fifty_people_work_in_eight_teams_on_three_sites_for_six_areas(company):
    assert count(Person) == len(lindqvist.STAFF)
    assert 48 <= count(Person) <= 56
    assert (count(Team), count(Site), count(Area)) == (8, 3, 6)


def test_eighty_ideas_stand_at_every_stage_and_outcome(company):
    places = Counter(idea.place for idea in db.session.scalars(sa.select(Idea)))
    assert sum(places.values()) == 80
    assert set(places) == set(Place) - {Place.DRAFT}
    assert places[Place.OPEN] >= 20


def test_the_journal_is_written_in_the_order_of_time(company):
    moments = list(db.session.scalars(sa.select(JournalEntry.at).order_by(JournalEntry.id)))
    assert moments == sorted(moments)
    assert (moments[-1] - moments[0]).days > 170


def test_most_promises_are_kept_and_some_are_broken(company):
    kept, broken = (count(IdeaMove, IdeaMove.is_kept.is_(answer)) for answer in (True, False))
    assert kept > 5 * broken > 0


def test_experiments_of_each_kind_hold_a_row_for_each_arm_and_day(company):
    ran = sa.select(Experiment).where(Experiment.state != ExperimentState.PLANNED)
    experiments = list(db.session.scalars(ran))
    assert len(experiments) >= 12
    assert {one.metric_kind for one in experiments} == set(MetricKind)
    for one in experiments:
        days = count(sa.select(Measurement.day).where(Measurement.experiment_id == one.id).distinct().subquery())
        until = min(one.ends_on, max(db.session.scalars(sa.select(Measurement.day).filter_by(experiment_id=one.id))))
        assert days == (until - one.starts_on).days + 1


def test_experiments_come_in_each_design_and_end_in_each_way(company):
    experiments = list(db.session.scalars(sa.select(Experiment)))
    running, over = (
        [one for one in experiments if one.state is state]
        for state in (ExperimentState.RUNNING, ExperimentState.CONCLUDED)
    )
    assert {one.design for one in running} == {one.design for one in over} == set(Design)
    assert max(len(one.arms) for one in running if one.design is Design.PARALLEL) == 3
    assert all(6 <= len(one.arms) <= 8 for one in experiments if one.design is Design.STEPPED)
    assert {one.conclusion for one in over} == set(Conclusion)
    assert {one.verdict for one in over} == set(Outcome)
    assert count(Case) == len(over)
    assert any("more than the" in one.result and "that we allow" in one.result for one in over)  # a broken guardrail
    assert {one.round for one in experiments} == {1, 2}
    for table in (Amendment, Allocation, Measure, DiaryEntry, Photo, Forecast):
        assert count(table) >= 1


def test_some_forecasters_can_be_judged_and_not_all_beat_the_base_rate(company, visitors):
    found = calibration(visitors["Leader"])
    assert found is not None
    assert found.experiments >= 15
    assert {one.is_better for one in found.forecasters} == {True, False}
    assert found.waiting >= 1


def test_the_five_whom_a_visitor_can_be_have_something_waiting(visitors):
    assert [visitors[role].name for role in visitors] == list(lindqvist.ONE_OF_EACH)
    employee, reviewer, leader = visitors["Employee"], visitors["Reviewer"], visitors["Leader"]
    assert count(Notification, Notification.person_id == employee.id, Notification.read_at.is_(None)) > 0
    assert count(Idea, Idea.author_id == employee.id, Idea.asked_at.is_not(None)) == 1
    assert count(Award, Award.person_id == employee.id) >= 2
    assert count(Assignment, Assignment.reviewer_id == reviewer.id, Assignment.done_at.is_(None)) >= 2
    area = db.session.scalars(sa.select(Area).where(Area.leader_id == leader.id)).one()
    places = Counter(idea.place for idea in db.session.scalars(sa.select(Idea).where(Idea.area_id == area.id)))
    assert places[Place.OPEN] >= 3
    assert places[Place.REVIEW] >= 2
    assert places[Place.EXPERIMENT] >= 1
    assert sum(idea.place is Place.REWARD for idea in db.session.scalars(sa.select(Idea))) >= 4


def test_one_appeal_waits_for_the_leader_and_one_was_dismissed_by_another(visitors):
    appeals = list(db.session.scalars(sa.select(Appeal).order_by(Appeal.id)))
    assert [one.verdict for one in appeals] == [Verdict.DISMISSED, None]
    dismissed, waiting = appeals
    assert judges(waiting)[0].id == visitors["Leader"].id
    assert waiting.due_at > now() > waiting.at
    assert dismissed.area is not None
    assert dismissed.area.leader_id != dismissed.decline.actor_id


def test_everybody_of_the_company_can_sign_in_with_the_one_password(company):
    assert count(Person, Person.password_hash.is_(None)) == 0


def test_a_second_time_changes_nothing(company):
    before = count(JournalEntry)
    assert seed() is False
    assert count(JournalEntry) == before


def test_of_two_who_seed_at_once_one_does(app):
    answers: list[bool] = []

    def work() -> None:
        with app.app_context():
            answers.append(seed())
            db.session.remove()

    threads = [threading.Thread(target=contextvars.Context().run, args=(work,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    assert sorted(answers) == [False, True]
    assert count(Idea) == 80
