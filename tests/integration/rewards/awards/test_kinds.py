"""Kinds of awards: what HR makes them, and what each then allows."""

import re
from datetime import timedelta
from typing import Any

import pytest

from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.experiments.models import Conclusion
from innovate.ideas.models import Outcome
from innovate.permissions import Role
from innovate.rewards import commands, queries
from innovate.rewards.commands import Scores, Step, Vesting
from innovate.rewards.first_awards import SPOT, WELL_RUN, WORKED
from innovate.rewards.models import Approver, Award, AwardBudget, AwardKind, Period
from tests import factories
from tests.integration.rewards.companies import key, kind, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def made(hr, **fields) -> AwardKind:
    values: dict[str, Any] = {
        "name": "Bright week",
        "purpose": "For a bright week.",
        "givers": {Role.HR},
        "eligible": {Role.EMPLOYEE},
    }
    return commands.save_kind(hr, None, **{**values, "most_points": 100, **fields})


def give(actor, to: Person, points: int = 20, **more):
    form: dict[str, Any] = {"badge_id": None, "citation": "Kind.", "key": key()}
    return commands.give_award(actor, person_id=to.id, points=points, **{**form, **more})


def area_of(leader: Person, hr: Person, points: int = 100):
    area = factories.area(leader=leader)
    if points:
        commands.fund_budget(hr, area, points=points, reason="For the autumn", key=key())
    return area


def test_a_new_company_begins_with_awards_of_each_sort():
    laid_out()
    found = queries.kinds()
    assert len(found) == 5
    assert [one.name for one in found if one.is_for_failure] == [WELL_RUN]
    assert [one.payment for one in found if one.name == WORKED] == [
        "40 % at once, 20 % each after 30, 90 and 180 days if the benefit has lasted"
    ]
    assert [sum(one.takes_nominations for one in found), sum(Role.LEADER in one.givers for one in found)] == [1, 1]


