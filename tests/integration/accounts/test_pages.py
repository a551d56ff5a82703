"""Profiles, the outbox of development, and confirming the password."""

from datetime import timedelta

import pytest

from config import Config, Environment
from innovate.accounts import commands, passwords
from innovate.core.clock import held, now
from innovate.permissions import Role
from innovate.voting.models import Vote
from tests import factories
from tests.provisioning.visits import keep

PHRASE = "window marble tractor"


def test_a_profile_tells_who_somebody_is_and_what_they_posted(app, as_user):
    team = factories.team(name="Returns desk")
    manager = factories.person("Maja Ek", Role.LEADER)
    ana = factories.person("Ana Lind", title="Agent", team_id=team.id, manager_id=manager.id)
    idea = factories.idea(author=ana, title="Print the label at home")
    page = as_user(manager).get(f"/people/{ana.id}").text
    for words in ("Ana Lind", "Agent", "Returns desk", "Maja Ek", "Print the label at home", f"/ideas/{idea.id}"):
        assert words in page


def test_a_profile_shows_the_ideas_that_somebody_supports(app, as_user):
    ana, idea = factories.person("Ana Lind"), factories.idea(title="Print the label at home")
    factories.save(Vote(idea_id=idea.id, person_id=ana.id, at=now()))
    visitor = as_user(idea.author)
    assert "Print the label at home" in visitor.get(f"/people/{ana.id}?show=votes").text
    assert "Print the label at home" not in visitor.get(f"/people/{ana.id}").text
    assert "Nothing on the wall yet" in visitor.get(f"/people/{ana.id}?show=wall").text


def test_many_ideas_come_in_pages(app, as_user):
    ana, area = factories.person("Ana Lind"), factories.area()
    for n in range(23):
        factories.idea(author=ana, area=area, title=f"Idea number {n:02}")
    visitor = as_user(ana)
    first = visitor.get(f"/people/{ana.id}?show=ideas").text
    assert "Idea number 22" in first
    assert "Idea number 02" not in first
    cursor = first.split("after=")[1].split('"')[0]
    assert "Idea number 02" in visitor.get(f"/people/{ana.id}?show=ideas&after={cursor}").text
    assert visitor.get(f"/people/{ana.id}?after=nonsense").status_code == 422


def test_nobody_lives_at_an_unknown_address(app, as_user):
    visitor = as_user(factories.person())
    assert visitor.get("/people/999999").status_code == 404
    assert visitor.get(f"/people/{2**70}").status_code == 404


def test_a_customer_reads_no_profiles(app, as_user):
    customer = factories.person("Cleo", roles=frozenset({Role.CUSTOMER}))
    answer = as_user(customer).get(f"/people/{customer.id}")
    assert answer.status_code == 403
    assert "Only an employee may do this." in answer.text


def test_the_outbox_is_read_in_development_only(app, stranger, monkeypatch):
    commands.invite_person(factories.admin(), name="Bo Berg", email="bo@x.example", roles={Role.EMPLOYEE})
    assert stranger.get("/outbox").status_code == 404
    settings: Config = app.config["SETTINGS"]
    given = {name: getattr(settings, name) for name in Config.__dataclass_fields__}
    monkeypatch.setitem(app.config, "SETTINGS", Config(**{**given, "environment": Environment.DEVELOPMENT}))
    page = stranger.get("/outbox").text
    assert "To bo@x.example" in page
    assert '<a href="http://localhost/invitations/' in page


class TestConfirming:
    @pytest.fixture
    def boss(self):
        return factories.admin(password_hash=passwords.hash_password(PHRASE))

    def test_a_fresh_sign_in_is_not_asked(self, app, as_user, boss):
        assert as_user(boss).get(f"/admin/people/{boss.id}/roles").status_code == 200

    def test_after_ten_minutes_the_password_is_asked_and_leads_on(self, app, as_user, boss):
        visitor, url = as_user(boss), f"/admin/people/{boss.id}/roles"
        keep()
        with held(now() + timedelta(minutes=11)):
            answer = visitor.get(url)
            assert answer.location == f"/confirm?next={url}"
            assert visitor.post("/confirm", data={"confirm_password": "wrong", "next": url}).status_code == 422
            assert visitor.get(url).status_code == 302
            assert visitor.post("/confirm", data={"confirm_password": PHRASE, "next": url}).location == url
            assert visitor.get(url).status_code == 200

    def test_a_form_that_comes_too_late_is_kept_and_sent_on(self, app, as_user, boss):
        ana = factories.person("Ana Lind")
        visitor, url = as_user(boss), f"/admin/people/{ana.id}/roles"
        typed = {"roles": ["employee", "leader"]}
        with held(now() + timedelta(minutes=11)):
            answer = visitor.post(url, data=typed)
            assert answer.status_code == 422
            assert '<input type="hidden" name="roles" value="leader">' in answer.text
            assert not ana.has(Role.LEADER)
            assert visitor.post(url, data={**typed, "confirm_password": "wrong"}).status_code == 422
            assert not ana.has(Role.LEADER)
            assert visitor.post(url, data={**typed, "confirm_password": PHRASE}).status_code == 303
            assert ana.has(Role.LEADER)


def test_who_has_an_award_to_give_is_led_to_it_from_a_profile(as_user):
    person, leader = factories.person(), factories.leader()
    factories.award_kind(givers=frozenset({Role.LEADER}), takes_nominations=False)
    way = f'href="/rewards/award?person={person.id}"'
    assert way in as_user(leader).get(f"/people/{person.id}").text
    assert way not in as_user(factories.person()).get(f"/people/{person.id}").text
    assert "/rewards/award?person=" not in as_user(leader).get(f"/people/{leader.id}").text


def test_a_leader_who_has_no_award_to_give_is_not_led_to_one(as_user):
    person, leader = factories.person(), factories.leader()
    assert "/rewards/award?person=" not in as_user(leader).get(f"/people/{person.id}").text
