"""HR of a new company is led to the first thanks, and nothing is given out that it did not decide on."""

import pytest
import sqlalchemy as sa

from innovate import worker
from innovate.core import transaction
from innovate.core.db import db
from innovate.core.errors import NotAllowed
from innovate.rewards import allowances, commands, queries
from innovate.rewards.models import CompanyValue
from tests import factories
from tests.integration.rewards.companies import key, laid_out
from tests.integration.rewards.thanks import give, to_give

pytestmark = pytest.mark.usefixtures("app")

PROPOSED = {role.value: str(allowances.USUAL) for role in allowances.GIVERS}


def names():
    return db.session.scalars(sa.select(CompanyValue.name).order_by(CompanyValue.position)).all()


def test_the_way_from_nothing_to_the_first_thanks_is_shown_until_it_is_gone(as_user):
    hr, ana = laid_out(0), factories.person()
    visit = as_user(hr)
    assert "First steps" in visit.get("/rewards").text
    assert visit.post("/rewards/values/first", data={"which": ["customers", "openly"]}).status_code == 303
    assert visit.post("/rewards/allowances", data=PROPOSED).status_code == 303
    assert "A month of allowances comes to 100 points" in visit.get("/rewards/set-up").text
    assert "A month of allowances takes 100 points of it" in visit.get("/rewards/budgets").text
    commands.open_budget(hr, points=1_000, reason="The first quarter", key=key())
    give(hr, ana)
    transaction.complete()
    assert "First steps" not in visit.get("/rewards").text
    left = queries.first_steps()
    assert (left.has_values, left.has_allowances, left.has_budget, left.has_thanks) == (True, True, True, True)
    assert not left.are_done  # there is nothing to spend points on
    assert "Offer something for the points" in visit.get("/rewards/set-up").text


def test_offered_values_are_kept_once_and_only_those_that_were_ticked(as_user):
    visit = as_user(laid_out())
    assert visit.get("/rewards/values").text.count("checked") == 4
    assert visit.post("/rewards/values/first", data={}).status_code == 422
    for _ in range(2):
        assert visit.post("/rewards/values/first", data={"which": ["together", "openly"]}).status_code == 303
    assert names() == ["We help one another", "Say it openly"]
    with pytest.raises(NotAllowed):
        commands.keep_first_values(factories.person(), which=["customers"])


def test_a_proposed_allowance_is_granted_to_nobody_before_hr_saves_it(as_user):
    hr = laid_out(1_000)
    visit = as_user(hr)
    page = visit.get("/rewards/allowances").text
    assert "Nothing is given out yet" in page
    assert page.count('value="50"') == len(allowances.GIVERS)
    worker.grant_allowances()
    assert (to_give(hr), queries.budget_left()) == (0, 1_000)
    assert visit.post("/rewards/allowances", data=PROPOSED).status_code == 303
    worker.grant_allowances()
    assert to_give(hr) == 50


def test_that_nobody_gives_points_can_be_decided_too(as_user):
    visit = as_user(laid_out())
    assert visit.post("/rewards/allowances", data=dict.fromkeys(PROPOSED, "0")).status_code == 303
    page = visit.get("/rewards/allowances").text
    assert "Nothing is given out yet" not in page
    assert 'value="50"' not in page
