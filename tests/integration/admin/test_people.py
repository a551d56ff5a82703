"""The list of people, invitations and bulk acts, through the pages."""

import re
from dataclasses import replace

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.outbox import Mail
from innovate.permissions import Role
from tests import factories


def names(page):
    return re.findall(r'class="person-name">([^<]+)<', page.text)


def count(what):
    return db.session.scalar(sa.select(sa.func.count(what)))


def test_the_list_is_searched_and_narrowed(app, as_user):
    boss, team = factories.admin(), factories.team()
    lead = factories.person("Maja Ek", Role.LEADER, team_id=team.id)
    factories.person("Ana Lind", email="ana@company.example", password_hash="x")
    factories.person("Bo Berg", deactivated_at=now())
    visitor = as_user(boss)
    assert names(visitor.get("/admin/people?q=maja")) == ["Maja Ek"]
    assert names(visitor.get("/admin/people?q=COMPANY.example")) == ["Ana Lind"]
    assert names(visitor.get("/admin/people?role=leader")) == ["Maja Ek"]
    assert names(visitor.get(f"/admin/people?team={team.id}")) == ["Maja Ek"]
    assert names(visitor.get("/admin/people?state=deactivated")) == ["Bo Berg"]
    assert names(visitor.get("/admin/people?state=active")) == ["Ana Lind"]
    assert "Nobody fits" in visitor.get("/admin/people?q=%25").text
    assert visitor.get("/admin/people?role=king&team=x&state=asleep").status_code == 200
    assert lead.team_id == team.id


def test_the_list_is_walked_forth_and_back_in_pages(app, as_user):
    for n in range(120):
        factories.person(f"Person {n:03}")
    visitor = as_user(factories.admin())
    page = visitor.get("/admin/people?q=Person")
    seen = [names(page)]
    while link := re.search(r'href="([^"]+after=[^"]+)"', page.text):
        page = visitor.get(link[1].replace("&amp;", "&"))
        seen.append(names(page))
    walked = [name for names_ in seen for name in names_]
    assert walked == sorted(walked)
    assert len(walked) == len(set(walked)) == 121
    back = re.search(r'href="([^"]+before=[^"]+)"', page.text)
    assert back
    assert names(visitor.get(back[1].replace("&amp;", "&"))) == seen[-2]


def test_inviting_somebody_mails_a_link(app, as_user):
    visitor = as_user(factories.admin())
    form = {"name": "Bo Berg", "email": "bo@x.example", "roles": ["employee", "reviewer"], "shift": "late"}
    answer = visitor.post("/admin/people/new", data={**form, "joined_on": "2026-01-31"})
    assert answer.status_code == 303
    bo = db.session.scalars(sa.select(Person).where(Person.email == "bo@x.example")).one()
    assert bo.roles == {Role.EMPLOYEE, Role.REVIEWER}
    assert db.session.scalars(sa.select(Mail.recipient)).all() == ["bo@x.example"]


def test_where_no_mail_server_is_named_the_invitation_says_that_it_waits(app, as_user, monkeypatch):
    visitor = as_user(factories.admin())
    for url in ("/admin", "/admin/people/new", "/admin/people/many"):
        assert "Mail does not leave yet" in visitor.get(url).text, url
    new = {"name": "Bo Berg", "roles": "employee", "shift": "day", "joined_on": "2026-03-02"}
    visitor.post("/admin/people/new", data={**new, "email": "bo@x.example"})
    assert "Bo Berg is invited; the mail waits until a mail server is named." in visitor.get("/admin/people").text
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail_url="smtp://127.0.0.1:1"))
    visitor.post("/admin/people/new", data={**new, "email": "another@x.example"})
    assert "Bo Berg is invited; the mail is on its way." in visitor.get("/admin/people").text


def test_bad_input_keeps_what_was_typed(app, as_user):
    visitor = as_user(factories.admin())
    answer = visitor.post("/admin/people/new", data={"name": "Bo Berg", "email": "bo", "shift": "day"})
    assert answer.status_code == 422
    assert 'value="Bo Berg"' in answer.text
    assert "Choose at least one role." in answer.text
    assert count(Mail.id) == 0