def test_only_hr_makes_and_changes_kinds():
    hr = laid_out()
    for other in (factories.person(), factories.leader(), factories.admin()):
        with pytest.raises(NotAllowed):
            made(other)
    assert made(hr).version == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "spot AWARD"}, "has this name"),
        ({"least_points": 5, "most_points": 4}, "smaller number first"),
        ({"most_points": 0}, "points, a badge or both"),
        ({"most_points": 100_001}, "smaller number first"),
        ({"givers": {Role.EMPLOYEE}}, "HR, leaders or both"),
        ({"eligible": set()}, "who may get it"),
        ({"period_times": 2}, "for which period"),
        ({"period": Period.MONTH}, "choose no period"),
        ({"vesting": Vesting(50, 40, 20)}, "at most 100 %"),
        ({"vesting": Vesting(50), "is_for_failure": True}, "no benefit to wait for"),
        ({"takes_nominations": True}, "who says yes"),
        ({"takes_nominations": True, "steps": [Step(Approver.PERSON, 3)]}, "Name the person"),
        ({"takes_nominations": True, "is_for_failure": True, "steps": [Step(Approver.HR, 3)]}, "nobody is nominated"),
        ({"badge_id": 987_654}, "one of the badges"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(fields, sentence):
    hr = laid_out()
    with pytest.raises(BadInput, match=sentence):
        made(hr, **fields)


def test_a_chain_of_approvers_changes_at_any_step():
    hr = laid_out()
    boss = factories.leader()
    steps = [Step(Approver.MANAGER, 5), Step(Approver.HR, 3)]
    one = made(hr, takes_nominations=True, steps=steps)
    fields: dict[str, Any] = {"purpose": "Anew.", "givers": {Role.HR}, "eligible": {Role.EMPLOYEE}, "most_points": 50}
    fields |= {"takes_nominations": True, "name": "Bright week"}
    commands.save_kind(hr, one, **fields, steps=[Step(Approver.PERSON, 2, boss.id)])
    transaction.complete()
    assert [(s.position, s.approver, s.person_id, s.days) for s in one.steps] == [(1, Approver.PERSON, boss.id, 2)]
    commands.save_kind(hr, one, **fields, steps=[*steps, Step(Approver.LEADER, 4)])
    assert [s.approver for s in one.steps] == [Approver.MANAGER, Approver.HR, Approver.LEADER]


def test_hr_keeps_an_award_that_it_can_give_at_its_desk():
    hr = laid_out()
    for one in list(queries.kinds()):
        found = queries.get_kind(one.id)
        found.is_active = one.id == kind().id
    fields: dict[str, Any] = {"name": "Thanks", "purpose": "Thanks.", "eligible": {Role.EMPLOYEE}, "most_points": 5}
    with pytest.raises(BadInput, match="last award"):
        commands.save_kind(hr, kind(), givers={Role.HR}, is_active=False, **fields)


def test_an_award_that_is_no_longer_given_is_refused():
    hr = laid_out()
    one = made(hr)
    one.is_active = False
    with pytest.raises(RuleBroken, match="no longer given"):
        give(hr, factories.person(), kind=one)


def test_the_points_stay_within_the_kinds_bounds():
    hr, to = laid_out(), factories.person()
    one = made(hr, least_points=10, most_points=50)
    for points in (9, 51):
        with pytest.raises(BadInput, match="from 10 to 50"):
            give(hr, to, points, kind=one)
    assert give(hr, to, 50, kind=one).kind_id == one.id


def test_only_whom_the_kind_is_meant_for_gets_it():
    hr, north = laid_out(), factories.team(name="North")
    desk = factories.team(name="Desk", parent_id=north.id)
    meant = made(hr, eligible={Role.REVIEWER}, team_ids=[north.id], least_days=30)
    since = today() - timedelta(days=40)
    fits = factories.reviewer(team_id=desk.id, joined_on=since)
    for other, sentence in (
        (factories.person(team_id=desk.id, joined_on=since), "is for Reviewers"),
        (factories.reviewer(joined_on=since), "certain teams"),
        (factories.reviewer(team_id=desk.id), "been here 30 days"),
    ):
        with pytest.raises(BadInput, match=sentence):
            give(hr, other, kind=meant)
    assert give(hr, fits, kind=meant).points == 20


def test_the_kinds_badge_comes_with_its_award():
    hr = laid_out()
    badge_id = kind(WELL_RUN).badge_id
    one = made(hr, most_points=0, badge_id=badge_id)
    assert give(hr, factories.person(), 0, kind=one).badge_id == badge_id


def test_who_is_not_named_as_a_giver_does_not_give():
    hr, leader, to = laid_out(), factories.leader(), factories.person()
    area = area_of(leader, hr)
    with pytest.raises(NotAllowed, match="names as its givers"):
        give(leader, to, kind=kind())
    assert give(leader, to, kind=kind(SPOT), area=area).giver_id == leader.id
    with pytest.raises(NotAllowed):
        give(factories.person(), to, kind=kind(SPOT), area=area)


def test_a_leader_gives_from_the_budget_of_an_area_of_theirs_and_of_no_other():
    hr, leader, to = laid_out(), factories.leader(), factories.person()
    mine, other = area_of(leader, hr), area_of(factories.leader(), hr)
    give(leader, to, 30, kind=kind(SPOT), area=mine)
    with pytest.raises(NotAllowed):
        give(leader, to, 30, kind=kind(SPOT), area=other)
    with pytest.raises(BadInput, match="Choose the area"):
        give(leader, to, 30, kind=kind(SPOT))
    left = {one.area_id: one.left for one in queries.paying_areas(hr)}
    assert (left[mine.id], left[other.id]) == (70, 100)


def test_a_leader_brings_no_badge_of_their_own():
    hr, leader = laid_out(), factories.leader()
    area = area_of(leader, hr)
    with pytest.raises(BadInput, match="badge comes with the award"):
        give(leader, factories.person(), kind=kind(SPOT), area=area, badge_id=kind(WELL_RUN).badge_id)


def test_a_team_pays_for_its_own_people():
    hr, team = laid_out(), factories.team(name="Night desk")
    one = made(hr, budget=AwardBudget.TEAM)
    commands.fund_budget(hr, team, points=25, reason="Nights", key=key())
    give(hr, factories.person(team_id=team.id), 20, kind=one)
    with pytest.raises(BadInput, match="holds 5 points, and this takes 20"):
        give(hr, factories.person(team_id=team.id), 20, kind=one)
    with pytest.raises(BadInput, match="is in none"):
        give(hr, factories.person(), 20, kind=one)


def test_a_limit_of_times_holds_for_one_person_and_within_its_period():
    hr, to = laid_out(), factories.person()
    one = made(hr, period=Period.MONTH, period_times=1)
    with held(now() - timedelta(days=70)):
        to.joined_on = today()
        give(hr, to, kind=one)
    given = give(hr, to, kind=one)
    with pytest.raises(BadInput, match=r"has had “Bright week” 1 time in .* more than 1 time a month"):
        give(hr, to, kind=one)
    give(hr, factories.person(), kind=one)
    commands.reverse_award(hr, given, reason="Wrong person")
    assert give(hr, to, kind=one).points == 20


def test_a_limit_of_points_holds_over_everybody():
    hr = laid_out()
    one = made(hr, period=Period.YEAR, period_points=50)
    give(hr, factories.person(), 40, kind=one)
    with pytest.raises(BadInput, match="has 10 of its 50 points left"):
        give(hr, factories.person(), 20, kind=one)
    give(hr, factories.person(), 10, kind=one)


def test_what_takes_nominations_goes_to_nobody_who_was_not_nominated():
    hr = laid_out()
    one = made(hr, takes_nominations=True, steps=[Step(Approver.HR, 3)])
    with pytest.raises(BadInput, match="was nominated"):
        give(hr, factories.person(), kind=one)
    assert one.id not in [k.id for k in queries.kinds_for_idea(hr, Outcome.LEARNED)]


def test_a_well_run_failure_is_scored_and_only_for_what_did_not_work():
    hr, worked, failed = laid_out(), tried_idea(), tried_idea(Conclusion.STOP)
    scores = Scores(5, 4, 5)

    def recognise(tried, **more):
        share = (tried.author.id, 50, None, "For asking first.")
        return commands.recognise_idea(hr, tried.idea, shares=[share], reason="", key=key(), **more)

    with pytest.raises(BadInput, match="did not work"):
        recognise(worked, kind=kind(WELL_RUN), scores=scores)
    for wrong in (None, Scores(0, 4, 5), Scores(5, 6, 5)):
        with pytest.raises(BadInput, match="from 1 to 5"):
            recognise(failed, kind=kind(WELL_RUN), scores=wrong)
    with pytest.raises(BadInput, match="is not scored"):
        recognise(failed, scores=scores)
    (award,) = recognise(failed, kind=kind(WELL_RUN), scores=scores)
    assert (award.plan_score, award.run_score, award.lesson_score) == (5, 4, 5)
    assert award.badge_id == kind(WELL_RUN).badge_id
    assert failed.idea.outcome is Outcome.LEARNED


def test_an_award_for_an_idea_that_worked_sets_parts_aside():
    hr, tried = laid_out(), tried_idea()
    share = (tried.author.id, 100, None, "For asking first.")
    (award,) = commands.recognise_idea(hr, tried.idea, shares=[share], reason="", key=key(), kind=kind(WORKED))
    assert sorted(part.points for part in db.session.get_one(Award, award.id).parts) == [20, 20, 20]


def test_everybody_reads_how_well_a_failure_was_run(as_user):
    hr, failed = laid_out(), tried_idea(Conclusion.STOP)
    share = (failed.author.id, 50, None, "For asking first.")
    how: dict[str, Any] = {"reason": "", "key": key(), "kind": kind(WELL_RUN), "scores": Scores(5, 4, 3)}
    (award,) = commands.recognise_idea(hr, failed.idea, shares=[share], **how)
    page = as_user(factories.person()).get(f"/awards/{award.id}").text
    scored = [("The plan", "5"), ("The run", "4"), ("The lesson", "3")]
    assert re.findall(r"<dt>(The \w+)</dt><dd><span[^>]*>(\d)</span> of 5", page) == scored
