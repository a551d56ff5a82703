"""The pages of nominations: what each shows, keeps and refuses."""

import re

import pytest
import sqlalchemy as sa

from innovate.accounts.commands import deactivate_person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.home.queries.waiting import Kind, waiting
from innovate.rewards import checking, commands
from innovate.rewards.models import Award, Nomination, NominationState
from tests import factories
from tests.integration.rewards.companies import laid_out
from tests.integration.rewards.nominations.nominating import (
    HR,
    LEADER,
    MANAGER,
    PERSON,
    award,
    nominate,
    proposed,
    say_no,
    say_yes,
)
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def form(kind, who, **fields):
    return {"kind_id": str(kind.id), "who": who, "reason": "She *helps*.", "links": "", "key": "k" * 32} | fields


def field(name, page):
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def all_of_them():
    return list(db.session.scalars(sa.select(Nomination).order_by(Nomination.id)))


def test_a_nomination_is_sent_and_shows_who_answers(as_user):
    laid_out()
    boss, kind = factories.person("Maja Manager"), factories.award_kind((MANAGER, 7), (HR, 5))
    nominee = factories.person("Nils Nominee", manager_id=boss.id)
    visitor = as_user(factories.person())
    answer = visitor.post("/nominations/new", data=form(kind, nominee.email, links="https://example.test/a\n"))
    assert answer.status_code == 303
    page = visitor.get(answer.headers["Location"]).text
    assert "<em>helps</em>" in page
    assert "https://example.test/a" in page
    assert page.index("Maja Manager") < page.index("Anybody in HR")
    assert "Nils Nominee" in visitor.get("/nominations").text


def test_what_is_known_is_read_before_it_is_sent(as_user):
    one = proposed((HR, 7))
    visitor = as_user(factories.person())
    first = visitor.post("/nominations/new", data=form(one.kind, one.nominee.email))
    assert first.status_code == 422
    assert "Somebody else has nominated Nils for this already." in first.text
    assert "Nora Nominator" not in first.text.split("<main")[1].split("<datalist")[0]
    seen = field("seen", first.text)
    assert visitor.post("/nominations/new", data=form(one.kind, one.nominee.email, seen=seen)).status_code == 303
    assert len(all_of_them()) == 2


def test_the_part_that_a_script_asks_for_says_the_same(as_user):
    one = proposed((HR, 7))
    award_before = commands.give_award(
        one.hr, person_id=one.nominee.id, points=5, badge_id=None, citation="For calm.", key="before"
    )
    idea = factories.idea(author=one.nominee, title="Longer belts")
    visitor = as_user(factories.person())
    page = visitor.get(f"/nominations/before?who={one.nominee.email}&kind_id={one.kind.id}").text
    assert "Somebody else has nominated Nils" in page
    assert award_before.kind.name in page
    assert f'<option value="{idea.id}">Longer belts</option>' in page
    assert visitor.get("/nominations/before?who=nobody&kind_id=x").status_code == 200


def test_a_look_sends_nothing(as_user):
    laid_out()
    kind, nominee = factories.award_kind((HR, 7)), factories.person()
    answer = as_user(factories.person()).post("/nominations/new", data=form(kind, nominee.email, look="1"))
    assert "Who answers" in answer.text
    assert "She *helps*." in answer.text
    assert all_of_them() == []


def test_what_was_typed_stays_with_what_is_to_be_mended(as_user):
    laid_out()
    kind = factories.award_kind((HR, 7))
    answer = as_user(factories.person()).post("/nominations/new", data=form(kind, "Nobody Known", links="nowhere"))
    assert answer.status_code == 422
    assert "no colleague called “Nobody Known”" in answer.text
    assert "She *helps*." in answer.text


def test_only_those_concerned_know_of_it(as_user):
    one = proposed()
    url = f"/nominations/{one.nomination.id}"
    keep()
    for person, status in ((one.nominator, 200), (one.manager, 200), (one.hr, 200), (one.nominee, 404)):
        assert as_user(person).get(url).status_code == status
    assert as_user(factories.person()).get(url).status_code == 404


