"""The board: each idea in its stage, the urgent first, with the moves that the viewer may make."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from innovate.accounts.models import Person
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.ideas.commands import moves
from innovate.ideas.models import Idea, Place, StageKind
from innovate.ideas.queries.board import CARDS, Board, Card, Column, board
from innovate.permissions import Role
from tests import factories as make
from tests.integration.ideas.places import at, leader_of
from tests.provisioning.statements import counted
from tests.provisioning.visits import Visitor

AsUser = Callable[[Person], Visitor]


def column(shown: Board, kind: StageKind) -> Column:
    return next(one for one in shown.columns if one.kind is kind)


def card(shown: Board, idea: Idea) -> Card:
    return next(one for col in shown.columns for one in col.cards if one.id == idea.id)


def test_each_idea_stands_in_its_stage(app: Flask) -> None:
    places = (Place.OPEN, Place.REVIEW, Place.EXPERIMENT, Place.REWARD, Place.DECLINED)
    ideas = [at(place) for place in places]

    shown = board(make.person())

    assert [one.cards[0].id for one in shown.columns] == [idea.id for idea in ideas]
    assert [one.count for one in shown.columns] == [1] * 5


def test_the_most_urgent_stand_first_and_the_rest_is_a_link(app: Flask) -> None:
    ideas = []
    for days in range(CARDS + 1, 0, -1):
        with held(now() - timedelta(days=days)):
            ideas.append(make.idea())

    shown = column(board(make.person()), StageKind.OPEN)

    assert [one.id for one in shown.cards] == [idea.id for idea in ideas[:CARDS]]
    assert shown.count == CARDS + 1
    assert shown.has_more
    assert shown.median_days == 7
    assert [one.age for one in shown.cards[:1] + shown.cards[-1:]] == [1, 0]


def test_closed_ideas_leave_the_board_after_thirty_days(app: Flask) -> None:
    with held(now() - timedelta(days=31)):
        at(Place.WITHDRAWN)
    recent = at(Place.WITHDRAWN)

    shown = column(board(make.person()), StageKind.CLOSED)

    assert [one.id for one in shown.cards] == [recent.id]
    assert shown.count == 1


def test_cards_offer_what_the_rules_allow_this_viewer(app: Flask) -> None:
    idea, own = make.idea(), make.idea()
    other = make.idea(area=idea.area, author=leader_of(idea))
    leader = leader_of(idea)
    shown = board(leader)

    assert [one.label for one in card(shown, idea).moves] == [
        "Take up for review", "Return with a question", "Park", "Merge into another idea", "Decline", "Withdraw",
    ]  # fmt: skip
    assert [one.label for one in card(shown, other).moves] == ["Withdraw"]
    assert card(shown, own).moves == ()
    assert [one.label for one in card(board(own.author), own).moves] == ["Withdraw"]
    assert len(card(board(make.admin()), own).moves) == 6


def test_a_paused_clock_is_not_late(app: Flask) -> None:
    with held(now() - timedelta(days=20)):
        idea = make.idea()
        moves.return_with_question(leader_of(idea), idea, question="How often?")

    shown = card(board(make.person()), idea)

    assert (shown.clock_state, shown.age) == ("paused", 0)


def test_one_area_can_be_looked_at_alone(app: Flask) -> None:
    idea = make.idea()
    make.idea()

    shown = board(make.person(), idea.area_id)

    assert [one.id for one in column(shown, StageKind.OPEN).cards] == [idea.id]
    assert shown.area_id == idea.area_id
    assert board(make.person(), 9999).area_id is None


def test_a_column_over_its_limit_says_so(app: Flask) -> None:
    make.stages()[StageKind.OPEN].work_limit = 1
    make.idea()
    assert not column(board(make.person()), StageKind.OPEN).is_over
    make.idea()
    assert column(board(make.person()), StageKind.OPEN).is_over


def test_the_board_costs_the_same_for_one_idea_and_for_thirty(app: Flask, as_user: AsUser) -> None:
    viewer = make.admin()
    make.idea()
    db.session.flush()
    with counted() as few:
        board(viewer)
    for _ in range(29):
        make.idea()
    db.session.flush()
    with counted() as many:
        board(viewer)

    assert len(many) == len(few) <= 6
    visitor = as_user(viewer)
    with counted() as page:
        assert visitor.get("/board").status_code == 200
    assert len([one for one in page if one.lstrip().startswith("SELECT")]) <= 8


def test_the_page_shows_every_column_and_bad_areas_do_no_harm(app: Flask, as_user: AsUser) -> None:
    idea = make.idea(title="Lockers <at> the door")
    visitor = as_user(leader_of(idea))

    text = visitor.get("/board").text

    assert "Lockers &lt;at&gt; the door" in text
    assert text.count('class="board-column') == 5
    for area in ("", "x", "-1", "99999999999999999999", "²"):
        assert visitor.get("/board", query_string={"area": area}).status_code == 200


def test_an_area_is_chosen_with_one_press_and_taken_off_with_another(app: Flask, as_user: AsUser) -> None:
    idea, other = make.idea(), make.idea(area=make.area(name="Repairs"))
    text = as_user(make.person()).get("/board", query_string={"area": other.area_id}).text

    assert "Area: Repairs" in text
    assert f'href="/board?area={idea.area_id}"' in text
    assert 'href="/board"' in text
    assert 'name="area"' not in text


def test_an_empty_board_says_what_will_stand_here(app: Flask, as_user: AsUser) -> None:
    make.stages()

    assert "Nothing is on its way yet" in as_user(make.person()).get("/board").text


def test_an_installation_without_stages_has_an_empty_board(app: Flask, as_user: AsUser) -> None:
    assert as_user(make.person()).get("/board").status_code == 200


def test_customers_do_not_see_the_board(app: Flask, as_user: AsUser) -> None:
    assert as_user(make.person(roles=frozenset({Role.CUSTOMER}))).get("/board").status_code == 403
