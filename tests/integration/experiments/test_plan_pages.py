"""The pages on which a plan is made: the form, its help, the planner while typing, and what else is tried."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.core.clock import today
from innovate.core.db import db
from innovate.experiments import commands, queries
from innovate.experiments.library import USUAL
from innovate.experiments.models import (
    Design,
    Direction,
    Experiment,
    LibraryMetric,
    MeasureRole,
    MetricKind,
    UnitKind,
)
from innovate.experiments.planning import copied
from innovate.experiments.routes import plan as pages
from innovate.ideas.commands import decline
from innovate.ideas.models import DeclineReason
from tests import factories
from tests.integration.experiments.test_plans import STEPPED, secondary
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep


def seen(page):
    """What the page's form says that it was opened with."""
    return re.findall(r'name="seen"[^>]*value="([^"]+)"', page.text)[0]


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def typed_plan(owner, **fields):
    plan = {
        "change": "showing the return label on the phone",
        "customers": "people who return a parcel",
        "insight": "",
        "metric_id": "0",
        "metric": "first-contact resolution",
        "metric_kind": "share",
        "unit": "",
        "direction": "up",
        "baseline": "62",
        "least": "6,5",
        "design": "parallel",
        "arms-0-name": "Today",
        "arms-0-weight": "1",
        "arms-1-name": "Phone label",
        "arms-1-weight": "1",
        "owner_id": owner.id,
        "budget": "2000",
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=27)).isoformat(),
    }
    return plan | fields


def as_sent(page):
    """What the form on the page would send as it stands: every field that a browser sends."""
    form = page.text.split('id="plan-form"')[1].split("</form>")[0]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        facts = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        kind = facts.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in tag:
            continue
        sent.setdefault(facts["name"], facts.get("value", "y" if kind == "checkbox" else ""))
    for name, inside in re.findall(r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option selected value="([^"]*)"', inside) or re.findall(
            r'<option value="([^"]*)"', inside
        )
        sent[name] = chosen[0]
    for name, inside in re.findall(r'<textarea[^>]*\bname="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = inside.strip()
    return sent


def latest():
    return db.session.scalars(sa.select(Experiment).order_by(Experiment.id.desc())).first()


def known(name="Handling time", **fields):
    usual = next(one for one in USUAL if one.name == name)
    return factories.save(LibraryMetric(**usual._asdict() | fields))


# Making it.


def test_the_leader_plans_with_shares_in_percent_and_whole_money(in_review, as_user, leader_of):
    idea, owner, helper = in_review(), factories.person(), factories.person()
    visitor = as_user(leader_of(idea))
    assert "Plan the experiment" in visitor.get(f"/ideas/{idea.id}/experiment").text
    answer = visitor.post(f"/ideas/{idea.id}/experiment", data=typed_plan(owner, member_ids=[helper.id]))
    found = latest()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/experiments/{found.id}/plan")
    assert (found.baseline, found.target, found.budget_cents) == (0.62, 0.685, 200_000)
    assert [member.person_id for member in found.members] == [helper.id]


@pytest.mark.parametrize(
    ("kind", "direction", "baseline", "least", "target"),
    [
        ("share", "down", "8", "2", 0.06),
        ("mean", "down", "6.5", "0.5", 6.0),
        ("mean", "up", "5.2", "0.3", 5.5),
        ("rate", "down", "85", "10", 76.5),
        ("rate", "up", "40", "5", 42.0),
    ],
)
def test_the_smallest_effect_becomes_the_target_in_the_better_direction(
    in_review, as_user, leader_of, kind, direction, baseline, least, target
):
    idea = in_review()
    typed = {"metric_kind": kind, "direction": direction, "unit": "per 1,000 orders" if kind == "rate" else "min"}
    fields = typed_plan(factories.person(), baseline=baseline, least=least, **typed)
    assert as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=fields).status_code == 303
    assert latest().target == pytest.approx(target, abs=1e-9)


def test_a_metric_of_the_library_brings_its_kind_its_unit_and_its_direction(in_review, as_user, leader_of):
    metric, idea = known(), in_review()
    fields = typed_plan(factories.person(), metric_id=metric.id, metric="", baseline="6.5", least="0.5", spread="4")
    as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=fields)
    found = latest()
    assert (found.metric_id, found.metric, found.metric_kind) == (metric.id, "handling time", MetricKind.MEAN)
    assert (found.unit, found.direction, found.target, found.spread) == ("min", Direction.DOWN, 6.0, 4.0)