def test_the_page_says_in_whose_place_somebody_answers(as_user):
    one = proposed()
    without = nominate(one.nominator, factories.person("Ulf Unled"), one.kind)
    by_manager = nominate(one.manager, one.nominee, one.kind)
    visitor = as_user(one.hr)
    assert "Ulf has no manager, so HR answers." in visitor.get(f"/nominations/{without.id}").text
    page = visitor.get(f"/nominations/{by_manager.id}").text
    assert "HR answers in place of Maja Manager, who nominated." in page
    assert "Others like it" in page


def test_the_page_says_who_has_left_or_is_nominated_themselves(as_user):
    named, boss = factories.person("Nadia Named"), factories.admin()
    one = proposed((PERSON, 7, named))
    of_them = nominate(one.nominator, named, one.kind)
    visitor = as_user(one.hr)
    assert "HR answers in place of Nadia Named, who is nominated." in visitor.get(f"/nominations/{of_them.id}").text
    deactivate_person(db.session.merge(boss), db.session.merge(named))
    page = visitor.get(f"/nominations/{one.nomination.id}").text
    assert "HR answers in place of Nadia Named, who has left." in page


def test_the_page_says_who_was_late_and_that_hr_answered(as_user):
    one = proposed((MANAGER, 7))
    one.steps[0].due_at = now() - factories.days(1)
    visitor, url = as_user(one.hr), f"/nominations/{one.nomination.id}"
    page = visitor.get(url).text
    assert "The answer is late, so HR may give it in place of Maja Manager." in page
    sent = {"answer-step_id": field("answer-step_id", page), "answer-reason": "", "verdict": "approved"}
    assert visitor.post(f"{url}/answer", data=sent).status_code == 303
    assert "HR answered in place of Maja Manager, who was late." in visitor.get(url).text


def test_an_answer_that_comes_second_is_told_and_keeps_its_words(as_user):
    one, second = proposed((HR, 7)), factories.hr()
    visitor = as_user(second)
    url = f"/nominations/{one.nomination.id}"
    step_id = field("answer-step_id", visitor.get(url).text)
    say_yes(db.session.merge(one.hr), db.session.get_one(Nomination, one.nomination.id))
    late = {"answer-step_id": step_id, "answer-reason": "I had doubts.", "verdict": "declined"}
    answer = visitor.post(f"{url}/answer", data=late)
    assert answer.status_code == 409
    assert "needs no answer of yours" in answer.text
    assert "I had doubts." in answer.text


def test_a_no_needs_its_reason_at_the_field(as_user):
    one = proposed()
    visitor, url = as_user(one.manager), f"/nominations/{one.nomination.id}"
    sent = {"answer-step_id": field("answer-step_id", visitor.get(url).text), "verdict": "declined"}
    assert visitor.post(f"{url}/answer", data=sent).status_code == 422
    assert visitor.post(f"{url}/answer", data=sent | {"answer-reason": "Later."}).status_code == 303
    assert all_of_them()[0].state is NominationState.DECLINED


def test_a_nomination_is_withdrawn_with_words(as_user):
    one = proposed()
    visitor, url = as_user(one.nominator), f"/nominations/{one.nomination.id}"
    assert visitor.post(f"{url}/withdraw", data={"withdraw-words": "She asked me to."}).status_code == 303
    assert "She asked me to." in visitor.get(url).text
    assert "Nobody was asked" in visitor.get(url).text


def test_hr_gives_the_award_within_its_range_and_budget(as_user):
    one = proposed((HR, 7), points=150)
    say_yes(one.hr, one.nomination)
    visitor, url = as_user(one.hr), f"/rewards/nominations/{one.nomination.id}/award"
    assert "From 100 to 500." in visitor.get(url).text
    sent = {"citation": "For the help.", "badge_id": "", "key": "a" * 32}
    assert "from 100 to 500" in visitor.post(url, data=sent | {"points": "20"}).text
    short = visitor.post(url, data=sent | {"points": "300"})
    assert short.status_code == 422
    assert "holds 150 points, and this takes 300" in short.text
    assert "For the help." in short.text
    assert visitor.post(url, data=sent | {"points": "150"}).status_code == 303
    assert visitor.post(url, data=sent | {"points": "150"}).status_code == 303
    assert len(list(db.session.scalars(sa.select(Award)))) == 1
    assert visitor.get(url).status_code == 303


