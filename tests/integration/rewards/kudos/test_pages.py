"""The composer, kudos by themselves, and HR's pages of values and allowances."""

import re

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.discussion import commands as discussion
from innovate.permissions import Role
from innovate.rewards import allowances, commands
from innovate.rewards.models import CompanyValue, Kudos
from tests import factories
from tests.integration.rewards.thanks import give, to_give, with_allowances
from tests.provisioning.statements import counted

pytestmark = pytest.mark.usefixtures("app")


def typed(**more):
    return {"key": "a form", "words": "For the calm.", "points": "10", **more}


def kudos():
    return db.session.scalars(sa.select(Kudos)).all()


def test_names_typed_with_commas_are_found_and_thanked_once_the_sum_was_read(as_user):
    with_allowances(100)
    ana, _bo, cem = factories.person("Ana Berg"), factories.person("Bo Dahl"), factories.person("Cem Ek")
    visit = as_user(ana)
    first = visit.post("/kudos/new", data=typed(who=f"bo dahl, {cem.email}", said="10"))
    assert (first.status_code, kudos()) == (422, [])
    assert "This gives 10 points to each of 2 colleagues, 20 in all. Press again" in first.text
    again = visit.post(
        "/kudos/new", data=typed(to=re.findall(r'name="to" value="(\d+)"[^>]* checked', first.text), said="20")
    )
    assert again.status_code == 303
    assert (len(kudos()), to_give(ana)) == (1, 80)
    assert "Bo and Cem will read it. You have 80 points left" in visit.get(again.location).text


def test_what_cannot_be_given_keeps_all_that_was_typed(as_user):
    with_allowances(5)
    ana, bo = factories.person("Ana Berg"), factories.person("Bo Dahl")
    visit = as_user(ana)
    page = visit.post("/kudos/new", data=typed(to=str(bo.id)))
    assert page.status_code == 422
    for words in ("You have 5 points left to give this month, and this takes 10.", "For the calm.", "Bo Dahl"):
        assert words in page.text
    assert "no colleague called “Nobody”" in visit.post("/kudos/new", data=typed(who="Nobody")).text
    assert "You cannot thank yourself" in visit.post("/kudos/new", data=typed(who="Ana Berg")).text
    assert "Say whom you thank." in visit.post("/kudos/new", data=typed()).text
    assert visit.post("/kudos/new", data=typed(to=["x", "9" * 30], about="draft:1")).status_code == 422


def test_the_composer_opens_with_those_behind_a_thing_and_what_they_did_lately(as_user):
    with_allowances(100)
    ana, bo = factories.person("Ana Berg"), factories.person("Bo Dahl")
    idea = factories.idea(author=bo, title="Labels in the box")
    comment = discussion.post_comment(bo, idea, body="Ask the *drivers* first.")
    gone = discussion.post_comment(bo, idea, body="Never mind.")
    discussion.delete_comment(bo, gone)
    visit = as_user(ana)
    page = visit.get(f"/kudos/new?about=idea:{idea.id}").text
    assert re.search(rf'name="to" value="{bo.id}"[^>]* checked', page)
    assert f'value="idea:{idea.id}" selected' in page
    assert "Comment: Ask the drivers first." in page
    assert "Never mind" not in page
    part = visit.get(f"/kudos/occasions?to={bo.id}").text
    assert part.index(f"comment:{comment.id}") < part.index(f"idea:{idea.id}")


def test_names_are_found_while_typing_but_neither_oneself_nor_who_left_nor_customers(as_user):
    ana, *_ = factories.person("Ana Berg"), factories.person("Anders Berg")
    factories.person("Bergljot Dahl", deactivated_at=now())
    factories.person("Carl Berg", roles=frozenset({Role.CUSTOMER}))
    found = as_user(ana).get("/kudos/people?q=berg").text
    assert re.findall(r'data-name="([^"]+)"', found) == ["Anders Berg"]
    assert "Nobody is called “&lt;b&gt;”" in as_user(ana).get("/kudos/people?q=<b>").text


