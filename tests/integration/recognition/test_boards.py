"""The wall shows every thanks that stands; the boards rank those who want it, ties sharing a place."""

from datetime import UTC, datetime, timedelta

import pytest

from innovate.core.clock import held, now
from innovate.core.errors import BadInput
from innovate.core.paging import encode
from innovate.recognition import queries
from innovate.recognition.queries import PAGE, Measure, Period
from innovate.rewards import commands
from tests import factories
from tests.integration.rewards.companies import key, laid_out

pytestmark = pytest.mark.usefixtures("app")


def thank(hr, person, points=10, words="For the calm."):
    given = {"points": points, "badge_id": None, "citation": words, "key": key()}
    return commands.give_award(hr, person_id=person.id, **given)


def test_the_wall_shows_the_newest_thanks_first_and_none_that_was_taken_back():
    hr, person = laid_out(), factories.person("Nora Vale")
    thank(hr, person, words="First")
    commands.reverse_award(hr, thank(hr, person, words="Mistake"), reason="Wrong")
    thank(hr, person, words="Last")
    assert [card.citation for card in queries.wall().items] == ["Last", "First"]


def test_pages_of_the_wall_hold_every_card_once_also_when_many_came_at_one_moment():
    hr, person = laid_out(), factories.person()
    with held(now()):
        ids = [thank(hr, person).id for _ in range(PAGE * 2 + 3)]
    seen, cursor = [], None
    while True:
        page = queries.wall(cursor=cursor)
        seen += [card.id for card in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == ids[::-1]


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        encode(("yesterday", 1)),
        encode(("2026-01-01", 1)),
        encode((1, 2)),
        encode(("0001-01-01T00:00:00+14:00", 1)),  # no moment of ours: it lies before the first
        encode(("9999-12-31T23:59:59-14:00", 1)),
    ],
)
def test_a_page_address_that_is_not_ours_is_refused(cursor):
    laid_out()
    with pytest.raises(BadInput):
        queries.wall(cursor=cursor)


def test_the_wall_of_a_team_shows_its_people_only():
    hr, team = laid_out(), factories.team()
    thank(hr, factories.person(team_id=team.id), words="Ours")
    thank(hr, factories.person(), words="Theirs")
    assert [card.citation for card in queries.wall(team_id=team.id).items] == ["Ours"]


def test_who_has_as_much_shares_the_place_and_the_next_place_counts_them():
    hr, people = laid_out(), [factories.person(name) for name in ("Ada", "Bo", "Cy")]
    for person, points in zip(people, (30, 30, 20), strict=True):
        thank(hr, person, points)
    board = queries.people_board(Period.MONTH, Measure.POINTS)
    assert [(place.rank, place.person.name, place.points) for place in board] == [
        (1, "Ada", 30),
        (1, "Bo", 30),
        (3, "Cy", 20),
    ]


def test_a_board_shows_the_first_ten_and_nobody_below():
    hr = laid_out()
    for points in range(1, 13):
        thank(hr, factories.person(), points)
    board = queries.people_board(Period.ALL, Measure.POINTS)
    assert [place.points for place in board] == list(range(12, 2, -1))


def test_who_opted_out_is_not_ranked_and_keeps_their_thanks_on_the_wall():
    hr, quiet = laid_out(), factories.person("Quiet", is_ranked=False)
    thank(hr, quiet)
    assert queries.people_board(Period.ALL, Measure.POINTS) == ()
    assert [card.person.name for card in queries.wall().items] == ["Quiet"]


def test_a_board_counts_awards_or_points_as_asked():
    hr, often, much = laid_out(), factories.person("Often"), factories.person("Much")
    for _ in range(3):
        thank(hr, often, 1)
    thank(hr, much, 50)
    first = {measure: queries.people_board(Period.ALL, measure)[0].person.name for measure in Measure}
    assert first == {Measure.AWARDS: "Often", Measure.POINTS: "Much"}


def test_an_award_taken_back_counts_on_no_board():
    hr, person = laid_out(), factories.person(team_id=factories.team().id)
    commands.reverse_award(hr, thank(hr, person), reason="Wrong")
    assert queries.people_board(Period.ALL, Measure.AWARDS) == ()
    assert queries.teams_board(Period.ALL, Measure.AWARDS) == ()


def test_teams_are_ranked_by_what_each_of_their_people_was_given():
    hr, large, small = laid_out(), factories.team(name="Large"), factories.team(name="Small")
    first, *_ = (factories.person(team_id=large.id) for _ in range(4))
    thank(hr, first, 100)
    thank(hr, factories.person(team_id=small.id), 40)
    board = queries.teams_board(Period.ALL, Measure.POINTS)
    assert [(place.name, place.people, place.each) for place in board] == [("Small", 1, 40.0), ("Large", 4, 25.0)]


@pytest.mark.parametrize(
    ("period", "points"), [(Period.MONTH, 1), (Period.QUARTER, 11), (Period.YEAR, 111), (Period.ALL, 1111)]
)
def test_a_period_counts_from_its_first_day(period, points):
    this = datetime(2026, 6, 20, 12, tzinfo=UTC)
    with held(this - timedelta(days=400)):
        hr, person = laid_out(9_999), factories.person()
    for days, amount in ((0, 1), (40, 10), (100, 100), (300, 1000)):
        with held(this - timedelta(days=days)):
            thank(hr, person, amount)
    with held(this):
        assert queries.people_board(period, Measure.POINTS)[0].points == points