def test_hr_closes_one_without_an_award(as_user):
    one = proposed((HR, 7))
    say_yes(one.hr, one.nomination)
    visitor, url = as_user(one.hr), f"/rewards/nominations/{one.nomination.id}"
    assert visitor.post(f"{url}/close", data={"why": ""}).status_code == 422
    assert visitor.post(f"{url}/close", data={"why": "The budget is used up."}).status_code == 303
    assert "The budget is used up." in as_user(one.nominator).get(f"/nominations/{one.nomination.id}").text


def test_an_award_that_an_area_pays_asks_which_where_there_is_no_idea(as_user):
    one = proposed((HR, 7))
    area = factories.area(name="Returns")
    commands.fund_budget(one.hr, area, points=300, reason="For the autumn", key="area")
    one.kind.budget = type(one.kind.budget)("area")
    say_yes(one.hr, one.nomination)
    visitor, url = as_user(one.hr), f"/rewards/nominations/{one.nomination.id}/award"
    sent = {"citation": "For the help.", "badge_id": "", "key": "a" * 32, "points": "200"}
    assert "Choose the area whose budget pays." in visitor.post(url, data=sent | {"area_id": ""}).text
    assert visitor.post(url, data=sent | {"area_id": str(area.id)}).status_code == 303


def test_the_panel_parts_what_waits_is_late_or_over_and_names_what_is_alike(as_user):
    one = proposed()
    other = nominate(factories.person(), one.nominee, one.kind)
    other.steps[0].due_at = now() - factories.days(2)
    third = nominate(factories.person(), factories.person(), factories.award_kind((HR, 7)))
    say_yes(one.hr, third)
    visitor = as_user(one.hr)
    assert "Give the award" in visitor.get("/rewards/nominations").text
    late = visitor.get("/rewards/nominations?show=late").text
    assert "1 other like it" in late
    assert late.count("data-row-link") == 1
    assert visitor.get("/rewards/nominations?show=waiting").text.count("data-row-link") == 2
    say_no(db.session.merge(one.manager), all_of_them()[0])
    assert "Declined" in visitor.get("/rewards/nominations?show=closed").text
    assert visitor.get("/rewards/nominations?show=closed&after=what").status_code == 422


def test_what_waits_stands_on_the_first_page_of_whom_it_waits_for():
    one = proposed()
    boss, author = factories.leader(), factories.person()
    idea = factories.idea(author=author, area=factories.area(leader=boss))
    nominate(one.nominator, author, factories.award_kind((LEADER, 3)), idea=idea)
    assert [task.kind for task in waiting(one.manager).tasks] == [Kind.NOMINATION]
    assert Kind.NOMINATION in [task.kind for task in waiting(boss).tasks]
    say_yes(one.manager, one.nomination)
    assert [task.kind for task in waiting(one.manager).tasks] == []
    assert Kind.NOMINATION in [task.kind for task in waiting(one.hr).tasks]
    say_yes(one.hr, one.nomination)
    assert Kind.NOMINATED in [task.kind for task in waiting(one.hr).tasks]


def test_lists_cost_the_same_however_long_they_are(as_user):
    one = proposed()
    visitor = as_user(one.hr)
    with counted() as few:
        visitor.get("/rewards/nominations?show=waiting")
    for _ in range(5):
        nominate(one.nominator, factories.person(), one.kind)
    keep()
    with counted() as many:
        visitor.get("/rewards/nominations?show=waiting")
    assert len(few) == len(many)


@pytest.mark.parametrize(
    "drift", ["UPDATE nominations SET state = 'approved'", "UPDATE nomination_steps SET began_at = NULL, due_at = NULL"]
)
def test_one_that_does_not_stand_where_its_answers_brought_it_is_named(drift):
    proposed()
    keep()
    assert list(checking.broken()) == []
    db.session.execute(sa.text(drift))
    assert "and its answers say otherwise" in next(checking.broken())


def test_an_award_that_is_not_its_nominations_is_named():
    one = proposed((HR, 7))
    say_yes(one.hr, one.nomination)
    award(one.hr, one.nomination)
    keep()
    assert list(checking.broken()) == []
    db.session.execute(sa.update(Nomination).values(nominee_id=one.manager.id))
    assert "and its award says otherwise" in next(checking.broken())
