"""Lots: drawn from a seed that everybody sees, void when the plan changes, sealed by the start."""

import csv
import hashlib
import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Site
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.experiments import commands, queries
from innovate.experiments.allocation import Unit, allocate
from innovate.experiments.models import Allocation, Design, UnitKind
from tests import factories
from tests.provisioning.visits import keep

UNITS = [Unit(f"Agent {n}", "Malmö" if n % 2 else "Lund") for n in range(12)]
TEAMS = {"design": Design.STEPPED, "arms": ["Malmö", "Lund", "Ystad", "Kalmar"]}
DATES = [today() + timedelta(days=2), today() + timedelta(days=6)]


def drawn(found):
    commands.draw_lots(found.owner, found, units=UNITS)
    keep()
    return found


def groups(found):
    return {lot.unit: lot.arm for lot in queries.lots(found)}


def test_the_lots_are_those_of_the_stored_seed(planned):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    arms = allocate(UNITS, [1, 1], found.seed)
    assert groups(found) == {unit.name: found.arms[arm].name for unit, arm in zip(UNITS, arms, strict=True)}
    assert sorted(groups(found).values()) == ["Phone label"] * 6 + ["Today"] * 6


def test_anybody_can_work_out_the_marks(planned):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    for lot in queries.lots(found):
        assert lot.mark == hashlib.sha256(f"{found.seed}:{lot.unit}".encode()).hexdigest()


def test_weights_share_the_lots(planned):
    found = drawn(planned(unit_kind=UnitKind.AGENT, weights=[2, 1]))
    assert sorted(groups(found).values()) == ["Phone label"] * 4 + ["Today"] * 8


def test_each_drawing_has_a_seed_of_its_own_and_stands_there_for_good(planned, as_user):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    first = found.seed
    drawn(found)
    assert found.seed != first
    assert [one.seed for one in queries.drawings(found)] == [found.seed, first]
    page = as_user(factories.person()).get(f"/experiments/{found.id}/allocation").text
    assert first in page
    assert "2 drawings" in page


def test_chance_says_which_team_begins_when(planned):
    found = planned(**TEAMS)
    commands.draw_order(found.owner, found, dates=DATES)
    keep()
    assert sorted(arm.treated_from for arm in found.arms) == [DATES[0]] * 2 + [DATES[1]] * 2
    assert not any(arm.is_control for arm in found.arms)
    assert len(queries.lots(found)) == 4


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([Unit("Anna")], "at least 2"),
        ([Unit("Anna"), Unit("anna")], "stands there twice"),
        ([Unit("x" * 121), Unit("Bo")], "within 120 characters"),
        ([Unit(f"Agent {n}") for n in range(2001)], "2,000 lines"),
    ],
)
def test_lots_that_cannot_be_drawn_are_refused(planned, units, words):
    found = planned(unit_kind=UnitKind.AGENT)
    with pytest.raises(BadInput, match=words):
        commands.draw_lots(found.owner, found, units=units)
    assert found.seed is None


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (DATES[:1], "at least two days"),
        ([today() + timedelta(days=n) for n in range(1, 7)], "more days than the 4 teams"),
        ([today() - timedelta(days=10), *DATES], "there is a before"),
        ([*DATES, today() + timedelta(days=11)], "there is a before"),
    ],
)
def test_days_on_which_teams_cannot_begin_are_refused(planned, dates, words):
    found = planned(**TEAMS)
    with pytest.raises(BadInput, match=words):
        commands.draw_order(found.owner, found, dates=dates)


def test_only_who_may_change_the_plan_draws(planned):
    found = planned(unit_kind=UnitKind.AGENT)
    with pytest.raises(NotAllowed):
        commands.draw_lots(factories.person(), found, units=UNITS)


def test_a_plan_that_asks_for_no_lots_gets_none(planned):
    found = planned()
    with pytest.raises(RuleBroken, match="Change the plan first"):
        commands.draw_lots(found.owner, found, units=UNITS)
    with pytest.raises(RuleBroken, match="Only in a stepped rollout"):
        commands.draw_order(found.owner, found, dates=DATES)


def test_the_start_seals_the_lots(approved):
    found = drawn(approved(unit_kind=UnitKind.AGENT))
    commands.start_experiment(found.owner, found, checklist_done=True)
    keep()
    with pytest.raises(RuleBroken, match="sealed"):
        drawn(found)


@pytest.mark.parametrize(
    "changed",
    [
        {"arms": ["Today", "Paper"]},
        {"weights": [2, 1]},
        {"unit_kind": UnitKind.TEAM},
        {"unit_kind": None},
        {"design": Design.BEFORE_AFTER, "switch_on": today()},
    ],
)
def test_another_comparison_makes_the_lots_void(planned, plan, changed):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    commands.change_plan(found.owner, found, **plan(found.owner, **{"unit_kind": UnitKind.AGENT, **changed}))
    keep()
    assert (found.seed, queries.lots(found)) == (None, ())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Allocation)) == 0
    assert [bool(one.seed) for one in queries.drawings(found)] == [False, True]


def test_other_words_leave_the_lots_as_they_are(planned, plan):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    before = groups(found)
    commands.change_plan(found.owner, found, **plan(found.owner, unit_kind=UnitKind.AGENT, insight="They said so."))
    keep()
    assert groups(found) == before


def test_other_dates_void_lots_of_days_and_orders_of_teams(planned, plan):
    of_days = drawn(planned(unit_kind=UnitKind.DAY))
    later = today() + timedelta(days=12)
    commands.change_plan(of_days.owner, of_days, **plan(of_days.owner, unit_kind=UnitKind.DAY, ends_on=later))
    assert of_days.seed is None
    stepped = planned(**TEAMS)
    commands.draw_order(stepped.owner, stepped, dates=DATES)
    by_hand = [DATES[0], DATES[1], None, None]
    commands.change_plan(stepped.owner, stepped, **plan(stepped.owner, **TEAMS, treated_from=by_hand))
    assert stepped.seed is None


