"""The library of past lessons: newest first, narrowed, found by words, put better afterwards."""

import re
from typing import Any

import pytest

from innovate.core.paging import encode
from innovate.experiments import commands, queries
from innovate.experiments.models import Conclusion
from innovate.experiments.queries.cases import CaseNarrowing
from innovate.ideas.lifecycle import move
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def taught(measured, leader_of):
    """`taught("Labels on the phone", Conclusion.STOP)`: an experiment on an idea of that title, with its case."""

    def make(title="Labels on the phone", conclusion=Conclusion.SCALE, *, lesson="Print it large.", **fields):
        idea = factories.idea(title=title)
        move(leader_of(idea), idea, "take_up")
        keep()
        found = measured(idea, **fields)
        why: dict[str, Any] = {"lesson": lesson, "spent_cents": 0, "departure": "As agreed."}
        commands.conclude_experiment(leader_of(idea), found, conclusion=conclusion, **why)
        keep()
        return found

    return make


def titles(**narrowing):
    return [row.title for row in queries.list_cases(CaseNarrowing(**narrowing)).page.items]


def test_the_library_is_newest_first_and_narrowed_by_area_outcome_and_metric(taught):
    first = taught("Labels")
    taught("Lockers", Conclusion.STOP, metric="calls per day")
    assert titles() == ["Lockers", "Labels"]
    assert titles(area_id=first.idea.area_id) == ["Labels"]
    assert titles(conclusion=Conclusion.STOP) == ["Lockers"]
    assert titles(metric="calls per day") == ["Lockers"]
    assert titles(metric="nothing") == []


def test_pages_of_cases_follow_one_another(taught, as_user, monkeypatch):
    monkeypatch.setattr("innovate.experiments.queries.cases.PAGE", 2)
    for title in ("One", "Two", "Three"):
        taught(title)
    first = queries.list_cases(CaseNarrowing()).page
    second = queries.list_cases(CaseNarrowing(), after=first.next).page
    assert [row.title for row in (*first.items, *second.items)] == ["Three", "Two", "One"]
    assert second.next is None


@pytest.mark.parametrize("after", ["x", encode(["yesterday", 1]), encode(["0001-01-01T00:00:00", 1])])
def test_a_made_up_cursor_is_no_mistake_of_ours(app, as_user, after):
    assert as_user(factories.person()).get(f"/cases?after={after}").status_code in (200, 422)


def test_words_find_a_case_in_the_library_and_in_the_search_of_everything(taught, as_user):
    taught("Labels on the phone", lesson="Nobody owns a laminator.")
    taught("Lockers at the station")
    visitor = as_user(factories.person())
    found = words(visitor.get("/cases?q=laminator"))
    assert "Labels on the phone" in found
    assert "Lockers" not in found
    everything = words(visitor.get("/search?q=laminator"))
    assert "Past lessons" in everything
    assert "Labels on the phone" in everything
    typing = visitor.get("/search?q=lock", headers={"HX-Request": "true"})
    assert "Past lesson ·" in words(typing)


def test_the_case_shows_why_what_with_which_effect_and_what_was_learned(taught, as_user):
    found = taught(lesson="Nobody owns a *laminator*.")
    page = words(as_user(factories.person()).get("/cases/1"))
    for part in ("laminator", "Customers wait.", "Showing the return label on the phone", "8.0 points", "Keep in mind"):
        assert part in page
    assert "before the planned end" in page
    assert f"/experiments/{found.id}" in as_user(factories.person()).get("/cases/1").text
    assert "Put it better" not in page


def test_a_case_that_is_not_there_is_not_found(as_user, app):
    assert as_user(factories.person()).get("/cases/987654").status_code == 404


def test_the_leader_puts_a_case_better_and_what_stood_there_can_be_read(taught, as_user, leader_of):
    found = taught()
    leader = as_user(leader_of(found.idea))
    url = "/cases/1/edit"
    assert "Customers wait." in leader.get(url).text
    assert leader.post(url, data={"title": "", "context": "x"}).status_code == 422
    assert leader.post(url, data={"title": "Labels by phone", "context": "Half had no printer."}).status_code == 303
    page = words(leader.get("/cases/1"))
    assert "Labels by phone" in page
    assert "What stood here before (1)" in page
    assert "Customers wait." in page


def test_of_two_who_put_a_case_better_the_later_one_reads_what_the_first_wrote(taught, as_user, leader_of):
    found = taught()
    owner, leader = as_user(found.owner), as_user(leader_of(found.idea))
    seen = re.findall(r'name="seen"[^>]*value="([^"]+)"', owner.get("/cases/1/edit").text)[0]
    first = {"title": "By the leader", "context": "Half had no printer."}
    assert leader.post("/cases/1/edit", data=first).status_code == 303
    late = owner.post("/cases/1/edit", data={"title": "By the owner", "context": "None had one.", "seen": seen})
    assert late.status_code == 409
    assert "By the leader" in late.text
    assert "None had one." in late.text


def test_an_empty_library_says_what_will_stand_there(as_user, app):
    factories.admin()
    assert "No lesson yet" in as_user(factories.person()).get("/cases").text
    assert "No lesson is like that" in as_user(factories.person()).get("/cases?q=unicorn").text


def test_the_library_costs_the_same_for_one_case_and_for_four(taught, as_user):
    taught()
    visitor = as_user(factories.person())
    visitor.get("/cases")
    with counted() as one:
        visitor.get("/cases")
    for _ in range(3):
        taught()
    with counted() as four:
        visitor.get("/cases")
    assert len(one) == len(four) <= 6


# The page of the decision.


def test_the_decision_stands_beside_what_was_planned_for_each_way(measured, as_user, leader_of):
    found = measured(if_better="Print it everywhere.", if_unclear="Two more weeks.", if_worse="Stop at once.")
    page = words(as_user(leader_of(found.idea)).get(f"/experiments/{found.id}/conclude"))
    assert re.search(r"If it is better as the numbers stand Print it everywhere.", page)
    assert "Two more weeks." in page
    assert "10 days before the planned end" in page
    assert "Needed if you choose “Stop”" in page


def test_a_decision_against_the_numbers_is_asked_for_its_reason_at_the_field(measured, as_user, leader_of):
    found = measured()
    visitor, url = as_user(leader_of(found.idea)), f"/experiments/{found.id}/conclude"
    typed = {"conclusion": "stop", "lesson": "It is too dear.", "spent": "0"}
    missing = visitor.post(url, data=typed)
    assert missing.status_code == 422
    assert "and it is stopped. Say why" in missing.text
    assert "It is too dear." in missing.text
    assert visitor.post(url, data=typed | {"departure": "The supplier has stopped."}).status_code == 303
    page = words(visitor.get(url))
    assert "The numbers say that it is better, and it is stopped." in page
    assert "The supplier has stopped." in page
    assert "The case" in page