def test_what_was_taken_over_stays_although_the_library_changed(in_review, as_user, leader_of):
    metric, idea = known(), in_review()
    leader, owner = as_user(leader_of(idea)), factories.person()
    typed = typed_plan(owner, metric_id=metric.id, baseline="6.5", least="0.5", spread="4")
    leader.post(f"/ideas/{idea.id}/experiment", data=typed)
    metric.unit, metric.kind = "%", MetricKind.SHARE
    keep()
    url = f"/experiments/{latest().id}/plan/edit"
    assert leader.post(url, data=as_sent(leader.get(url)) | {"budget": "5"}).status_code == 303
    db.session.expire_all()
    assert (latest().metric_kind, latest().unit, latest().budget_cents) == (MetricKind.MEAN, "min", 500)


def test_a_leader_adds_a_new_metric_to_the_library_with_the_plan(in_review, as_user, leader_of):
    idea = in_review()
    fields = typed_plan(factories.person(), metric="returns without a call", is_kept="y")
    as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=fields)
    metric = db.session.scalars(sa.select(LibraryMetric)).one()
    assert (metric.name, metric.baseline, latest().metric_id) == ("Returns without a call", 0.62, metric.id)


def test_a_name_that_the_library_has_is_refused_at_the_name_and_nothing_is_kept(in_review, as_user, leader_of):
    known()
    idea = in_review()
    fields = typed_plan(factories.person(), metric="handling time", is_kept="y")
    answer = as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=fields)
    assert answer.status_code == 422
    assert "The library has a metric of this name already." in answer.text
    assert latest() is None


def test_an_owner_who_leads_nothing_is_not_offered_the_library(planned, as_user):
    found = planned()
    page = as_user(found.owner).get(f"/experiments/{found.id}/plan/edit")
    assert "Add it to the library" not in page.text
    fields = typed_plan(found.owner, is_kept="y", seen=seen(page))
    assert as_user(found.owner).post(f"/experiments/{found.id}/plan/edit", data=fields).status_code == 403


def test_guardrails_and_secondary_metrics_are_kept_in_natural_units(in_review, as_user, leader_of):
    metric, idea = known(), in_review()
    fields = {
        "measures-0-metric_id": metric.id,
        "measures-0-role": "guardrail",
        "measures-0-margin": "0,5",
        "measures-1-metric_id": "0",
        "measures-1-name": "orders that come back",
        "measures-1-kind": "share",
        "measures-1-direction": "down",
        "measures-1-role": "guardrail",
        "measures-1-margin": "2",
        "measures-1-baseline": "11",
        "measures-2-metric_id": "0",
        "measures-2-name": "calls",
        "measures-2-kind": "rate",
        "measures-2-unit": "per 1,000 orders",
        "measures-2-direction": "down",
        "measures-2-role": "secondary",
        "measures-3-metric_id": "",
    }
    as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=typed_plan(factories.person(), **fields))
    first, second, third = latest().measures
    assert (first.metric_id, first.name, first.margin, first.baseline) == (metric.id, "handling time", 0.5, 6.5)
    assert (second.name, second.margin, second.baseline) == ("orders that come back", 0.02, 0.11)
    assert (third.role, third.margin, third.unit) == (MeasureRole.SECONDARY, None, "per 1,000 orders")


def test_orders_are_typed_as_they_are_counted_and_kept_in_thousands(in_review, as_user, leader_of):
    idea = in_review()
    typed = {"metric_kind": "rate", "unit": "per 1,000 orders", "direction": "down", "baseline": "85", "least": "10"}
    fields = typed_plan(factories.person(), traffic="1200", **typed)
    leader = as_user(leader_of(idea))
    leader.post(f"/ideas/{idea.id}/experiment", data=fields)
    assert latest().traffic == 1.2
    assert 'value="1200"' in leader.get(f"/experiments/{latest().id}/plan/edit").text


# Opening it again.

FULL = {
    "measures": [factories.guardrail(), secondary()],
    "traffic": 120.0,
    "decide_on": today() + timedelta(days=12),
    "risks": "Queues.",
    "conditions": "No names.",
    "stop_rules": "Ten complaints.",
    "if_better": "Roll it out.",
    "if_unclear": "Two more weeks.",
    "if_worse": "Go back.",
}
DESIGNS: dict[str, dict[str, Any]] = {
    "parallel": {"weights": [2, 1, 1], "arms": ["Today", "Phone", "Paper"], "unit_kind": UnitKind.AGENT},
    "before_after": {"design": Design.BEFORE_AFTER, "switch_on": today()},
    "stepped": STEPPED,
}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_plan_that_is_opened_and_saved_is_the_same_plan(planned, as_user, design):
    found = planned(**FULL, **DESIGNS[design])
    before = copied(found)
    visitor, url = as_user(found.owner), f"/experiments/{found.id}/plan/edit"
    assert visitor.post(url, data=as_sent(visitor.get(url))).status_code == 303
    db.session.expire_all()
    assert copied(found) == before