# The pages.


def test_the_company_s_people_are_offered_with_their_site(planned, as_user):
    site = factories.save(Site(name="Malmö"))
    team = factories.team(site_id=site.id)
    found = planned(unit_kind=UnitKind.AGENT, team_id=team.id)
    factories.person("Anna Berg", team_id=team.id)
    factories.person("Somebody Elsewhere")
    keep()
    page = as_user(found.owner).get(f"/experiments/{found.id}/allocation").text
    assert "Anna Berg, Malmö" in page
    assert "Somebody Elsewhere" not in page
    assert "Anna Berg, Day" in as_user(found.owner).get(f"/experiments/{found.id}/allocation?by=shift").text


def test_days_are_offered_with_their_weekday(planned, as_user):
    found = planned(unit_kind=UnitKind.DAY)
    page = as_user(found.owner).get(f"/experiments/{found.id}/allocation").text
    assert f"{found.starts_on.isoformat()}, {found.starts_on:%A}" in page
    assert f"{found.ends_on.isoformat()}, {found.ends_on:%A}" in page


def test_lines_are_drawn_as_they_were_typed_and_shown_to_everybody(planned, as_user):
    found = planned(unit_kind=UnitKind.TEAM)
    url = f"/experiments/{found.id}/allocation"
    answer = as_user(found.owner).post(url, data={"units": "Phones, Malmö\r\nChat; Lund\n\nMail\tLund\nShop"})
    assert answer.status_code == 303
    assert {lot.unit: lot.stratum for lot in queries.lots(found)} == {
        "Phones": "Malmö",
        "Chat": "Lund",
        "Mail": "Lund",
        "Shop": "",
    }
    page = as_user(factories.person()).get(url).text
    assert "Phones" in page
    assert "Draw again" not in page


def test_drawing_again_begins_with_those_who_were_drawn(planned, as_user):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    page = as_user(found.owner).get(f"/experiments/{found.id}/allocation").text
    assert "Agent 1, Malmö\nAgent 10, Lund" in page


def test_what_cannot_be_drawn_keeps_what_was_typed(planned, as_user):
    found = planned(unit_kind=UnitKind.TEAM)
    answer = as_user(found.owner).post(f"/experiments/{found.id}/allocation", data={"units": "Phones\nphones"})
    assert answer.status_code == 422
    assert "stands there twice" in answer.text
    assert "Phones\nphones" in answer.text


def test_steps_are_offered_and_drawn(planned, as_user):
    found = planned(**TEAMS)
    url, owner = f"/experiments/{found.id}/allocation", as_user(found.owner)
    assert 'name="first_on"' in owner.get(url).text
    typed = {"first_on": DATES[0].isoformat(), "every": "4", "count": "2"}
    assert owner.post(url, data=typed).status_code == 303
    begun = [arm.treated_from for arm in queries.get_experiment(found.id).arms]
    assert [begun.count(one) for one in DATES[:2]] == [2, 2]
    assert owner.post(url, data=typed | {"count": "40"}).status_code == 422


def test_who_may_not_change_the_plan_reads_but_does_not_draw(planned, as_user):
    found = planned(unit_kind=UnitKind.TEAM)
    stranger, url = as_user(factories.person()), f"/experiments/{found.id}/allocation"
    assert "No lots yet" in stranger.get(url).text
    assert stranger.post(url, data={"units": "A\nB"}).status_code == 403


def test_the_list_is_safe_for_spreadsheets(planned, as_user):
    found = planned(unit_kind=UnitKind.AGENT, arms=["Today", "@new"])
    commands.draw_lots(found.owner, found, units=[Unit("=1+1", "-x"), Unit('Bo "the" Berg, junior')])
    keep()
    answer = as_user(factories.person()).get(f"/experiments/{found.id}/allocation.csv")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines[0] == ["unit", "stratum", "group"]
    assert {line[0] for line in lines[1:]} == {"'=1+1", 'Bo "the" Berg, junior'}
    assert {line[2] for line in lines[1:]} == {"Today", "'@new"}
    assert "attachment" in answer.headers["Content-Disposition"]


def test_people_of_teams_below_are_offered_as_well(planned):
    whole, other = factories.team(), factories.team()
    shift = factories.team(parent_id=whole.id)
    factories.person("Anna", team_id=whole.id)
    factories.person("Bo", team_id=factories.team(parent_id=shift.id).id)
    factories.person("Cai", team_id=other.id)
    found = planned(unit_kind=UnitKind.AGENT, team_id=whole.id)
    assert [unit.name for unit in queries.could_be_drawn(found, "site")] == ["Anna", "Bo"]


def test_the_list_is_a_file_to_keep(planned, as_user):
    found = drawn(planned(unit_kind=UnitKind.AGENT))
    page = as_user(found.owner).get(f"/experiments/{found.id}/allocation").text
    assert re.search(rf'<a [^>]*href="/experiments/{found.id}/allocation.csv" download', page)


def test_lots_of_days_stand_in_the_order_of_the_days(planned):
    found = planned(unit_kind=UnitKind.DAY)
    commands.draw_lots(
        found.owner,
        found,
        units=[Unit(f"2026-01-{day:02}", "Monday" if day % 2 else "Tuesday") for day in range(5, 13)],
    )
    keep()
    days = [lot.unit for lot in queries.lots(found)]
    assert days == sorted(days)
