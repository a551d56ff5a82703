"""Budgets of areas and teams are funded from the company's, by HR, and seen by those who look after them."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core import transaction
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.rewards import checking, commands, ledger, queries
from innovate.rewards.models import Account, LedgerJournal, Movement
from tests import factories
from tests.integration.rewards.companies import key, laid_out

pytestmark = pytest.mark.usefixtures("app")


def fund(hr, of, points=100, **more):
    return commands.fund_budget(hr, of, points=points, reason="For the autumn", **{"key": key(), **more})


def test_an_area_and_a_team_get_points_out_of_the_companys_budget_and_give_them_back():
    hr, area, team = laid_out(1_000), factories.area(name="Returns"), factories.team(name="Night desk")
    fund(hr, area)
    fund(hr, area, 50)
    fund(hr, team, 30)
    budget = db.session.get_one(Account, ledger.area_budget(area.id))
    commands.take_budget_back(hr, budget, points=20, reason="Not needed", key=key())
    found = {one.name: (one.balance, one.received) for one in queries.budgets(hr)}
    assert found == {"Company budget": (840, 1_020), "Returns (area)": (130, 150), "Night desk (team)": (30, 30)}


def test_each_movement_of_a_budget_names_the_event_that_caused_it():
    hr = laid_out(1_000)
    journal = db.session.get_one(LedgerJournal, fund(hr, factories.area()))
    transaction.complete()
    cause = db.session.get_one(JournalEntry, journal.cause_id)
    assert (cause.name, cause.actor_id, journal.actor_id) == ("BudgetFunded", hr.id, hr.id)
    uncaused = db.session.scalar(sa.select(sa.func.count()).where(LedgerJournal.cause_id.is_(None)))
    assert uncaused == 0


def test_an_award_and_its_taking_back_name_the_events_that_caused_them():
    hr, person = laid_out(1_000), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=10, badge_id=None, citation="Kind.", key=key())
    commands.reverse_award(hr, award, reason="A mistake")
    transaction.complete()
    names = (
        sa.select(JournalEntry.name)
        .join(LedgerJournal, LedgerJournal.cause_id == JournalEntry.id)
        .order_by(LedgerJournal.at)
    )
    assert list(db.session.scalars(names)) == ["BudgetOpened", "AwardGiven", "AwardReversed"]


def test_the_same_form_again_funds_once():
    hr, area = laid_out(1_000), factories.area()
    assert fund(hr, area, key="one") == fund(hr, area, key="one")
    assert queries.budget_left() == 900
    with pytest.raises(RuleBroken, match="sent before"):
        fund(hr, area, 99, key="one")


@pytest.mark.parametrize(
    ("points", "sentence"), [(0, "whole number"), (10_000_001, "whole number"), (1_001, "holds 1,000")]
)
def test_what_the_companys_budget_does_not_hold_is_refused_in_words(points, sentence):
    with pytest.raises(BadInput, match=sentence):
        fund(laid_out(1_000), factories.area(), points)


def test_an_area_that_is_closed_gets_nothing():
    with pytest.raises(BadInput, match="is closed"):
        fund(laid_out(1_000), factories.area(is_active=False))


def test_more_than_a_budget_holds_is_not_taken_back_and_the_companys_own_is_not():
    hr, area = laid_out(1_000), factories.area()
    fund(hr, area)
    budget = db.session.get_one(Account, ledger.area_budget(area.id))
    with pytest.raises(BadInput, match="holds 100 points, and this takes 101"):
        commands.take_budget_back(hr, budget, points=101, reason="All", key=key())
    company = db.session.get_one(Account, ledger.company_budget())
    with pytest.raises(RuleBroken, match="area or a team"):
        commands.take_budget_back(hr, company, points=1, reason="All", key=key())


@pytest.mark.parametrize("who", [factories.leader, factories.admin, factories.person])
def test_budgets_are_hrs_to_move(who):
    hr, area, other = laid_out(1_000), factories.area(), who()
    journal = db.session.get_one(LedgerJournal, fund(hr, area))
    budget = db.session.get_one(Account, ledger.area_budget(area.id))
    with pytest.raises(NotAllowed):
        fund(other, area)
    with pytest.raises(NotAllowed):
        commands.take_budget_back(other, budget, points=1, reason="Mine", key=key())
    with pytest.raises(NotAllowed):
        commands.correct_journal(other, journal, reason="Wrong")


def test_a_mistake_is_corrected_once_and_both_stand_in_the_books():
    hr, area = laid_out(1_000), factories.area()
    journal = db.session.get_one(LedgerJournal, fund(hr, area))
    correction = commands.correct_journal(hr, journal, reason="Meant for another")
    with pytest.raises(RuleBroken, match="corrected already"):
        commands.correct_journal(hr, journal, reason="Again")
    with pytest.raises(RuleBroken, match="Nothing else is corrected"):
        commands.correct_journal(hr, db.session.get_one(LedgerJournal, correction), reason="Back")
    assert queries.journal(journal.id).reversed_by == correction
    assert db.session.get_one(LedgerJournal, correction).kind is Movement.REVERSAL
    assert list(checking.broken()) == []


def test_two_who_fund_the_last_points_at_once_leave_nothing_below_zero(at_once):
    hr_id, areas = laid_out(100).id, [factories.area().id for _ in range(4)]

    def work(area_id):
        return lambda: fund(db.session.get_one(Person, hr_id), db.session.get_one(Area, area_id), 40)

    answers = at_once([work(one) for one in areas])
    assert sum(isinstance(one, str) for one in answers) == 2
    assert queries.budget_left() == 20
    assert list(checking.broken()) == []


def test_a_leader_sees_the_budgets_of_their_own_areas_and_teams_and_no_other(as_user):
    hr, lead = laid_out(1_000), factories.leader()
    mine, theirs, team = (
        factories.area(name="Mine", leader=lead),
        factories.area(name="Theirs"),
        factories.team(name="Ours"),
    )
    factories.person(team_id=team.id, manager_id=lead.id)
    for one in (mine, theirs, team):
        fund(hr, one)
    visit = as_user(lead)
    page = visit.get("/rewards/budgets").text
    assert "Mine" in page
    assert "Ours" in page
    assert "Theirs" not in page
    assert "Fund an area" not in page
    assert "Company budget" not in page
    assert visit.get(f"/rewards/accounts/{ledger.area_budget(mine.id)}").status_code == 200
    assert visit.get(f"/rewards/accounts/{ledger.team_budget(team.id)}").status_code == 200
    assert visit.get(f"/rewards/accounts/{ledger.area_budget(theirs.id)}").status_code == 403
    assert visit.get(f"/rewards/accounts/{ledger.company_budget()}").status_code == 403


def test_hr_funds_takes_back_and_corrects_by_form(as_user):
    hr, area = laid_out(1_000), factories.area(name="Returns")
    visit = as_user(hr)
    wrong = visit.post("/rewards/budgets/fund", data={"fund-key": "k", "fund-of": "", "fund-points": "5"})
    assert wrong.status_code == 422
    form = {"fund-key": "k", "fund-of": f"area:{area.id}", "fund-points": "120", "fund-reason": "Autumn"}
    assert visit.post("/rewards/budgets/fund", data=form | {"fund-points": "5000"}).status_code == 422
    assert visit.post("/rewards/budgets/fund", data=form).status_code == 303
    account = ledger.area_budget(area.id)
    back = f"/rewards/budgets/{account}/take-back"
    assert "120" in visit.get(back).text
    assert visit.post(back, data={"key": "b", "points": "20", "reason": "Too much"}).status_code == 303
    page = visit.get(f"/rewards/accounts/{account}").text
    assert "from Company budget" in page
    assert "Too much" in page
    journal = ledger.find("fund:k")
    assert visit.post(f"/rewards/journals/{journal}", data={"reason": "Wrong area"}).status_code == 409  # 100 are left
    refused = visit.post(f"/rewards/journals/{journal}", data={"reason": "Wrong area"}).text
    assert "This budget holds 100 points, and this takes 120" in refused
    journal = ledger.find("return:b")
    assert visit.post(f"/rewards/journals/{journal}", data={"reason": "It was needed"}).status_code == 303
    assert "Corrected later" in visit.get(f"/rewards/accounts/{account}").text


def test_the_audit_journal_names_budgets_and_leads_to_their_statements(as_user):
    hr, area = laid_out(1_000), factories.area()
    fund(hr, area)
    page = as_user(hr).get("/admin/audit").text
    assert "funded the budget of an area or a team" in page
    assert f'href="/rewards/accounts/{ledger.area_budget(area.id)}"' in page