def test_a_pasted_list_is_invited_whole_or_not_at_all(app, as_user):
    boss = factories.admin()
    visitor, before = as_user(boss), count(Person.id)
    form = {"lines": f"Bo Berg, bo@x.example\nEve, {boss.email}", "roles": "employee"}
    answer = visitor.post("/admin/people/many", data=form)
    assert answer.status_code == 422
    assert f"Line 2: {boss.email} is here already." in answer.text
    assert "Bo Berg, bo@x.example" in answer.text
    assert (count(Person.id), count(Mail.id)) == (before, 0)
    form["lines"] = "Bo Berg, bo@x.example\nKim Dahl <kim@x.example>"
    assert visitor.post("/admin/people/many", data=form).status_code == 303
    assert (count(Person.id), count(Mail.id)) == (before + 2, 2)


def test_bulk_acts_are_done_to_all_or_to_nobody(app, as_user):
    boss, team = factories.admin(), factories.team()
    ana, bo = factories.person("Ana Lind"), factories.person("Bo Berg", password_hash="x")
    visitor, both = as_user(boss), {"ids": [ana.id, bo.id]}
    assert visitor.post("/admin/people/bulk", data={**both, "act": "team", "team_id": team.id}).status_code == 303
    assert (ana.team_id, bo.team_id) == (team.id, team.id)
    refused = visitor.post("/admin/people/bulk", data={**both, "act": "invite-again"})
    assert refused.status_code == 409
    assert "Bo Berg has accepted the invitation already." in refused.text
    assert count(Mail.id) == 0
    refused = visitor.post("/admin/people/bulk", data={"ids": [ana.id, boss.id], "act": "deactivate"})
    assert refused.status_code == 409
    assert names(visitor.get("/admin/people?state=deactivated")) == []
    assert visitor.post("/admin/people/bulk", data={**both, "act": "deactivate"}).status_code == 303
    assert names(visitor.get("/admin/people?state=deactivated")) == ["Ana Lind", "Bo Berg"]
    assert visitor.post("/admin/people/bulk", data={"act": "deactivate"}).status_code == 422
    assert visitor.post("/admin/people/bulk", data={"ids": ["999999"], "act": "deactivate"}).status_code == 404


def test_a_refused_bulk_act_keeps_the_list_and_its_ticks(app, as_user):
    boss, ana, bo = factories.admin(), factories.person("Ana Lind"), factories.person("Bo Berg")
    visitor, url = as_user(boss), "/admin/people/bulk?q=lind"
    refused = visitor.post(url, data={"ids": [ana.id, boss.id], "act": "deactivate"}).text
    assert f'value="{ana.id}" checked' in refused
    assert f'value="{bo.id}"' not in refused
    assert "Deactivated" not in refused.split("<tbody")[1]
    assert "Tick at least one person first." in visitor.post(url, data={"act": "deactivate"}).text
    assert visitor.post(url, data={"ids": [ana.id], "act": "deactivate"}).location == "/admin/people?q=lind"


def test_a_refusal_in_administration_leads_back_to_the_person(app, as_user):
    boss = factories.admin()
    refused = as_user(boss).post(f"/admin/people/{boss.id}/deactivate")
    assert refused.status_code == 409
    assert f'href="/admin/people/{boss.id}"' in refused.text.split('id="main"')[1]


def test_an_account_is_edited_closed_and_opened_again(app, as_user):
    boss, ana = factories.admin(), factories.person("Ana Lind")
    visitor, url = as_user(boss), f"/admin/people/{ana.id}"
    form = {"name": "Ana Berg", "email": ana.email, "shift": "night", "joined_on": "2024-02-29"}
    assert visitor.post(url, data=form).status_code == 303
    assert ana.name == "Ana Berg"
    assert visitor.post(f"{url}/deactivate").status_code == 303
    assert "Reactivate" in visitor.get(url).text
    assert visitor.post(f"{url}/reactivate").status_code == 303
    assert visitor.post(f"{url}/invite-again").status_code == 303
    assert visitor.get("/admin/people/999999").status_code == 404


def test_no_single_role_is_demanded_by_the_browser_for_one_of_them_is_enough(as_user):
    somebody = factories.person()
    page = as_user(factories.admin()).get(f"/admin/people/{somebody.id}/roles").text
    boxes = re.findall(r'<input[^>]*name="roles"[^>]*>', page)
    assert boxes
    assert not [box for box in boxes if "required" in box]