def test_without_a_script_the_form_shows_what_those_who_were_named_did(as_user):
    with_allowances(100)
    ana, bo = factories.person("Ana Berg"), factories.person("Bo Dahl")
    factories.idea(author=bo, title="Labels in the box")
    page = as_user(ana).post("/kudos/new", data=typed(who="Bo Dahl", do="show"))
    assert (page.status_code, kudos()) == (200, [])
    assert "Idea: Labels in the box" in page.text


def test_adding_on_and_taking_back_have_their_pages(as_user):
    hr = with_allowances(100)
    ana, bo, cem = (factories.person() for _ in range(3))
    made = give(ana, bo, words="For the labels.")
    transaction.complete()
    assert as_user(cem).post(f"/kudos/{made.id}/add", data=typed(words="And the calm.")).status_code == 303
    assert "And the calm." in as_user(bo).get(f"/kudos/{made.id}").text
    late = as_user(ana).post(f"/kudos/{made.id}/take-back", data={})
    assert (late.status_code, "Others have added on" in late.text) == (409, True)
    assert as_user(hr).post(f"/kudos/{made.id}/take-back", data={}).status_code == 422
    assert as_user(hr).post(f"/kudos/{made.id}/take-back", data={"reason": "A mix-up"}).status_code == 303
    assert "A mix-up" in as_user(bo).get(f"/kudos/{made.id}").text
    assert as_user(factories.person()).get(f"/kudos/{made.id}").status_code == 404


def test_mine_are_those_that_i_got_and_those_that_i_gave_page_by_page(as_user):
    with_allowances(100)
    ana, bo = factories.person(), factories.person()
    for n in range(22):
        give(ana, bo, points=0, words=f"Word {n}.")
    transaction.complete()
    first = as_user(bo).get("/kudos").text
    (after,) = set(re.findall(r"/kudos\?after=([\w-]+)", first))
    second = as_user(bo).get(f"/kudos?after={after}").text
    assert re.findall(r"Word (\d+)\.", first + second) == [str(n) for n in reversed(range(22))]
    assert "Word 21." in as_user(ana).get("/kudos?show=given").text
    assert "No kudos yet" in as_user(ana).get("/kudos").text


def test_hr_sees_what_the_budget_lacks_and_changes_what_may_be_given(as_user):
    hr = with_allowances(100, budget=150)
    factories.person()
    visit = as_user(hr)
    page = visit.get("/rewards/allowances").text
    assert "2 people wait for 200 points, and the budget holds 150: 50 are missing." in page
    assert visit.post("/rewards/allowances", data={"employee": "40", "hr": "90"}).status_code == 303
    assert allowances.amounts()[Role.HR] == 90
    assert visit.post("/rewards/allowances", data={"employee": "-1"}).status_code == 422


def test_values_are_made_and_changed_and_offered_where_they_are_active(as_user):
    hr = with_allowances()
    visit = as_user(hr)
    words = {"name": "Customer first", "purpose": "Ask.", "position": "1", "is_active": "y"}
    assert visit.post("/rewards/values/new", data=words).status_code == 303
    value = db.session.scalars(sa.select(CompanyValue)).one()
    assert "Customer first" in visit.get("/kudos/new").text
    assert visit.post(f"/rewards/values/{value.id}", data={**words, "is_active": ""}).status_code == 303
    assert "no longer offered" in visit.get("/rewards/values").text
    assert "Customer first" not in visit.get("/kudos/new").text


def test_kudos_with_thirty_additions_cost_the_statements_of_one(as_user):
    with_allowances(100)
    ana, bo = factories.person(), factories.person()
    made, visit = give(ana, bo), as_user(bo)

    def cost():
        visit.get(f"/kudos/{made.id}")
        with counted() as sent:
            visit.get(f"/kudos/{made.id}")
        return len(sent)

    few = cost()
    for n in range(30):
        commands.add_to_kudos(factories.person(), made, points=0, words=f"Word {n}.", key=f"add {n}")
    assert cost() == few <= 5
