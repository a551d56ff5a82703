"""The page of an idea's shares: what each sees and may press, and the desk that divides points by them."""

import re

import sqlalchemy as sa

from innovate.core.db import db
from innovate.experiments.models import Conclusion
from innovate.ideas.models import StageKind
from innovate.rewards import commands, queries
from innovate.rewards.first_awards import WELL_RUN, WORKED
from innovate.rewards.models import Award
from tests import factories
from tests.integration.rewards.companies import kind, laid_out, tried_idea


def path(tried) -> str:
    return f"/ideas/{tried.idea.id}/shares"


def desk(tried) -> str:
    return f"/rewards/ideas/{tried.idea.id}"


def test_who_has_a_share_confirms_it_and_others_see_so(as_user):
    laid_out()
    tried = tried_idea()
    visit = as_user(tried.author)
    page = visit.get(path(tried)).text
    assert "Your share is" in page
    assert "Confirm my share" in page
    assert visit.post(f"{path(tried)}/confirm", data={"percent": "53"}).status_code == 303
    assert "Confirm my share" not in visit.get(path(tried)).text
    assert as_user(tried.owner).get(path(tried)).text.count("share-state-confirmed") == 1


def test_an_objection_without_words_says_so_at_its_field_and_keeps_the_page(as_user):
    laid_out()
    tried = tried_idea()
    answer = as_user(tried.member).post(f"{path(tried)}/object", data={"percent": "16", "words": " "})
    assert answer.status_code == 422
    assert 'id="words-error"' in answer.text


def test_a_share_that_changed_meanwhile_is_shown_as_it_is_now(as_user):
    hr, tried = laid_out(), tried_idea()
    wanted = {tried.author.id: 50, tried.owner.id: 30, tried.member.id: 20}
    commands.settle_shares(hr, tried.idea, percents=wanted, reason="Halves.")
    answer = as_user(tried.author).post(f"{path(tried)}/confirm", data={"percent": "53"})
    assert answer.status_code == 409
    assert "Your share is 50 % now" in answer.text
    assert 'name="percent" type="hidden" value="50"' in answer.text


def test_hr_settles_with_a_reason_and_what_crossed_is_read_first(as_user):
    hr, tried = laid_out(), tried_idea()
    visit = as_user(hr)
    page = visit.get(path(tried)).text
    versions = dict(re.findall(r'name="(person-\d+-version)"[^>]*value="(\d+)"', page))
    assert len(versions) == 3
    data = {**versions, "reason": "Halves."}
    for person, percent in ((tried.author, 50), (tried.owner, 30), (tried.member, 20)):
        data[f"person-{person.id}-percent"] = str(percent)
    commands.confirm_share(tried.member, queries.get_share(tried.idea, tried.member), percent=16)
    late = visit.post(f"{path(tried)}/settle", data=data)
    assert late.status_code == 409
    assert "Somebody answered while you were writing" in late.text
    assert "Halves." in late.text
    renewed = dict(re.findall(r'name="(person-\d+-version)"[^>]*value="(\d+)"', late.text))
    assert visit.post(f"{path(tried)}/settle", data={**data, **renewed}).status_code == 303
    assert "Halves." in visit.get(path(tried)).text


def test_the_desk_fills_the_lines_by_shares_and_keeps_what_was_typed(as_user):
    hr, tried = laid_out(), tried_idea()
    data = {"key": "k", "kind_id": kind(WORKED).id, "total": "1000", "citation": "For the calm.", "do": "fill"}
    data |= {f"person-{one.id}-is_given": "y" for one in (tried.author, tried.owner, tried.member)}
    page = as_user(hr).post(desk(tried), data=data).text
    points = re.findall(r'name="person-\d+-points"[^>]*value="(\d+)"', page)
    assert sorted(map(int, points)) == [160, 310, 530]
    assert "For the calm." in page
    assert tried.idea.stage.kind is StageKind.REWARD
    without = {name: value for name, value in data.items() if name != f"person-{tried.member.id}-is_given"}
    page = as_user(hr).post(desk(tried), data=without).text
    assert sorted(map(int, re.findall(r'name="person-\d+-points"[^>]*value="(\d+)"', page))) == [369, 631]


