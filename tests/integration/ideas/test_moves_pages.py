"""The pages of moves: a form for each, what was typed is kept, and a stale one says who did what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate.accounts.models import Person
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.wording import day
from innovate.ideas.commands import moves
from innovate.ideas.models import Idea, IdeaMove, Place, Stage, StageKind
from innovate.ideas.move_forms import SHEETS
from innovate.ideas.queries import open_page
from innovate.ideas.queries.actions import move_path
from innovate.ideas.queries.pipeline import panel
from tests import factories as make
from tests.integration.ideas.places import at, leader_of
from tests.provisioning.statements import counted
from tests.provisioning.visits import Visitor, keep

AsUser = Callable[[Person], Visitor]
FRAGMENT = {"HX-Request": "true"}
FAR_DAY = today() + timedelta(days=50)


def lines(idea: Idea) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(IdeaMove.idea_id == idea.id)) or 0


def test_every_form_is_drawn_as_a_page_and_as_a_part(app: Flask, as_user: AsUser) -> None:
    idea, admin = make.idea(), as_user(make.admin())
    author = as_user(idea.author)
    for name, sheet in SHEETS.items():
        visitor = author if name in ("answer", "appeal") else admin
        page, part = visitor.get(move_path(idea.id, name)), visitor.get(move_path(idea.id, name), headers=FRAGMENT)
        assert (page.status_code, part.status_code) == (200, 200), name
        assert f"<h1>{sheet.title}</h1>" in page.text
        assert "<h1>" not in part.text
        assert f'data-move-title="{sheet.title}"' in part.text


def test_who_may_not_move_is_refused_before_anything_is_drawn(app: Flask, as_user: AsUser) -> None:
    answer = as_user(make.person()).get(move_path(make.idea().id, "decline"))

    assert answer.status_code == 403
    assert "Only the area&#39;s leader or deputy or an administrator, one who" in answer.text


def test_a_move_through_the_page_is_made_and_said(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()

    answer = as_user(leader_of(idea)).post(move_path(idea.id, "take_up"), data={"version": idea.version})

    assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.id}")
    assert idea.place is Place.REVIEW


def test_a_script_is_sent_to_the_idea_by_a_header(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()

    answer = as_user(leader_of(idea)).post(move_path(idea.id, "take_up"), headers=FRAGMENT)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/ideas/{idea.id}")
    assert idea.place is Place.REVIEW


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()
    typed = {"reason": "Too dear for <us>", "version": idea.version}

    answer = as_user(leader_of(idea)).post(move_path(idea.id, "decline"), data=typed)

    assert answer.status_code == 422
    assert "Choose the reason that counts most." in answer.text
    assert "Too dear for &lt;us&gt;" in answer.text
    assert lines(idea) == 1


def test_parking_without_a_way_back_is_mended_at_the_day(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()
    leader = as_user(leader_of(idea))

    without = leader.post(move_path(idea.id, "park"), data={"reason": "Later."})
    past = leader.post(move_path(idea.id, "park"), data={"reason": "Later.", "revive_on": "2020-01-01"})

    assert (without.status_code, past.status_code) == (422, 422)
    assert "Give a day, or say what has to happen first." in without.text
    assert "Choose a day that is still to come." in past.text
    assert lines(idea) == 1


def test_a_stale_form_says_who_did_what_and_keeps_the_words(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()
    seen, first = idea.version, make.admin()
    moves.return_with_question(first, idea, question="How often?")

    typed = {"reason": "My careful words", "reason_code": "too_costly", "version": seen}
    answer = as_user(leader_of(idea)).post(move_path(idea.id, "decline"), data=typed)

    assert answer.status_code == 409
    assert f"{first.name} returned the idea with a question before you." in answer.text
    assert "My careful words" in answer.text
    assert idea.place is Place.OPEN


def test_merging_finds_ideas_by_words_and_by_number(app: Flask, as_user: AsUser) -> None:
    idea, twin = make.idea(title="Lockers"), make.idea(title="Parcel lockers at 100 %")
    gone = at(Place.WITHDRAWN, title="Lockers long ago")
    leader = as_user(leader_of(idea))

    by_words = leader.get(move_path(idea.id, "merge") + "?q=lockers+100+%25").text
    by_number = leader.get(move_path(idea.id, "merge") + f"?q=%23{twin.id}").text
    by_nothing = leader.get(move_path(idea.id, "merge") + "?q=%25").text

    assert all(twin.title in text for text in (by_words, by_number, by_nothing))
    assert gone.title not in leader.get(move_path(idea.id, "merge") + "?q=lockers").text
    answer = leader.post(move_path(idea.id, "merge"), data={"into": twin.id, "reason": "Twins."})
    assert answer.status_code == 303
    assert idea.merged_into_id == twin.id


def test_a_merge_into_nothing_is_bad_input(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()
    leader = as_user(leader_of(idea))

    for into in ("", "99999", str(idea.id), "x", "-3", "99999999999999999999"):
        answer = leader.post(move_path(idea.id, "merge"), data={"into": into, "reason": "Twins."})
        assert answer.status_code == 422, into
    assert lines(idea) == 1


def test_moves_that_are_elsewhere_or_unknown_have_no_form_here(app: Flask, as_user: AsUser) -> None:
    admin, idea = as_user(make.admin()), make.idea()

    assert [admin.get(move_path(idea.id, name)).status_code for name in ("start", "recognise", "submit", "x")] == [
        404
    ] * 4


def test_the_panel_says_who_has_it_and_what_comes_next(app: Flask) -> None:
    idea = make.idea(area=make.area(vote_threshold=3))
    leader = leader_of(idea)
    shown = panel(leader, idea)
    steps = [(step.name, step.state) for step in shown.steps]

    assert steps[:2] == [("Open", "now"), ("Review", "ahead")]
    assert shown.steps[0].who == f"with {leader.name}"
    assert shown.following.endswith("With 3 more votes it goes into review by itself.")
    assert shown.primary is not None
    assert shown.primary.label == "Take up for review"
    assert [one.name for one in shown.others] == ["return", "park", "merge", "decline", "withdraw"]


def test_the_panel_shows_a_shut_door_with_its_reason(app: Flask) -> None:
    idea = make.idea()
    moves.take_up(leader_of(idea), idea)

    shown = panel(leader_of(idea), idea)

    in_the_way = "2 more scorecards are needed first. The experiment needs a plan first."
    assert [(one.name, one.shut) for one in shown.shut] == [("approve", in_the_way)]
    assert shown.primary is None


@pytest.mark.parametrize(
    ("revival", "said"),
    [
        ({"revive_on": FAR_DAY}, "It opens again by itself on {day}."),
        ({"revive_when": "The till is in."}, "It opens again when this has happened: The till is in."),
        (
            {"revive_on": FAR_DAY, "revive_when": "The till is in."},
            "It opens again by itself on {day}, or before, when this has happened: The till is in.",
        ),
    ],
)
def test_a_parked_idea_says_by_day_and_by_event_when_it_comes_back(
    app: Flask, revival: dict[str, Any], said: str
) -> None:
    idea = make.idea()
    moves.park(leader_of(idea), idea, reason="Not now.", **revival)

    assert panel(make.person(), idea).following == said.format(day=day(FAR_DAY))


def test_a_shut_approval_leads_to_what_opens_it(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()
    moves.take_up(leader_of(idea), idea)
    leader = as_user(leader_of(idea))

    page = leader.get(move_path(idea.id, "approve")).text

    assert f'href="/ideas/{idea.id}/experiment"' in page
    assert f'href="/review/{idea.id}/reviewers"' in page
    assert 'name="reason"' not in page


def test_a_shut_approval_leads_nobody_to_a_plan_that_they_may_not_make(app: Flask, as_user: AsUser) -> None:
    idea = make.idea()
    moves.take_up(leader_of(idea), idea)

    page = as_user(make.admin()).get(move_path(idea.id, "approve")).text

    assert f'href="/ideas/{idea.id}/experiment"' not in page
    assert f'href="/review/{idea.id}/reviewers"' in page


def test_an_open_question_is_the_authors_to_answer(app: Flask) -> None:
    idea = make.idea()
    moves.return_with_question(leader_of(idea), idea, question="How **often**?")

    shown = panel(idea.author, idea)

    assert shown.question is not None
    assert shown.question.can_answer
    assert "<strong>often</strong>" in shown.question.html
    assert shown.note == "Waiting for an answer from you"
    other = panel(make.person(), idea)
    assert other.note == f"Waiting for an answer from {idea.author.name}"
    assert other.question is not None
    assert not other.question.can_answer


def test_the_panel_costs_the_same_after_many_moves(app: Flask) -> None:
    idea, viewer = make.idea(), make.person()
    keep()
    viewer = db.session.get_one(Person, viewer.id)
    idea, _ = open_page(viewer, idea.id)
    with counted() as few:
        panel(viewer, idea)
    for n in range(6):
        moves.return_with_question(leader_of(idea), idea, question=f"And {n}?")
        moves.answer_question(idea.author, idea, answer="So.")
    keep()
    viewer = db.session.get_one(Person, viewer.id)
    idea, _ = open_page(viewer, idea.id)
    with counted() as many:
        shown = panel(viewer, idea)

    assert len(shown.history) == 13
    assert len(many) == len(few) <= 3


def test_passing_a_second_review_on_is_nowhere_called_an_approval(app: Flask, as_user: AsUser) -> None:
    idea = at(Place.REVIEW)
    make.save(Stage(kind=StageKind.REVIEW, name="Second look", position=20))
    leader, follower = as_user(leader_of(idea)), idea.author
    before = (leader.get(f"/ideas/{idea.id}").text, leader.get("/board").text)
    form = leader.get(move_path(idea.id, "approve")).text

    leader.post(move_path(idea.id, "approve"), data={"version": idea.version, "reason": "Good."})
    page = leader.get(f"/ideas/{idea.id}").text
    after = (page, as_user(follower).get("/notifications").text, as_user(follower).get("/").text)

    assert all("Pass on to Second look" in text for text in (*before, form))
    assert "It goes on to “Second look”, the next review." in form
    assert all("passed the idea on to “Second look”" in text for text in (form, page, after[2]))
    assert "passed your idea “" in after[1]
    assert "on to “Second look”" in after[1]
    assert "The idea goes on to “Second look”." in page
    assert "Approve experiment" in page  # what comes after the second look
    for text in (*before, form, *after[1:]):
        assert "Approve experiment" not in text
        assert "approved" not in text
