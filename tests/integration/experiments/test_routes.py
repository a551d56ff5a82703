"""The pages of experiments, visited as the people who use them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.wording import day
from innovate.experiments import commands, queries
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


def latest():
    return db.session.scalars(sa.select(Experiment).order_by(Experiment.id.desc())).first()


# The decision, when two take it.


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


@pytest.mark.parametrize(("cents", "shown"), [(115_950, "1159.50"), (200_000, "2000")])
def test_the_form_spells_money_with_both_its_cents_or_with_none(planned, as_user, cents, shown):
    found = planned(budget_cents=cents)
    page = as_user(found.owner).get(f"/experiments/{found.id}/plan/edit").text
    assert re.search(rf'<input[^>]*name="budget"[^>]*value="{shown}"', page)


# Running it.


def test_the_owner_ticks_the_checklist_and_starts(approved, as_user):
    found = approved()
    visitor = as_user(found.owner)
    assert visitor.post(f"/experiments/{found.id}/start", data={"is_final": "y"}).status_code == 422
    ticked = {"is_agreed": "y", "is_measured": "y", "is_final": "y"}
    assert visitor.post(f"/experiments/{found.id}/start", data=ticked).status_code == 303
    assert "unchanged since" in visitor.get(f"/experiments/{found.id}").text


@pytest.mark.parametrize(("first", "is_warned"), [(timedelta(days=-2), True), (timedelta(), False)])
def test_whoever_starts_after_the_first_day_reads_what_numbers_from_before_are_worth(
    approved, as_user, first, is_warned
):
    found = approved(starts_on=today() + first)
    page = as_user(found.owner).get(f"/experiments/{found.id}/start").text
    assert ("has passed" in page) is is_warned


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


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-03", "9999-12-31", "yesterday"])
def test_a_week_that_no_calendar_has_is_no_mistake_of_ours(running, as_user, day):
    found = running()
    assert as_user(found.owner).get(f"/experiments/{found.id}/data?last={day}").status_code == 200


def test_one_wrong_cell_keeps_nothing_and_says_where(running, as_user):
    found = running()
    answer = as_user(found.owner).post(f"/experiments/{found.id}/data", data=cells(found, ("43", "61"), ("65", "64")))
    assert answer.status_code == 422
    assert "The first number cannot be larger than the second" in answer.text
    assert 'value="65"' in answer.text
    assert kept() == []


def opened(experiment, control, variant, day=None):
    """What the cells carry along of how they stood when the page was opened."""
    day = (day or today()).isoformat()
    one, other = (arm.id for arm in experiment.arms)
    return {f"was-{one}-{day}": f"{'|'.join(control)}|", f"was-{other}-{day}": f"{'|'.join(variant)}|"}


def test_a_correction_changes_only_what_was_typed_anew_and_is_shown_to_everybody(measured, as_user):
    found = measured()
    url, visitor = f"/experiments/{found.id}/data", as_user(found.owner)
    typed = cells(found, ("311", "500"), ("350", "500"))
    missing = visitor.post(url, data=typed)
    assert missing.status_code == 422
    assert "Say why recorded numbers change." in missing.text
    assert 'value="311"' in missing.text
    assert visitor.post(url, data=typed | {"reason": "Read one too low"}).status_code == 303
    assert (311, 500) in kept()
    page = words(as_user(factories.person()).get(url))
    assert re.search(rf"Today 310 of 500 311 of 500 Read one too low .*{found.owner.name}", page)


def test_a_day_that_is_emptied_is_taken_out_and_shown_as_such(measured, as_user):
    found = measured()
    url, visitor = f"/experiments/{found.id}/data", as_user(found.owner)
    typed = cells(found, ("", ""), ("350", "500"))
    assert visitor.post(url, data=typed).status_code == 422
    assert len(kept()) == 6
    assert visitor.post(url, data=typed | {"reason": "The till was closed"}).status_code == 303
    assert len(kept()) == 5
    assert "310 of 500 Taken out The till was closed" in words(visitor.get(url))


def test_half_a_cell_is_named_where_it_stands_and_nothing_is_kept(measured, as_user):
    found = measured()
    typed = cells(found, ("310", ""), ("351", "500")) | {"reason": "Because"}
    answer = as_user(found.owner).post(f"/experiments/{found.id}/data", data=typed)
    assert answer.status_code == 422
    assert "Give both numbers." in answer.text
    assert "1 cell needs another look." in answer.text
    assert (351, 500) not in kept()


def test_what_is_no_number_is_named(measured, as_user):
    found = measured()
    typed = cells(found, ("310", "5oo"), ("350", "500")) | {"reason": "Because"}
    answer = as_user(found.owner).post(f"/experiments/{found.id}/data", data=typed)
    assert answer.status_code == 422
    assert "“5oo” is not a number." in answer.text


def test_what_somebody_else_corrected_meanwhile_is_not_undone_unseen(measured, as_user, leader_of):
    found = measured()
    url, owner, leader = f"/experiments/{found.id}/data", as_user(found.owner), as_user(leader_of(found.idea))
    was = opened(found, ("310", "500"), ("350", "500"))
    leaders = cells(found, ("312", "500"), ("350", "500"))
    assert leader.post(url, data=leaders | was | {"reason": "Two more"}).status_code == 303
    untouched = cells(found, ("310", "500"), ("351", "500"))  # opened before, and only the other arm changed
    assert owner.post(url, data=untouched | was | {"reason": "One more"}).status_code == 303
    assert {(312, 500), (351, 500)} <= set(kept())
    crossed = owner.post(url, data=cells(found, ("309", "500"), ("351", "500")) | was | {"reason": "One less"})
    assert crossed.status_code == 409
    assert "changed this meanwhile" in crossed.text
    assert 'value="309"' in crossed.text
    assert (312, 500) in kept()
    again = cells(found, ("309", "500"), ("351", "500")) | opened(found, ("312", "500"), ("351", "500"))
    assert owner.post(url, data=again | {"reason": "One less"}).status_code == 303
    assert (309, 500) in kept()


MEAN = {"metric_kind": "mean", "unit": "min", "direction": "down", "baseline": 6.5, "target": 5.5}


def spreads(experiment, *values, day=None):
    day = (day or today()).isoformat()
    return {f"spread-{arm.id}-{day}": value for arm, value in zip(experiment.arms, values, strict=True)}


def test_a_mean_is_typed_with_its_spread_and_has_an_interval_from_one_day(running, as_user):
    found = running(**MEAN)
    visitor, url = as_user(found.owner), f"/experiments/{found.id}/data"
    typed = cells(found, ("652,55", "100"), ("550.25", "100")) | spreads(found, "2,1", "1.9")
    assert visitor.post(url, data=typed).status_code == 303
    assert db.session.scalars(sa.select(Measurement.spread).order_by(Measurement.arm_id)).all() == [2.1, 1.9]
    page = visitor.get(url).text
    assert all(f'value="{number}"' in page for number in ("652.55", "550.25", "2.1", "1.9"))
    assert "min (95 % interval" in words(visitor.get(f"/experiments/{found.id}"))


@pytest.mark.parametrize(
    ("spread", "sentence"),
    [("wide", "The spread is not a number."), ("-1", "A spread cannot be negative.")],
)
def test_a_spread_that_cannot_be_is_named_where_it_stands(running, as_user, spread, sentence):
    found = running(**MEAN)
    typed = cells(found, ("650", "100"), ("550", "100")) | spreads(found, spread, "")
    answer = as_user(found.owner).post(f"/experiments/{found.id}/data", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{spread}"' in answer.text
    assert kept() == []


def test_only_a_mean_asks_for_a_spread(running, as_user):
    found = running()
    assert "Spread" not in as_user(found.owner).get(f"/experiments/{found.id}/data").text


def test_a_rate_is_typed_as_it_is_counted(running, as_user):
    found = running(metric_kind="rate", unit="per 1,000 orders", direction="down", baseline=40.0, target=34.0)
    visitor = as_user(found.owner)
    visitor.post(f"/experiments/{found.id}/data", data=cells(found, ("212", "5300"), ("180", "5100")))
    assert kept() == [(212, 5.3), (180, 5.1)]
    page = visitor.get(f"/experiments/{found.id}/data").text
    assert 'value="5300"' in page


def test_numbers_that_come_after_the_decision_are_refused_in_words_and_given_back(measured, as_user, leader_of):
    found = measured()
    leader, scale = leader_of(found.idea), Conclusion.SCALE
    commands.conclude_experiment(leader, found, conclusion=scale, lesson="Enough.", spent_cents=0)
    answer = as_user(found.owner).post(
        f"/experiments/{found.id}/data", data=cells(found, ("317", "500"), ("350", "500")) | {"reason": "Late slips"}
    )
    assert answer.status_code == 409
    page = words(answer)
    assert "This round is concluded: its numbers stay as they were when it was decided." in page
    assert re.search(r"What you typed .*, Today: 317, 500", page)
    assert (310, 500) in kept()


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


# The read-out and the decision.


def test_the_page_says_the_result_in_one_sentence(measured, as_user):
    found = measured()
    page = words(as_user(factories.person()).get(f"/experiments/{found.id}"))
    assert "first-contact resolution rose by 8.0 points (95 % interval 1.9 to 14.1), more than the 6 points" in page
    assert "We believe that showing the return label on the phone" in page
    assert re.search(r"Today \(control\) 62.0 % of [\d,]+ cases", page)


@pytest.mark.parametrize(
    ("insight", "sentence"),
    [
        ("", "for people who return online will move"),
        ("calls are slow", "for people who return online, because calls are slow, will move"),
    ],
)
def test_the_hypothesis_reads_as_one_sentence_with_and_without_its_reason(planned, as_user, insight, sentence):
    found = planned(customers="people who return online", insight=insight)
    page = words(as_user(factories.person()).get(f"/experiments/{found.id}"))
    assert sentence in page.replace(" ,", ",")


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
    page = words(visitor.get(f"/experiments/{found.id}/conclude"))
    assert "<strong>first</strong>" in visitor.get(f"/experiments/{found.id}/conclude").text
    assert re.search(f"to {re.escape(day(today()))} planned to {re.escape(day(found.ends_on))}", page)


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


def test_the_rounds_of_an_idea_lead_to_one_another_in_order(measured, as_user, leader_of):
    first = measured()
    leader = leader_of(first.idea)
    second = commands.open_next_round(leader, first, change="**Larger** print.", lesson="Too small.", spent_cents=0)
    keep()
    visitor = as_user(factories.person())
    for path in (f"/experiments/{first.id}", f"/experiments/{first.id}/conclude"):
        page = visitor.get(path)
        assert f'href="/experiments/{second.id}"' in page.text
        assert "What round 2 tries differently" in page.text
        assert "<strong>Larger</strong> print." in page.text
    page = visitor.get(f"/experiments/{second.id}")
    assert f'href="/experiments/{first.id}">What round 1 found' in page.text
    assert "<strong>Larger</strong> print." in page.text
    assert "Round 1 Next round Round 2 Planned" in words(page)
    assert re.search(rf'href="/experiments/{second.id}"\s+aria-current="page"', page.text)


def test_a_single_round_speaks_of_no_other(measured, as_user):
    assert "Rounds of this experiment" not in as_user(factories.person()).get(f"/experiments/{measured().id}").text


def test_three_rounds_each_say_what_they_tried_differently(measured, as_user, leader_of):
    found = measured()
    leader = leader_of(found.idea)
    for change in ("Larger print.", "Colour print."):
        following = commands.open_next_round(leader, found, change=change, lesson="No.", spent_cents=0)
        keep()
        commands.start_experiment(following.owner, following, checklist_done=True)
        rows = [(arm.id, today(), 30, 50, None) for arm in following.arms]
        commands.record_measurements(following.owner, following, rows=rows)
        keep()
        found = following
    told = [(one.round, one.label, one.change_html.strip()) for one in queries.rounds(found.idea_id)]
    assert told == [
        (1, "Next round", ""),
        (2, "Next round", "<p>Larger print.</p>"),
        (3, "Running", "<p>Colour print.</p>"),
    ]


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
    assert len(one) == len(twenty) <= 10  # nine, and the experiment read anew after the numbers above