def test_a_plan_that_stands_is_opened_rather_than_made_twice(planned, as_user, leader_of):
    found = planned()
    answer = as_user(leader_of(found.idea)).get(f"/ideas/{found.idea_id}/experiment")
    assert answer.headers["Location"] == f"/experiments/{found.id}"


def test_somebody_else_does_not_plan(in_review, as_user):
    idea = in_review()
    answer = as_user(factories.person()).get(f"/ideas/{idea.id}/experiment")
    assert answer.status_code == 403
    assert "Only the experiment&#39;s owner or the area&#39;s leader" in answer.text


def test_a_plan_changed_meanwhile_is_not_overwritten_and_both_are_shown(planned, as_user, leader_of):
    found = planned()
    url, owner, leader = f"/experiments/{found.id}/plan/edit", as_user(found.owner), as_user(leader_of(found.idea))
    opened = seen(owner.get(url))
    leaders = typed_plan(found.owner, **{"arms-1-name": "Text message"}, seen=seen(leader.get(url)))
    assert leader.post(url, data=leaders).status_code == 303
    printed = {"arms-1-name": "Printed label"}
    answer = owner.post(url, data=typed_plan(found.owner, **printed, seen=opened))
    assert answer.status_code == 409
    assert "Text message" in answer.text
    assert "Printed label" in answer.text
    again = typed_plan(found.owner, **printed, seen=seen(answer))
    assert owner.post(url, data=again).status_code == 303


def test_a_guardrail_that_somebody_added_meanwhile_is_not_lost_unseen(planned, as_user, leader_of, plan):
    found = planned()
    owner, url = as_user(found.owner), f"/experiments/{found.id}/plan/edit"
    opened = seen(owner.get(url))
    commands.change_plan(leader_of(found.idea), found, **plan(found.owner, measures=[factories.guardrail()]))
    keep()
    answer = owner.post(url, data=typed_plan(found.owner, seen=opened))
    assert answer.status_code == 409
    assert "Also measured 1: Name" in answer.text
    assert "handling time" in answer.text


# What cannot be.


