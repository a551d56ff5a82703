"""The pages of recognition answer any address in words."""

import pytest

from innovate.rewards import commands
from tests import factories
from tests.integration.rewards.companies import key, laid_out


def test_before_the_first_award_the_wall_says_what_will_stand_there(as_user):
    assert "waiting for its first card" in as_user(factories.person()).get("/recognition").text


def test_everybody_reads_the_thanks_on_the_wall(as_user):
    hr, person = laid_out(), factories.person("Nora Vale")
    commands.give_award(hr, person_id=person.id, points=5, badge_id=None, citation="For the calm.", key=key())
    page = as_user(factories.person()).get("/recognition").text
    assert "Nora Vale" in page
    assert "For the calm." in page


@pytest.mark.parametrize("query", ["period=decade", "by=height", "team=nine", "team=-1", "team=99999999999999999999"])
def test_a_choice_that_is_none_is_passed_over(as_user, query):
    visit = as_user(factories.person())
    assert visit.get(f"/recognition/boards?{query}").status_code == 200
    assert visit.get(f"/recognition?{query}").status_code == 200


@pytest.mark.parametrize("period", ["month", "quarter", "year", "all"])
@pytest.mark.parametrize("by", ["points", "awards"])
def test_each_board_is_drawn(as_user, period, by):
    hr, person = laid_out(), factories.person("Nora Vale", team_id=factories.team().id)
    commands.give_award(hr, person_id=person.id, points=5, badge_id=None, citation="For the calm.", key=key())
    assert "Nora Vale" in as_user(person).get(f"/recognition/boards?period={period}&by={by}").text
