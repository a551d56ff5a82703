"""The pages of experiments, visited as the people who use them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.core.clock import today
from innovate.core.db import db
from innovate.experiments import commands
from innovate.experiments.models import Conclusion, Experiment, ExperimentState, Measurement
from innovate.ideas.lifecycle import move
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def seen(page):
    """What the page's form says that it was opened with."""
    return re.findall(r'name="seen"[^>]*value="([^"]+)"', page.text)[0]


def typed_plan(owner, **fields):
    plan = {
        "change": "show the return label on the phone",
        "customers": "people who return a parcel",
        "insight": "",
        "metric": "first-contact resolution",
        "metric_kind": "share",
        "unit": "",
        "direction": "up",
        "baseline": "62",
        "target": "68,5",
        "design": "parallel",
        "arm_1": "Today",
        "arm_2": "Phone label",
        "owner_id": owner.id,
        "budget": "2000",
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=27)).isoformat(),
    }
    return plan | fields


def latest():
    return db.session.scalars(sa.select(Experiment).order_by(Experiment.id.desc())).first()


# The plan.


def test_the_leader_plans_with_shares_in_percent_and_whole_money(in_review, as_user, leader_of):
    idea, owner, helper = in_review(), factories.person(), factories.person()
    visitor = as_user(leader_of(idea))
    assert "Plan the experiment" in visitor.get(f"/ideas/{idea.id}/experiment").text
    answer = visitor.post(f"/ideas/{idea.id}/experiment", data=typed_plan(owner, member_ids=[helper.id]))
    found = latest()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/experiments/{found.id}")
    assert (found.baseline, found.target, found.budget_cents) == (0.62, 0.685, 200_000)
    assert [member.person_id for member in found.members] == [helper.id]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"change": ""}, "Say what you want to change."),
        ({"target": "60"}, "the target must lie above the baseline"),
        ({"baseline": "much"}, "Give a number, such as 4.5."),
        ({"arm_2": "today"}, "Give the arms different names."),
        ({"budget": "999999"}, "The area has 10,000 left."),
        ({"ends_on": "2020-01-01"}, "comes before the first"),
        ({"owner_id": ""}, "Choose who runs the experiment."),
        ({"metric_kind": "feeling"}, "Invalid Choice"),
    ],
)
def test_a_plan_that_cannot_be_keeps_what_was_typed(in_review, as_user, leader_of, fields, sentence):
    idea = in_review()
    visitor = as_user(leader_of(idea))
    answer = visitor.post(
        f"/ideas/{idea.id}/experiment", data=typed_plan(factories.person(), customers="Everybody here", **fields)
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Everybody here" in answer.text
    assert latest() is None


def test_a_plan_that_stands_is_opened_rather_than_made_twice(planned, as_user, leader_of):
    found = planned()
    answer = as_user(leader_of(found.idea)).get(f"/ideas/{found.idea_id}/experiment")
    assert answer.headers["Location"] == f"/experiments/{found.id}"


def test_somebody_else_does_not_plan(in_review, as_user):
    idea = in_review()
    answer = as_user(factories.person()).get(f"/ideas/{idea.id}/experiment")
    assert answer.status_code == 403
    assert "Only the experiment&#39;s owner or the area&#39;s leader" in answer.text


def test_the_owner_changes_the_plan_and_finds_it_as_it_was_typed(planned, as_user):
    found = planned()
    visitor = as_user(found.owner)
    page = visitor.get(f"/experiments/{found.id}/plan")
    assert 'value="62"' in page.text
    fields = typed_plan(found.owner, target="70", version=found.version)
    assert visitor.post(f"/experiments/{found.id}/plan", data=fields).status_code == 303
    assert db.session.get_one(Experiment, found.id).target == 0.7


def test_a_plan_changed_meanwhile_is_not_overwritten_and_both_are_shown(planned, as_user, leader_of):
    found = planned()
    url, owner, leader = f"/experiments/{found.id}/plan", as_user(found.owner), as_user(leader_of(found.idea))
    opened = seen(owner.get(url))
    leaders = typed_plan(found.owner, arm_2="Text message", seen=seen(leader.get(url)))
    assert leader.post(url, data=leaders).status_code == 303
    answer = owner.post(url, data=typed_plan(found.owner, arm_2="Printed label", seen=opened))
    assert answer.status_code == 409
    assert "Text message" in answer.text
    assert "Printed label" in answer.text
    again = typed_plan(found.owner, arm_2="Printed label", seen=seen(answer))
    assert owner.post(url, data=again).status_code == 303


def test_what_was_typed_of_a_decision_stays_when_another_was_faster(measured, as_user, leader_of):
    found = measured()
    leader = as_user(leader_of(found.idea))
    typed = {"conclusion": "scale", "lesson": "Print it large.", "spent": "0"}
    assert leader.post(f"/experiments/{found.id}/conclude", data=typed).status_code == 303
    later = leader.post(f"/experiments/{found.id}/conclude", data={**typed, "lesson": "Ask twice."})
    assert later.status_code == 409
    assert "This round is over already." in later.text
    assert "Ask twice." in later.text
    round_two = {"change": "Larger print.", "lesson": "Ask twice.", "spent": "0", "starts_on": today().isoformat()}
    later = leader.post(f"/experiments/{found.id}/next-round", data={**round_two, "ends_on": today().isoformat()})
    assert later.status_code == 409
    assert "Larger print." in later.text


# Running it.


def test_the_owner_ticks_the_checklist_and_starts(approved, as_user):
    found = approved()
    visitor = as_user(found.owner)
    assert visitor.post(f"/experiments/{found.id}/start", data={"is_final": "y"}).status_code == 422
    ticked = {"is_agreed": "y", "is_measured": "y", "is_final": "y"}
    assert visitor.post(f"/experiments/{found.id}/start", data=ticked).status_code == 303
    assert "unchanged since" in visitor.get(f"/experiments/{found.id}").text


def test_a_broken_seal_is_shown(running, as_user):
    found = running()
    db.session.execute(sa.update(Experiment).where(Experiment.id == found.id).values(target=0.9))
    assert "is not what was sealed" in as_user(found.owner).get(f"/experiments/{found.id}").text


def cells(experiment, control, variant, day=None):
    day = (day or today()).isoformat()
    one, other = (arm.id for arm in experiment.arms)
    return {
        f"amount-{one}-{day}": control[0],
        f"base-{one}-{day}": control[1],
        f"amount-{other}-{day}": variant[0],
        f"base-{other}-{day}": variant[1],
    }


def kept():
    query = sa.select(Measurement.amount, Measurement.base).order_by(Measurement.arm_id, Measurement.day)
    return [tuple(row) for row in db.session.execute(query)]


def test_the_team_types_a_day_of_numbers(running, as_user):
    helper = factories.person()
    found = running(member_ids=[helper.id])
    visitor = as_user(helper)
    answer = visitor.post(f"/experiments/{found.id}/data", data=cells(found, ("43", "61"), ("50", "64")))
    assert answer.status_code == 303
    assert kept() == [(43, 61), (50, 64)]
    page = visitor.get(f"/experiments/{found.id}/data").text
    assert 'value="43"' in page
    assert "application/json" in page


def test_one_wrong_cell_keeps_nothing_and_says_where(running, as_user):
    found = running()
    answer = as_user(found.owner).post(f"/experiments/{found.id}/data", data=cells(found, ("43", "61"), ("65", "64")))
    assert answer.status_code == 422
    assert "There cannot be more successes than there were in all." in answer.text
    assert 'value="65"' in answer.text
    assert kept() == []


def test_a_correction_changes_only_what_was_typed_anew(measured, as_user):
    found = measured()
    visitor = as_user(found.owner)
    visitor.post(f"/experiments/{found.id}/data", data=cells(found, ("311", "500"), ("350", "500")))
    assert (311, 500) in kept()
    answer = visitor.post(f"/experiments/{found.id}/data", data=cells(found, ("", ""), ("350", "500")))
    assert "can be corrected, not emptied" in answer.text


def test_a_rate_is_typed_as_it_is_counted(running, as_user):
    found = running(metric_kind="rate", unit="per 1,000 orders", direction="down", baseline=40.0, target=34.0)
    visitor = as_user(found.owner)
    visitor.post(f"/experiments/{found.id}/data", data=cells(found, ("212", "5300"), ("180", "5100")))
    assert kept() == [(212, 5.3), (180, 5.1)]
    page = visitor.get(f"/experiments/{found.id}/data").text
    assert 'value="5300"' in page


def test_others_see_the_numbers_but_no_form(measured, as_user):
    found = measured()
    page = as_user(factories.person()).get(f"/experiments/{found.id}/data")
    assert "Show the numbers" in page.text
    assert "Keep these numbers" not in page.text


def test_others_cannot_record_behind_the_form(running, as_user):
    found = running()
    answer = as_user(factories.person()).post(
        f"/experiments/{found.id}/data", data=cells(found, ("43", "61"), ("50", "64"))
    )
    assert answer.status_code == 403
    assert kept() == []


def test_pasted_lines_are_looked_at_before_they_are_kept(running, as_user):
    found = running()
    visitor = as_user(found.owner)
    text = f"{today()}\tToday\t43\t61\n{today()}\tPhone label\t50\t64"
    looked = visitor.post(f"/experiments/{found.id}/paste", data={"lines": text})
    assert looked.status_code == 200
    assert "Keep 2 lines" in looked.text
    assert kept() == []
    visitor.post(f"/experiments/{found.id}/paste", data={"lines": text, "keep": "yes"})
    assert kept() == [(43, 61), (50, 64)]


def test_a_wrong_line_keeps_none_of_them(running, as_user):
    found = running()
    text = f"{today()}\tToday\t43\t61\n{today()}\tNobody\t50\t64"
    answer = as_user(found.owner).post(f"/experiments/{found.id}/paste", data={"lines": text, "keep": "yes"})
    assert answer.status_code == 422
    assert "There is no arm named “Nobody”." in answer.text
    assert "Keep 2 lines" not in answer.text
    assert kept() == []


# The read-out and the decision.


def test_the_page_says_the_result_in_one_sentence(measured, as_user):
    found = measured()
    page = words(as_user(factories.person()).get(f"/experiments/{found.id}"))
    assert "came to 70.0 %, 8.0 points higher than the 62.0 % with “Today”" in page
    assert "We believe that if we show the return label on the phone" in page


def test_the_leader_concludes_with_a_lesson(measured, as_user, leader_of):
    found = measured()
    visitor = as_user(leader_of(found.idea))
    missing = visitor.post(f"/experiments/{found.id}/conclude", data={"conclusion": "scale", "spent": "100"})
    assert missing.status_code == 422
    assert "Say what was learned" in missing.text
    decided = {"conclusion": "scale", "spent": "1500,50", "lesson": "Phones **first**."}
    assert visitor.post(f"/experiments/{found.id}/conclude", data=decided).status_code == 303
    after = db.session.get_one(Experiment, found.id)
    assert (after.state, after.spent_cents) == (ExperimentState.CONCLUDED, 150_050)
    assert "<strong>first</strong>" in visitor.get(f"/experiments/{found.id}/conclude").text


def test_more_than_the_budget_cannot_be_spent(measured, as_user, leader_of):
    found = measured()
    decided = {"conclusion": "stop", "spent": "2000.01", "lesson": "None."}
    answer = as_user(leader_of(found.idea)).post(f"/experiments/{found.id}/conclude", data=decided)
    assert answer.status_code == 422
    assert "budget of 2,000" in answer.text


def test_the_owner_reads_who_decides(measured, as_user):
    found = measured()
    page = as_user(found.owner).get(f"/experiments/{found.id}/conclude")
    assert "The leader of the area decides" in page.text
    assert (
        as_user(found.owner)
        .post(f"/experiments/{found.id}/conclude", data={"conclusion": "stop", "spent": "0", "lesson": "None."})
        .status_code
        == 403
    )


def test_the_leader_opens_another_round(measured, as_user, leader_of):
    found = measured()
    typed = {
        "change": "Larger print.",
        "lesson": "Too small to read.",
        "spent": "500",
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=13)).isoformat(),
    }
    visitor = as_user(leader_of(found.idea))
    wrong = visitor.post(f"/experiments/{found.id}/next-round", data=typed | {"ends_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert visitor.post(f"/experiments/{found.id}/next-round", data=typed).status_code == 303
    assert (latest().round, latest().budget_cents) == (2, 150_000)


# The list.


def test_the_list_shows_each_experiment_where_it_stands(planned, running, measured, as_user, leader_of):
    planned(factories_idea("One that is planned", leader_of))
    running(factories_idea("One that is running", leader_of))
    ended = measured(factories_idea("One that has ended", leader_of))
    commands.conclude_experiment(
        leader_of(ended.idea), ended, conclusion=Conclusion.SCALE, lesson="Good.", spent_cents=0
    )
    page = words(as_user(factories.person()).get("/experiments"))
    order = [page.index(title) for title in ("One that is running", "One that is planned", "One that has ended")]
    assert order == sorted(order)
    assert "+8.0 points" in page


def factories_idea(title, leader_of):
    idea = factories.idea(title=title)
    from_leader = leader_of(idea)
    move(from_leader, idea, "take_up")
    keep()
    return idea


def test_an_empty_list_says_what_will_stand_here(as_user, app):
    assert "No experiment yet" in as_user(factories.person()).get("/experiments").text


def test_an_experiment_that_is_not_there_is_not_found(as_user, app):
    assert as_user(factories.person()).get("/experiments/987654").status_code == 404


def test_the_page_costs_the_same_for_a_day_and_for_twenty(running, as_user):
    found = running(starts_on=today() - timedelta(days=30))
    control, variant = (arm.id for arm in found.arms)
    commands.record_measurements(
        found.owner, found, rows=[(control, today(), 30, 50, None), (variant, today(), 35, 50, None)]
    )
    visitor = as_user(found.owner)
    visitor.get(f"/experiments/{found.id}")
    with counted() as one:
        visitor.get(f"/experiments/{found.id}")
    rows = [(arm, today() - timedelta(days=n), 30, 50, None) for n in range(1, 20) for arm in (control, variant)]
    commands.record_measurements(found.owner, found, rows=rows)
    with counted() as twenty:
        visitor.get(f"/experiments/{found.id}")
    assert len(one) == len(twenty) <= 8


def test_the_list_costs_the_same_for_one_experiment_and_for_five(measured, as_user):
    measured()
    visitor = as_user(factories.person())
    visitor.get("/experiments")
    with counted() as one:
        visitor.get("/experiments")
    for _ in range(4):
        measured()
    with counted() as five:
        visitor.get("/experiments")
    assert len(one) == len(five) <= 8
