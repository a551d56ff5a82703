"""The approval and the start: what a plan lacks, room in the team, and two who start at once on the last place."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.accounts import commands as accounts
from innovate.accounts.models import Team
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.experiments import commands
from innovate.experiments.allocation import Unit
from innovate.experiments.models import Conclusion, Design, Experiment, ExperimentState, UnitKind
from innovate.ideas.lifecycle import move
from tests import factories
from tests.integration.experiments.test_plans import STEPPED
from tests.provisioning.visits import keep

DAYS = [today() + timedelta(days=2), today() + timedelta(days=6)]


def start(found):
    return commands.start_experiment(found.owner, found, checklist_done=True)


def test_before_and_after_is_approved_only_with_the_day_of_the_change(planned, leader_of, plan):
    found = planned(design=Design.BEFORE_AFTER)
    with pytest.raises(RuleBroken, match="the first day of the change"):
        move(leader_of(found.idea), found.idea, "approve", reason="Worth trying.")
    complete = plan(found.owner, design=Design.BEFORE_AFTER, switch_on=today())
    commands.change_plan(leader_of(found.idea), found, **complete)
    move(leader_of(found.idea), found.idea, "approve", reason="Worth trying.")
    keep()
    start(found)
    assert found.state is ExperimentState.RUNNING


def test_lots_need_not_be_drawn_for_the_approval_but_for_the_start(approved):
    found = approved(unit_kind=UnitKind.AGENT)
    with pytest.raises(RuleBroken, match="Draw the lots first"):
        start(found)
    commands.draw_lots(found.owner, found, units=[Unit("Anna"), Unit("Bo")])
    start(found)
    assert found.state is ExperimentState.RUNNING


def test_a_stepped_rollout_starts_once_its_teams_know_when_they_begin(approved):
    found = approved(design=Design.STEPPED, arms=["Malmö", "Lund", "Ystad"])
    with pytest.raises(RuleBroken, match="on which day each team begins"):
        start(found)
    commands.draw_order(found.owner, found, dates=DAYS)
    start(found)
    assert found.state is ExperimentState.RUNNING


def test_a_stepped_rollout_with_typed_days_starts(approved):
    assert start(approved(**STEPPED)).state is ExperimentState.RUNNING


def test_a_full_team_starts_no_further_experiment_and_says_what_runs(running, approved, as_user):
    team = factories.team(name="Returns Malmö", running_limit=1)
    first = running(team_id=team.id)
    second = approved(team_id=team.id)
    with pytest.raises(RuleBroken, match="Returns Malmö runs one experiment at a time") as refusal:
        start(second)
    assert first.idea.title in refusal.value.sentence
    page = as_user(second.owner).post(
        f"/experiments/{second.id}/start",
        data={"version": second.version, "is_agreed": "y", "is_measured": "y", "is_final": "y"},
    )
    assert page.status_code == 409
    assert first.idea.title in page.text


def test_a_concluded_experiment_makes_room(measured, approved, leader_of):
    team = factories.team(running_limit=1)
    first, second = measured(team_id=team.id), approved(team_id=team.id)
    commands.conclude_experiment(
        leader_of(first.idea), first, conclusion=Conclusion.SCALE, lesson="It works.", spent_cents=0
    )
    start(second)
    assert second.state is ExperimentState.RUNNING


def test_without_a_limit_and_in_other_teams_there_is_room(running, approved):
    full, free = factories.team(running_limit=1), factories.team()
    running(team_id=full.id)
    running(team_id=free.id)
    assert start(approved(team_id=free.id)).state is ExperimentState.RUNNING
    assert start(approved()).state is ExperimentState.RUNNING


def test_of_two_who_start_at_once_on_the_last_place_one_wins(approved, at_once):
    team = factories.team(running_limit=1)
    keep()
    ids = [approved(team_id=team.id).id for _ in range(2)]

    def starting(experiment_id):
        def go():
            found = db.session.get_one(Experiment, experiment_id)
            start(found)

        return go

    outcomes = at_once([starting(one) for one in ids])
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "RuleBroken"]
    db.session.rollback()
    running = sa.select(sa.func.count()).where(Experiment.state == ExperimentState.RUNNING)
    assert db.session.scalar(running) == 1


def test_an_administrator_sets_how_many_experiments_a_team_runs(app, as_user):
    team = factories.team(name="Returns Malmö")
    keep()
    visitor, url = as_user(factories.admin()), f"/admin/teams/{team.id}"
    typed = {"name": "Returns Malmö", "parent_id": "", "site_id": ""}
    assert visitor.post(url, data=typed | {"running_limit": "2"}).status_code == 303
    assert db.session.get_one(Team, team.id, populate_existing=True).running_limit == 2
    assert 'value="2"' in visitor.get(url).text
    answer = visitor.post(url, data=typed | {"running_limit": "0"})
    assert answer.status_code == 422
    assert "from 1 to 99" in answer.text
    visitor.post(url, data=typed | {"running_limit": ""})
    assert db.session.get_one(Team, team.id, populate_existing=True).running_limit is None


def test_a_limit_below_one_is_refused(app):
    with pytest.raises(Exception, match="at least one"):
        accounts.save_team(factories.admin(), None, name="A", parent_id=None, site_id=None, running_limit=0)


def test_the_start_page_warns_of_what_else_is_tried(approved, running, as_user):
    other = running(customers="people who return a parcel")
    found = approved(customers="people who return a parcel")
    page = as_user(found.owner).get(f"/experiments/{found.id}/start")
    assert "Something else is tried in the same weeks." in page.text
    assert f"/experiments/{other.id}" in page.text
