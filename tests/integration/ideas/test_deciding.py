"""Who has an idea: its area's leader, who stands in for one too close to it, or an administrator; and all are told."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.home.queries import waiting
from innovate.ideas.commands import moves
from innovate.ideas.deciding import deciders
from innovate.ideas.models import Idea, Place
from innovate.ideas.queries import open_page
from innovate.ideas.queries.pipeline import panel
from innovate.notifications.models import Notification
from innovate.review.queries import inbox
from tests import factories as make
from tests.integration.ideas.places import leader_of
from tests.provisioning.visits import Visitor, keep

AsUser = Callable[[Person], Visitor]


def stand_in(area: Area, person: Person, *, since: int = 0, until: int = 0) -> Person:
    """Let that person stand in for the area's leader, by default today alone."""
    days = {"starts_on": today() + make.days(since), "ends_on": today() + make.days(until)}
    make.save(Deputy(area_id=area.id, person_id=person.id, **days))
    db.session.expire(area, ["deputies"])
    return person


def of_a_report(area: Area) -> Idea:
    """An idea by somebody whom the area's leader manages."""
    idea = make.idea(area=area, author=make.person(manager_id=area.leader_id), title="Lockers")
    keep()
    return idea


def told(person: Person) -> list[str]:
    return list(db.session.scalars(sa.select(Notification.text).where(Notification.person_id == person.id)))


def test_the_leader_has_an_idea_that_they_may_decide_on(app: Flask) -> None:
    area = make.area()
    other = stand_in(area, make.leader())
    idea = make.idea(area=area)

    assert [one.id for one in deciders(idea)] == [area.leader_id, other.id]
    assert panel(make.person(), idea).steps[0].who == f"with {leader_of(idea).name}"


def test_who_stands_in_today_has_what_is_too_close_to_the_leader(app: Flask) -> None:
    area = make.area()
    stand_in(area, make.leader(), since=-9, until=-1)
    stand_in(area, make.leader(), since=1, until=9)
    deputy = stand_in(area, make.leader())
    idea = of_a_report(area)
    leader = leader_of(idea)

    shown = panel(make.person(), idea)

    assert deciders(idea) == [deputy]
    assert shown.steps[0].who == f"with {deputy.name}"
    assert shown.note == f"{deputy.name} owes an answer"
    assert shown.following.startswith(f"{deputy.name} reads it and answers")
    assert shown.following.endswith(f"{leader.name} is too close to it to decide.")
    assert told(leader) == []
    assert len(told(deputy)) == 1
    assert [task.idea_id for task in waiting(deputy).tasks] == [idea.id]
    assert [row.id for row in inbox(deputy).to_take_up] == [idea.id]
    assert waiting(leader).tasks == ()
    assert inbox(leader).to_take_up == ()
    moves.take_up(deputy, idea)


def test_an_administrator_has_what_nobody_of_the_area_may_decide_on(app: Flask) -> None:
    admin, area = make.admin(), make.area()
    deputy = stand_in(area, make.leader(deactivated_at=None, manager_id=None))
    idea = make.idea(area=area, author=make.person(manager_id=area.leader_id))
    deputy.manager_id = idea.author_id
    keep()

    shown = panel(make.person(), idea)

    assert deciders(idea) == [admin]
    assert shown.steps[0].who == "with an administrator"
    assert shown.following.startswith("An administrator reads it and answers")


def test_a_leader_who_has_left_decides_nothing_any_more(app: Flask) -> None:
    area, deputy = make.area(leader=make.leader(deactivated_at=None)), make.leader()
    stand_in(area, deputy)
    db.session.get_one(Person, area.leader_id).deactivated_at = now()
    idea = make.idea(area=area)

    assert deciders(idea) == [deputy]


@pytest.mark.parametrize("who", ["the author", "the deputy"])
def test_withdrawing_and_reopening_in_the_browser_as_each(app: Flask, as_user: AsUser, who: str) -> None:
    area = make.area()
    deputy = stand_in(area, make.leader())
    idea = make.idea(area=area)
    person = idea.author if who == "the author" else deputy
    visitor = as_user(person)

    page = visitor.get(f"/ideas/{idea.id}").text
    visitor.post(f"/ideas/{idea.id}/moves/withdraw", data={"version": idea.version, "reason": ""})
    assert f"/ideas/{idea.id}/moves/withdraw" in page
    assert place_of(idea) is Place.WITHDRAWN
    answer = visitor.post(f"/ideas/{idea.id}/moves/reopen", data={"version": idea.version, "reason": "Changed."})

    assert answer.status_code == (403 if who == "the author" else 303)
    assert place_of(idea) is (Place.WITHDRAWN if who == "the author" else Place.OPEN)


def place_of(idea: Idea) -> Place:
    return idea.place


def test_a_page_that_was_read_for_one_deputy_names_another(app: Flask) -> None:
    area = make.area()
    deputy = stand_in(area, make.leader())
    idea = of_a_report(area)
    viewer = make.person()
    keep()

    read, _ = open_page(viewer, idea.id)

    assert panel(viewer, read).steps[0].who == f"with {deputy.name}"