@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        ({"change": ""}, "change", "Say what you want to change."),
        ({"metric_id": ""}, "metric_id", "Choose the number that will show it."),
        ({"metric_id": "999999"}, "metric_id", "Not a valid choice"),
        ({"metric": ""}, "metric", "Name the number that will show it."),
        ({"least": "-2"}, "least", "Give a size above zero."),
        ({"least": "60"}, "least", "A share lies between 0 and 100 percent."),
        ({"baseline": "much"}, "baseline", "Give a number, such as 4.5."),
        ({"arms-1-name": "today"}, "arms", "Give the arms different names."),
        ({"arms-1-weight": "0"}, "arms-1-weight", "A share is a number above zero"),
        (
            {"arms-1-name": "", "arms-2-name": "Paper", "arms-2-weight": "-1"},
            "arms-2-weight",
            "A share is a number above zero",
        ),
        ({"arms-2-treated_from": "2026-01-01"}, "arms-2-name", "Name the team that begins on this day."),
        ({"budget": "999999"}, "budget", "The area has 10,000\u00a0EUR left."),
        ({"ends_on": "2020-01-01"}, "ends_on", "comes before the first"),
        ({"owner_id": ""}, "owner_id", "Choose who runs the experiment."),
        ({"metric_kind": "feeling"}, "metric_kind", "Invalid Choice"),
        ({"design": "guess"}, "design", "Invalid Choice"),
        ({"design": "before_after", "switch_on": "2020-01-01"}, "switch_on", "so that there is a before"),
        (
            {
                "measures-0-metric_id": "",
                "measures-1-metric_id": "0",
                "measures-1-name": "calls",
                "measures-1-role": "guardrail",
            },
            "measures-1-margin",
            "A guardrail without a margin guards nothing.",
        ),
        ({"decide_on": "2020-01-01"}, "decide_on", "Decide when the last day is over"),
        ({"traffic": "none"}, "traffic", "Give a number, such as 4.5."),
    ],
)
def test_a_plan_that_cannot_be_says_so_at_its_field_and_keeps_what_was_typed(
    in_review, as_user, leader_of, fields, at, sentence
):
    idea = in_review()
    visitor = as_user(leader_of(idea))
    answer = visitor.post(
        f"/ideas/{idea.id}/experiment", data=typed_plan(factories.person(), customers="Everybody here", **fields)
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Everybody here" in answer.text
    if at not in ("arms", "design"):
        around = answer.text.split(f'id="{at}-error"')[1][:700]
        assert sentence in around
    assert latest() is None


# Help on the way, without a script.


@pytest.mark.parametrize(("asked", "line"), [("arm", "arms-2-name"), ("measure", "measures-1-metric_id")])
def test_another_line_is_one_button_away_and_nothing_is_kept(in_review, as_user, leader_of, asked, line):
    idea = in_review()
    url, leader = f"/ideas/{idea.id}/experiment", as_user(leader_of(idea))
    blank = {"measures-0-metric_id": "", "measures-0-role": "guardrail"}
    answer = leader.post(url, data=typed_plan(factories.person(), change="Half a thou", help=asked, **blank))
    assert answer.status_code == 200
    assert f'id="{line}"' in answer.text
    assert "Half a thou" in answer.text
    assert "needs another look" not in answer.text
    assert latest() is None


def test_lines_end_where_the_limit_is(in_review, as_user, leader_of):
    idea = in_review()
    many = {f"arms-{n}-name": f"Arm {n}" for n in range(20)} | {f"arms-{n}-weight": "1" for n in range(20)}
    answer = as_user(leader_of(idea)).post(
        f"/ideas/{idea.id}/experiment", data=typed_plan(factories.person(), help="arm", **many)
    )
    assert 'id="arms-19-name"' in answer.text
    assert 'id="arms-20-name"' not in answer.text


def test_the_library_fills_in_where_the_metric_usually_stands(in_review, as_user, leader_of):
    metric, idea = known(), in_review()
    url, leader = f"/ideas/{idea.id}/experiment", as_user(leader_of(idea))
    page = leader.post(url, data=typed_plan(factories.person(), metric_id=metric.id, baseline="", help="usual"))
    assert re.search(r'name="baseline"[^>]*value="6.5"', page.text)
    assert re.search(r'name="spread"[^>]*value="4.5"', page.text)


@pytest.mark.parametrize(
    ("ticked", "suggested"),
    [
        ({"can_split": "y", "can_step": "y"}, "Groups side by side"),
        ({"can_step": "y", "has_history": "y"}, "Teams that have not begun yet"),
        ({"has_history": "y"}, "It is all that is left, and weak"),
        ({}, "Tick what holds"),
    ],
)
def test_three_answers_lead_to_the_strongest_design_that_they_allow(in_review, as_user, leader_of, ticked, suggested):
    idea = in_review()
    url, leader = f"/ideas/{idea.id}/experiment", as_user(leader_of(idea))
    assert suggested in leader.post(url, data=typed_plan(factories.person(), help="design", **ticked)).text


# The planner.


def test_the_planner_answers_in_words_while_typing(app, as_user):
    metric = known("First-contact resolution")
    query = {
        "metric_id": metric.id,
        "baseline": "70",
        "least": "2",
        "traffic": "120",
        "design": "parallel",
        "starts_on": "2026-01-05",
        "ends_on": "2026-02-01",
        "arms-0-name": "Today",
        "arms-0-weight": "1",
        "arms-1-name": "New",
        "arms-1-weight": "1",
    }
    visitor = as_user(factories.person())
    said = words(visitor.get("/experiments/planner", query_string=query))
    assert "With 120 cases a day in both groups together, 28 days can show a difference of 4.4 points or more." in said
    assert "These days are too few." in said
    assert "Let it run for 20 weeks." in said
    longer = words(visitor.get("/experiments/planner", query_string=query | {"ends_on": "2026-06-30"}))
    assert "These days are enough." in longer


def test_the_planner_says_what_it_has_to_be_told_and_minds_no_nonsense(app, as_user):
    visitor = as_user(factories.person())
    assert "Give the metric, where it stands today" in words(visitor.get("/experiments/planner"))
    nonsense = {
        "metric_id": "x",
        "baseline": "1e400",
        "least": "nan",
        "traffic": "-5",
        "starts_on": "soon",
        "design": "?",
    }
    assert visitor.get("/experiments/planner", query_string=nonsense).status_code == 200
    odd = {
        "metric_id": "0",
        "metric_kind": "rate",
        "direction": "down",
        "baseline": "0",
        "least": "1e308",
        "traffic": "1",
    }
    days = {"starts_on": "2026-01-01", "ends_on": "2026-01-09"}
    assert visitor.get("/experiments/planner", query_string=odd | days).status_code == 200


def test_the_planner_keeps_nothing_but_the_count_of_its_questions(app, as_user):
    visitor = as_user(factories.person())
    visitor.get("/experiments/planner")
    with counted() as statements:
        visitor.get("/experiments/planner")
    writes = [one for one in statements if not one.lstrip().startswith("SELECT")]
    assert all("limit_windows" in one for one in writes)
    assert len(statements) <= 8


def test_who_asks_the_planner_too_often_is_asked_to_wait(app, as_user, monkeypatch):
    monkeypatch.setattr(pages, "QUESTIONS", 2)
    visitor = as_user(factories.person())
    assert [visitor.get("/experiments/planner").status_code for _ in range(3)] == [200, 200, 429]


# What else is tried.


def test_the_same_customers_number_or_team_in_the_same_weeks_is_warned_of(planned, in_review, as_user, leader_of):
    team = factories.team()
    other = planned(customers="Customers who return a parcel", metric="waiting time", team_id=team.id)
    idea = in_review()
    typed = typed_plan(factories.person(), help="planner", team_id=team.id)
    said = words(as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=typed))
    assert "Something else is tried in the same weeks." in said
    assert other.idea.title in said
    assert f"the same customers, the same team, {team.name}" in said


