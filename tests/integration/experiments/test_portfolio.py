"""The portfolio: every experiment where it stands, narrowed by what the address says, and what all of them brought."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.experiments import commands, queries
from innovate.experiments.calibration import ENOUGH
from innovate.experiments.models import Conclusion, Experiment, Verdict
from innovate.experiments.queries.narrowing import Narrowing, Quarter, Standing
from innovate.experiments.queries.portfolio import PAGE
from innovate.ideas.lifecycle import move
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def shown(viewer=None, after=None, **narrowing):
    found = queries.portfolio(viewer or factories.person(), Narrowing(**narrowing), after=after)
    return [row.id for row in found.rows]


@pytest.fixture
def decided(measured, leader_of):
    """`decided(Conclusion.STOP)`: an experiment that was concluded so, with what differs in its plan."""

    def make(conclusion=Conclusion.SCALE, **fields):
        found = measured(**fields)
        why: dict[str, Any] = {"lesson": "Print it large.", "spent_cents": 50_000, "departure": "As agreed."}
        commands.conclude_experiment(leader_of(found.idea), found, conclusion=conclusion, **why)
        keep()
        return found

    return make


def test_what_runs_comes_first_with_the_nearest_end_then_what_is_planned_then_the_past(running, planned, decided):
    past, soon = decided(), running(ends_on=today() + timedelta(days=2))
    later, ahead = running(ends_on=today() + timedelta(days=9)), planned()
    assert shown() == [soon.id, later.id, ahead.id, past.id]


def test_it_is_narrowed_by_state_area_team_decision_and_whose_it_is(running, planned, decided, leader_of):
    team, helper = factories.team(), factories.person()
    due = running(ends_on=today(), team_id=team.id)
    db.session.execute(sa.update(Experiment).where(Experiment.id == due.id).values(ends_on=today() - timedelta(days=1)))
    mine, ahead = running(member_ids=[helper.id]), planned()
    scaled, stopped = decided(), decided(Conclusion.STOP)
    keep()
    assert shown(standing=Standing.DUE) == [due.id]
    assert shown(standing=Standing.PLANNED) == [ahead.id]
    assert set(shown(standing=Standing.CONCLUDED)) == {scaled.id, stopped.id}
    assert shown(conclusion=Conclusion.STOP) == [stopped.id]
    assert set(shown(verdict=Verdict.BETTER)) == {scaled.id, stopped.id}
    assert shown(verdict=Verdict.UNCLEAR) == []
    assert shown(team_id=team.id) == [due.id]
    assert shown(area_id=ahead.idea.area_id) == [ahead.id]
    assert shown(helper, mine=True) == [mine.id]
    assert shown(mine.owner, mine=True) == [mine.id]
    assert shown(leader_of(stopped.idea), mine=True) == [stopped.id]
    assert ahead.id not in shown(started=Quarter.of(today()))
    assert shown(started=Quarter(2020, 1)) == []


def test_the_counts_follow_what_else_is_asked_for(running, planned, decided):
    here = running()
    planned()
    decided()
    everybody = queries.portfolio(factories.person(), Narrowing()).counts
    assert [everybody[one] for one in Standing] == [0, 1, 1, 1]
    its_area = queries.portfolio(factories.person(), Narrowing(area_id=here.idea.area_id)).counts
    assert [its_area[one] for one in Standing] == [0, 1, 0, 0]


def test_the_plan_of_a_shelved_idea_is_not_waiting(planned, leader_of):
    found = planned()
    move(leader_of(found.idea), found.idea, "decline", reason="No.", reason_code="too_costly")
    keep()
    assert shown() == []


def test_pages_follow_one_another_without_a_gap_or_a_double(running, decided):
    factories.stages()
    template = running()
    for place in range(PAGE + 3):
        idea = factories.idea()
        values = {"idea_id": idea.id, "ends_on": today() + timedelta(days=place // 4)}
        copied = {
            column.name: getattr(template, column.key)
            for column in sa.inspect(Experiment).columns
            if column.name not in ("id", "idea_id", "ends_on", "starts_on", "decide_on", "switch_on")
        }
        db.session.execute(sa.insert(Experiment).values(**copied, **values, starts_on=today()))
    past = decided()
    keep()
    viewer = factories.person()
    first = queries.portfolio(viewer, Narrowing())
    second = queries.portfolio(viewer, Narrowing(), after=first.next)
    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(first.rows) == PAGE
    assert second.next is None
    assert len(ids) == len(set(ids)) == PAGE + 5
    assert ids[-1] == past.id


@pytest.mark.parametrize(
    "cursor", ["nonsense", "WzksIjIwMjYtMDEtMDEiLDFd", "WzAsInllc3RlcmRheSIsMV0", "WzAsIjAwMDEtMDEtMDEiLDFd"]
)
def test_a_made_up_cursor_is_no_mistake_of_ours(app, as_user, cursor):
    assert as_user(factories.person()).get(f"/experiments?after={cursor}").status_code in (200, 422)


@pytest.mark.parametrize(
    "query", ["state=dreaming", "area=x", "team=99999999999999999999", "started=2026-9", "decided=no"]
)
def test_what_an_address_says_that_nobody_knows_is_left_out(running, as_user, query):
    running()
    assert as_user(factories.person()).get(f"/experiments?{query}").status_code == 200


def test_an_effect_stands_in_words_and_on_the_axis_for_what_runs_and_what_is_over(measured, decided, as_user):
    runs, over = measured(), decided()
    page = words(as_user(factories.person()).get("/experiments"))
    assert page.count("points (") == 2
    assert "times the smallest effect worth having" in page
    drawn = queries.portfolio(factories.person(), Narrowing()).strips
    assert set(drawn) == {runs.id, over.id}
    assert all(strip.mark_at is not None for strip in drawn.values())


def test_experiments_on_the_same_customers_in_the_same_weeks_are_flagged(running, as_user):
    running(customers="people who return a lamp")
    running(customers="people who return a lamp or a shade", metric="calls per day")
    running(customers="store visitors", metric="minutes at the till", starts_on=today(), ends_on=today())
    page = words(as_user(factories.person()).get("/experiments"))
    assert page.count("the same customers") == 2


def test_a_team_says_how_many_it_runs_of_how_many_it_may(running, as_user):
    team = factories.team(running_limit=1)
    running(team_id=team.id)
    page = words(as_user(factories.person()).get("/experiments"))
    assert f"{team.name}: 1 of 1 (full)" in page


def test_the_list_costs_the_same_for_one_and_for_five(measured, as_user):
    measured()
    visitor = as_user(factories.person())
    visitor.get("/experiments")
    with counted() as one:
        visitor.get("/experiments")
    for _ in range(4):
        measured()
    with counted() as five:
        visitor.get("/experiments")
    assert len(one) == len(five) <= 12


# What all of them brought.


def test_the_yield_counts_by_area_and_by_quarter_and_leads_to_the_lists(running, decided, as_user):
    running()
    scaled = decided(budget_cents=200_000)
    decided(Conclusion.STOP, idea=None)
    found = queries.yields()
    assert (found.total.started, found.total.concluded, found.total.running) == (3, 2, 1)
    assert (found.total.scaled, found.total.stopped, found.total.better) == (1, 1, 2)
    assert found.total.cost_cents == 100_000
    assert found.total.effect == pytest.approx(8 / 6)
    assert [one.name for one in found.quarters] == [Quarter.of(today()).label]
    page = as_user(factories.person()).get("/experiments/yield").text
    assert f"/experiments?area={scaled.idea.area_id}&amp;decided=scale" in page
    assert "mostly chance" in page


def test_without_any_start_the_yield_says_what_will_stand_there(as_user, app):
    factories.admin()
    assert "Nothing was started yet" in as_user(factories.person()).get("/experiments/yield").text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-4", "2026-10-01", "2027-01-01"),
        ("2026-1", "2026-01-01", "2026-04-01"),
        ("9999-4", "9999-10-01", "9999-12-31"),
    ],
)
def test_a_quarter_has_a_first_day_and_one_after_its_last(text, first, last):
    quarter = Quarter.named(text)
    assert quarter
    assert (quarter.first.isoformat(), quarter.last.isoformat(), quarter.name) == (first, last, text)


@pytest.mark.parametrize("text", ["", "2026", "2026-5", "0000-1", "20x6-1", "2026-11"])
def test_what_is_no_quarter_is_none(text):
    assert Quarter.named(text) is None


# Forecasts.


def test_others_forecasts_are_hidden_until_the_start_and_shown_from_then_on(approved):
    found, one, other = approved(), factories.person(), factories.person()
    commands.give_forecast(one, found, percent=70)
    commands.give_forecast(other, found, percent=40)
    keep()
    before = queries.forecasts(one, found)
    assert (before.mine, before.count, before.shown, before.mean) == (70, 2, (), None)
    commands.start_experiment(found.owner, found, checklist_done=True)
    keep()
    after = queries.forecasts(other, found)
    assert [(said.person.id, said.percent) for said in after.shown] == [(one.id, 70), (other.id, 40)]
    assert (after.mean, after.may_give, after.came) == (55, False, None)


def test_a_forecast_is_typed_and_kept_and_one_that_comes_too_late_is_told(approved, as_user):
    found, somebody = approved(), factories.person()
    visitor, url = as_user(somebody), f"/experiments/{found.id}/forecast"
    assert visitor.get(url).status_code == 200
    assert visitor.post(url, data={"percent": "65"}).status_code == 303
    assert visitor.post(url, data={"percent": "165"}).status_code == 422
    assert visitor.post(url, data={"percent": ""}).status_code == 422
    assert 'value="65"' in visitor.get(url).text
    commands.start_experiment(found.owner, found, checklist_done=True)
    keep()
    late = visitor.post(url, data={"percent": "90"})
    assert late.status_code == 409
    assert "forecasts are closed" in late.text


def test_a_forecaster_is_named_from_enough_on_unless_they_would_rather_not_be_ranked(approved, leader_of, as_user):
    keen, shy, new = factories.person(), factories.person(is_ranked=False), factories.person()
    for place in range(ENOUGH):
        found = approved()
        commands.give_forecast(keen, found, percent=90)
        commands.give_forecast(shy, found, percent=20)
        if not place:
            commands.give_forecast(new, found, percent=50)
        commands.start_experiment(found.owner, found, checklist_done=True)
        high = 350 if place % 2 else 310
        rows = [(arm.id, today(), amount, 500, None) for arm, amount in zip(found.arms, (310, high), strict=True)]
        commands.record_measurements(found.owner, found, rows=rows)
        with held(now() + timedelta(days=20)):
            choice = Conclusion.SCALE if place % 2 else Conclusion.STOP
            commands.conclude_experiment(leader_of(found.idea), found, conclusion=choice, lesson="So.", spent_cents=0)
    keep()
    found, to_shy = queries.calibration(new), queries.calibration(shy)
    assert found
    assert to_shy
    assert [one.person.id for one in found.forecasters] == [keen.id]
    assert found.forecasters[0].score == pytest.approx((0.1**2 + 0.9**2) / 2)
    assert found.forecasters[0].base_score == pytest.approx(found.base * (1 - found.base), abs=0.01)
    assert found.waiting == 1
    assert [one.of for one in found.tenths] == [ENOUGH, 1, ENOUGH]
    assert [one.person.id for one in to_shy.forecasters] == [shy.id, keen.id]
    page = words(as_user(new).get("/experiments/yield"))
    assert keen.name in page
    assert shy.name not in page