def test_one_citation_is_said_of_everybody_without_words_of_their_own(as_user):
    hr, tried = laid_out(), tried_idea()
    author, owner = f"person-{tried.author.id}-", f"person-{tried.owner.id}-"
    data = {"key": "k", "kind_id": kind().id, "citation": "For the calm.", f"{author}is_given": "y"}
    data |= {f"{author}points": "9", f"{owner}is_given": "y", f"{owner}points": "5", f"{owner}citation": "She ran it."}
    assert as_user(hr).post(desk(tried), data=data).status_code == 303
    given = dict(db.session.execute(sa.select(Award.person_id, Award.citation)).all())
    assert given == {tried.author.id: "For the calm.", tried.owner.id: "She ran it."}


def test_after_one_idea_comes_the_next_and_then_the_idea_itself(as_user):
    hr, one, other = laid_out(), tried_idea(), tried_idea()
    visit, data = as_user(hr), {"close-key": "k", "close-why": "They asked for none."}
    first = visit.post(f"{desk(one)}/no-award", data=data)
    assert first.location == desk(other)
    assert visit.post(f"{desk(other)}/no-award", data={**data, "close-key": "l"}).location == f"/ideas/{other.idea.id}"


def test_a_failure_is_scored_at_the_desk_and_what_worked_is_not(as_user):
    hr, failed, worked = laid_out(), tried_idea(Conclusion.STOP), tried_idea()
    visit = as_user(hr)
    assert "How well it was run" in visit.get(desk(failed)).text
    page = visit.get(desk(worked)).text
    assert "How well it was run" not in page
    assert WELL_RUN not in page
    author = f"person-{failed.author.id}-"
    data = {"key": "k", "kind_id": kind(WELL_RUN).id, "citation": "We know.", f"{author}is_given": "y"}
    data |= {f"{author}points": "50"}
    unscored = visit.post(desk(failed), data=data)
    assert unscored.status_code == 422
    assert "Score the plan, the run and the lesson" in unscored.text
    scores = {"plan_score": "5", "run_score": "4", "lesson_score": "5"}
    assert visit.post(desk(failed), data={**data, **scores}).status_code == 303


def test_the_pages_of_kinds_keep_what_was_typed_and_change_nothing_on_a_mistake(as_user):
    hr = laid_out()
    visit, one = as_user(hr), kind()
    page = visit.get(f"/rewards/award-kinds/{one.id}").text
    seen = re.findall(r'name="seen"[^>]*value="(\w+)"', page)[0]
    data = {"seen": seen, "name": "", "purpose": "Other.", "givers": "hr", "eligible": "employee", "most_points": "9"}
    answer = visit.post(f"/rewards/award-kinds/{one.id}", data={**data, "budget": "company", "is_active": "y"})
    assert answer.status_code == 422
    assert "Other." in answer.text
    saved = visit.post(
        f"/rewards/award-kinds/{one.id}", data={**data, "name": "Bravo", "budget": "company", "is_active": "y"}
    )
    assert saved.status_code == 303
    assert kind("Bravo").most_points == 9
    chain = {"takes_nominations": "y", "step_1": "manager", "days_1": "5", "step_2": f"person:{hr.id}", "days_2": "3"}
    new = {**data, "name": "Chosen", "budget": "company", "is_active": "y", **chain}
    assert visit.post("/rewards/award-kinds/new", data=new).status_code == 303
    assert [(s.approver.value, s.person_id) for s in kind("Chosen").steps] == [("manager", None), ("person", hr.id)]
    assert visit.get(f"/rewards/award-kinds/{kind('Chosen').id}").status_code == 200


def test_a_leader_gives_a_spot_award_on_the_page(as_user):
    hr, leader, to = laid_out(), factories.leader(), factories.person()
    area = factories.area(leader=leader, name="Returns")
    commands.fund_budget(hr, area, points=60, reason="For the autumn", key="f")
    visit = as_user(leader)
    page = visit.get("/rewards/award").text
    assert "Returns (60 left)" in page
    data = {"key": "k", "kind_id": kind("Spot award").id, "who": to.email, "points": "20", "citation": "Kind."}
    assert visit.post("/rewards/award", data={**data, "area_id": area.id}).status_code == 303
    assert "Returns (40 left)" in visit.get("/rewards/award").text