def test_other_weeks_or_another_concern_is_no_collision(planned, in_review, as_user, leader_of):
    planned(customers="people who fit a kitchen", metric="waiting time")
    later = today() + timedelta(days=60)
    planned(starts_on=later, ends_on=later + timedelta(days=9))
    idea = in_review()
    typed = typed_plan(factories.person(), help="planner")
    assert "Something else" not in as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=typed).text


def test_the_plan_of_a_declined_idea_is_no_collision(planned, leader_of):
    shelved, found = planned(), planned()
    assert [one.id for one in queries.collisions(found)] == [shelved.id]
    decline(leader_of(shelved.idea), shelved.idea, reason="Too dear.", reason_code=DeclineReason.TOO_COSTLY)
    keep()
    assert queries.collisions(found) == ()


def test_an_experiment_does_not_collide_with_itself(planned, as_user):
    found = planned()
    assert "Something else" not in as_user(found.owner).get(f"/experiments/{found.id}/plan/edit").text


def test_the_form_costs_the_same_with_one_guardrail_and_with_eight(planned, as_user, plan):
    found = planned(measures=[factories.guardrail()])
    visitor, url = as_user(found.owner), f"/experiments/{found.id}/plan/edit"
    visitor.get(url)
    with counted() as one:
        visitor.get(url)
    many = [factories.guardrail(name=f"metric {n}") for n in range(8)]
    commands.change_plan(found.owner, found, **plan(found.owner, measures=many, arms=[f"Arm {n}" for n in range(9)]))
    keep()
    with counted() as eight:
        visitor.get(url)
    assert len([s for s in eight if s.startswith("SELECT")]) <= len([s for s in one if s.startswith("SELECT")])


def test_a_date_far_away_is_a_date(in_review, as_user, leader_of):
    idea = in_review()
    fields = typed_plan(factories.person(), starts_on=date.max.isoformat(), ends_on=date.max.isoformat())
    answer = as_user(leader_of(idea)).post(f"/ideas/{idea.id}/experiment", data=fields | {"traffic": "10"})
    assert answer.status_code < 500


def test_the_page_of_a_plan_offers_the_one_thing_to_do_next(planned, as_user, leader_of):
    found = planned(unit_kind=UnitKind.DAY)
    leader = as_user(leader_of(found.idea))
    page = leader.get(f"/experiments/{found.id}").text
    assert f'href="/experiments/{found.id}/allocation"' in page
    assert "/moves/approve" not in page

    found.unit_kind = None
    keep()
    assert f'href="/ideas/{found.idea_id}/moves/approve"' in leader.get(f"/experiments/{found.id}").text
    assert "The plan is complete." in words(leader.get(f"/experiments/{found.id}/plan"))
    assert "/moves/approve" not in as_user(found.owner).get(f"/experiments/{found.id}").text
