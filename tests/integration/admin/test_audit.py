"""The audit journal as a page: in words, narrowed, in pages, for administrators and HR."""

import re
from datetime import timedelta

import pytest

from innovate.accounts import commands
from innovate.admin.queries.audit import KINDS, stream_of
from innovate.core import wording
from innovate.core.clock import held, now
from innovate.permissions import Role
from tests import factories
from tests.provisioning.visits import keep


def lines(page):
    body = re.findall(r'<li class="audit-line">.*?<div>\s*<p>(.*?)</p>', page.text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in body]


def test_each_line_says_who_did_what_to_which_thing_with_a_link(app, as_user):
    boss, ana = factories.person("Ada Berg", Role.ADMIN), factories.person("Ana Lind")
    idea = factories.idea(author=ana, title="Print the label at home")
    commands.change_roles(boss, ana, roles={Role.EMPLOYEE, Role.REVIEWER})
    page = as_user(boss).get("/admin/audit")
    assert "Ada Berg changed a person's roles: Ana Lind" in lines(page)[0].replace("&#39;", "'")
    assert "Employee → Employee, Reviewer" in page.text
    assert "Ana Lind submitted the idea: Print the label at home" in lines(page)
    assert f'<a href="/ideas/{idea.id}">Print the label at home</a>' in page.text


def test_it_is_narrowed_by_person_thing_kind_and_time(app, as_user):
    boss = factories.person("Ada Berg", Role.ADMIN)
    with held(now() - timedelta(days=10)):
        factories.idea(author=factories.person("Ana Lind"), title="An older idea")
        keep()
    idea = factories.idea(author=factories.person("Bo Berg", email="bo@x.example"), title="A newer idea")
    commands.edit_person(boss, idea.author, title="Agent")
    visitor = as_user(boss)
    assert lines(visitor.get("/admin/audit?person=ana+lind")) == ["Ana Lind submitted the idea: An older idea"]
    assert len(lines(visitor.get("/admin/audit?person=bo@x.example"))) == 2
    assert lines(visitor.get(f"/admin/audit?thing=idea+{idea.id}")) == ["Bo Berg submitted the idea: A newer idea"]
    assert lines(visitor.get("/admin/audit?kind=PersonEdited")) == ["Ada Berg edited a person: Bo Berg"]
    week_ago = (now() - timedelta(days=7)).date().isoformat()
    assert all("older" not in line for line in lines(visitor.get(f"/admin/audit?first={week_ago}")))
    assert len(lines(visitor.get(f"/admin/audit?last={week_ago}"))) == 1
    assert "Nothing fits" in visitor.get("/admin/audit?person=nobody").text


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_first_and_the_last_day_that_there_are_narrow_nothing(app, as_user, zone):
    visitor = as_user(factories.person("Ada Berg", Role.ADMIN))
    factories.idea(author=factories.person("Ana Lind"), title="Call back")
    wording.use_timezone(zone)
    try:
        answer = visitor.get("/admin/audit?first=0001-01-01&last=9999-12-31")
    finally:
        wording.use_timezone("UTC")
    assert answer.status_code == 200
    assert "Ana Lind submitted the idea: Call back" in lines(answer)
    assert visitor.get("/admin/audit?first=9999-12-31&last=0001-01-01").status_code == 200


def test_what_cannot_be_looked_for_is_said_at_its_field(app, as_user):
    visitor = as_user(factories.admin())
    for query, words in (
        ("thing=whatever", "Name a thing"),
        ("first=yesterday", "Not a valid date"),
        ("kind=x", "Not a"),
    ):
        answer = visitor.get(f"/admin/audit?{query}")
        assert answer.status_code == 422
        assert words in answer.text


def test_it_comes_in_pages(app, as_user):
    boss, ana = factories.admin(), factories.person("Ana Lind")
    for n in range(55):
        commands.edit_person(boss, ana, title=f"Title {n}")
    visitor = as_user(boss)
    page = visitor.get("/admin/audit?kind=PersonEdited")
    assert len(lines(page)) == 50
    link = re.search(r'href="([^"]+after=[^"]+)"', page.text)
    assert link
    second = visitor.get(link[1].replace("&amp;", "&"))
    assert len(lines(second)) == 5
    back = re.search(r'href="([^"]+before=[^"]+)"', second.text)
    assert back
    assert len(lines(visitor.get(back[1].replace("&amp;", "&")))) == 50


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMIN, 200), (Role.HR, 200), (Role.LEADER, 403), (Role.REVIEWER, 403), (Role.EMPLOYEE, 403)],
)
def test_administrators_and_hr_read_it(app, as_user, role, status):
    assert as_user(factories.person("Kim", role)).get("/admin/audit").status_code == status


def test_hr_is_not_led_to_pages_that_it_may_not_open(app, as_user):
    boss = factories.admin()
    commands.save_team(boss, None, name="Returns desk", parent_id=None, site_id=None)
    page = as_user(factories.hr()).get("/admin/audit").text
    assert "Returns desk" in page
    assert 'href="/admin/teams' not in page


def test_every_fact_says_itself_in_words():
    assert all(kind.says for kind in KINDS.values())
    assert len(KINDS) > 30


@pytest.mark.parametrize(
    ("typed", "stream"),
    [
        ("idea 7", "idea:7"),
        ("Idea #7", "idea:7"),
        ("/ideas/7", "idea:7"),
        ("people/12", "person:12"),
        ("/admin/criteria/3", "criterion:3"),
        ("area:2", "area:2"),
        ("7", None),
        ("dog 7", None),
        ("idea seven", None),
    ],
)
def test_a_thing_is_named_as_people_do(typed, stream):
    assert stream_of(typed) == stream
