"""The boards rank those who want it, by period and area, ties sharing a place; nobody else can be told from them."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.permissions import Role
from innovate.recognition.periods import Length, read, running
from innovate.recognition.queries import Measure, boards
from innovate.recognition.queries.boards import improved_board, people_board, reviewers_board, teams_board
from innovate.review.models import Assignment, Scorecard
from innovate.rewards import commands
from innovate.rewards.models import Award
from tests import factories
from tests.integration.recognition.walls import kudos, thank
from tests.integration.rewards.companies import laid_out

pytestmark = pytest.mark.usefixtures("app")
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)


def all_time():
    return read("all")


def crew(heads: int, **fields):
    """A team of so many people."""
    team = factories.team(**fields)
    return [factories.person(team_id=team.id) for _ in range(heads)]


def test_who_has_as_much_shares_the_place_and_the_next_place_counts_them():
    hr, people = laid_out(), [factories.person(name) for name in ("Ada", "Bo", "Cy")]
    for person, points in zip(people, (30, 30, 20), strict=True):
        thank(hr, person, points)
    found = people_board(running(Length.MONTH), Measure.POINTS)
    assert [(place.rank, place.person.name, place.value) for place in found] == [
        (1, "Ada", 30),
        (1, "Bo", 30),
        (3, "Cy", 20),
    ]


def test_a_board_shows_the_first_ten_and_nobody_below():
    hr = laid_out()
    for points in range(1, 13):
        thank(hr, factories.person(), points)
    assert [place.value for place in people_board(all_time(), Measure.POINTS)] == list(range(12, 2, -1))


def test_kudos_without_points_are_thanks_as_awards_are():
    hr, often, much = laid_out(), factories.person("Often"), factories.person("Much")
    for _ in range(3):
        kudos(factories.person(), often)
    thank(hr, much, 50)
    first = {measure: people_board(all_time(), measure)[0].person.name for measure in Measure}
    assert first == {Measure.THANKS: "Often", Measure.POINTS: "Much"}


def test_what_was_taken_back_counts_on_no_board():
    hr, (person, *_) = laid_out(), crew(5)
    commands.reverse_award(hr, thank(hr, person), reason="Wrong")
    assert boards(all_time(), Measure.THANKS).is_empty


def test_teams_are_ranked_by_head_the_upper_half_of_them_and_none_of_fewer_than_five():
    hr = laid_out()
    for name, heads, points in (("Large", 10, 100), ("Right", 5, 60), ("Third", 5, 30), ("Tiny", 4, 400)):
        thank(hr, crew(heads, name=name)[0], points)
    found = teams_board(all_time(), Measure.POINTS)
    assert [(place.rank, place.name, place.people, place.each) for place in found] == [
        (1, "Right", 5, 12.0),
        (2, "Large", 10, 10.0),
    ]


def test_nothing_on_any_board_changes_with_what_those_who_opted_out_are_given():
    hr, (quiet, *others) = laid_out(5_000), crew(7)
    quiet.is_ranked = False
    for place, person in enumerate(others):
        thank(hr, person, 10 + place)
    before = [asdict(boards(all_time(), measure)) for measure in Measure]
    for _ in range(6):
        thank(hr, quiet, 100)
        kudos(others[0], quiet)
    assert [asdict(boards(all_time(), measure)) for measure in Measure] == before
    assert before[0]["teams"][0]["people"] == 6


def test_a_team_with_fewer_than_five_who_are_ranked_is_left_out():
    hr, (quiet, person, *_) = laid_out(), crew(5)
    thank(hr, person)
    assert len(teams_board(all_time(), Measure.POINTS)) == 1
    quiet.is_ranked = False
    assert teams_board(all_time(), Measure.POINTS) == ()


@pytest.mark.parametrize(
    ("period", "points"),
    [("month", 1), ("quarter", 11), ("year", 111), ("all", 1111), ("2026-05", 10), ("2026-Q1", 100), ("2025", 1000)],
)
def test_a_period_counts_from_its_first_day_to_its_last(period, points):
    with held(NOW - timedelta(days=400)):
        hr, person = laid_out(9_999), factories.person()
    for days, amount in ((0, 1), (40, 10), (100, 100), (300, 1000)):
        with held(NOW - timedelta(days=days)):
            thank(hr, person, amount)
    with held(NOW):
        assert people_board(read(period), Measure.POINTS)[0].value == points


def test_an_area_counts_what_its_ideas_were_thanked_for():
    hr, person = laid_out(), factories.person()
    idea = factories.idea(author=person)
    made = thank(hr, person, 30)
    thank(hr, person, 100)
    db.session.execute(sa.update(Award).where(Award.id == made.id).values(idea_id=idea.id))
    assert people_board(all_time(), Measure.POINTS, idea.area_id)[0].value == 30
    assert people_board(all_time(), Measure.POINTS, factories.area().id) == ()


def test_a_review_is_helpful_when_it_came_in_time_with_a_note_that_explains():
    factories.stages()
    helped, late, mute = (factories.person(name, Role.REVIEWER) for name in ("Helped", "Late", "Mute"))
    idea = factories.idea()
    for person, days, note in ((helped, 3, "x" * 40), (late, 30, "x" * 40), (mute, 3, "Fine.")):
        begun = now() - timedelta(days=days)
        factories.save(Assignment(idea_id=idea.id, round=1, reviewer_id=person.id, assigned_at=begun, done_at=now()))
        words = {"note": note, "note_html": note, "overall": 3.0}
        factories.save(Scorecard(idea_id=idea.id, round=1, reviewer_id=person.id, sent_at=now(), **words))
    assert [(place.person.name, place.value) for place in reviewers_board(all_time())] == [("Helped", 1)]


def test_most_improved_is_a_rise_that_chance_seldom_brings():
    with held(NOW):
        laid_out()
        steady, risen = factories.person("Steady"), factories.person("Risen")
    for person, before, after in ((steady, 4, 6), (risen, 1, 8)):
        for days, times in ((40, before), (0, after)):
            with held(NOW - timedelta(days=days)):
                for _ in range(times):
                    kudos(factories.person(), person)
    with held(NOW):
        found = improved_board(running(Length.MONTH))
        assert [(place.person.name, place.value) for place in found] == [("Risen", 7)]
        assert improved_board(all_time()) == ()


def test_the_best_well_run_failure_is_the_idea_with_the_highest_scores_and_names_who_is_ranked():
    hr, person, quiet = laid_out(), factories.person("Bold"), factories.person("Quiet", is_ranked=False)
    ideas = [factories.idea(author=person, title=title) for title in ("Good try", "Better try")]
    for idea, score in zip(ideas, (3, 5), strict=True):
        for one in (person, quiet):
            made = thank(hr, one)
            scores = {"plan_score": score, "run_score": 4, "lesson_score": 4, "idea_id": idea.id}
            db.session.execute(sa.update(Award).where(Award.id == made.id).values(**scores))
    found = boards(all_time(), Measure.POINTS).failures
    assert [(place.rank, place.title, place.total) for place in found] == [(1, "Better try", 13), (2, "Good try", 11)]
    assert [[face.name for face in place.people] for place in found] == [["Bold"], ["Bold"]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "period=2026-Q9",
        "period=all&by=nothing",
        "area=%C2%B2",
        "area=99999999999999999999",
        "period=2019-01&area=-1",
    ],
)
def test_the_boards_answer_any_address(as_user, query):
    assert as_user(factories.person()).get(f"/recognition/boards?{query}").status_code == 200


def test_an_empty_period_says_where_to_look_and_a_full_one_says_what_counts(as_user):
    hr, person = laid_out(), factories.person("Nora Vale")
    assert "Nothing to rank in this period" in as_user(person).get("/recognition/boards").text
    thank(hr, person, 20)
    page = as_user(factories.person()).get("/recognition/boards").text
    assert "Nora Vale" in page
    assert "Points of kudos and awards received" in page
